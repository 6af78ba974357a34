"""Where a milestone stands and until when. Source: `curriculum-facts 1.9, 1.10`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class Stage(StrEnum):
    """What the team sees of a milestone's life."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PASSED = "passed"
    FAILED = "failed"

    @property
    def writable(self) -> bool:
        """Whether the team can write."""
        return self in {Stage.DRAFT, Stage.RETURNED}

    @property
    def decided(self) -> bool:
        """Whether nothing more will happen."""
        return self in {Stage.PASSED, Stage.FAILED}


def stage_of(status: str | None, *, in_review: bool = False) -> Stage:
    """Return the stage for the status of the version that counts; None before the first."""
    if status is None:
        return Stage.DRAFT
    if status == "waiting":
        return Stage.IN_REVIEW if in_review else Stage.HANDED_IN
    return Stage(status)


@dataclass(frozen=True)
class Deadline:
    """`due` None when there is none; `late` when it has passed; `closed` when that refuses."""

    due: datetime | None
    extended: bool
    late: bool
    closed: bool


def deadline(
    due: datetime | None,
    *,
    revise_by: datetime | None = None,
    extensions: Collection[datetime] = (),
    rule: Literal["accept", "refuse"] = "accept",
    now: datetime,
) -> Deadline:
    """Return the deadline that counts.

    A returned version has its own (`revise_by`). Of that and all extensions the latest counts. A
    milestone without a date has none, whatever was extended.
    """
    base = revise_by or due
    if base is None:
        return Deadline(None, extended=False, late=False, closed=False)
    last = max((base, *extensions))
    late = now > last
    return Deadline(last, extended=last > base, late=late, closed=late and rule == "refuse")


def days_left(due: date, today: date) -> int:
    """Return full calendar days until the deadline, negative afterwards."""
    return (due - today).days
