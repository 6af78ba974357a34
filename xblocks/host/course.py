"""What the platform knows of a course and its readers beyond the exercises."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from xblocks.host import compat

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class CourseFace:
    """How a course presents itself; `title` is empty when nobody knows it."""

    title: str
    language: str


def course_face(course_key: str) -> CourseFace:
    """Return title and language of a course; German when the course does not say.

    Off the platform the setting `WBM_COURSE_FACE` names a function that takes the course key and
    returns both as the course states them.
    """
    key = CourseKey.from_string(course_key)
    if compat.on_platform():
        title, language = compat.course_face(key)
    elif named := getattr(settings, "WBM_COURSE_FACE", ""):
        title, language = import_string(named)(key)
    else:
        title, language = "", ""
    return CourseFace(title, spoken(language) or LANGUAGES[0])


def course_end(course_key: str) -> datetime | None:
    """Return when a course ends; None when nobody says, or the key is none.

    Off the platform the setting `WBM_COURSE_END` names a function that takes the course key.
    """
    try:
        key = CourseKey.from_string(course_key)
    except InvalidKeyError:
        return None
    if compat.on_platform():
        return compat.course_end(key)
    named = getattr(settings, "WBM_COURSE_END", "")
    return import_string(named)(key) if named else None


def ended_courses(course_keys: Iterable[str], before: datetime) -> list[str]:
    """Return those of the courses that ended before a moment."""
    ends = {course_key: course_end(course_key) for course_key in course_keys}
    return [course_key for course_key, end in ends.items() if end is not None and end < before]


def of_ended_courses(rows: QuerySet, before: datetime, course: str = "course_key") -> QuerySet:
    """Return the rows whose course ended before a moment; `course` leads to the course's key."""
    courses = rows.order_by().values_list(course, flat=True).distinct()
    return rows.filter(**{f"{course}__in": ended_courses(courses, before)})


def chosen_languages(user_ids: Collection[int]) -> Mapping[int, str]:
    """Return the language of each account that chose one we speak.

    Off the platform the setting `WBM_CHOSEN_LANGUAGES` names a function with the same argument.
    """
    if compat.on_platform():
        chosen = compat.chosen_languages(user_ids)
    elif named := getattr(settings, "WBM_CHOSEN_LANGUAGES", ""):
        chosen = import_string(named)(user_ids)
    else:
        chosen = {}
    return {user_id: known for user_id, code in chosen.items() if (known := spoken(code))}


def spoken(code: str) -> str:
    """Return the language of ours behind a code such as ``de-at``; empty when there is none."""
    plain = code.lower().replace("_", "-").partition("-")[0]
    return plain if plain in LANGUAGES else ""
