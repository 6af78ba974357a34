"""From the content to the archive: what `wbm build` does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from course_export.curriculum.language import Language
from course_export.curriculum.loader import load_course
from course_export.olx.archive import pack
from course_export.olx.writer import write_course
from course_export.report import Report, report_on

CONTENT = Path(__file__).parent / "content" / "wbm"
"""The course itself."""


def archive_name(language: Language) -> str:
    """The file name of the archive in `language`."""
    return f"wbm-{language}.tar.gz"


@dataclass(frozen=True)
class Built:
    """The archive, the files of the content that are not in it, and what is worth knowing."""

    path: Path
    unused: tuple[str, ...]
    report: Report


def build(
    language: Language, output: Path, content: Path = CONTENT, start: date | None = None
) -> Built:
    """Build the course in `language` into the folder `output`.

    All dates count from `start`, the Monday of the first seminar week; without it from that of the
    content. The folder is made when missing. Raises `UnusableContent` with all defects of the
    content, before anything is written, and OSError when `output` cannot be written.
    """
    loaded = load_course(content, language, start)
    path = output / archive_name(language)
    files = write_course(loaded.course)
    pack(files, path)
    return Built(path, loaded.unused, report_on(loaded.course, files))
