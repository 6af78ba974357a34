"""Saying, taking back, starting again; double clicks, second tabs and changed definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from tests.unit.dialogue_cases import (
    NUMBERS,
    SEED,
    Raw,
    dialogues,
    good,
    parsed,
    said,
    scene,
    statement,
    talk,
    wander,
)
from xblocks.core.definitions import fingerprint
from xblocks.core.errors import Refusal
from xblocks.role_play import domain, refusals
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.domain import Attempt, History
from xblocks.role_play.standing import replay


def refused(kind: type[Refusal], status: int = 409) -> Any:
    """Expects exactly this refusal, with its status and a sentence."""
    assert kind.status == status
    return pytest.raises(kind, check=lambda each: type(each) is kind and str(each).endswith("."))


@given(dialogues(), NUMBERS)
def test_stored_moves_played_again_give_the_same_state(
    definition: Dialogue, numbers: list[int]
) -> None:
    attempt = wander(definition, numbers)
    again = talk(definition, [turn.statement for turn in attempt.path])
    assert again == attempt
    assert domain.view(definition, again) == domain.view(definition, attempt)
    standing = replay(definition, attempt.path)
    assert standing is not None
    assert list(standing.values) == [
        gauge.value for gauge in domain.view(definition, attempt).gauges
    ]


@given(dialogues(), NUMBERS)
def test_taking_back_and_saying_the_same_again_leads_to_the_same_position(
    definition: Dialogue, numbers: list[int]
) -> None:
    attempt = wander(definition, numbers)
    if not attempt.turns:
        return
    last = attempt.turns[-1]
    back = domain.rewind(definition, attempt, attempt.moves)
    before = talk(definition, [turn.statement for turn in attempt.turns[:-1]])
    assert _apart_from_the_count(definition, back) == _apart_from_the_count(definition, before)
    again = said(definition, back, last.statement)
    assert _apart_from_the_count(definition, again) == _apart_from_the_count(definition, attempt)
    assert [turn.rewound for turn in again.turns] == [False] * len(before.turns) + [True, False]
    assert again.score == attempt.score


def _apart_from_the_count(definition: Dialogue, attempt: Attempt) -> dict[str, object]:
    return vars(domain.view(definition, attempt)) | {"turn": None}


@given(dialogues(), NUMBERS)
def test_the_same_statement_sent_twice_is_said_once(
    definition: Dialogue, numbers: list[int]
) -> None:
    attempt = wander(definition, numbers)
    for turn in attempt.turns:
        name = domain.token(attempt, turn.scene, turn.statement)
        assert domain.say(definition, attempt, name, turn.at) is attempt


def test_each_step_back_is_taken_once_and_ends_at_the_beginning() -> None:
    definition = parsed()
    attempt = talk(definition, "ca")
    back = domain.rewind(definition, attempt, 2)
    assert domain.rewind(definition, back, 2) is back
    first = domain.rewind(definition, back, 3)
    assert [turn.taken_back for turn in first.turns] == [3, 2]
    assert domain.rewind(definition, first, 2) is first
    assert not domain.view(definition, first).can_rewind
    with refused(refusals.NothingToTakeBack):
        domain.rewind(definition, first, 4)


def test_another_statement_from_an_old_page_is_refused() -> None:
    definition = parsed()
    attempt = talk(definition, "a")
    with refused(refusals.MovedOn):
        domain.say(definition, attempt, domain.token(attempt, "one", "b"), 0)
    with refused(refusals.MovedOn):
        domain.rewind(definition, attempt, 0)


@pytest.mark.parametrize("turn", [-1, 2, 10**9])
def test_a_turn_that_never_was_is_refused(turn: int) -> None:
    definition = parsed()
    attempt = talk(definition, "a")
    with refused(refusals.UnknownTurn):
        domain.say(definition, attempt, domain.token(attempt, "two", "a"), turn)
    with refused(refusals.UnknownTurn):
        domain.rewind(definition, attempt, turn)


def test_a_statement_of_another_scene_is_refused() -> None:
    definition = parsed()
    attempt = talk(definition, "a")
    with refused(refusals.OtherScene):
        domain.say(definition, attempt, domain.token(attempt, "one", "c"), 1)


@pytest.mark.parametrize("name", ["", "a", "two", "«text two a»", "0" * 16, "\ud800"])
def test_an_unknown_statement_is_refused(name: str) -> None:
    definition = parsed()
    with refused(refusals.UnknownStatement, 422):
        domain.say(definition, talk(definition, "a"), name, 1)


def test_a_statement_named_by_another_attempt_is_refused() -> None:
    definition = parsed()
    mine, theirs = talk(definition, "a"), talk(definition, "a", seed=SEED + 1)
    with refused(refusals.UnknownStatement, 422):
        domain.say(definition, mine, domain.token(theirs, "two", "a"), 1)


def test_nothing_can_be_said_after_the_end() -> None:
    definition = parsed()
    attempt = talk(definition, "aa")
    with refused(refusals.TalkFinished):
        domain.say(definition, attempt, domain.token(attempt, "two", "b"), 2)


def test_taking_back_the_last_word_reopens_the_talk_and_keeps_what_was_earned() -> None:
    definition = parsed()
    done = talk(definition, "aa")
    opened = domain.rewind(definition, done, 2)
    assert not opened.finished
    assert opened.score == 1.0
    worse = said(definition, opened, "b")
    assert worse.finished
    assert worse.score == 1.0
    assert [result.score for result in worse.results] == [1.0, 11 / 16]
    shown = domain.view(definition, worse).ending
    assert shown is not None
    assert shown.score == 11 / 16


def test_an_attempt_has_room_for_so_many_moves() -> None:
    definition = parsed()
    once = talk(definition, "c")
    turns = [
        once.turns[0].model_copy(update={"at": move}) for move in range(domain.MOVES_LIMIT - 1)
    ]
    attempt = said(definition, once.model_copy(update={"turns": tuple(turns)}), "c")
    assert attempt.moves == domain.MOVES_LIMIT == 500
    name = domain.token(attempt, "one", "a")
    for act in (
        lambda: domain.say(definition, attempt, name, attempt.moves),
        lambda: domain.rewind(definition, attempt, attempt.moves),
    ):
        with refused(refusals.TalkTooLong) as caught:
            act()
        assert "500" in str(caught.value)
    assert not domain.view(definition, attempt).can_rewind


# Starting again


def test_a_double_click_on_start_starts_once() -> None:
    definition = parsed()
    once = domain.restart(definition, History(), SEED, 0)
    twice = domain.restart(definition, once, SEED + 1, 0)
    assert twice == once
    assert [attempt.seed for attempt in once.attempts] == [SEED]


def test_starting_again_keeps_the_earlier_attempts() -> None:
    definition = parsed()
    history = History((talk(definition, "a"),))
    history = domain.restart(definition, history, SEED + 1, 1)
    assert [attempt.number for attempt in history.attempts] == [1, 2]
    assert history.current is not None
    assert history.current.seed == SEED + 1
    with refused(refusals.MovedOn):
        history.seen(1)
    assert history.seen(2) is history.current


def test_an_old_page_does_not_start_over_a_running_attempt() -> None:
    definition = parsed()
    history = domain.restart(definition, History((talk(definition, "a"),)), SEED, 1)
    assert not history.attempts[0].interrupted
    history = history.updated(said(definition, history.seen(2), "a"))
    with refused(refusals.MovedOn):
        domain.restart(definition, history, SEED, 1)


def test_the_best_attempt_counts() -> None:
    definition = parsed()
    attempts = [talk(definition, names) for names in ("a", "ab", "aa", "cba")]
    assert domain.best_attempt(attempts) is attempts[2]
    assert domain.best_attempt(attempts[:1]) is None


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
