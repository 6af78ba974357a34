"""Weeks of the course become dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop as _

FRIDAY = 4
CLOSING_TIME = time(18)
"""Work is due at the end of the working week (`curriculum-facts 1.3` states weeks only)."""


def zone(name: str) -> ZoneInfo:
    """The time zone `name`, e.g. Europe/Berlin. Raises `Unfit` for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unfit(_("there is no time zone '%(name)s'"), name=name) from error


def start_of_week(start: date, week: int, timezone: str) -> datetime:
    """Monday 0:00 of `week`; `start` is the Monday of week 0."""
    return datetime.combine(start + timedelta(weeks=week), time(), zone(timezone))


def end_of_week(start: date, week: int, timezone: str) -> datetime:
    """Friday 18:00 of `week`; `start` is the Monday of week 0."""
    day = start + timedelta(weeks=week, days=FRIDAY)
    return datetime.combine(day, CLOSING_TIME, zone(timezone))
