"""Moments in words, in the reader's language and the time of the course."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

FORMATS = {
    "de": ("D, j. F Y", r"D, j. F Y, H:i \U\h\r"),
    "en": ("D, j F Y", "D, j F Y, H:i"),
}
"""Day, and day with time. Django's own formats leave out the day of the week."""


def course_zone() -> ZoneInfo:
    """The time deadlines are told in. A platform itself runs in UTC: `WBM_TIME_ZONE` names ours."""
    return ZoneInfo(getattr(settings, "WBM_TIME_ZONE", "Europe/Berlin"))


def day_of(moment: datetime) -> date:
    """Return the day a moment falls on in the time of the course."""
    return timezone.localdate(moment, course_zone())


def long_date(moment: datetime | None) -> str:
    """Return a moment in words; midnight is left out, because nobody chose it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, course_zone())
    day, day_and_time = FORMATS.get((get_language() or "")[:2], FORMATS["en"])
    return date_format(local, day if (local.hour, local.minute) == (0, 0) else day_and_time)
