"""Working days: counted, added, taken back; German holidays of a region."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.calendar import (
    HolidaysOf,
    add_working_days,
    is_working_day,
    latest_start,
    working_days_between,
)
from xblocks.core.holidays import german_holidays
from xblocks.roster.domain import STATES

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
COUNTS = st.integers(0, 60)
REGIONS = st.sets(st.sampled_from(sorted(STATES)), max_size=4).map(german_holidays)
DAY = timedelta(days=1)


def none(_year: int) -> frozenset[date]:
    return frozenset()


@given(DAYS, st.integers(0, 900), REGIONS)
def test_counting_is_looking_at_every_day(start: date, days: int, region: HolidaysOf) -> None:
    later = (start + DAY * step for step in range(1, days + 1))
    expected = sum(is_working_day(day, region) for day in later)
    assert working_days_between(start, start + DAY * days, region) == expected


@given(DAYS, st.integers(0, 900), REGIONS)
def test_nothing_has_passed_before_the_start(start: date, days: int, region: HolidaysOf) -> None:
    assert working_days_between(start, start - DAY * days, region) == 0


@given(DAYS, COUNTS, REGIONS)
def test_adding_leads_to_the_first_day_with_that_many(
    start: date, days: int, region: HolidaysOf
) -> None:
    end = add_working_days(start, days, region)
    assert working_days_between(start, end, region) == days
    if days:
        assert is_working_day(end, region)
        assert working_days_between(start, end - DAY, region) == days - 1


@given(DAYS, COUNTS, REGIONS)
def test_the_latest_start_is_the_last_day_with_that_many(
    end: date, days: int, region: HolidaysOf
) -> None:
    start = latest_start(end, days, region)
    assert working_days_between(start, end, region) >= days
    assert working_days_between(start + DAY, end, region) < days or not days


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2027, 3, 5), date(2027, 3, 7), 0),  # Friday to Sunday
        (date(2027, 3, 5), date(2027, 3, 8), 1),
        (date(2027, 3, 6), date(2027, 3, 8), 1),
        (date(2027, 3, 8), date(2027, 3, 15), 5),
        (date(2027, 3, 25), date(2027, 3, 30), 1),  # over Easter
        (date(2027, 12, 23), date(2028, 1, 3), 7),  # over Christmas, at a weekend this year
    ],
)
def test_weekends_and_holidays_do_not_count(start: date, end: date, count: int) -> None:
    assert working_days_between(start, end, german_holidays()) == count


def test_fewer_than_no_days_is_refused() -> None:
    for counted in (add_working_days, latest_start):
        with pytest.raises(ValueError, match="from 0"):
            counted(date(2027, 1, 1), -1, none)


@given(st.integers(1991, 2099))
def test_holidays_follow_easter(year: int) -> None:
    sunday = easter(year)
    found = german_holidays()(year)
    assert {sunday + DAY * after for after in (-2, 1, 39, 50)} < found
    assert len(found | {sunday}) == len(found) + 1


def test_the_holidays_of_2027_by_state() -> None:
    everywhere = german_holidays()(2027)
    assert sorted(everywhere) == [
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 10, 3),
        date(2027, 12, 25),
        date(2027, 12, 26),
    ]
    own = {state: sorted(german_holidays([state])(2027) - everywhere) for state in STATES}
    epiphany, women, easter_sunday = date(2027, 1, 6), date(2027, 3, 8), date(2027, 3, 28)
    pentecost, corpus_christi = date(2027, 5, 16), date(2027, 5, 27)
    reformation, all_saints = date(2027, 10, 31), date(2027, 11, 1)
    assert own == {
        "BB": [easter_sunday, pentecost, reformation],
        "BE": [women],
        "BW": [epiphany, corpus_christi, all_saints],
        "BY": [epiphany, corpus_christi, all_saints],
        "HB": [reformation],
        "HE": [corpus_christi],
        "HH": [reformation],
        "MV": [women, reformation],
        "NI": [reformation],
        "NW": [corpus_christi, all_saints],
        "RP": [corpus_christi, all_saints],
        "SH": [reformation],
        "SL": [corpus_christi, date(2027, 8, 15), all_saints],
        "SN": [reformation, date(2027, 11, 17)],
        "ST": [epiphany, reformation],
        "TH": [date(2027, 9, 20), reformation],
    }


def test_what_only_a_part_of_a_state_has_is_a_working_day() -> None:
    for day in (date(2028, 8, 8), date(2028, 8, 15)):  # Augsburg; parishes of Bavaria
        assert is_working_day(day, german_holidays(["BY"]))
    corpus_christi = date(2028, 6, 15)
    assert not is_working_day(corpus_christi, german_holidays(["BY"]))
    for state in ("SN", "TH"):
        assert is_working_day(corpus_christi, german_holidays([state]))


def test_in_a_region_of_several_states_only_common_holidays_count() -> None:
    both = german_holidays(["HH", "SH"])(2027)
    assert date(2027, 10, 31) in both
    assert german_holidays(["BE", "BB"])(2027) == german_holidays()(2027)


@pytest.mark.parametrize("states", [["Augsburg"], ["XX"], ["BY", "XX"], ["by"]])
def test_a_state_there_is_not_has_the_holidays_of_the_country(states: list[str]) -> None:
    assert german_holidays(states)(2027) == german_holidays()(2027)


@given(REGIONS, st.integers(1991, 2099))
def test_every_region_has_the_holidays_of_the_country(region: HolidaysOf, year: int) -> None:
    assert german_holidays()(year) <= region(year)
    assert {day.year for day in region(year)} == {year}
