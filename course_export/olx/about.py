"""What people read about the course before it begins."""

from __future__ import annotations

from html import escape

from course_export.curriculum.course import Course
from course_export.olx.files import Files


def write(course: Course, files: Files) -> None:
    """Write the about pages, each a file of its own."""
    files.add("about/overview.html", course.about.encode())
    files.add("about/short_description.html", escape(course.summary, quote=False).encode())
    files.add("about/effort.html", escape(course.effort, quote=False).encode())
