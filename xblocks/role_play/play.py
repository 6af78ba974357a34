"""Playing a talk: start, say, take back, look. Source: `curriculum-facts 2.12`, R1, R2, R10.

Time, person and randomness are arguments. An attempt is never changed, only succeeded; where the
talk stands is always found by playing the turns that count again on the definition.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from xblocks.core.definitions import fingerprint
from xblocks.role_play.attempts import Attempt, History, Named, Reading, Result, Turn
from xblocks.role_play.definition import END, Dialogue, Scene, Statement
from xblocks.role_play.graph import best_sum, scenes_by_id
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
from xblocks.role_play.rules import (
    Values,
    by_id,
    effects_of,
    ending_of,
    moved,
    opens,
    quality,
    start_values,
)

MOVES_LIMIT = 500
"""Moves (said or taken back) in one attempt; keeps what is stored within bounds."""


@dataclass(frozen=True)
class Standing:
    """Where a talk stands: the scene (or `END`), the values, and what has been revealed."""

    scene: str
    values: Values
    revealed: tuple[str, ...] = ()


def start(definition: Dialogue, number: int, seed: int) -> Attempt:
    """A new attempt at the first scene. `seed` is random, secret and kept with the attempt."""
    if definition.start not in scenes_by_id(definition):
        raise BrokenScript
    return Attempt(number=number, seed=seed, definition=fingerprint(definition))


def restart(definition: Dialogue, history: History, seed: int, seen: int) -> History:
    """Add a new attempt. `seen` is the number of the attempt the page shows, 0 for none.

    Asking twice (double click) adds one attempt only; an attempt in which nothing was said yet
    is used again.

    Raises:
        MovedOn: the page shows an attempt that is not the newest.
    """
    current = adopt(definition, history.current) if history.current else None
    if current is not None and not current.turns and not current.interrupted:
        return history.updated(current)
    if seen != (current.number if current else 0):
        raise MovedOn
    return History((*history.entries, start(definition, history.next_number, seed)))


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


def replay(definition: Dialogue, path: tuple[Turn, ...]) -> Standing | None:
    """Play these turns on the definition; none when they cannot be said there."""
    scenes = scenes_by_id(definition)
    standing = Standing(definition.start, start_values(definition))
    for turn in path:
        scene = scenes.get(standing.scene)
        statement = _statement(scene, turn.statement) if scene else None
        if standing.scene != turn.scene or statement is None:
            return None
        standing = _after(definition, standing, statement)
    return standing if standing.scene in scenes or standing.scene == END else None


def adopt(definition: Dialogue, attempt: Attempt) -> Attempt:
    """Carry an attempt over to the definition as it is now.

    If everything said can be said on the new definition, the attempt goes on with the values
    recomputed; else it comes back `interrupted`. A finished attempt stays as it is.
    """
    if attempt.finished:
        return attempt
    standing = replay(definition, attempt.path)
    if standing is None:
        return attempt.model_copy(update={"interrupted": True})
    current = attempt.model_copy(
        update={"interrupted": False, "definition": fingerprint(definition)}
    )
    if standing.scene != END:
        return current
    if ending_of(definition, standing.values) is None:
        return attempt.model_copy(update={"interrupted": True})
    return _ended(definition, current, standing.values)


def say(definition: Dialogue, attempt: Attempt, statement: str, turn: int) -> Attempt:
    """Say the statement with this token. `turn` is the number of moves the page has seen.

    The same statement sent again with the same turn changes nothing.

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
    attempt, standing = _going_on(definition, attempt)
    scene = scenes_by_id(definition)[standing.scene]
    chosen = _chosen(definition, attempt, scene, statement)
    after = _after(definition, standing, chosen)
    ends = after.scene == END
    if not ends and after.scene not in scenes_by_id(definition):
        raise BrokenScript
    if ends and ending_of(definition, after.values) is None:
        raise BrokenScript
    recorded = _recorded(definition, attempt, scene, chosen, standing, after)
    attempt = attempt.model_copy(update={"turns": (*attempt.turns, recorded)})
    return _ended(definition, attempt, after.values) if ends else attempt


def rewind(definition: Dialogue, attempt: Attempt, turn: int) -> Attempt:
    """Take back the last turn that counts; it stays in the transcript, as do earned results.

    `turn` is the number of moves the page has seen; the same request sent again changes nothing.

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
    if not attempt.path or attempt.moves >= MOVES_LIMIT or adopt(definition, attempt).interrupted:
        return False
    standing = replay(definition, attempt.path[:-1])
    return standing is not None and standing.scene != END


def _going_on(definition: Dialogue, attempt: Attempt) -> tuple[Attempt, Standing]:
    attempt = adopt(definition, attempt)
    standing = replay(definition, attempt.path)
    if attempt.interrupted or standing is None:
        raise DefinitionChanged
    if attempt.finished:
        raise TalkFinished
    _check_length(attempt)
    return attempt, standing


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


def _statement(scene: Scene, name: str) -> Statement | None:
    return next((each for each in scene.statements if each.id == name), None)


def _after(definition: Dialogue, standing: Standing, statement: Statement) -> Standing:
    before = by_id(definition, standing.values)
    opened = (each.hidden for each in statement.reveals if opens(each, before))
    return Standing(
        statement.next,
        moved(standing.values, effects_of(definition, statement)),
        tuple(dict.fromkeys((*standing.revealed, *opened))),
    )


def _recorded(
    definition: Dialogue,
    attempt: Attempt,
    scene: Scene,
    statement: Statement,
    before: Standing,
    after: Standing,
) -> Turn:
    labels = {criterion.id: criterion.label for criterion in definition.criteria}
    opened = [name for name in after.revealed if name not in before.revealed]
    effects = effects_of(definition, statement)
    return Turn(
        at=attempt.moves,
        scene=scene.id,
        phase=scene.phase,
        situation=scene.situation,
        says=scene.says,
        statement=statement.id,
        text=statement.text,
        reply=statement.reply,
        feedback=statement.feedback,
        criteria=tuple(
            Named(id=name, text=labels.get(name, name))
            for name in dict.fromkeys(statement.criteria)
        ),
        quality=quality(definition, scene, statement),
        readings=tuple(
            Reading(id=each.id, label=each.label, before=low, effect=effect, value=value)
            for each, low, effect, value in zip(
                definition.indicators, before.values, effects, after.values, strict=True
            )
        ),
        revealed=tuple(
            Named(id=each.id, text=each.text) for each in hidden_pieces(definition, opened)
        ),
    )


def hidden_pieces(definition: Dialogue, names: list[str] | tuple[str, ...]) -> list[Named]:
    """The hidden pieces with these names, in this order; unknown ones are left out."""
    texts = {each.id: each.text for each in definition.hidden}
    return [Named(id=name, text=texts[name]) for name in names if name in texts]


def _ended(definition: Dialogue, attempt: Attempt, values: Values) -> Attempt:
    ending = ending_of(definition, values)
    if ending is None:
        raise BrokenScript
    best = best_sum(definition)
    result = Result(
        at=attempt.moves,
        ending=ending.id,
        tone=ending.tone,
        title=ending.title,
        text=ending.text,
        total=sum(values),
        best=best,
        score=sum(values) / best if best else 1.0,
    )
    return attempt.model_copy(update={"results": (*attempt.results, result)})


def _digest(attempt: Attempt, *parts: str) -> str:
    text = "\0".join((str(attempt.seed), *parts))
    return hashlib.sha256(text.encode()).hexdigest()
