"""What is stored of a person's talks: plain JSON that stays readable for ever.

A turn keeps the words of its moment, so that the transcript can be read after the author has
changed the talk. A turn that was taken back stays too. Whatever cannot be read is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from xblocks.role_play.definition import Tone
from xblocks.role_play.refusals import MovedOn

Count = Annotated[int, Field(ge=0)]
Level = Annotated[int, Field(ge=0, le=10)]
Share = Annotated[float, Field(ge=0, le=1)]


class Record(BaseModel):
    """Something stored: immutable, strict, refusing keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Named(Record):
    """A criterion or a hidden piece with its words of that moment."""

    id: str
    text: str


class Reading(Record):
    """One indicator at a turn: `effect` is what the author wrote, 0 to 10 bounds the rest."""

    id: str
    label: str
    before: Level
    effect: int
    value: Level

    @property
    def change(self) -> int:
        """How far the indicator really moved."""
        return self.value - self.before


class Turn(Record):
    """One statement that was said, with everything that was shown.

    `at` counts the moves (said or taken back) of the attempt before this one; `taken_back` is the
    number of the move that took it back.
    """

    at: Count
    taken_back: Count | None = None
    scene: str
    phase: str | None
    situation: str | None
    says: str | None
    statement: str
    text: str
    reply: str
    feedback: str
    criteria: tuple[Named, ...]
    quality: Share
    """How well the statement serves within its scene, from 0 to 1 (see `rules.quality`)."""
    readings: tuple[Reading, ...]
    revealed: tuple[Named, ...]

    @property
    def rewound(self) -> bool:
        """Whether the person took it back."""
        return self.taken_back is not None


class Result(Record):
    """A talk brought to its end. It stays earned when the last turns are taken back."""

    at: Count
    """Moves of the attempt when the end was reached."""
    ending: str
    tone: Tone
    title: str
    text: str
    total: Count
    """Sum of all indicators at the end."""
    best: Count
    """The highest sum that could be reached."""
    score: Share


class Attempt(Record):
    """One run through a talk, with everything said in it.

    `definition` is the fingerprint of the definition it runs on. `seed` is random and secret: it
    shuffles the statements and hides their names.
    """

    number: Annotated[int, Field(ge=1)]
    seed: int
    definition: str
    interrupted: bool = False
    turns: tuple[Turn, ...] = ()
    results: tuple[Result, ...] = ()

    @property
    def moves(self) -> int:
        """How often something was said or taken back; the version a page has seen."""
        return len(self.turns) + sum(turn.rewound for turn in self.turns)

    @property
    def path(self) -> tuple[Turn, ...]:
        """The turns that count."""
        return tuple(turn for turn in self.turns if not turn.rewound)

    @property
    def finished(self) -> bool:
        """Whether the talk stands at its end now."""
        return bool(self.results) and self.results[-1].at == self.moves

    @property
    def best(self) -> Result | None:
        """The best result earned in this attempt."""
        return max(self.results, key=lambda result: result.score, default=None)

    @property
    def score(self) -> float | None:
        """Share of the best reachable sum, from 0 to 1; none before the first end."""
        return self.best.score if self.best else None

    @model_validator(mode="after")
    def _moves_fit(self) -> Attempt:
        said = {turn.at: turn for turn in self.turns}
        taken = {turn.taken_back: turn for turn in self.turns if turn.taken_back is not None}
        standing: list[Turn] = []
        for move in range(self.moves):
            if move in said:
                standing.append(said[move])
            elif not standing or taken.get(move) is not standing.pop():
                raise ValueError("moves do not follow from each other")
        if [turn.at for turn in self.turns] != sorted(said):
            raise ValueError("turns are not in order")
        ends = [result.at for result in self.results]
        if ends != sorted(ends) or any(end > self.moves for end in ends):
            raise ValueError("results do not belong to the moves")
        return self


@dataclass(frozen=True)
class Kept:
    """Stored data that cannot be read. It is written back as it was, so nothing is lost."""

    raw: Any


@dataclass(frozen=True)
class History:
    """All attempts of a person at one exercise, oldest first."""

    entries: tuple[Attempt | Kept, ...] = ()

    @classmethod
    def from_json(cls, raw: Any) -> History:
        """Read what `to_json` wrote. Anything else is kept aside; this never fails."""
        if raw is None:
            return cls()
        items = raw if isinstance(raw, list) else [raw]
        return cls(tuple(_read(item) for item in items))

    def to_json(self) -> list[Any]:
        """A list of plain JSON objects."""
        return [
            entry.model_dump(mode="json") if isinstance(entry, Attempt) else {"kept": entry.raw}
            for entry in self.entries
        ]

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The readable ones."""
        return tuple(entry for entry in self.entries if isinstance(entry, Attempt))

    @property
    def kept(self) -> tuple[Any, ...]:
        """The unreadable ones, as they were stored."""
        return tuple(entry.raw for entry in self.entries if isinstance(entry, Kept))

    @property
    def damaged(self) -> bool:
        """Whether the newest entry cannot be read: the person has to start anew."""
        return bool(self.entries) and isinstance(self.entries[-1], Kept)

    @property
    def current(self) -> Attempt | None:
        """The newest attempt, unless it cannot be read."""
        newest = self.entries[-1] if self.entries else None
        return newest if isinstance(newest, Attempt) else None

    @property
    def next_number(self) -> int:
        """The number of an attempt that would start now, from 1."""
        return max([len(self.entries), *(each.number for each in self.attempts)]) + 1

    def seen(self, number: int) -> Attempt:
        """The current attempt, if the page has shown this one.

        Raises:
            MovedOn: the page shows another attempt.
        """
        if self.current is None or self.current.number != number:
            raise MovedOn
        return self.current

    def updated(self, attempt: Attempt) -> History:
        """With the current attempt replaced, or with a new one added."""
        if self.current is not None and self.current.number == attempt.number:
            return History((*self.entries[:-1], attempt))
        return History((*self.entries, attempt))


def best_attempt(attempts: Iterable[Attempt]) -> Attempt | None:
    """The attempt with the best result; of equals the earliest; none before the first end."""
    done: Sequence[Attempt] = [attempt for attempt in attempts if attempt.score is not None]
    return max(done, key=lambda attempt: attempt.score or 0.0, default=None)


def _read(item: Any) -> Attempt | Kept:
    if isinstance(item, dict) and set(item) == {"kept"}:
        return Kept(item["kept"])
    try:
        # Through JSON text, for only there strictness knows arrays as tuples.
        return Attempt.model_validate_json(json.dumps(item))
    except (ValidationError, TypeError, ValueError, RecursionError):
        return Kept(item)
