"""Playing a talk: start, say, take back, look. Source: `curriculum-facts 2.12`, R1, R2, R10.

Time, person and randomness are arguments. An attempt is never changed, only succeeded; where the
talk stands is always found by playing the turns that count again on the definition.
"""

from __future__ import annotations

import hashlib

from xblocks.core.definitions import fingerprint
from xblocks.role_play.attempts import Attempt, History, Turn
from xblocks.role_play.definition import END, Dialogue, Scene, Statement
from xblocks.role_play.graph import scenes_by_id
from xblocks.role_play.recording import result_of, turn_of
from xblocks.role_play.refusals import (
    BrokenScript,
    DefinitionChanged,
    MovedOn,
    NothingToTakeBack,
    OtherScene,
    TalkFinished,
    TalkTooLong,
    UnknownStatement,
    UnknownTurn,
)
from xblocks.role_play.rules import ending_of
from xblocks.role_play.standing import Standing, after, replay

MOVES_LIMIT = 500
"""Moves (said or taken back) in one attempt; keeps what is stored within bounds."""


def start(definition: Dialogue, number: int, seed: int) -> Attempt:
    """A new attempt at the first scene. `seed` is random, secret and kept with the attempt."""
    if definition.start not in scenes_by_id(definition):
        raise BrokenScript
    return Attempt(number=number, seed=seed, definition=fingerprint(definition))


def restart(definition: Dialogue, history: History, seed: int, seen: int) -> History:
    """Add a new attempt. `seen` is the number of the attempt the page shows, 0 for none.

    Asking twice (double click) adds one attempt only; an attempt in which nothing was said yet
    is used again. An attempt that cannot be carried on is marked as `interrupted` for good.

    Raises:
        MovedOn: the page shows an attempt that is not the newest.
    """
    current = adopt(definition, history.current) if history.current else None
    if current is not None and not current.turns and not current.interrupted:
        return history.updated(current)
    if seen != (current.number if current else 0):
        raise MovedOn
    if current is not None and current.interrupted:
        history = history.updated(current)
    return history.updated(start(definition, history.next_number, seed))


def token(attempt: Attempt, scene: str, statement: str) -> str:
    """The name of a statement on the page; it betrays neither its id nor its place in the data."""
    return _digest(attempt, "name", scene, statement)[:16]


def shuffled(attempt: Attempt, scene: Scene) -> tuple[Statement, ...]:
    """The statements in an order of their own for each attempt and each visit to the scene."""
    visit = sum(turn.scene == scene.id for turn in attempt.path)
    return tuple(
        sorted(
            scene.statements,
            key=lambda each: _digest(attempt, "order", scene.id, str(visit), each.id),
        )
    )


def adopt(definition: Dialogue, attempt: Attempt) -> Attempt:
    """Carry an attempt over to the definition as it is now.

    If everything said can be said on the new definition, the attempt goes on with the values
    recomputed; else it comes back `interrupted`. A finished attempt stays as it is.
    """
    if attempt.finished:
        return attempt
    lost = _before_the_end(definition, attempt.path) is None
    known = attempt.definition if lost else fingerprint(definition)
    if (attempt.interrupted, attempt.definition) == (lost, known):
        return attempt
    return attempt.model_copy(update={"interrupted": lost, "definition": known})


def say(definition: Dialogue, attempt: Attempt, statement: str, turn: int) -> Attempt:
    """Say the statement with this token. `turn` is the number of moves the page has seen.

    The same statement sent again with the same turn gives back this very attempt.

    Raises:
        MovedOn, UnknownTurn: the page is behind, or claims to be ahead.
        TalkFinished, DefinitionChanged, TalkTooLong: nothing can be said any more.
        UnknownStatement, OtherScene: the statement is not to be said here.
        BrokenScript: the definition leads nowhere from here.
    """
    if any(
        each.at == turn and token(attempt, each.scene, each.statement) == statement
        for each in attempt.turns
    ):
        return attempt
    _check_turn(attempt, turn)
    if attempt.finished:
        raise TalkFinished
    before = _before_the_end(definition, attempt.path)
    if before is None:
        raise DefinitionChanged
    _check_length(attempt)
    return _said(definition, adopt(definition, attempt), before, statement)


def rewind(definition: Dialogue, attempt: Attempt, turn: int) -> Attempt:
    """Take back the last turn that counts; it stays in the transcript, as do earned results.

    `turn` is the number of moves the page has seen. The same request sent again gives back this
    very attempt.

    Raises:
        MovedOn, UnknownTurn: the page is behind, or claims to be ahead.
        NothingToTakeBack: the talk stands at its beginning.
        DefinitionChanged, TalkTooLong: the attempt cannot be carried on.
    """
    if any(each.taken_back == turn for each in attempt.turns):
        return attempt
    _check_turn(attempt, turn)
    if not attempt.path:
        raise NothingToTakeBack
    _check_length(attempt)
    if not can_rewind(definition, attempt):
        raise DefinitionChanged
    last = attempt.path[-1]
    turns = tuple(
        each.model_copy(update={"taken_back": attempt.moves}) if each is last else each
        for each in attempt.turns
    )
    return adopt(definition, attempt.model_copy(update={"turns": turns}))


def can_rewind(definition: Dialogue, attempt: Attempt) -> bool:
    """Whether there is a last turn, and a way to stand before it."""
    if not attempt.path or attempt.moves >= MOVES_LIMIT:
        return False
    if not attempt.finished and _before_the_end(definition, attempt.path) is None:
        return False
    return _before_the_end(definition, attempt.path[:-1]) is not None


def _before_the_end(definition: Dialogue, path: tuple[Turn, ...]) -> Standing | None:
    """Where these turns lead, if they can be said and something is left to say after them."""
    standing = replay(definition, path)
    return standing if standing and standing.scene != END else None


def _said(definition: Dialogue, attempt: Attempt, before: Standing, name: str) -> Attempt:
    scenes = scenes_by_id(definition)
    scene = scenes[before.scene]
    statement = _chosen(definition, attempt, scene, name)
    now = after(definition, before, statement)
    ending = ending_of(definition, now.values) if now.scene == END else None
    if ending is None and now.scene not in scenes:
        raise BrokenScript
    turn = turn_of(definition, scene, statement, before, now, at=attempt.moves)
    said = attempt.model_copy(update={"turns": (*attempt.turns, turn)})
    if ending is None:
        return said
    result = result_of(definition, ending, now.values, at=said.moves)
    return said.model_copy(update={"results": (*said.results, result)})


def _check_turn(attempt: Attempt, turn: int) -> None:
    if turn < 0 or turn > attempt.moves:
        raise UnknownTurn
    if turn < attempt.moves:
        raise MovedOn


def _check_length(attempt: Attempt) -> None:
    if attempt.moves >= MOVES_LIMIT:
        raise TalkTooLong(limit=MOVES_LIMIT)


def _chosen(definition: Dialogue, attempt: Attempt, scene: Scene, name: str) -> Statement:
    for statement in scene.statements:
        if token(attempt, scene.id, statement.id) == name:
            return statement
    for other in definition.scenes:
        if any(token(attempt, other.id, each.id) == name for each in other.statements):
            raise OtherScene
    raise UnknownStatement


def _digest(attempt: Attempt, *parts: str) -> str:
    text = "\0".join((str(attempt.seed), *parts))
    return hashlib.sha256(text.encode()).hexdigest()
