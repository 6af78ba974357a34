"""How far one person is in the course, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from django.contrib.auth.models import AnonymousUser, User

from course_export.preview.block_types import CONTRIB
from course_export.preview.course import Course, Entry, Part, Unit
from course_export.preview.models import Completion, Visit

NOTHING_TO_DO = frozenset({"discussion"})
"""Block types the platform leaves out when it looks whether a unit is done."""


@dataclass
class Standing:
    """What one person has done. `shares` maps usage keys to 0–1, `visited` names the last unit."""

    course: Course
    shares: dict[str, float]
    visited: str = ""

    def is_done(self, unit: Unit) -> bool:
        """Whether everything in the unit that can be done is done."""
        blocks = [str(block.key) for block in unit.blocks if counts(block)]
        return bool(blocks) and all(self.shares.get(key, 0.0) >= 1.0 for key in blocks)

    def done_in(self, part: Part) -> int:
        """Return how many units of the part are done."""
        return sum(self.is_done(unit) for section in part.sections for unit in section.units)

    @property
    def done(self) -> int:
        """Return how many units of the course are done."""
        return sum(self.is_done(unit) for unit in self.course.units.values())

    @property
    def next_unit(self) -> Unit | None:
        """Where to go on: the last visited unit while it is open, else the next open one."""
        units = list(self.course.units.values())
        names = list(self.course.units)
        start = names.index(self.visited) if self.visited in names else 0
        ordered = units[start:] + units[:start]
        return next((unit for unit in ordered if not self.is_done(unit)), None)


def standing_of(course: Course, user: User | AnonymousUser) -> Standing:
    """Read what the person has done in the course: two statements."""
    if not user.is_authenticated:
        return Standing(course, {})
    rows = Completion.objects.filter(user=user).values_list("usage_key", "share")
    visit = Visit.objects.filter(user=user, course_key=str(course.key)).values_list("unit")
    return Standing(course, dict(rows), next((unit for (unit,) in visit), ""))


def counts(entry: Entry) -> bool:
    """Whether the block can be done at all."""
    return entry.tag not in NOTHING_TO_DO and entry.tag in playable()


@cache
def playable() -> frozenset[str]:
    """Return the tags something is installed for, without importing it."""
    return frozenset(entry_points(group="xblock.v1").names) | CONTRIB.keys()
