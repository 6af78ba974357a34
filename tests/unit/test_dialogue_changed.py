"""A script that changed under a running talk, and one with mistakes nobody checked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.dialogue_cases import (
    SEED,
    Raw,
    good,
    parsed,
    said,
    scene,
    statement,
    talk,
)
from tests.unit.dialogue_moves import refused
from xblocks.core.definitions import fingerprint
from xblocks.role_play import domain, refusals
from xblocks.role_play.domain import History

# A definition changed under a running attempt


def test_other_words_and_effects_are_taken_over_silently() -> None:
    attempt = talk(parsed(), "ca")
    raw = good()
    raw["scenes"][0]["statements"][0] |= {"text": "«new»", "effects": {"trust": 5}}
    raw["scenes"][1]["says"] = "«new says»"
    definition = parsed(raw)
    position = domain.view(definition, attempt)
    assert not position.interrupted
    assert position.moment is not None
    assert position.moment.says == "«new says»"
    assert [gauge.value for gauge in position.gauges] == [8, 4]  # 5-2+5 and 5-1+0
    adopted = domain.adopt(definition, attempt)
    assert adopted.turns == attempt.turns
    assert adopted.definition != attempt.definition
    assert domain.adopt(definition, adopted) is adopted
    abandoned, _new = domain.restart(definition, History((attempt,)), SEED, 1).attempts
    assert abandoned is attempt
    after = said(definition, attempt, "a")
    assert after.definition == adopted.definition
    assert [reading.before for reading in after.turns[-1].readings] == [8, 4]


def circling() -> Raw:
    """The good dialogue, but from the second scene one may go back to the first."""
    raw = good()
    raw["scenes"][1]["statements"][1]["next"] = "one"
    return raw


def without_a_statement(raw: Raw) -> None:
    raw["scenes"][0]["statements"][0]["id"] = "z"


def without_a_scene(raw: Raw) -> None:
    raw["scenes"][1]["id"] = "three"
    for each in raw["scenes"][0]["statements"][:2]:
        each["next"] = "three"


def with_another_way(raw: Raw) -> None:
    raw["scenes"].append(scene("new", statement("new", "a", "two"), statement("new", "b", "two")))
    raw["scenes"][0]["statements"][0]["next"] = "new"


def with_an_earlier_end(raw: Raw) -> None:
    raw["scenes"][0]["statements"][0]["next"] = "end"


def with_an_end_at_this_point(raw: Raw) -> None:
    raw["scenes"][1]["statements"][1]["next"] = "end"


def with_another_start(raw: Raw) -> None:
    raw["start"] = "two"


CHANGES = [
    without_a_statement,
    without_a_scene,
    with_another_way,
    with_an_earlier_end,
    with_an_end_at_this_point,
    with_another_start,
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_attempt_that_cannot_go_on_is_interrupted_and_stays_readable(
    change: Callable[[Raw], None],
) -> None:
    attempt = talk(parsed(circling()), "ab")
    raw = circling()
    change(raw)
    definition = parsed(raw)
    position = domain.view(definition, attempt)
    assert position.interrupted
    assert (position.moment, position.ending, position.can_rewind) == (None, None, False)
    assert position.last is not None
    assert position.last.said == "«text two b»"
    assert [gauge.value for gauge in position.gauges] == [7, 4]
    marked = domain.adopt(definition, attempt)
    assert marked.interrupted
    assert (marked.turns, marked.definition) == (attempt.turns, attempt.definition)
    assert domain.adopt(definition, marked) is marked
    with refused(refusals.DefinitionChanged):
        domain.say(definition, marked, domain.token(marked, "one", "a"), 2)
    with refused(refusals.DefinitionChanged):
        domain.rewind(definition, marked, 2)
    history = domain.restart(definition, History((attempt,)), SEED, 1)
    assert [(each.number, each.interrupted) for each in history.attempts] == [(1, True), (2, False)]


@pytest.mark.parametrize("change", CHANGES)
def test_an_interrupted_attempt_goes_on_when_the_change_is_taken_back(
    change: Callable[[Raw], None],
) -> None:
    attempt = talk(parsed(circling()), "ab")
    raw = circling()
    change(raw)
    marked = domain.adopt(parsed(raw), attempt)
    assert domain.adopt(parsed(circling()), marked) == attempt
    assert said(parsed(circling()), marked, "a").moves == 3


def test_an_interrupted_attempt_in_which_nothing_was_said_makes_room_for_a_new_one() -> None:
    attempt = domain.start(parsed(), 1, SEED)
    raw = good() | {"start": "nowhere"}
    with refused(refusals.BrokenScript, 422):
        domain.restart(parsed(raw), History((attempt,)), SEED, 1)
    assert domain.view(parsed(raw), attempt).interrupted


def test_a_finished_attempt_stays_finished_whatever_the_author_does() -> None:
    done = talk(parsed(), "aa")
    raw = good()
    without_a_statement(raw)
    raw["endings"][2]["text"] = "«new ending»"
    definition = parsed(raw)
    assert domain.adopt(definition, done) is done
    position = domain.view(definition, done)
    assert position.ending is not None
    assert position.ending.text == "«ending green»"
    assert position.revealed == ("«hidden worry»",)
    assert not position.interrupted
    assert not position.can_rewind
    with refused(refusals.DefinitionChanged):
        domain.rewind(definition, done, 2)


def test_a_finished_attempt_is_reopened_on_a_definition_that_still_knows_its_way() -> None:
    done = talk(parsed(), "aa")
    raw = good()
    raw["scenes"][1]["statements"][0]["id"] = "better"
    definition = parsed(raw)
    assert domain.view(definition, done).can_rewind
    opened = domain.rewind(definition, done, 2)
    assert opened.definition == fingerprint(definition) != done.definition
    again = said(definition, opened, "better")
    assert again.finished
    assert again.score == 1.0


# A script with mistakes that nobody checked


def test_a_statement_that_leads_nowhere_is_refused_and_nothing_is_lost() -> None:
    raw = good()
    raw["scenes"][0]["statements"][0]["next"] = "nowhere"
    definition = parsed(raw)
    attempt = domain.start(definition, 1, SEED)
    with refused(refusals.BrokenScript, 422):
        said(definition, attempt, "a")
    assert said(definition, attempt, "b").moves == 1


def test_an_end_that_no_ending_fits_is_refused_and_nothing_is_lost() -> None:
    raw = good()
    raw["endings"].pop()
    definition = parsed(raw)
    attempt = talk(definition, "a")
    with refused(refusals.BrokenScript, 422):
        said(definition, attempt, "a")
    assert domain.rewind(definition, attempt, 1).moves == 2


def test_names_nobody_knows_have_no_effect() -> None:
    raw = good()
    raw["scenes"][0]["statements"][0] |= {
        "effects": {"patience": 3},
        "criteria": ["patience"],
        "reveals": [{"hidden": "secret"}, {"hidden": "worry", "at_least": {"patience": 0}}],
    }
    raw["endings"][0]["any"] = [{"of": "patience", "at_least": 0}]
    definition = parsed(raw)
    attempt = talk(definition, "aa")
    assert [reading.effect for reading in attempt.turns[0].readings] == [0, 0]
    assert [piece.text for piece in attempt.turns[0].criteria] == ["patience"]
    assert attempt.turns[0].revealed == ()
    assert attempt.results[-1].ending == "green"
