"""Filters of the preview's pages."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.defaultfilters import floatformat

from course_export.preview.course import Entry, Part, Unit
from course_export.preview.outline import Standing
from xblocks.host.dates import long_date

register = template.Library()

register.filter(long_date)


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
