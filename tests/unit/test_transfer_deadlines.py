"""Deadlines, stages and the project's timeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.transfer_project.domain import (
    Deadline,
    Stage,
    StepKind,
    Stop,
    days_left,
    deadline,
    next_step,
    picture,
    stage_of,
)

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)
moments = st.integers(-1000, 1000).map(lambda hours: NOW + timedelta(hours=hours))
HOUR = timedelta(hours=1)


@given(due=moments, revise_by=st.none() | moments, extensions=st.lists(moments, max_size=3))
def test_the_latest_of_deadline_and_extensions_counts(
    due: datetime, revise_by: datetime | None, extensions: list[datetime]
) -> None:
    found = deadline(due, revise_by=revise_by, extensions=extensions, now=NOW)
    base = revise_by or due
    assert found.due == max([base, *extensions])
    assert found.extended == (found.due > base)
    assert found.late == (found.due < NOW)
    assert not found.closed


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_the_deadline_itself_is_in_time(seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    found = deadline(NOW, rule="refuse", now=now)
    assert (found.late, found.closed) == (seconds > 0, seconds > 0)


def test_without_a_date_nothing_is_ever_late() -> None:
    found = deadline(None, extensions=[NOW], rule="refuse", now=NOW + HOUR)
    assert found == Deadline(None, extended=False, late=False, closed=False)


@pytest.mark.parametrize(
    ("status", "in_review", "stage"),
    [
        (None, False, Stage.DRAFT),
        ("waiting", False, Stage.HANDED_IN),
        ("waiting", True, Stage.IN_REVIEW),
        ("returned", False, Stage.RETURNED),
        ("passed", False, Stage.PASSED),
        ("failed", False, Stage.FAILED),
    ],
)
def test_stages_follow_from_the_version_that_counts(
    status: str | None, in_review: bool, stage: Stage
) -> None:
    assert stage_of(status, in_review=in_review) is stage
    assert stage.writable == (stage in (Stage.DRAFT, Stage.RETURNED))


def test_days_are_those_of_the_calendar() -> None:
    assert days_left(NOW.date() + timedelta(days=5), NOW.date()) == 5


def stop(stage: Stage | None, days: int | None = 0, *, closed: bool = False) -> Stop:
    due = None if days is None else NOW + timedelta(days=days)
    return Stop("M", "M", Deadline(due, extended=False, late=closed, closed=closed), stage)


@pytest.mark.parametrize(
    ("stops", "kind", "number"),
    [
        ([stop(Stage.PASSED), stop(Stage.DRAFT), stop(Stage.DRAFT)], StepKind.WRITE, 1),
        ([stop(Stage.DRAFT), stop(Stage.RETURNED)], StepKind.REVISE, 1),
        ([stop(Stage.PASSED), stop(Stage.HANDED_IN)], StepKind.WAIT, 1),
        ([stop(Stage.DRAFT, closed=True), stop(Stage.DRAFT)], StepKind.WRITE, 1),
        ([stop(None), stop(Stage.DRAFT)], StepKind.WRITE, 1),
        ([stop(Stage.PASSED), stop(Stage.FAILED), stop(None)], StepKind.DONE, None),
        ([], StepKind.DONE, None),
    ],
)
def test_the_next_step_is_named(stops: list[Stop], kind: StepKind, number: int | None) -> None:
    step = next_step(stops)
    assert step.kind is kind
    assert step.stop is (None if number is None else stops[number])


@given(days=st.lists(st.integers(-100, 100) | st.none(), min_size=1, max_size=12))
def test_the_picture_keeps_order_and_today_inside(days: list[int | None]) -> None:
    ordered = sorted((day for day in days if day is not None), key=int)
    stops = [stop(Stage.DRAFT, day) for day in ordered]
    stops += [stop(Stage.DRAFT, None) for day in days if day is None]
    found = picture(stops, NOW)
    places = [place for place, _stop in found.points]
    assert places == sorted(set(places))
    assert len(places) == len(stops)
    assert places[0] > 0
    assert places[-1] < found.width
    assert (found.today is None) == (not ordered)
    if found.today is not None:
        assert 0 < found.today < found.width
        passed = sum(1 for day in ordered if day < 0)
        assert sum(1 for place in places[: len(ordered)] if place < found.today) in (
            passed,
            passed + ordered.count(0),
        )
