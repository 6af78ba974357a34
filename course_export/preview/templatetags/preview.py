"""Filters of the preview's pages."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from course_export.preview.course import Entry, Part, Unit
from course_export.preview.outline import Standing

register = template.Library()


FORMATS = {
    "de": ("D, j. F Y", r"D, j. F Y, H:i \U\h\r"),
    "en": ("D, j F Y", "D, j F Y, H:i"),
}
"""Day, and day with time. Django's own formats leave out the day of the week."""


@register.filter
def long_date(moment: datetime | None) -> str:
    """Return a moment in words; midnight is left out, because nobody chose it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    day, day_and_time = FORMATS[get_language() or "en"]
    return date_format(local, day if (local.hour, local.minute) == (0, 0) else day_and_time)


@register.filter
def is_done(standing: Standing, unit: Unit) -> bool:
    """Whether the unit is done."""
    return standing.is_done(unit)


@register.filter
def done_in(standing: Standing, part: Part) -> int:
    """Return how many units of the part are done."""
    return standing.done_in(part)


@register.filter
def date_of(entry: Entry, name: str) -> datetime | None:
    """Return a date setting of a block, also an inherited one."""
    return entry.date(name)


@register.filter
def own_date(entry: Entry, name: str) -> datetime | None:
    """Return a date setting the block has itself."""
    return None if entry.node.setting(name) is None else entry.date(name)


@register.filter
def points(number: float) -> str:
    """Return points with at most one decimal, none when there is nothing behind it."""
    return floatformat(number, -1)
