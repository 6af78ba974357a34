"""The clock of requests, against one that looks at every minute of five years in every state."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.coaching.domain.clock import (
    DAY_MINUTES,
    Clock,
    Region,
    minutes_between,
    moment_after,
)
from xblocks.core.holidays import german_holidays
from xblocks.roster.domain import STATES

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
YEARS = 5
MINUTES = (datetime(2024 + YEARS, 1, 1, tzinfo=UTC) - FIRST) // timedelta(minutes=1)
LONGEST = 60 * DAY_MINUTES
MINUTE = timedelta(minutes=1)

EVERY_STATE = pytest.mark.parametrize("state", sorted(STATES))


def region(*states: str) -> Region:
    return Region(BERLIN, german_holidays(states))


@cache
def days_of_minutes() -> tuple[tuple[date, int], ...]:
    """Every day in Berlin of the five years with the number of minutes it has there, in order.

    Looks at each hour: the clocks change by whole ones.
    """
    found: dict[date, int] = {}
    for hour in range(MINUTES // 60):
        day = (FIRST + timedelta(hours=hour)).astimezone(BERLIN).date()
        found[day] = found.get(day, 0) + 60
    return tuple(found.items())


def worked(state: str) -> array[int]:
    """Return how many working minutes there were before each minute since `FIRST`."""
    holidays = {
        day
        for year in range(FIRST.year - 1, FIRST.year + YEARS + 2)
        for day in german_holidays([state])(year)
    }
    minutes = bytearray()
    for day, length in days_of_minutes():
        works = day.isoweekday() <= 5 and day not in holidays
        minutes += bytes([works]) * length
    return array("l", accumulate(minutes, initial=0))


def at(minute: int) -> datetime:
    return FIRST + minute * MINUTE


def first_minute_with(counted: array[int], start: int, wanted: int) -> int:
    """Return the first minute after `start` before which so many were worked, step by step."""
    minute = start
    while counted[minute] - counted[start] < wanted:
        minute += 1
    return minute


@EVERY_STATE
def test_counting_agrees_with_looking_at_every_minute_of_five_years(state: str) -> None:
    counted, where = worked(state), region(state)

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, MINUTES), st.one_of(st.integers(0, 3 * LONGEST), st.integers(0, MINUTES)))
    def check(start: int, length: int) -> None:
        end = min(start + length, MINUTES)
        found = minutes_between(at(start), at(end), where)
        assert found == counted[end] - counted[start]

    check()


@EVERY_STATE
def test_a_target_is_reached_at_the_first_minute_that_fills_it(state: str) -> None:
    counted, where = worked(state), region(state)

    @settings(max_examples=60, deadline=None)
    @given(st.integers(0, MINUTES - 3 * LONGEST), st.integers(0, LONGEST // 3))
    def check(start: int, wanted: int) -> None:
        found = moment_after(at(start), wanted, where)
        assert found == at(first_minute_with(counted, start, wanted))

    check()


@given(
    st.integers(0, MINUTES * 60),
    st.integers(0, LONGEST),
    st.sets(st.sampled_from(sorted(STATES)), max_size=3),
)
def test_as_many_minutes_lie_before_the_moment_as_were_asked_for(
    start: int, wanted: int, states: set[str]
) -> None:
    where, begun = region(*states), FIRST + timedelta(seconds=start)
    end = moment_after(begun, wanted, where)
    assert minutes_between(begun, end, where) == wanted
    if wanted:
        assert minutes_between(begun, end - timedelta(microseconds=1), where) == wanted - 1


def test_the_days_of_the_reference_are_those_of_the_calendar() -> None:
    lengths = dict(days_of_minutes())
    assert lengths[date(2027, 3, 28)] == 23 * 60
    assert lengths[date(2027, 10, 31)] == 25 * 60
    assert sum(lengths.values()) == MINUTES


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (local(2026, 11, 23, 14, 30), 3, local(2026, 11, 26, 14, 30)),
        (local(2026, 11, 26, 14, 30), 3, local(2026, 12, 1, 14, 30)),  # over a weekend
        (local(2026, 11, 28, 9, 0), 3, local(2026, 12, 3, 0, 0)),  # sent on a Saturday
        (local(2026, 11, 27, 0, 0), 1, local(2026, 11, 28, 0, 0)),  # ends with Friday
        (local(2027, 3, 25, 12, 0), 1, local(2027, 3, 30, 12, 0)),  # Easter and change of time
        (local(2027, 10, 29, 12, 0), 1, local(2027, 11, 1, 12, 0)),  # back to winter time
    ],
)
def test_due_times_people_would_reckon(start: datetime, days: int, end: datetime) -> None:
    assert moment_after(start, days * DAY_MINUTES, region("BE")) == end


def test_a_holiday_of_the_district_gives_a_day_more() -> None:
    start, target = local(2027, 10, 29, 12, 0), DAY_MINUTES
    assert moment_after(start, target, region("NW")) == local(2027, 11, 2, 12, 0)  # All Saints
    assert moment_after(start, target, region("NW", "BE")) == local(2027, 11, 1, 12, 0)


START = local(2026, 11, 23, 8, 0)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 4 * DAY_MINUTES)), min_size=1, max_size=12)


@given(STEPS)
def test_only_what_passes_while_it_runs_is_spent(steps: list[tuple[bool, int]]) -> None:
    where, now = region("SN"), START.astimezone(UTC)
    clock, spent = Clock(0, 5 * DAY_MINUTES, now), 0
    for runs, minutes in steps:
        clock = clock.run(now, clock.target, where) if runs else clock.rest(now, where)
        later = now + minutes * MINUTE
        spent += minutes_between(now, later, where) if runs else 0
        now = later
    assert clock.spent(now, where) == spent


@given(STEPS, st.sampled_from([80, 100]))
def test_a_share_is_reached_when_so_much_is_spent(
    steps: list[tuple[bool, int]], percent: int
) -> None:
    where, now = region("SN"), START.astimezone(UTC)
    clock = Clock(0, 2 * DAY_MINUTES, now)
    for runs, minutes in steps:
        clock = clock.run(now, clock.target, where) if runs else clock.rest(now, where)
        now += minutes * MINUTE
    reached = clock.reaches(percent, where)
    if clock.since is None:
        assert reached is None
        return
    assert reached is not None
    goal = clock.target * percent // 100
    assert (now >= reached) is (clock.spent(now, where) >= goal)


def at_rest(clock: Clock) -> Callable[[datetime], int]:
    return lambda now: clock.spent(now, region("BE"))


def test_a_resting_clock_does_not_age() -> None:
    resting = Clock(0, 10, START).rest(START + timedelta(hours=3), region("BE"))
    assert {at_rest(resting)(START + timedelta(days=days)) for days in (0, 1, 40)} == {180}
