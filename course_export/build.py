"""From the content to the archive: what `wbm build` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course_export.curriculum.language import Language
from course_export.curriculum.loader import load_course
from course_export.olx.archive import pack
from course_export.olx.writer import write_course

CONTENT = Path(__file__).parent / "content" / "wbm"
"""The course itself."""


def archive_name(language: Language) -> str:
    """The file name of the archive in `language`."""
    return f"wbm-{language}.tar.gz"


@dataclass(frozen=True)
class Built:
    """The archive, and the files of the content that are not in it."""

    path: Path
    unused: tuple[str, ...]


def build(language: Language, output: Path, content: Path = CONTENT) -> Built:
    """Build the course in `language` into the folder `output`.

    The folder is made when missing. Raises `UnusableContent` with all defects of the content,
    before anything is written, and OSError when `output` cannot be written.
    """
    loaded = load_course(content, language)
    path = output / archive_name(language)
    pack(write_course(loaded.course), path)
    return Built(path, loaded.unused)
