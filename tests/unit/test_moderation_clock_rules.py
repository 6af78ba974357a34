"""The clock of a plan: presses are played, every second belongs to a row or an interruption."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.moderation_clock_cases import ROWS, press, rows
from xblocks.moderation.domain.running import (
    LONGEST,
    Button,
    Clock,
    Press,
    Span,
    State,
    fitted,
    played,
    press_of,
    presses_json,
    presses_of,
    started,
)
from xblocks.moderation.planned import MOST_MINUTES, Row

BUTTONS = st.sampled_from(
    [("next", 0), ("back", 0), ("more", 1), ("more", 5), ("pause", 0), ("go_on", 0), ("end", 0)]
)


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[Row], list[Press], int]:
    """Rows, presses in the order of time, and a moment after them."""
    some = rows(*draw(st.lists(st.integers(0, 90), min_size=1, max_size=6)))
    at, found = 0, []
    for button, minutes in draw(st.lists(BUTTONS, max_size=20)):
        at += draw(st.integers(0, 900))
        found.append(press(button, at, minutes))
    return some, found, at + draw(st.integers(0, 900))


def test_the_first_row_runs_from_the_start() -> None:
    clock = started(ROWS)
    assert (clock.state, clock.row, clock.spans) == (State.RUNNING, 0, (Span(0, 0),))
    assert clock.left(60) == 240
    with pytest.raises(ValueError, match=r"\[\]"):
        started([])


def test_the_next_row_begins_where_the_one_before_ends() -> None:
    clock = played(ROWS, [press("next", 290), press("next", 900)])
    assert clock.spans == (Span(0, 0, 290), Span(1, 290, 900), Span(2, 900))
    assert clock.used(1, 2000) == 610
    assert not clock.can(Button.NEXT)


def test_a_row_that_runs_over_is_told_by_how_much_and_pushes_the_end() -> None:
    clock = started(ROWS)
    assert clock.planned_end == 1200
    assert clock.expected_end(200) == 1200
    assert clock.left(400) == -100
    assert clock.expected_end(400) == 1300
    assert clock.buffer() == 300


def test_who_is_early_ends_early() -> None:
    assert played(ROWS, [press("next", 100)]).expected_end(100) == 1000


def test_more_minutes_count_for_the_row_that_runs() -> None:
    clock = played(ROWS, [press("more", 10, 1), press("more", 20, 5), press("next", 30)])
    assert clock.more == (6, 0, 0)
    assert clock.allowed(0) == 11 * 60
    assert clock.left(30) == 600
    assert played(ROWS, [press("more", 10, 5)]).expected_end(10) == 1500


def test_going_back_lets_the_earlier_row_run_on() -> None:
    clock = played(ROWS, [press("next", 100), press("back", 103)])
    assert clock.row == 0
    assert clock.used(0, 203) == 200
    assert clock.used(1, 203) == 3
    assert not started(ROWS).can(Button.BACK)


def test_an_interruption_counts_for_no_row() -> None:
    clock = played(ROWS, [press("pause", 60)])
    assert clock.state is State.PAUSED
    assert clock.left(600) == 240
    assert clock.used(None, 600) == 540
    assert {each for each in Button if clock.can(each)} == {Button.GO_ON, Button.END}
    clock = clock.pressed(press("go_on", 600))
    assert (clock.state, clock.left(660)) == (State.RUNNING, 180)


def test_an_end_can_be_taken_back_and_the_time_between_is_an_interruption() -> None:
    clock = played(ROWS, [press("next", 60), press("end", 100)])
    assert (clock.state, clock.ended, clock.used(1, 999)) == (State.ENDED, 100, 40)
    assert {each for each in Button if clock.can(each)} == {Button.GO_ON}
    clock = clock.pressed(press("go_on", 130))
    assert (clock.state, clock.row, clock.ended) == (State.RUNNING, 1, None)
    assert clock.used(None, 999) == 30
    assert clock.used(1, 140) == 50


def test_a_press_that_does_nothing_is_refused_alone_and_left_out_when_played() -> None:
    with pytest.raises(ValueError, match="back"):
        started(ROWS).pressed(press("back", 1))
    assert played(ROWS, [press("back", 1), press("next", 2)]).row == 1


def test_a_row_gets_no_more_than_a_plan_may_hold() -> None:
    clock = played(ROWS, [press("more", 1, 5)] * 200)
    assert clock.more[0] == MOST_MINUTES
    assert not clock.can(Button.MORE, 1)
    assert not started(ROWS).can(Button.MORE, 7)


@pytest.mark.parametrize(("claimed", "kept"), [(5, 50), (70, 70), (500, 90)])
def test_the_time_of_a_press_lies_between_the_one_before_and_now(claimed: int, kept: int) -> None:
    assert fitted(press("next", claimed), [press("pause", 50)], 90).at == kept
    assert fitted(press("end", 10 * LONGEST), [], 20 * LONGEST).at == LONGEST


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"id": "short", "button": "next", "at": 1},
        {"id": "UPPER-CASE", "button": "next", "at": 1},
        {"id": "a" * 33, "button": "next", "at": 1},
        {"id": "abcdefgh", "button": "dance", "at": 1},
        {"id": "abcdefgh", "button": "next", "at": "1"},
        {"id": "abcdefgh", "button": "next", "at": True},
        {"id": "abcdefgh", "button": "more", "at": 1, "minutes": 7},
        {"id": "abcdefgh", "button": "more", "at": 1, "minutes": -5},
        {"id": ["abcdefgh"], "button": "next", "at": 1},
    ],
)
def test_what_makes_no_sense_is_no_press(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        press_of(values)


@given(runs())
def test_every_second_belongs_to_one_row_or_to_an_interruption(
    run: tuple[list[Row], list[Press], int],
) -> None:
    some, presses, now = run
    clock = played(some, presses)
    parts = [clock.used(each, now) for each in (*range(len(some)), None)]
    assert sum(parts) == (now if clock.ended is None else clock.ended)
    assert min(parts) >= 0
    ends = [each.ended for each in clock.spans[:-1]]
    assert ends == [each.begun for each in clock.spans[1:]], "no gap and no overlap"


@given(runs())
def test_one_row_runs_at_a_time_and_lies_in_the_plan(
    run: tuple[list[Row], list[Press], int],
) -> None:
    some, presses, now = run
    clock = played(some, presses)
    assert 0 <= clock.row < len(some)
    going_on = [each for each in clock.spans if each.ended is None]
    if clock.state is State.ENDED:
        assert going_on == []
    else:
        assert [each.row for each in going_on] == [
            clock.row if clock.state is State.RUNNING else None
        ]
        assert clock.expected_end(now) >= now
    assert clock.reached(clock.row)


@given(runs())
def test_presses_come_back_from_their_text(run: tuple[list[Row], list[Press], int]) -> None:
    _some, presses, _now = run
    assert list(presses_of(presses_json(presses))) == presses


@given(runs(), st.integers(0, 20))
def test_playing_on_from_any_press_leads_to_the_same(
    run: tuple[list[Row], list[Press], int], cut: int
) -> None:
    some, presses, _now = run
    clock: Clock = played(some, presses[:cut])
    for each in presses[cut:]:
        if clock.can(each.button, each.minutes):
            clock = clock.pressed(each)
    assert clock == played(some, presses)
