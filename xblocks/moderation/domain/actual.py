"""Planned against actual, row by row, of a plan that was run (`features M10`), in seconds."""

from __future__ import annotations

from dataclasses import dataclass

from xblocks.moderation.domain.running import Clock
from xblocks.moderation.planned import Row


@dataclass(frozen=True)
class Line:
    """A row: what it was to last, what it was extended by, how long it ran.

    `begun` counts from the start; None: the row was never reached.
    """

    row: Row
    planned: int
    more: int
    used: int
    begun: int | None

    @property
    def apart(self) -> int:
        """By how much it ran longer than planned; negative when shorter."""
        return self.used - self.planned


@dataclass(frozen=True)
class Report:
    """What became of a plan. `interrupted` is the time in which no row ran."""

    lines: tuple[Line, ...]
    interrupted: int
    planned: int
    used: int

    @property
    def apart(self) -> int:
        """By how much the meeting lasted longer than planned; negative when shorter."""
        return self.used - self.planned

    @property
    def missed(self) -> tuple[Line, ...]:
        """Rows that were planned and never reached; nobody misses a buffer or an empty row."""
        return tuple(
            each
            for each in self.lines
            if each.begun is None and each.planned and each.row.phase != "buffer"
        )

    @property
    def longest(self) -> Line | None:
        """The row that took most over its plan; None when none did."""
        over = [each for each in self.lines if each.apart > 0]
        return max(over, key=lambda each: each.apart, default=None)


def report_of(clock: Clock, now: int) -> Report:
    """Return planned against actual; of a clock that goes on, as it stands at `now`."""
    end = now if clock.ended is None else clock.ended
    lines = []
    for number, row in enumerate(clock.rows):
        begun = next((each.begun for each in clock.spans if each.row == number), None)
        planned, more = 60 * row.minutes, 60 * clock.more[number]
        lines.append(Line(row, planned, more, clock.used(number, end), begun))
    return Report(tuple(lines), clock.used(None, end), clock.planned_end, end)
