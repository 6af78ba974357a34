"""From the content to the archive: what `wbm build` does."""

from __future__ import annotations

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


def build(language: Language, output: Path, content: Path = CONTENT) -> Path:
    """Build the course in `language` into the folder `output` and return the archive's path.

    The folder is made when missing. Raises `UnusableContent` with all defects of the content,
    before anything is written, and OSError when `output` cannot be written.
    """
    course = load_course(content, language)
    path = output / archive_name(language)
    pack(write_course(course), path)
    return path
