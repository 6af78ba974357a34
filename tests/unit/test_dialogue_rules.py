"""What the indicators, reveals and endings do. Source: `curriculum-facts 2.12`."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.dialogue_cases import NUMBERS, dialogues, good, parsed, talk, wander
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.rules import ending_of, quality

BRANDT = {
    "one": {"a": (2, 1, 1), "b": (0, 0, -1), "c": (-1, 0, -1)},
    "two": {"a": (2, 1, 0), "b": (-2, 1, -1), "c": (0, 0, 0)},
    "three": {"a": (1, 2, 1), "b": (0, -2, 0), "c": (-1, 0, 0)},
    "four": {"a": (1, 1, 2), "b": (-1, 0, -1), "c": (-1, 0, 0)},
    "five": {"a": (1, 2, 2), "b": (0, -1, -1), "c": (-3, 0, -2)},
}
"""The effects of case R1 on trust, clarity and initiative, as the source states them."""


def brandt() -> Dialogue:
    """Case R1 with the endings in the precedence red, yellow, green."""
    names = ("trust", "clarity", "initiative")
    raw = good()
    raw["indicators"] = [{"id": name, "label": name} for name in names]
    template = raw["scenes"][0]["statements"][0]
    raw["scenes"] = [
        {
            "id": name,
            "statements": [
                template
                | {"id": letter, "effects": dict(zip(names, effects, strict=True)), "next": on}
                for letter, effects in options.items()
            ],
        }
        for (name, options), on in zip(BRANDT.items(), [*list(BRANDT)[1:], "end"], strict=True)
    ]
    raw["scenes"][1]["statements"][0]["reveals"] = [{"hidden": "worry", "at_least": {"trust": 6}}]
    red, yellow, _green = raw["endings"]
    red["any"] = [{"of": "sum", "at_most": 15}, {"of": "trust", "at_most": 3}]
    yellow["any"] = [
        {"of": "sum", "at_least": 16, "at_most": 21},
        {"of": "trust", "at_least": 4, "at_most": 5},
    ]
    return parsed(raw)


def test_best_path_of_the_source_reaches_ten_on_every_indicator() -> None:
    definition = brandt()
    assert domain.check(definition) == []
    assert [step.statement for step in domain.best_path(definition)] == ["a"] * 5
    assert domain.best_sum(definition) == 30
    done = talk(definition, "aaaaa")
    assert [reading.value for reading in done.turns[-1].readings] == [10, 10, 10]


@pytest.mark.parametrize(
    ("values", "ending"),
    [
        ((10, 10, 10), "green"),
        ((6, 8, 8), "green"),
        ((5, 10, 10), "yellow"),
        ((6, 7, 8), "yellow"),
        ((10, 3, 3), "yellow"),
        ((10, 3, 2), "red"),
        ((3, 10, 10), "red"),
        ((4, 6, 6), "yellow"),
        ((4, 6, 5), "red"),
    ],
)
def test_endings_follow_the_precedence_red_yellow_green(
    values: tuple[int, ...], ending: str
) -> None:
    found = ending_of(brandt(), values)
    assert found is not None
    assert found.id == ending


def test_trust_is_measured_before_the_statement_takes_effect() -> None:
    definition = brandt()
    assert [piece.id for piece in talk(definition, "aa").turns[1].revealed] == ["worry"]  # 7
    assert talk(definition, "ba").turns[1].revealed == ()  # 5 before, 7 after


def test_a_hidden_piece_is_told_once_on_a_path() -> None:
    raw = good()
    raw["scenes"][0]["statements"][2]["reveals"] = [{"hidden": "worry"}]
    told = [turn.revealed for turn in talk(parsed(raw), "ccca").turns]
    assert [len(pieces) for pieces in told] == [1, 0, 0, 0]
    assert domain.view(parsed(raw), talk(parsed(raw), "ccc")).revealed == ("«hidden worry»",)


def test_a_hidden_piece_is_told_again_after_its_turn_was_taken_back() -> None:
    raw = good()
    raw["scenes"][0]["statements"][2]["reveals"] = [{"hidden": "worry"}]
    definition = parsed(raw)
    back = domain.rewind(definition, talk(definition, "c"), 1)
    assert domain.view(definition, back).revealed == ()
    again = domain.say(definition, back, domain.token(back, "one", "c"), 2)
    assert domain.view(definition, again).revealed == ("«hidden worry»",)


@given(dialogues(), NUMBERS)
def test_indicators_stay_between_zero_and_ten(definition: Dialogue, numbers: list[int]) -> None:
    attempt = wander(definition, numbers)
    gauges = domain.view(definition, attempt).gauges
    assert all(0 <= gauge.value <= 10 for gauge in gauges)
    before = [indicator.start for indicator in definition.indicators]
    for turn in attempt.turns:
        assert [reading.before for reading in turn.readings] == before
        expected = [min(10, max(0, reading.before + reading.effect)) for reading in turn.readings]
        before = [reading.value for reading in turn.readings]
        assert before == expected
    assert before == [gauge.value for gauge in gauges]


@given(dialogues(), NUMBERS)
def test_what_is_told_had_enough_trust_and_comes_once(
    definition: Dialogue, numbers: list[int]
) -> None:
    attempt = wander(definition, numbers)
    told: set[str] = set()
    for turn in attempt.turns:
        standing = {reading.id: reading.before for reading in turn.readings}
        scene = next(each for each in definition.scenes if each.id == turn.scene)
        chosen = next(each for each in scene.statements if each.id == turn.statement)
        expected = {
            reveal.hidden
            for reveal in chosen.reveals
            if all(standing[name] >= least for name, least in reveal.at_least.items())
        } - told
        assert {piece.id for piece in turn.revealed} == expected
        told |= expected
    assert len(domain.view(definition, attempt).revealed) == len(told)


@given(dialogues())
def test_quality_is_one_for_the_best_and_zero_for_the_worst_of_a_scene(
    definition: Dialogue,
) -> None:
    for scene in definition.scenes:
        qualities = {
            sum(each.effects.values()): quality(definition, scene, each)
            for each in scene.statements
        }
        assert qualities[max(qualities)] == 1.0
        if len(qualities) > 1:
            assert qualities[min(qualities)] == 0.0
        assert list(dict(sorted(qualities.items())).values()) == sorted(qualities.values())
