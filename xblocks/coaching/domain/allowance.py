"""How many appointments a team has, and for what (`curriculum-facts 1.11`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Occasion(StrEnum):
    """What a team meets an expert for.

    `EXTRA` is one more than the curriculum gives: agreed with the expert, and marked as such.
    """

    M2 = "m2"
    M5 = "m5"
    DEMAND = "demand"
    EXTRA = "extra"


MINUTES = 45
"""How long an appointment usually lasts."""

GIVEN: Mapping[Occasion, int] = {Occasion.M2: 1, Occasion.M5: 1, Occasion.DEMAND: 2}
"""Each team has two fixed appointments, before M2 and before M5, and two on demand."""


@dataclass(frozen=True)
class Left:
    """What of an occasion a team has, has used, and has left."""

    occasion: Occasion
    given: int
    used: int

    @property
    def left(self) -> int:
        """How many can still be booked; more than given may have been used."""
        return max(0, self.given - self.used)


def left_of(used: Iterable[str]) -> tuple[Left, ...]:
    """Return what a team has left after the occasions it has booked, in the order of time.

    Words that are no occasion (appointments in a group) count for nothing.
    """
    booked = list(used)
    return tuple(Left(occasion, given, booked.count(occasion)) for occasion, given in GIVEN.items())


def may_take(occasion: Occasion, used: Iterable[str]) -> bool:
    """Whether a team may book one more of this occasion; an extra one always."""
    if occasion is Occasion.EXTRA:
        return True
    return any(each.left for each in left_of(used) if each.occasion is occasion)
