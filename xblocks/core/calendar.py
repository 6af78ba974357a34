"""Working days: Monday to Friday but for public holidays, which come as an argument."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)

HolidaysOf = Callable[[int], AbstractSet[date]]
"""The public holidays of a year."""


def is_working_day(day: date, holidays: HolidaysOf) -> bool:
    """Whether people are at work: no weekend, no holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def working_days_between(start: date, end: date, holidays: HolidaysOf) -> int:
    """Return how many working days have begun after `start` up to and with `end`.

    From Friday to Monday it is one; 0 when `end` is not later. Takes as long for a year as for
    a day.
    """
    if end <= start:
        return 0
    free = sum(
        start < day <= end and day.weekday() < SATURDAY
        for year in range(start.year, end.year + 1)
        for day in holidays(year)
    )
    return _weekdays_until(end) - _weekdays_until(start) - free


def add_working_days(start: date, days: int, holidays: HolidaysOf) -> date:
    """Return the working day on which `days` working days have begun after `start`.

    For 0 it is `start` itself, working day or not. Raises `ValueError` for fewer.
    """
    _check(days)
    day = start
    while days:
        day += DAY
        days -= is_working_day(day, holidays)
    return day


def latest_start(end: date, days: int, holidays: HolidaysOf) -> date:
    """Return the latest day since when `days` working days have begun, today being `end`.

    What began on that day or before has lasted for at least `days` working days. Raises
    `ValueError` for fewer than 0.
    """
    _check(days)
    day = end
    while days:
        days -= is_working_day(day, holidays)
        day -= DAY
    return day


def _weekdays_until(day: date) -> int:
    """Return how many days from Monday to Friday there were since the year 1 began, a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(rest, SATURDAY)


def _check(days: int) -> None:
    if days < 0:
        raise ValueError("working days are counted from 0")
