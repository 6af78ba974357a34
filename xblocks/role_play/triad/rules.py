"""Rules of a triad: who has which role, where the clock stands, whose turn it is.

Source: `curriculum-facts 2.6, 2.10`. Pure: people are numbers, moments are given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from xblocks.core.text import gettext_noop


class Part(StrEnum):
    """What somebody plays in a round."""

    ADVISER = "adviser"
    COLLEAGUE = "colleague"
    OBSERVER = "observer"


PARTS: Final = {
    Part.ADVISER: gettext_noop("Mentor (WBM)"),
    Part.COLLEAGUE: gettext_noop("Colleague"),
    Part.OBSERVER: gettext_noop("Observer"),
}


class Step(StrEnum):
    """Steps of a round in their order."""

    PREPARE = "prepare"
    TALK = "talk"
    LEAVE = "leave"
    FEEDBACK = "feedback"
    INTENTION = "intention"


STEPS: Final = tuple(Step)
AFTER_TALK: Final = frozenset({Step.LEAVE, Step.FEEDBACK, Step.INTENTION})
WITH_FEEDBACK: Final = frozenset({Step.FEEDBACK, Step.INTENTION})


class Stage(StrEnum):
    """Stages of feedback in their order: nobody hears a wish before a strength."""

    EXPERIENCE = "experience"
    SELF = "self"
    STRENGTH = "strength"
    WISH = "wish"
    COMPARE = "compare"


STAGES: Final = tuple(Stage)

Cast = Mapping[Part, int]
"""Who plays what; a pair has no observer."""


def cast_of(present: Sequence[int], before: Sequence[Cast]) -> dict[Part, int]:
    """Return who plays what in the next round.

    `present` are those who take part in the order of their seats, two or three; `before` the
    rounds so far. Whoever advised least advises, whoever was least a colleague is one; of equals
    the next one round the table. With three who stay that is a rotation.
    """
    times = {
        part: {each: sum(cast.get(part) == each for cast in before) for each in present}
        for part in Part
    }
    adviser = min(present, key=lambda each: (times[Part.ADVISER][each], present.index(each)))
    at = present.index(adviser)
    others = [*present[at + 1 :], *present[:at]]
    colleague = min(others, key=lambda each: (times[Part.COLLEAGUE][each], others.index(each)))
    cast = {Part.ADVISER: adviser, Part.COLLEAGUE: colleague}
    if observer := [each for each in others if each != colleague]:
        cast[Part.OBSERVER] = observer[0]
    return cast


def goes_on(present: Collection[int], before: Sequence[Cast], rounds: int) -> bool:
    """Whether another round follows: of at most `rounds`, until everybody present has advised."""
    advised = {cast.get(Part.ADVISER) for cast in before}
    return len(present) > 1 and len(before) < rounds and bool(set(present) - advised)


def server_of(part: Part, cast: Cast, reachable: Collection[int]) -> int | None:
    """Return whose phone serves a part: their own, else somebody else's; None for a part of nobody.

    For the colleague the observer's, for the observer the colleague's, for the adviser one of the
    others; the adviser's only when there is no other.
    """
    if part not in cast:
        return None
    others = {
        Part.ADVISER: (Part.OBSERVER, Part.COLLEAGUE),
        Part.COLLEAGUE: (Part.OBSERVER, Part.ADVISER),
        Part.OBSERVER: (Part.COLLEAGUE, Part.ADVISER),
    }[part]
    chain = [cast[each] for each in (part, *others) if each in cast]
    return next((each for each in chain if each in reachable), None)


def card_shown_to(part: Part, cast: Cast, reachable: Collection[int]) -> int | None:
    """Return on whose phone the card of a part is shown; never the adviser's for another part.

    What the colleague hides the adviser must not read (`features R8`), not even for want of a
    phone.
    """
    server = server_of(part, cast, reachable)
    return None if part is not Part.ADVISER and server == cast.get(Part.ADVISER) else server


def speaker_at(stage: Stage, cast: Cast) -> Part:
    """Return whose turn it is; of a pair the colleague says what the observer would."""
    watcher = Part.OBSERVER if Part.OBSERVER in cast else Part.COLLEAGUE
    return {
        Stage.EXPERIENCE: Part.COLLEAGUE,
        Stage.SELF: Part.ADVISER,
        Stage.STRENGTH: watcher,
        Stage.WISH: watcher,
        Stage.COMPARE: Part.ADVISER,
    }[stage]


def stage_after(stage: Stage, *, given: bool) -> Stage:
    """Return the next stage; without a strength there is no wish (`features R6`)."""
    if stage is Stage.STRENGTH and not given:
        return Stage.COMPARE
    return STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]


@dataclass(frozen=True)
class Clock:
    """The clock of a step: `limit` in seconds; `stopped_ms` is how long it stood still so far."""

    began: datetime
    limit: int
    stopped_at: datetime | None = None
    stopped_ms: int = 0

    def elapsed_ms(self, now: datetime) -> int:
        """Return for how long the step has run, in milliseconds."""
        until = self.stopped_at or now
        return max(0, milliseconds(self.began, until) - self.stopped_ms)


def milliseconds(start: datetime, end: datetime) -> int:
    """Return how many milliseconds lie between two moments."""
    return round((end - start).total_seconds() * 1000)


def clamped(at: int, talk_seconds: int) -> int:
    """Return when a note was taken, in seconds: not before the talk, not after it.

    A phone whose clock was changed says nonsense; its note is worth keeping all the same.
    """
    return min(max(at, 0), talk_seconds)
