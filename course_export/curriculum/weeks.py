"""Weeks of the course become dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FRIDAY = 4
CLOSING_TIME = time(18)
"""Work is due at the end of the working week (`curriculum-facts 1.3` states weeks only)."""


def zone(name: str) -> ZoneInfo:
    """The time zone `name`, e.g. Europe/Berlin. Raises ValueError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone '{name}'") from error


def start_of_week(start: date, week: int, timezone: str) -> datetime:
    """Monday 0:00 of `week`; `start` is the Monday of week 0."""
    return datetime.combine(start + timedelta(weeks=week), time(), zone(timezone))


def end_of_week(start: date, week: int, timezone: str) -> datetime:
    """Friday 18:00 of `week`; `start` is the Monday of week 0."""
    day = start + timedelta(weeks=week, days=FRIDAY)
    return datetime.combine(day, CLOSING_TIME, zone(timezone))
