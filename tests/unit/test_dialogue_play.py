"""Moves of a talk: played again, taken back, refused; attempts begun and begun again."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.dialogue_cases import (
    NUMBERS,
    SEED,
    dialogues,
    parsed,
    said,
    talk,
    wander,
)
from tests.unit.dialogue_moves import refused
from xblocks.role_play import domain, refusals
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.domain import Attempt, History
from xblocks.role_play.standing import replay


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
