"""What people write into a plan: kept as it is, or refused with the row and the field."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.moderation_plan_strategies import any_json, measures, plans
from tests.unit.moderation_plans import MEASURES, MS1, MS2, TODAY
from xblocks.moderation import planned
from xblocks.moderation.domain.written import (
    Measure,
    TooManyMeasures,
    TooManyRows,
    UnfitMeasure,
    UnfitPlan,
    UnfitRow,
    dated,
    measures_json,
    read_measures,
    read_rows,
    rows_json,
)
from xblocks.moderation.planned import Row

FIELDS = st.sampled_from([*Row.model_fields, "what", "who", "by", "sign"])
ROW = {"id": "r1", "phase": "P1", "minutes": 5}


def rows_of(*entries: Any) -> tuple[Row, ...]:
    return read_rows(json.dumps(entries))


@given(plans())
def test_rows_are_read_as_they_were_written(rows: tuple[Row, ...]) -> None:
    assert read_rows(rows_json(rows)) == rows


@given(measures())
def test_measures_are_read_as_they_were_written(agreed: tuple[Measure, ...]) -> None:
    written = tuple(each for each in agreed if not each.empty)
    assert read_measures(measures_json(agreed)) == written


def refusal(read: Callable[[str], object], text: str) -> str:
    """The sentence with which something is refused; empty when it is read."""
    try:
        read(text)
    except UnfitPlan as refused:
        return str(refused)
    return ""


@given(st.one_of(any_json(), st.lists(st.dictionaries(FIELDS, any_json(), max_size=6))))
def test_anything_else_is_read_or_refused_with_a_sentence(sent: Any) -> None:
    for read in (read_rows, read_measures):
        assert "%(" not in refusal(read, json.dumps(sent))


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "3", "[3]", "[[]]", "[" * 100_000, '["\\ud800"]', '[{"id":"\\ud800"}]'],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    for read in (read_rows, read_measures):
        with pytest.raises(UnfitPlan):
            read(text)


def test_model_plans_are_kept_as_one_line_of_json() -> None:
    text = rows_json(MS1)
    assert "\n" not in text
    assert "gerüstet" in text
    assert read_rows(text) == MS1


@pytest.mark.parametrize("minutes", [-1, 601, 10_000, "-5", "5.5", "fünf", 10**30, 4.5])
def test_minutes_nobody_can_plan_are_refused_with_the_row(minutes: Any) -> None:
    with pytest.raises(UnfitRow) as refused:
        rows_of(ROW, {**ROW, "id": "r2", "minutes": minutes})
    assert (refused.value.row, refused.value.number, refused.value.field) == ("r2", 2, "minutes")
    assert str(refused.value) == "Row 2: minutes are a whole number from 0 to 600."


@pytest.mark.parametrize(("minutes", "read"), [("15", 15), ("", 0), (None, 0), (" 7 ", 7), (0, 0)])
def test_minutes_are_read_as_a_page_sends_them(minutes: Any, read: int) -> None:
    assert rows_of({**ROW, "minutes": minutes})[0].minutes == read


def test_what_is_left_empty_is_none() -> None:
    row = rows_of({**ROW, "method": "", "dots": "", "content": "  a\u0000b\r\nc "})[0]
    assert (row.method, row.dots, row.content) == (None, None, "ab\nc")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("content", "x" * 601, "“Content or question” is too long. Please shorten it to 600"),
        ("goal", "x" * 201, "“Goal” is too long. Please shorten it to 200"),
        ("material", "x" * 10_000, "“Material” is too long."),
        ("method", "XXX", "“Method” has a value that we do not know."),
        ("phase", "P7", "“Phase” has a value that we do not know."),
        ("form", "choir", "“How the group works” has a value that we do not know."),
        ("dots", 21, "each person gets 1 to 20 dots."),
        ("dots", "0", "each person gets 1 to 20 dots."),
    ],
)
def test_other_values_nobody_can_mean_are_refused(field: str, value: Any, sentence: str) -> None:
    with pytest.raises(UnfitRow) as refused:
        rows_of({**ROW, field: value})
    assert (refused.value.row, refused.value.field) == ("r1", field)
    assert str(refused.value).startswith(f"Row 1: {sentence}")


@pytest.mark.parametrize("entry", [{}, {**ROW, "id": "R 1"}, {**ROW, "id": 3}, {**ROW, "x": 1}])
def test_rows_no_page_of_ours_sends_are_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(UnfitRow):
        rows_of(entry)


def test_two_rows_of_one_name_are_refused() -> None:
    with pytest.raises(UnfitRow) as refused:
        rows_of(ROW, ROW)
    assert (refused.value.row, refused.value.number, refused.value.field) == ("r1", 2, "id")


def test_method_of_another_phase_is_kept_for_the_rules_to_tell() -> None:
    assert rows_of({**ROW, "method": "ZIE"})[0].method == "ZIE"


def test_five_hundred_rows_are_refused_and_sixty_are_not() -> None:
    many = [{**ROW, "id": f"r{number}"} for number in range(500)]
    with pytest.raises(TooManyRows) as refused:
        rows_of(*many)
    assert "60" in str(refused.value)
    assert len(rows_of(*many[:60])) == 60


def test_more_than_twenty_measures_are_refused() -> None:
    with pytest.raises(TooManyMeasures):
        read_measures(json.dumps([{"what": "x"}] * 21))
    assert len(read_measures(json.dumps([{"what": "x"}] * 20))) == 20


@pytest.mark.parametrize("by", ["morgen", "2026-13-01", "31.12.2026", 3, ["2026-12-31"]])
def test_dates_that_are_none_are_refused_with_the_measure(by: Any) -> None:
    with pytest.raises(UnfitMeasure) as refused:
        read_measures(json.dumps([{"what": "a"}, {"what": "b", "by": by}]))
    assert (refused.value.measure, refused.value.field) == (2, "by")
    assert str(refused.value).startswith("Measure 2: this is no date.")


def test_measures_of_too_many_words_are_refused() -> None:
    with pytest.raises(UnfitMeasure) as refused:
        read_measures(json.dumps([{"what": "a", "who": "x" * 201}]))
    assert (refused.value.measure, refused.value.field) == (1, "who")
    assert "“Who” is too long. Please shorten it to 200" in str(refused.value)


@pytest.mark.parametrize("entry", [{"what": 3}, {"what": "a", "days": 3}, {"who": ["Kim"]}])
def test_measures_no_page_of_ours_sends_are_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(UnfitMeasure):
        read_measures(json.dumps([entry]))


def test_measures_keep_their_date_and_lose_blanks() -> None:
    sent = [{"what": " a ", "who": "Kim", "by": "2027-04-15", "sign": ""}, {"what": "  "}]
    assert read_measures(json.dumps(sent)) == (Measure("a", "Kim", date(2027, 4, 15), ""),)
    assert read_measures(measures_json(MEASURES)) == MEASURES


def test_days_of_authors_are_counted_from_today() -> None:
    authored = (planned.Measure(what="a", days=30), planned.Measure(who="Kim"))
    assert dated(authored, TODAY) == (
        Measure("a", by=TODAY + timedelta(days=30)),
        Measure(who="Kim"),
    )


def test_split_methods_stay_split_when_they_are_kept() -> None:
    assert [each.id for each in read_rows(rows_json(MS2)) if each.continues] == ["r8"]
