"""What a person may see of a talk at this moment, and nothing else (R1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xblocks.role_play.attempts import Attempt, Named, Result, Turn
from xblocks.role_play.definition import Dialogue, Tone
from xblocks.role_play.graph import scenes_by_id
from xblocks.role_play.play import adopt, can_rewind, shuffled, token
from xblocks.role_play.recording import hidden_pieces
from xblocks.role_play.standing import Standing, replay


@dataclass(frozen=True)
class Choice:
    """A statement to choose; `id` is an opaque token, valid in this attempt only."""

    id: str
    text: str


@dataclass(frozen=True)
class Moment:
    """The current scene."""

    id: str
    phase: str | None
    situation: str | None
    says: str | None
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Gauge:
    """An indicator, 0 to 10; `change` is how far the last turn moved it."""

    id: str
    label: str
    hint: str | None
    value: int
    change: int


@dataclass(frozen=True)
class Answer:
    """What came of the last turn that counts."""

    said: str
    reply: str
    feedback: str
    criteria: tuple[str, ...]
    """Labels."""
    revealed: tuple[str, ...]
    """Texts told in this turn."""


@dataclass(frozen=True)
class Closing:
    """How the talk ended, and what it earned."""

    id: str
    tone: Tone
    title: str
    text: str
    total: int
    best: int
    score: float


@dataclass(frozen=True)
class Position:
    """One look at an attempt.

    `moment` is there while the talk runs, `ending` when it is finished, neither when it was
    `interrupted` by a change of the definition. `turn` goes back with the next request.
    """

    number: int
    turn: int
    moment: Moment | None
    gauges: tuple[Gauge, ...]
    revealed: tuple[str, ...]
    last: Answer | None
    ending: Closing | None
    interrupted: bool
    can_rewind: bool


def view(definition: Dialogue, attempt: Attempt) -> Position:
    """Where the attempt stands on this definition. Reads only; never fails on stored state."""
    attempt = adopt(definition, attempt)
    running = not attempt.finished and not attempt.interrupted
    standing = replay(definition, attempt.path) if running else None
    last = attempt.path[-1] if attempt.path else None
    return Position(
        number=attempt.number,
        turn=attempt.moves,
        moment=_moment(definition, attempt, standing.scene) if standing else None,
        gauges=_gauges(definition, standing, last),
        revealed=_revealed(definition, standing, attempt),
        last=_answer(last) if last else None,
        ending=_closing(attempt.results[-1]) if attempt.finished else None,
        interrupted=attempt.interrupted,
        can_rewind=can_rewind(definition, attempt),
    )


def _moment(definition: Dialogue, attempt: Attempt, name: str) -> Moment:
    scene = scenes_by_id(definition)[name]
    return Moment(
        id=scene.id,
        phase=scene.phase,
        situation=scene.situation,
        says=scene.says,
        choices=tuple(
            Choice(token(attempt, scene.id, each.id), each.text)
            for each in shuffled(attempt, scene)
        ),
    )


def _gauges(
    definition: Dialogue, standing: Standing | None, last: Turn | None
) -> tuple[Gauge, ...]:
    """From the definition while the talk runs, else as they were when the last word was said."""
    hints = {each.id: each.hint for each in definition.indicators}
    readings = {each.id: each for each in last.readings} if last else {}
    if standing is None:
        return tuple(
            Gauge(each.id, each.label, hints.get(each.id), each.value, each.change)
            for each in readings.values()
        )
    return tuple(
        Gauge(
            each.id,
            each.label,
            each.hint,
            value,
            readings[each.id].change if each.id in readings else 0,
        )
        for each, value in zip(definition.indicators, standing.values, strict=True)
    )


def _revealed(definition: Dialogue, standing: Standing | None, attempt: Attempt) -> tuple[str, ...]:
    pieces: Iterable[Named] = (
        hidden_pieces(definition, standing.revealed)
        if standing
        else [piece for turn in attempt.path for piece in turn.revealed]
    )
    return tuple(piece.text for piece in pieces)


def _answer(turn: Turn) -> Answer:
    return Answer(
        said=turn.text,
        reply=turn.reply,
        feedback=turn.feedback,
        criteria=tuple(each.text for each in turn.criteria),
        revealed=tuple(each.text for each in turn.revealed),
    )


def _closing(result: Result) -> Closing:
    return Closing(
        id=result.ending,
        tone=result.tone,
        title=result.title,
        text=result.text,
        total=result.total,
        best=result.best,
        score=result.score,
    )
