"""What a person may see: the present moment and the past, nothing of what is to come."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dialogue_cases import (
    NUMBERS,
    SEED,
    SEEDS,
    dialogues,
    good,
    parsed,
    said,
    talk,
    wander,
)
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.domain import Attempt, Closing


def order(definition: Dialogue, attempt: Attempt) -> list[str]:
    moment = domain.view(definition, attempt).moment
    assert moment is not None
    return [choice.text for choice in moment.choices]


@given(dialogues(), NUMBERS, st.integers(2**40, 2**63))
def test_a_position_holds_nothing_but_the_past_and_the_present(
    definition: Dialogue, numbers: list[int], seed: int
) -> None:
    attempt = wander(definition, numbers, seed)
    position = domain.view(definition, attempt)
    allowed = {f"«indicator {each.id}»" for each in definition.indicators}
    if position.moment:
        here = next(each for each in definition.scenes if each.id == position.moment.id)
        allowed |= {f"«{word} {here.id}»" for word in ("phase", "situation", "says")}
        allowed |= {each.text for each in here.statements}
    if attempt.turns:
        last = attempt.turns[-1]
        allowed |= {last.text, last.reply, last.feedback, *(each.text for each in last.criteria)}
    allowed |= {piece.text for turn in attempt.turns for piece in turn.revealed}
    if attempt.finished:
        allowed |= {attempt.results[-1].title, attempt.results[-1].text}
    shown = repr(position)
    assert set(re.findall("«[^»]*»", shown)) <= allowed
    assert str(seed) not in shown
    assert "effect" not in shown
    assert "quality" not in shown


@given(dialogues(), NUMBERS, SEEDS)
def test_names_of_statements_are_opaque_and_all_different(
    definition: Dialogue, numbers: list[int], seed: int
) -> None:
    moment = domain.view(definition, wander(definition, numbers, seed)).moment
    if moment is None:
        return
    names = [choice.id for choice in moment.choices]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)


def test_names_and_order_are_the_same_on_every_python() -> None:
    attempt = domain.start(parsed(), 1, 4711)
    assert domain.token(attempt, "one", "a") == "88436391a7740d4c"
    assert order(parsed(), attempt) == ["«text one c»", "«text one a»", "«text one b»"]


@given(SEEDS)
def test_order_is_stable_within_an_attempt(seed: int) -> None:
    definition = parsed()
    attempt = domain.start(definition, 1, seed)
    assert order(definition, attempt) == order(definition, attempt)
    stored = Attempt.model_validate_json(attempt.model_dump_json())
    assert order(definition, stored) == order(definition, attempt)
    raw = good()
    raw["scenes"][0]["statements"].reverse()
    assert order(parsed(raw), attempt) == order(definition, attempt)
    back = domain.rewind(definition, said(definition, attempt, "b"), 1)
    assert order(definition, back) == order(definition, attempt)


def test_order_differs_between_attempts_and_between_visits() -> None:
    definition = parsed()
    seeds = {tuple(order(definition, domain.start(definition, 1, seed))) for seed in range(60)}
    assert len(seeds) == 6
    attempt, visits = domain.start(definition, 1, SEED), set()
    for _visit in range(40):
        visits.add(tuple(order(definition, attempt)))
        attempt = said(definition, attempt, "c")
    assert len(visits) == 6


def test_no_place_is_favoured() -> None:
    definition = parsed()
    orders = [order(definition, domain.start(definition, 1, seed)) for seed in range(900)]
    firsts = [each[0] for each in orders]
    assert all(250 < firsts.count(text) < 350 for text in orders[0])


@given(st.sampled_from(["", "b", "a", "ab", "aa"]))
def test_a_position_tells_where_the_talk_stands(names: str) -> None:
    definition = parsed()
    position = domain.view(definition, talk(definition, names))
    assert position.number == 1
    assert position.turn == len(names)
    assert (position.moment is None) == (position.ending is not None) == (len(names) == 2)
    assert position.can_rewind == bool(names)
    assert (position.last is None) == (names == "")


def test_the_gauges_show_what_the_last_turn_really_changed() -> None:
    raw = good()
    raw["indicators"][0] |= {"start": 9, "hint": "«hint»"}
    definition = parsed(raw)
    assert [
        (each.value, each.change) for each in domain.view(definition, talk(definition, "")).gauges
    ] == [
        (9, 0),
        (5, 0),
    ]
    gauges = domain.view(definition, talk(definition, "a")).gauges
    assert [(each.label, each.hint, each.value, each.change) for each in gauges] == [
        ("«indicator trust»", "«hint»", 10, 1),
        ("«indicator clarity»", None, 6, 1),
    ]


def test_the_closing_tells_how_the_talk_ended_and_what_it_earned() -> None:
    definition = parsed()
    ending = domain.view(definition, talk(definition, "aa")).ending
    green = definition.endings[2]
    assert ending == Closing("green", green.tone, green.title, green.text, 16, 16, 1.0)
    last = domain.view(definition, talk(definition, "aa")).last
    assert last == domain.Answer(
        said="«text two a»",
        reply="«reply two a»",
        feedback="«feedback two a»",
        criteria=("«criterion listening»",),
        revealed=("«hidden worry»",),
    )
