"""The course this process plays."""

from __future__ import annotations

from course_export.preview.course import Course
from xblocks.core.errors import NotFound
from xblocks.core.text import gettext_noop


class NoCourse(NotFound):
    """The server runs, but no archive was given to it."""

    code = "no_course"
    sentence = gettext_noop("No course is loaded. Start the preview with a course archive.")


_courses: list[Course] = []


def use(course: Course) -> None:
    """Play this course from now on."""
    _courses[:] = [course]


def forget() -> None:
    """Play no course."""
    _courses.clear()


def current() -> Course:
    """Return the course; raises `NoCourse`."""
    if not _courses:
        raise NoCourse
    return _courses[0]


def current_or_none() -> Course | None:
    """Return the course, or None."""
    return _courses[0] if _courses else None
