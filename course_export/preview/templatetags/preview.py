"""Filters of the preview's pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from course_export.preview.course import Section, Unit
from course_export.preview.outline import Standing

register = template.Library()


@register.filter
def long_date(moment: datetime | None) -> str:
    """Return a moment in words; midnight is left out, because nobody chose it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if (local.hour, local.minute) == (0, 0):
        return date_format(local, pgettext("date format", "D, j F Y"))
    return date_format(local, pgettext("date format with time", "D, j F Y, H:i"))


@register.filter
def is_done(standing: Standing, unit: Unit) -> bool:
    """Whether the unit is done."""
    return standing.is_done(unit)


@register.filter
def done_in(standing: Standing, section: Section) -> int:
    """Return how many units of the section are done."""
    return standing.done_in(section)


@register.filter
def date_of(entry: Any, name: str) -> datetime | None:
    """Return a date setting of a block."""
    return entry.date(name)
