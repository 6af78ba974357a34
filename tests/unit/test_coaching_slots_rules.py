"""Times an expert offers: series, clock changes, guard time, overlaps, what a team has left."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xblocks.coaching.domain.allowance import GIVEN, Occasion, left_of, may_take
from xblocks.coaching.domain.slots import (
    GUARDS,
    LONGEST,
    MOST_SEATS,
    MOST_TIMES,
    RHYTHMS,
    SHORTEST,
    Offer,
    Span,
    clash,
    closes,
    free_seat,
    local,
    spans,
    start_of,
)
from xblocks.coaching.domain.unfit import (
    InThePast,
    NoSuchTime,
    NotOffered,
    SeriesTooLong,
    TooFarAhead,
)
from xblocks.coaching.domain.zones import changes

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""Sundays on which the clock changes."""

clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(2027, 3, 3), date(2027, 12, 31))
moments = st.integers(0, 60).map(lambda quarters: NOW + timedelta(minutes=15 * quarters))
all_minutes = st.integers(0, 8 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
some_spans = st.builds(
    lambda start, quarters: Span(start, start + timedelta(minutes=15 * quarters)),
    moments,
    st.integers(1, 8),
)


@given(
    day=days,
    at=clocks,
    times=st.integers(1, MOST_TIMES),
    weeks=st.sampled_from(RHYTHMS),
    minutes=st.integers(SHORTEST, LONGEST),
)
def test_a_series_is_at_the_same_time_of_the_clock_whatever_the_clock_does(
    day: date, at: time, times: int, weeks: int, minutes: int
) -> None:
    offer = Offer(day, at, minutes=minutes, times=times, weeks=weeks)
    try:
        found = spans(offer, BERLIN, NOW)
    except SeriesTooLong:
        assert day + timedelta(weeks=weeks * (times - 1)) > date(2028, 3, 1)
        return
    except NoSuchTime:
        assert at.hour == 2  # nothing else is ever skipped
        return
    assert len(found) == times
    for number, span in enumerate(found):
        shown = span.start.astimezone(BERLIN)
        assert shown.time() == at
        assert shown.date() == day + timedelta(weeks=weeks * number)
        assert span.end - span.start == timedelta(minutes=minutes)
    assert clash(found[:1], found[1:]) is None


def test_a_week_over_the_change_is_an_hour_shorter_and_later_one_longer() -> None:
    def gap(day: date) -> timedelta:
        first, second = spans(Offer(day, time(14), times=2), BERLIN, NOW)
        return second.start - first.start

    assert gap(SPRING - timedelta(days=2)) == timedelta(days=7, hours=-1)
    assert gap(AUTUMN - timedelta(days=2)) == timedelta(days=7, hours=1)
    assert gap(date(2027, 6, 1)) == timedelta(days=7)


@given(minute=st.integers(0, 59))
def test_a_time_the_clock_skips_is_refused_also_within_a_series(minute: int) -> None:
    at = time(2, minute)
    with pytest.raises(NoSuchTime) as refused:
        local(SPRING, at, BERLIN)
    assert "28.03.2027" in str(refused.value)
    with pytest.raises(NoSuchTime):
        spans(Offer(SPRING - timedelta(weeks=2), at, times=4), BERLIN, NOW)


def test_a_time_the_clock_shows_twice_is_the_first_of_them() -> None:
    assert local(AUTUMN, time(2, 30), BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert local(AUTUMN, time(2, 30, fold=1), BERLIN) == local(AUTUMN, time(2, 30), BERLIN)


@given(moment=all_minutes)
def test_every_moment_the_clock_shows_is_found(moment: datetime) -> None:
    shown = moment.astimezone(BERLIN)
    assert local(shown.date(), shown.time(), BERLIN) == moment - (
        timedelta(hours=1) if shown.fold else timedelta()
    )


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(1, 1, 1), date(2027, 3, 1)])
def test_nothing_is_offered_in_the_past(day: date) -> None:
    with pytest.raises(InThePast):
        start_of(day, time(19), BERLIN, NOW)  # the very moment that is now


def test_what_begins_in_a_minute_can_be_offered() -> None:
    start = start_of(date(2027, 3, 1), time(19, 1), BERLIN, NOW)
    assert start == NOW + timedelta(minutes=1)


@pytest.mark.parametrize("day", [date(2028, 3, 2), date(9999, 12, 31)])
def test_nothing_is_offered_later_than_a_year_from_now(day: date) -> None:
    with pytest.raises(TooFarAhead):
        spans(Offer(day, time(14)), BERLIN, NOW)


@pytest.mark.parametrize(
    "offer",
    [
        Offer(date(2027, 3, 3), time(14), times=0),
        Offer(date(2027, 3, 3), time(14), times=MOST_TIMES + 1),
        Offer(date(2027, 3, 3), time(14), times=10**9),
        Offer(date(2027, 6, 3), time(14), times=MOST_TIMES, weeks=4),
    ],
)
def test_a_series_that_is_too_long_is_refused(offer: Offer) -> None:
    with pytest.raises(SeriesTooLong) as refused:
        spans(offer, BERLIN, NOW)
    assert str(MOST_TIMES) in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": SHORTEST - 1},
        {"minutes": LONGEST + 1},
        {"seats": 0},
        {"seats": MOST_SEATS + 1},
        {"guard": -1},
        {"guard": 61},
        {"weeks": 3},
        {"place": "x" * 301},
        {"place": "Room 1\nBcc: a@b.example"},
        {"place": "\x00"},
    ],
)
def test_an_offer_outside_its_limits_is_refused(wrong: dict[str, int | str]) -> None:
    with pytest.raises(NotOffered):
        spans(Offer(date(2027, 3, 3), time(14), **wrong), BERLIN, NOW)  # type: ignore[arg-type]


@given(start=moments, guard=st.sampled_from(GUARDS))
def test_the_guard_time_ends_booking_so_many_minutes_before(start: datetime, guard: int) -> None:
    assert start - closes(start, guard) == timedelta(minutes=guard)


@given(wanted=st.lists(some_spans, min_size=1, max_size=4), known=st.lists(some_spans, max_size=8))
def test_a_clash_is_found_exactly_where_a_quarter_of_an_hour_is_shared(
    wanted: list[Span], known: list[Span]
) -> None:
    def quarters(span: Span) -> set[datetime]:
        count = (span.end - span.start) // timedelta(minutes=15)
        return {span.start + timedelta(minutes=15 * number) for number in range(count)}

    busy = set[datetime]().union(*(quarters(each) for each in wanted))
    meeting = [each for each in known if quarters(each) & busy]
    found = clash(wanted, known)
    assert (found is None) is (meeting == [])
    if found is not None:
        assert found.start == min(each.start for each in meeting)


@given(first=some_spans, second=some_spans)
def test_meeting_is_mutual_and_one_may_begin_when_the_other_ends(first: Span, second: Span) -> None:
    assert first.meets(second) == second.meets(first)
    after = Span(first.end, first.end + timedelta(minutes=15))
    assert not first.meets(after)


@given(seats=st.integers(1, MOST_SEATS), taken=st.sets(st.integers(1, MOST_SEATS)))
def test_a_place_is_given_as_long_as_there_is_one(seats: int, taken: set[int]) -> None:
    found = free_seat(seats, taken)
    if found is None:
        assert taken >= set(range(1, seats + 1))
    else:
        assert 1 <= found <= seats
        assert found not in taken


@given(st.lists(st.sampled_from([*Occasion, ""]), max_size=12))
def test_a_team_has_two_fixed_appointments_and_two_on_demand(used: list[str]) -> None:
    left = {each.occasion: each.left for each in left_of(used)}
    assert left == {
        Occasion.M2: max(0, 1 - used.count("m2")),
        Occasion.M5: max(0, 1 - used.count("m5")),
        Occasion.DEMAND: max(0, 2 - used.count("demand")),
    }
    for occasion in GIVEN:
        assert may_take(occasion, used) is (left[occasion] > 0)
    assert may_take(Occasion.EXTRA, used)


@given(
    zone=st.sampled_from(["Europe/Berlin", "Europe/London", "America/New_York", "UTC"]),
    moment=all_minutes,
)
def test_the_changes_of_a_zone_tell_the_offset_of_every_moment(zone: str, moment: datetime) -> None:
    known = ZoneInfo(zone)
    found = list(changes(known, 2024, 2031))
    past = [each for each in found if each.onset - each.before <= moment.replace(tzinfo=None)]
    assert past[-1].after == moment.astimezone(known).utcoffset()
    assert past[-1].name == moment.astimezone(known).tzname()


def test_the_clock_of_berlin_changes_twice_a_year_at_two_and_at_three() -> None:
    found = list(changes(BERLIN, 2027, 2027))[1:]
    onsets = [each.onset.isoformat() for each in found]
    assert onsets == ["2027-03-28T02:00:00", "2027-10-31T03:00:00"]
    assert [each.summer for each in found] == [True, False]


@given(day=days, at=clocks)
def test_a_moved_start_is_what_the_clock_shows(day: date, at: time) -> None:
    assume(day not in {SPRING, AUTUMN})
    assert start_of(day, at, BERLIN, NOW).astimezone(BERLIN) == datetime.combine(
        day, at, tzinfo=BERLIN
    )
