"""Counts of small groups: nobody can tell them from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.coaching.domain.suppression import SMALLEST, Protected, protect, protect_parts

MOST = 12
"""Somebody who guesses tries counts up to this: the largest drawn here and the 4 more that it takes
to pass a small group off as a large one."""

SMALL_TABLES = st.tuples(st.integers(1, 2), st.integers(1, 3)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, MOST - 4), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)
LARGE_TABLES = st.lists(
    st.lists(st.integers(0, 30), min_size=7, max_size=7), min_size=8, max_size=8
)


def with_totals(counts: list[list[int]]) -> list[list[int]]:
    grid = [[*line, sum(line)] for line in counts]
    return [*grid, [sum(column) for column in zip(*grid, strict=True)]]


def guesses(shown: Protected) -> Iterator[list[list[int]]]:
    """All tables that somebody who knows the rule may think of, by trying every one."""
    inner = [line[:-1] for line in shown.rows[:-1]]
    height, width = len(inner), len(inner[0])
    choices = [
        [count] if count is not None else range(1, MOST + 1) for line in inner for count in line
    ]
    for tried in product(*choices):
        table = with_totals([list(tried[row * width :][:width]) for row in range(height)])
        if all(
            known in (None, count) and (known is not None or count > 0)
            for line, guess in zip(shown.rows, table, strict=True)
            for known, count in zip(line, guess, strict=True)
        ):
            yield table


@settings(max_examples=60)
@given(SMALL_TABLES.filter(lambda table: sum(count > 0 for line in table for count in line) <= 4))
def test_no_small_group_can_be_told_by_trying_everything(counts: list[list[int]]) -> None:
    shown, truth = protect(counts), with_totals(counts)
    tables = list(guesses(shown))
    assert truth in tables
    for row, line in enumerate(truth):
        for column, count in enumerate(line):
            if 0 < count < SMALLEST:
                assert shown.rows[row][column] is None
                assert any(table[row][column] >= SMALLEST for table in tables)


@given(LARGE_TABLES)
def test_what_is_shown_is_true_and_nothing_small_is_shown(counts: list[list[int]]) -> None:
    shown, truth = protect(counts), with_totals(counts)
    for line, true_line in zip(shown.rows, truth, strict=True):
        for count, true in zip(line, true_line, strict=True):
            assert count in (None, true)
            assert count is None or count == 0 or count >= SMALLEST
            assert count is not None or true != 0


@given(st.lists(st.lists(st.sampled_from([0, 5, 9, 40]), min_size=4, max_size=4), min_size=1))
def test_nothing_is_held_back_where_no_group_is_small(counts: list[list[int]]) -> None:
    assert [list(line) for line in protect(counts).rows] == with_totals(counts)


def test_a_single_small_group_takes_another_of_its_row_and_column_with_it() -> None:
    shown = protect([[3, 20, 30], [40, 8, 60], [70, 80, 90]])
    assert shown.rows[0] == (None, None, 30, 53)
    assert shown.rows[1] == (None, None, 60, 108)
    assert shown.rows[2] == (70, 80, 90, 240)
    assert shown.rows[3] == (113, 108, 180, 401)


def test_two_small_groups_that_make_five_together_take_more_with_them() -> None:
    assert protect_parts([2, 3, 20]).rows == ((None, None, None, 25),)
    assert protect_parts([4, 4, 20]).rows == ((None, None, 20, 28),)


def test_where_all_that_is_left_is_the_whole_the_whole_goes_too() -> None:
    assert protect_parts([2, 3]).rows == ((None, None, None),)
    assert protect([[4]]).rows == ((None, None), (None, None))
    assert protect_parts([2, 3]).total is None


@pytest.mark.parametrize("parts", [[0, 0], [0, 7], [12, 5]])
def test_nothing_and_large_groups_are_shown(parts: list[int]) -> None:
    assert protect_parts(parts).rows == ((*parts, sum(parts)),)
