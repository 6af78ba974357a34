"""Weeks of the course become dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xblocks.core.definitions import Unfit
from xblocks.core.holidays import is_holiday_somewhere
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


def due(start: date, week: int, timezone: str) -> datetime:
    """The end of `week`, or 18:00 of the next working day when Friday is a holiday in some state.

    One date holds for all districts, so nobody's holiday may be on it.
    """
    end = end_of_week(start, week, timezone)
    while end.weekday() > FRIDAY or is_holiday_somewhere(end.date()):
        end = datetime.combine(end.date() + timedelta(days=1), CLOSING_TIME, zone(timezone))
    return end
