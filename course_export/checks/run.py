"""Runs all checks over an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from course_export.checks import (
    archive,
    assets,
    blocks,
    content,
    exercises,
    grading,
    groups,
    links,
    names,
    pages,
    policy,
    schedule,
    settings,
    structure,
)
from course_export.checks.course import Course
from course_export.checks.finding import Finding
from course_export.checks.report import Report, report
from course_export.olx.reader import CourseFiles, read_archive
from course_export.olx.tree import build_tree
from xblocks.core.text import Message, gettext_noop

Progress = Callable[[Message, int, int], None]
"""Told what begins, the number of steps done and the number of all."""

STAGES: Final[tuple[tuple[str, Callable[[Course], Iterator[Finding]]], ...]] = (
    (gettext_noop("Files"), archive.check),
    (gettext_noop("Structure"), structure.check),
    (gettext_noop("Names"), names.check),
    (gettext_noop("Blocks"), blocks.check),
    (gettext_noop("Settings"), settings.check),
    (gettext_noop("Content"), content.check),
    (gettext_noop("Links"), links.check),
    (gettext_noop("Assets"), assets.check),
    (gettext_noop("Policy"), policy.check),
    (gettext_noop("Pages"), pages.check),
    (gettext_noop("Groups"), groups.check),
    (gettext_noop("Schedule"), schedule.check),
    (gettext_noop("Grading"), grading.check),
    (gettext_noop("Exercises"), exercises.check),
)

STEPS: Final = len(STAGES) + 2


def check_archive(path: Path, *, progress: Progress | None = None) -> Report:
    """Check a `.tar.gz` archive or a folder with a course.

    Raises `UnusableArchive` when it cannot be looked into at all; everything else is a finding.
    """
    if progress is not None:
        progress(Message(gettext_noop("Reading the archive")), 0, STEPS)
    files = read_archive(path)
    return check_files(files, path.name, progress=progress)


def check_files(files: CourseFiles, name: str, *, progress: Progress | None = None) -> Report:
    """Check files that are already read; `name` is what the report calls them."""
    tell = progress or (lambda *_: None)
    tell(Message(gettext_noop("Following the pointers")), 1, STEPS)
    course = Course(files, build_tree(files))
    findings: list[Finding] = []
    for number, (title, stage) in enumerate(STAGES, 2):
        tell(Message(title), number, STEPS)
        findings.extend(stage(course))
    return report(name, course, findings)
