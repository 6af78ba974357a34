"""The whole project at a glance: milestones and other dates in order, and what comes next (T10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from xblocks.transfer_project.domain.deadlines import Deadline, Stage

GAP = 64
MARGIN = 48


@dataclass(frozen=True)
class Stop:
    """A milestone on the way, or with `stage` None another date, e.g. a coaching.

    `mark` is what the picture says in place of the title, e.g. ``M1``. A milestone is opened by
    its `usage_key`, another date by its `link`, the address of a page.
    """

    title: str
    mark: str
    deadline: Deadline
    stage: Stage | None = None
    usage_key: str = ""
    link: str = ""
    voluntary: bool = False

    @property
    def due(self) -> datetime | None:
        """The date it stands at."""
        return self.deadline.due


class StepKind(StrEnum):
    """What the team does next."""

    REVISE = "revise"
    WRITE = "write"
    WAIT = "wait"
    DONE = "done"


@dataclass(frozen=True)
class Step:
    """The next step, and the milestone it is about (None when there is none)."""

    kind: StepKind
    stop: Stop | None


def next_step(stops: Sequence[Stop]) -> Step:
    """Return what comes next: revise what came back, write what is due first, wait, or nothing."""
    milestones = [stop for stop in stops if stop.stage is not None]
    for stage, kind in ((Stage.RETURNED, StepKind.REVISE), (Stage.DRAFT, StepKind.WRITE)):
        # A closed one cannot be handed in any more: it is no step.
        waiting = [s for s in milestones if s.stage is stage and not s.deadline.closed]
        if waiting:
            return Step(kind, waiting[0])
    open_ones = [stop for stop in milestones if stop.stage and not stop.stage.decided]
    if open_ones:
        return Step(StepKind.WAIT, open_ones[0])
    return Step(StepKind.DONE, None)


@dataclass(frozen=True)
class Picture:
    """Places of the drawing in its own units: one x per stop, `today` between them or None."""

    width: int
    points: tuple[tuple[int, Stop], ...]
    today: int | None
    done_until: int


def picture(stops: Sequence[Stop], now: datetime) -> Picture:
    """Place the stops at equal distances, which stays readable on a phone, and today in between."""
    points = tuple((MARGIN + GAP * number, stop) for number, stop in enumerate(stops))
    done = MARGIN
    for place, stop in points:
        if stop.stage is None or stop.stage.writable:
            break
        done = place
    width = 2 * MARGIN + GAP * max(0, len(points) - 1)
    return Picture(width, points, _today(points, now), done)


def _today(points: Sequence[tuple[int, Stop]], now: datetime) -> int | None:
    dated = [(place, stop.due) for place, stop in points if stop.due is not None]
    if not dated:
        return None
    if now <= dated[0][1]:
        return dated[0][0] - GAP // 4
    for (left, before), (right, after) in pairwise(dated):
        if before < now <= after:
            return left + round((right - left) * ((now - before) / (after - before)))
    return dated[-1][0] + GAP // 4
