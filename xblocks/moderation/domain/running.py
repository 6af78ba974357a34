"""Running a plan by the clock: which row runs, since when, how long it may (`features M10`).

What was pressed is a list; what ran from when to when is found by playing it again, on the server
as in the page (`static/wbm/clock.js` plays the same). Times are whole seconds since the start.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from xblocks.moderation.planned import MOST_MINUTES, Row

LONGEST: Final = 24 * 60 * 60
"""Seconds a meeting runs at most: a clock nobody ended counts no further."""

MOST_PRESSES: Final = 500
STEPS: Final = (1, 5)
"""By how many minutes a row is extended with one press."""

_ID = re.compile(r"^[a-z0-9]{8,32}$")


class Button(StrEnum):
    """What can be pressed. `GO_ON` ends an interruption; after the end it takes the end back."""

    NEXT = "next"
    BACK = "back"
    MORE = "more"
    PAUSE = "pause"
    GO_ON = "go_on"
    END = "end"


class State(StrEnum):
    """Where the clock is."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class Press:
    """A button that was pressed. `id` comes from the page, so that sent twice is once.

    `at` counts seconds since the start, `minutes` is what a row gets more.
    """

    id: str
    button: Button
    at: int
    minutes: int = 0


@dataclass(frozen=True)
class Span:
    """A stretch of time in which a row ran, or nothing did (`row` None: an interruption)."""

    row: int | None
    begun: int
    ended: int | None = None

    def seconds(self, now: int) -> int:
        """How long it lasted, up to `now` when it goes on."""
        return max(0, (now if self.ended is None else self.ended) - self.begun)


@dataclass(frozen=True)
class Clock:
    """A plan that runs. `row` is the place of the row that runs or waits, from 0.

    `more` are the minutes each row was extended by.
    """

    rows: tuple[Row, ...]
    state: State
    row: int
    spans: tuple[Span, ...]
    more: tuple[int, ...]

    def can(self, button: Button, minutes: int = 0) -> bool:
        """Whether pressing a button does anything now."""
        if self.state is not State.RUNNING:
            return button is Button.GO_ON or (button is Button.END and self.state is State.PAUSED)
        match button:
            case Button.NEXT:
                return self.row + 1 < len(self.rows)
            case Button.BACK:
                return self.row > 0
            case Button.MORE:
                return minutes in STEPS and self.more[self.row] + minutes <= MOST_MINUTES
            case Button.GO_ON:
                return False
            case _:
                return True

    def pressed(self, press: Press) -> Clock:
        """Return the clock after a press; ValueError for one that does nothing."""
        if not self.can(press.button, press.minutes):
            raise ValueError(press.button)
        match press.button:
            case Button.MORE:
                more = list(self.more)
                more[self.row] += press.minutes
                return replace(self, more=tuple(more))
            case Button.NEXT | Button.BACK:
                row = self.row + (1 if press.button is Button.NEXT else -1)
                return replace(self, row=row, spans=self._turned(press.at, row))
            case Button.PAUSE:
                return replace(self, state=State.PAUSED, spans=self._turned(press.at, None))
            case Button.GO_ON:
                spans = self._turned(press.at, self.row)
                return replace(self, state=State.RUNNING, spans=spans)
            case Button.END:
                return replace(self, state=State.ENDED, spans=self._stopped(press.at))

    def _stopped(self, at: int) -> tuple[Span, ...]:
        return (*self.spans[:-1], replace(self.spans[-1], ended=at))

    def _turned(self, at: int, row: int | None) -> tuple[Span, ...]:
        """Return the spans with the last one ended and another begun at the same second.

        What lay between an end that is taken back and now is an interruption.
        """
        last = self.spans[-1]
        if last.ended is None:
            return (*self._stopped(at), Span(row, at))
        return (*self.spans, Span(None, last.ended, at), Span(row, at))

    @property
    def ended(self) -> int | None:
        """When it ended; None while it goes on."""
        return self.spans[-1].ended

    def allowed(self, row: int) -> int:
        """Return the seconds a row may last: planned and extended."""
        return 60 * (self.rows[row].minutes + self.more[row])

    def used(self, row: int | None, now: int) -> int:
        """Return the seconds a row has run by `now`; for None the interruptions."""
        return sum(each.seconds(now) for each in self.spans if each.row == row)

    def left(self, now: int) -> int:
        """Return the seconds the present row still has; negative when it runs over."""
        return self.allowed(self.row) - self.used(self.row, now)

    def expected_end(self, now: int) -> int:
        """Return when it ends if all goes on as planned; a row that runs over ends now."""
        if self.ended is not None:
            return self.ended
        ahead = sum(60 * each.minutes for each in self.rows[self.row + 1 :])
        return now + max(0, self.left(now)) + ahead

    @property
    def planned_end(self) -> int:
        """When it ends by the plan."""
        return sum(60 * each.minutes for each in self.rows)

    def buffer(self) -> int:
        """Return the seconds of buffer that still lie ahead."""
        ahead = self.rows[self.row + 1 :]
        return sum(60 * each.minutes for each in ahead if each.phase == "buffer")

    def reached(self, row: int) -> bool:
        """Whether a row ever ran."""
        return any(each.row == row for each in self.spans)


def started(rows: Sequence[Row]) -> Clock:
    """Return the clock of a plan as its first row begins; ValueError without rows."""
    if not rows:
        raise ValueError(rows)
    return Clock(tuple(rows), State.RUNNING, 0, (Span(0, 0),), (0,) * len(rows))


def played(rows: Sequence[Row], presses: Iterable[Press]) -> Clock:
    """Return the clock after all presses; one that does nothing changes nothing."""
    clock = started(rows)
    for press in presses:
        if clock.can(press.button, press.minutes):
            clock = clock.pressed(press)
    return clock


def fitted(press: Press, presses: Sequence[Press], now: int) -> Press:
    """Return a press with its time between the press before it and `now`."""
    earliest = presses[-1].at if presses else 0
    return replace(press, at=min(LONGEST, max(earliest, min(press.at, now))))


def press_of(values: dict[str, Any]) -> Press:
    """Return a press out of what a page says of it; ValueError when it makes no sense."""
    name, at, minutes = values.get("id"), values.get("at"), values.get("minutes", 0)
    if not isinstance(name, str) or not _ID.match(name):
        raise ValueError(name)
    if type(at) is not int or type(minutes) is not int or minutes not in (0, *STEPS):
        raise ValueError(at)
    return Press(name, Button(str(values.get("button"))), at, minutes)


def presses_of(text: str) -> tuple[Press, ...]:
    """Return presses out of their JSON text."""
    return tuple(press_of(each) for each in json.loads(text))


def presses_json(presses: Iterable[Press]) -> str:
    """Return presses as JSON text."""
    return json.dumps([asdict(each) for each in presses])
