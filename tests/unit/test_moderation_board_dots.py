"""Dots, places and words of a board, by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.errors import BadRequest
from xblocks.core.wording import NothingWritten, TextNotReadable, TextTooLong, line
from xblocks.moderation.domain.dots import (
    MOST_DOTS,
    TooManyDots,
    TooManyOnOne,
    budget_for,
    dots_of,
    dots_text,
    put,
    sums,
)
from xblocks.moderation.domain.placing import POSITION_GAP, place_before
from xblocks.moderation.domain.wording import card_text, is_wordy

targets = st.sampled_from("abcde")


@given(
    st.lists(st.tuples(targets, st.integers(-1, 5))),
    st.integers(1, 8),
    st.integers(1, 4),
)
def test_whatever_is_put_neither_budget_nor_cap_is_exceeded(
    puts: list[tuple[str, int]], budget: int, cap: int
) -> None:
    dots: dict[str, int] = {}
    for target, number in puts:
        try:
            dots = put(dots, target, number, budget, cap)
            assert dots.get(target, 0) == number
        except (TooManyDots, TooManyOnOne, BadRequest):
            pass
        assert sum(dots.values()) <= budget
        assert all(0 < count <= cap for count in dots.values())


@given(st.dictionaries(targets, st.integers(1, 3), max_size=3), targets, st.integers(0, 3))
def test_the_same_again_is_as_good_as_once(dots: dict[str, int], target: str, number: int) -> None:
    once = put(dots, target, number, 99, 9)
    assert put(once, target, number, 99, 9) == once
    assert dots_of(dots_text(once)) == once


def test_refusals_say_how_many_there_are() -> None:
    with pytest.raises(TooManyDots, match=r"all set \(3\)"):
        put({"a": 2, "b": 1}, "c", 1, 3, 2)
    with pytest.raises(TooManyOnOne, match="At most 2"):
        put({}, "c", 3, 9, 2)


def test_dots_are_taken_away_also_when_there_are_too_many() -> None:
    assert put({"a": 4}, "a", 3, 2, 1) == {"a": 3}


def test_sums_name_what_has_no_dots_and_nothing_else() -> None:
    assert sums([{"a": 2}, {"a": 1, "gone": 5}], ["a", "b"]) == {"a": 3, "b": 0}


@pytest.mark.parametrize(
    ("stated", "groups", "budget"),
    [(None, 6, 3), (None, 8, 4), (None, 7, 4), (None, 0, 1), (None, 300, MOST_DOTS), (5, 2, 5)],
)
def test_the_budget_is_half_the_number_of_groups(
    stated: int | None, groups: int, budget: int
) -> None:
    assert budget_for(stated, groups) == budget


@given(st.lists(st.integers(1, 40), min_size=1, unique=True).map(sorted), st.integers(0, 40))
def test_a_place_lies_between_its_neighbours_or_there_is_none(places: list[int], at: int) -> None:
    found = place_before(places, at)
    if at >= len(places):
        assert found == places[-1] + POSITION_GAP
    elif found is None:
        assert places[at] - (places[at - 1] if at else 0) < 2
    else:
        assert (places[at - 1] if at else 0) < found < places[at]


def test_an_empty_list_has_room() -> None:
    assert place_before([], None) == POSITION_GAP


def test_a_card_is_one_line_of_signs_that_can_be_seen() -> None:
    assert card_text(" We need\n\tmore \u202etime\x07 ") == "We need more time"
    assert card_text("e\u0301") == "é"
    assert card_text("👩\u200d🔧 learns") == "👩\u200d🔧 learns"


@pytest.mark.parametrize("text", ["", "  \n", "\u200b", "\u200d", "\x00"])
def test_a_card_without_words_is_none(text: str) -> None:
    with pytest.raises(NothingWritten):
        card_text(text)


def test_a_card_holds_two_hundred_signs() -> None:
    assert len(card_text("x" * 200)) == 200
    for size in (201, 10_000):
        with pytest.raises(TextTooLong, match="at most 200"):
            card_text("x" * size)
    with pytest.raises(TextNotReadable):
        card_text("half \ud800 a sign")
    assert line("", 10) == ""


def test_more_than_seven_words_are_many() -> None:
    assert not is_wordy("One two three four five six seven")
    assert is_wordy("One two three four five six seven – eight")
