"""Points on plain values: how exactly they are kept, out of how many they are told."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from xblocks.core.rubric import FULL, Given, Rubric

KEPT = Decimal("0.001")
TOLD = Decimal("0.01")


def rounded(points: Fraction | Decimal, to: Decimal) -> Decimal:
    """Return points to the nearest multiple of `to`, but never up to a whole number.

    Limits are whole numbers: nothing below one may look as if it were not. How close points come
    to a limit nobody can say in general, for a reckoned part counts in any fraction.
    """
    exact = Fraction(points)
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    found = value.quantize(to, ROUND_HALF_EVEN)
    if found == found.to_integral_value() and found > exact:
        return value.quantize(to, ROUND_DOWN)
    return found


def kept(points: Fraction) -> Decimal:
    """Return points of 100 as they are kept, to a thousandth."""
    return rounded(points, KEPT)


def total_of(rubric: Rubric | None, given: Given | None) -> int:
    """Return out of how many points a work is told: those of its rubric.

    Beside a reckoned part, which has no points of its own, the whole is told out of 100.
    """
    return FULL if rubric is None or given is not None else rubric.total


def of_total(points: Decimal, total: int) -> Fraction:
    """Return kept points of 100 out of another total.

    A third is not kept exactly: what that moved away from a hundredth is moved back.
    """
    found = Fraction(points) * total / FULL
    near = Fraction(round(found * 100), 100)
    return near if abs(near - found) <= Fraction(KEPT) / 2 * total / FULL else found


def of_full(points: Decimal, total: int) -> Decimal:
    """Return points out of a total as points of 100, as they are kept."""
    return (points * FULL / total).quantize(KEPT, ROUND_HALF_EVEN)


def book_points(points: Decimal, possible: int, pass_points: int, *, failed: bool = False) -> int:
    """Return whole points of `possible` for the grade book, which takes no fractions.

    Rounded to the nearest. But whose points are below the pass limit stays below it there, and so
    does who has `failed` with more: a must-criterion at level 0 outweighs all points, and a grade
    book knows points only.
    """
    earned = int(Fraction(points) * possible / FULL + Fraction(1, 2))
    if failed or points < pass_points:
        below = (pass_points * possible - 1) // FULL
        earned = min(earned, max(below, 0))
    return earned
