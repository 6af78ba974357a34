"""How long works wait, in working days of their district."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from xblocks.core.calendar import HolidaysOf, latest_start, working_days_between
from xblocks.core.holidays import german_holidays
from xblocks.host.dates import course_zone, day_of
from xblocks.roster.records import District


def holidays_of(district: District) -> HolidaysOf:
    """Return the public holidays of a district; nation-wide ones while its states are unknown."""
    return german_holidays(district.state_codes)


def days_waited(handed_in_at: datetime, district: District, now: datetime) -> int:
    """Return how many working days a work has waited."""
    return working_days_between(day_of(handed_in_at), day_of(now), holidays_of(district))


def waited_since(days: int, district: District, now: datetime) -> datetime:
    """Return the moment before which works were handed in that have waited `days` working days."""
    day = latest_start(day_of(now), days, holidays_of(district)) + timedelta(days=1)
    return datetime.combine(day, time.min, course_zone())
