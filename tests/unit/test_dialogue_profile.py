"""The profile over the sheet and the focus. Source: `curriculum-facts 2.11`."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.dialogue_cases import NUMBERS, Raw, dialogues, good, parsed, said, talk, wander
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.domain import CriterionProfile, Grade


def graded() -> Raw:
    """The good dialogue with qualities 1, 1/3 and 0 in its first scene."""
    raw = good()
    effects = [{"trust": 2, "clarity": 1}, {"trust": -1, "clarity": 1}, {"clarity": -3}]
    for each, effect in zip(raw["scenes"][0]["statements"], effects, strict=True):
        each["effects"] = effect
    raw["scenes"][0]["statements"][1]["effects"] = {"trust": -1}
    return raw


def test_what_was_not_touched_stays_empty() -> None:
    definition = parsed()
    contact, listening = domain.profile(definition, [talk(definition, "aa")])
    assert contact == CriterionProfile("contact", "«criterion contact»", None, 0, None)
    assert contact.grade is None
    assert (listening.times, listening.average, listening.grade) == (2, 1.0, Grade.HELPFUL)


def test_turns_taken_back_do_not_count() -> None:
    definition = parsed()
    attempt = domain.rewind(definition, talk(definition, "ab"), 2)
    contact, listening = domain.profile(definition, [said(definition, attempt, "a")])
    assert contact.times == 0
    assert (listening.times, listening.average) == (2, 1.0)


def test_averages_go_over_all_attempts_given() -> None:
    definition = parsed(graded())
    attempts = [talk(definition, "a"), talk(definition, "cba")]
    _contact, listening = domain.profile(definition, attempts)
    assert listening.times == 4
    assert listening.average == pytest.approx((1 + 0 + 1 / 3 + 1) / 4)


@pytest.mark.parametrize(
    ("quality", "word"),
    [
        (1.0, Grade.HELPFUL),
        (2 / 3, Grade.HELPFUL),
        ((1 / 3 + 1) / 2, Grade.HELPFUL),
        ((3 / 7 + 2 / 3 + 1 + 4 / 7) / 4, Grade.HELPFUL),  # exactly 2/3, less in floats
        ((1 / 3 + 1 / 3 + 1 + 1) / 4, Grade.HELPFUL),
        (0.66, Grade.PARTLY),
        (1 / 3, Grade.PARTLY),
        ((1 / 7 + 4 / 7 + 1 / 3 + 2 / 7) / 4, Grade.PARTLY),  # exactly 1/3, less in floats
        ((0 + 1 / 3 + 2 / 3) / 3, Grade.PARTLY),
        (0.33, Grade.HINDERING),
        (0.0, Grade.HINDERING),
    ],
)
def test_words_have_their_bounds_at_thirds(quality: float, word: Grade) -> None:
    assert domain.grade(quality) is word


def line(name: str, average: float | None) -> CriterionProfile:
    return CriterionProfile(name, name, None, 0 if average is None else 3, average)


@pytest.mark.parametrize(
    ("averages", "expected"),
    [
        ([None, None], []),
        ([1.0, 2 / 3], []),
        ([0.5, None, 0.2, 0.4], ["k2", "k3"]),
        ([0.5, 0.5, 0.5], ["k0", "k1"]),
        ([1.0, 0.6, 0.0], ["k2", "k1"]),
    ],
)
def test_the_focus_is_on_the_two_weakest_of_the_sheet(
    averages: list[float | None], expected: list[str]
) -> None:
    lines = [line(f"k{number}", average) for number, average in enumerate(averages)]
    assert domain.focus(lines) == expected
    assert domain.focus(lines, limit=1) == expected[:1]


@given(dialogues(), NUMBERS)
def test_the_profile_follows_the_sheet_and_counts_every_touch(
    definition: Dialogue, numbers: list[int]
) -> None:
    attempt = wander(definition, numbers)
    lines = domain.profile(definition, [attempt])
    assert [each.id for each in lines] == [each.id for each in definition.criteria]
    assert sum(each.times for each in lines) == sum(len(turn.criteria) for turn in attempt.turns)
    for each in lines:
        assert (each.average is None) == (each.times == 0)
        assert each.average is None or 0 <= each.average <= 1
    weak = domain.focus(lines)
    assert len(weak) <= 2
    assert all(
        domain.grade(each.average or 0) is not Grade.HELPFUL for each in lines if each.id in weak
    )


def test_a_criterion_named_twice_in_a_statement_counts_once() -> None:
    raw = good()
    raw["scenes"][0]["statements"][0]["criteria"] = ["listening", "listening"]
    definition = parsed(raw)
    assert domain.profile(definition, [talk(definition, "a")])[1].times == 1


def test_a_criterion_the_author_removed_is_left_out() -> None:
    attempt = talk(parsed(), "ab")
    raw = good()
    raw["criteria"].pop()
    assert [each.times for each in domain.profile(parsed(raw), [attempt])] == [1]
