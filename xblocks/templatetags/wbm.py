"""What our templates say about moments, messages and sizes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from xblocks.core.text import Message
from xblocks.files.shown import size_text
from xblocks.host.dates import FORMATS, course_zone, day_of, long_date
from xblocks.host.translation import translated

register = template.Library()


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time in words."""
    return long_date(value)


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A day in words; text is taken as ISO 8601, and left alone when it is none."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return str(value)
    if not value:
        return ""
    day_format = FORMATS.get((get_language() or "")[:2], FORMATS["en"])[0]
    return date_format(day_of(value) if isinstance(value, datetime) else value, day_format)


@register.filter
def clock(value: datetime | None) -> str:
    """The time, with the day when it was not today."""
    if not value:
        return ""
    if day_of(value) != day_of(timezone.now()):
        return long_date(value)
    return date_format(timezone.localtime(value, course_zone()), "H:i")


@register.filter
def sentence(value: Message) -> str:
    """A message in the reader's language."""
    return translated(value)


@register.filter
def bytes_text(value: int) -> str:
    """A size, e.g. ``1,5 MB``."""
    return size_text(value)


@register.filter
def item(value: Any, key: str) -> Any:
    """What a mapping holds under `key`, else nothing."""
    return value.get(key, "") if isinstance(value, dict) else ""
