"""Filters of the preview's pages."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.defaultfilters import floatformat

from course_export.preview.access import Reader
from course_export.preview.course import Entry, Part, Section, Unit
from course_export.preview.outline import Lock, Standing
from course_export.preview.rules import Gate
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
def all_in(standing: Standing, part: Part) -> int:
    """Return how many units of the part there are for the person."""
    return standing.all_in(part)


@register.filter
def sections_of(standing: Standing, part: Part) -> list[Section]:
    """Return the sections of the part there are for the person."""
    return standing.sections_of(part)


@register.filter
def units_of(standing: Standing, section: Section) -> list[Unit]:
    """Return the units of the section there are for the person."""
    return standing.units_of(section)


@register.filter
def lock_of(standing: Standing, place: Unit | Section) -> Lock | None:
    """Return why the person cannot go there yet."""
    return standing.lock(place)


@register.filter
def section_lock(standing: Standing, section: Section) -> Lock | None:
    """Return why nothing in the section is open: its own reason, or that of its only unit."""
    units = standing.units_of(section)
    return standing.lock(units[0] if len(units) == 1 else section)


@register.filter
def gate_of(standing: Standing, section: Section) -> Gate | None:
    """Return what others must do before the section."""
    return standing.gate(section)


@register.filter
def marks_of(reader: Reader, entry: Entry) -> list[str]:
    """Return what the block keeps from others, in words."""
    return reader.marks(entry)


@register.filter
def before(standing: Standing, unit: Unit) -> Unit | None:
    """Return the unit before, for the person."""
    return standing.neighbour(unit, after=False)


@register.filter
def after(standing: Standing, unit: Unit) -> Unit | None:
    """Return the unit after, for the person."""
    return standing.neighbour(unit, after=True)


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
