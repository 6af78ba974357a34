"""Writes a course as OLX: every file of the archive, by path."""

from __future__ import annotations

from collections.abc import Mapping

from course_export.curriculum.course import Course
from course_export.olx import about, assets, grading, outline, policy
from course_export.olx.files import Files


def write_course(course: Course) -> Mapping[str, bytes]:
    """All files of `course`, keyed by their path inside the root folder (`platform-facts 4`)."""
    files = Files()
    outline.write(course, files)
    policy.write(course, files)
    grading.write(course, files)
    assets.write(course, files)
    about.write(course, files)
    return files
