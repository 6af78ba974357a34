"""Points in words: how many, out of how many, and what was reckoned beside what was rated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext

from xblocks.core.rubric import FULL, Assessment, Given, Rubric, assess
from xblocks.grading.points import TOLD, of_total, rounded, total_of


@dataclass(frozen=True)
class ShownPoints:
    """The points of a work: `points` out of `total`.

    Beside a reckoned part, `given`, also what was rated alone: `rated` out of `rated_total`.
    """

    points: str
    total: int
    rated: str = ""
    rated_total: int = 0
    given: Given | None = None

    @property
    def rated_percent(self) -> int:
        """How much of the whole the rated part counts, in percent."""
        return FULL - (self.given.percent if self.given else 0)


def points_text(points: Fraction | Decimal) -> str:
    """Return points to a hundredth; none looks like a whole number that is below it."""
    value = rounded(points, TOLD)
    return number_format(value.normalize() if value % 1 else int(value))


def points_of(points: Decimal, total: int) -> str:
    """Return somebody's points of 100 in words; out of how many where it is not 100."""
    if total == FULL:
        return points_text(points)
    text = gettext("%(points)s of %(total)s")
    return text % {"points": points_text(of_total(points, total)), "total": total}


def shown(rubric: Rubric, given: Given | None, assessment: Assessment) -> ShownPoints:
    """Return what levels come to as it is told."""
    total = total_of(rubric, given)
    if given is None:
        return ShownPoints(points_text(assessment.points * total / FULL), total)
    return ShownPoints(
        points_text(assessment.points),
        total,
        rated=points_text(assessment.rated * rubric.total / FULL),
        rated_total=rubric.total,
        given=given,
    )


def shown_review(
    rubric: Rubric | None, given: Given | None, levels: Mapping[str, int], points: Decimal | None
) -> ShownPoints | None:
    """Return the points of a review as they are told; None for one without points."""
    if rubric is None or points is None:
        return None
    return shown(rubric, given, assess(rubric, levels, given))
