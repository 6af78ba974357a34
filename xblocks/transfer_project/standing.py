"""Where a team's milestone stands: stage and deadline, out of its version and its extensions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from xblocks.core.errors import NotFound
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.transfer_project import domain
from xblocks.transfer_project.domain import Deadline, Stage
from xblocks.transfer_project.reach import milestone_of
from xblocks.transfer_project.records import Extension, Folder
from xblocks.transfer_project.refusals import NotWritable


@dataclass(frozen=True)
class Position:
    """Stage, deadline, and the version that counts (`work_id` None and `number` 0 before one)."""

    stage: Stage
    deadline: Deadline
    work_id: int | None = None
    number: int = 0

    @property
    def mark(self) -> str:
        """What changes when the page as a whole does, not just a field."""
        due = self.deadline.due.isoformat() if self.deadline.due else ""
        return f"{self.stage.value}.{self.number}.{self.work_id or 0}.{due}"


def position(exercise: Exercise, company: int, folder: Folder | None, now: datetime) -> Position:
    """Return where the milestone of a team stands, in three statements at most."""
    return place(exercise, version_that_counts(exercise, company, now), extensions_of(folder), now)


def version_that_counts(exercise: Exercise, company: int, now: datetime) -> grading.Standing | None:
    """Return how the version of a team that counts stands; None before the first."""
    try:
        return grading.standing(exercise.usage_key, company=company, now=now)
    except NotFound:
        return None


def place(
    exercise: Exercise,
    found: grading.Standing | None,
    extensions: Collection[datetime],
    now: datetime,
) -> Position:
    """Return where a milestone stands from what is known about it already."""
    stage = domain.stage_of(
        found.status.value if found else None, in_review=bool(found and found.in_review)
    )
    limit = domain.deadline(
        exercise.due,
        revise_by=found.revise_by if found and stage is Stage.RETURNED else None,
        extensions=extensions,
        rule=milestone_of(exercise).late,
        now=now,
    )
    if found is None:
        return Position(stage, limit)
    return Position(stage, limit, found.work_id, found.number)


def extensions_of(folder: Folder | None) -> list[datetime]:
    """Return until when a team has been given time."""
    if folder is None:
        return []
    return list(Extension.objects.filter(folder=folder).values_list("due", flat=True))


def require_writable(exercise: Exercise, company: int) -> None:
    """Raise `NotWritable` when the team's version is handed in or decided."""
    work = grading.latest(exercise.usage_key, company=company)
    if not domain.stage_of(work.status if work else None).writable:
        raise NotWritable
