"""Which competence comes first: points, classes and ranks. Source: `curriculum-facts 4.5`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from xblocks.core.text import gettext_noop
from xblocks.needs_analysis.domain.matrix import Column

QUARTER: Final = Fraction(25, 100)
MOST: Final = Fraction(60, 100)
"""From 25 % on it is class 2, above 60 % class 3: exactly 60 % is still class 2."""

HIGH_FROM: Final = 18
MIDDLE_FROM: Final = 9


class Rank(StrEnum):
    """How pressing a competence is."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


RANKS = {
    Rank.HIGH: gettext_noop("high"),
    Rank.MIDDLE: gettext_noop("middle"),
    Rank.LOW: gettext_noop("low"),
}


@dataclass(frozen=True)
class Weights:
    """Urgency and importance of a competence, 1 to 3; `safety`: occupational safety."""

    urgency: int
    importance: int
    safety: bool = False


@dataclass(frozen=True)
class Standing:
    """How pressing a competence is; `points` and `rank` are None until it is weighed.

    `share` is the class of people affected. Occupational safety has a rank without being weighed.
    """

    share: int
    points: int | None
    rank: Rank | None


def share_class(affected: int, known: int) -> int:
    """Return the class of people affected, 1 to 3; 1 where nobody's gap is known."""
    share = Fraction(affected, known) if known else Fraction(0)
    if share > MOST:
        return 3
    return 2 if share >= QUARTER else 1


def points(urgency: int, importance: int, share: int) -> int:
    """Return urgency × importance × class of people affected, 1 to 27."""
    return urgency * importance * share


def rank(reached: int, *, safety: bool = False) -> Rank:
    """Return the rank of points; occupational safety is always high."""
    if safety or reached >= HIGH_FROM:
        return Rank.HIGH
    return Rank.MIDDLE if reached >= MIDDLE_FROM else Rank.LOW


def standing(
    column: Column, urgency: int | None, importance: int | None, *, safety: bool
) -> Standing:
    """Return how pressing a competence is; a weight is None until somebody has chosen it."""
    share = share_class(column.affected, column.known)
    if urgency is not None and importance is not None:
        reached = points(urgency, importance, share)
        return Standing(share, reached, rank(reached, safety=safety))
    return Standing(share, None, Rank.HIGH if safety else None)
