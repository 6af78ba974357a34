"""When each row of a plan runs, and how the time is shared among the phases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from xblocks.moderation.domain.catalogue import GUIDE, PHASES, Phase
from xblocks.moderation.planned import Place, Row

DAY = 24 * 60


@dataclass(frozen=True)
class Slot:
    """When a row runs: minutes since the meeting began."""

    start: int
    end: int


@dataclass(frozen=True)
class Share:
    """What a phase takes: `minutes`, and `percent` of the net time, rounded half up.

    `guide` is what it takes as a guide, in percent from–to; a guide costs no points.
    """

    phase: Phase
    minutes: int
    percent: int
    guide: tuple[int, int]

    @property
    def usual(self) -> bool:
        """Whether it lies within the guide."""
        return self.guide[0] <= self.percent <= self.guide[1]


def clock(rows: Iterable[Row]) -> dict[str, Slot]:
    """Return when each row runs, by the id of the row."""
    found: dict[str, Slot] = {}
    start = 0
    for row in rows:
        found[row.id] = Slot(start, start + row.minutes)
        start += row.minutes
    return found


def told(begins: str, minute: int) -> str:
    """Return the time of day, e.g. ``14:05``, so many minutes after `begins` (also ``HH:MM``)."""
    hours, minutes = begins.split(":")
    at = (int(hours) * 60 + int(minutes) + minute) % DAY
    return f"{at // 60:02}:{at % 60:02}"


def minutes_by_place(rows: Iterable[Row]) -> dict[Place, int]:
    """Return how many minutes each phase that is there takes, breaks and buffer likewise."""
    found: dict[Place, int] = {}
    for row in rows:
        found[row.phase] = found.get(row.phase, 0) + row.minutes
    return found


def net_minutes(total: int, taken: Mapping[Place, int]) -> int:
    """Return the net time: all minutes of the meeting but breaks and buffer (`3.8`)."""
    return total - taken.get("break", 0) - taken.get("buffer", 0)


def shares(rows: Sequence[Row], total: int) -> tuple[Share, ...]:
    """Return what each of the six phases takes of a meeting of `total` minutes."""
    taken = minutes_by_place(rows)
    net = net_minutes(total, taken)
    return tuple(
        Share(phase, taken.get(phase, 0), _percent(taken.get(phase, 0), net), GUIDE[phase])
        for phase in PHASES
    )


def parts_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows with methods, split methods put together in one list (`3.8 R08`).

    A row that goes on does so with the nearest earlier row of its method; where there is none it
    stands for itself.
    """
    found: list[list[Row]] = []
    latest: dict[str, list[Row]] = {}
    for row in rows:
        if row.method is None or row.phase in ("break", "buffer"):
            continue
        if row.continues and row.method in latest:
            latest[row.method].append(row)
        else:
            latest[row.method] = [row]
            found.append(latest[row.method])
    return found


def stretches(rows: Sequence[Row], least: int) -> list[list[Row]]:
    """Return what runs between breaks of at least `least` minutes (`3.8 R13`).

    Breaks that follow each other count as one; a shorter break is part of the stretch. There is one
    stretch more than there are breaks, and the first and the last may be empty.
    """
    found: list[list[Row]] = [[]]
    for same, group in groupby(rows, key=lambda row: row.phase == "break"):
        members = list(group)
        if same and sum(row.minutes for row in members) >= least:
            found.append([])
        else:
            found[-1].extend(members)
    return found


def _percent(part: int, whole: int) -> int:
    return int(Fraction(100 * part, whole) + Fraction(1, 2)) if whole > 0 else 0
