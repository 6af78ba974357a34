"""Rubrics: criteria with described levels, weights and musts; points and the pass rule.

Source: `curriculum-facts 1.10`. Points are exact fractions, so that a work at the limit is never
decided by a rounding error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import Field, model_validator

from xblocks.core.definitions import Identifier, Line, Part
from xblocks.core.errors import Invalid
from xblocks.core.text import gettext_noop

PASS_POINTS = 60


class UnknownCriterion(Invalid):
    """A level is given for a criterion the rubric does not have."""

    code = "unknown_criterion"
    sentence = gettext_noop("This rubric has no criterion “%(criterion)s”. Please reload the page.")


class UnknownLevel(Invalid):
    """A level is given that the criterion does not have."""

    code = "unknown_level"
    sentence = gettext_noop(
        "“%(criterion)s” has no level %(level)s. Please choose one of the levels shown."
    )


class RubricCriterion(Part):
    """A line of the rubric: `levels` describes level 0, 1, 2, … in this order."""

    id: Identifier
    label: Line
    weight: Annotated[int, Field(ge=1, le=100)]
    must: bool = False
    levels: list[Line] = Field(min_length=2, max_length=6)


class Rubric(Part):
    """Criteria whose weights sum up to 100."""

    criteria: list[RubricCriterion] = Field(min_length=1, max_length=12)
    pass_points: Annotated[int, Field(ge=0, le=100)] = PASS_POINTS

    @model_validator(mode="after")
    def _is_whole(self) -> Rubric:
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) != len(ids):
            raise ValueError("two criteria have the same id")
        if sum(criterion.weight for criterion in self.criteria) != 100:
            raise ValueError("the weights must sum up to 100")
        return self


@dataclass(frozen=True)
class Assessment:
    """What levels come to: exact `points` of 100; `missing` and `failed_musts` hold ids."""

    points: Fraction
    missing: tuple[str, ...]
    failed_musts: tuple[str, ...]
    passed: bool

    @property
    def complete(self) -> bool:
        """Whether every criterion has a level."""
        return not self.missing


def assess(rubric: Rubric, levels: Mapping[str, int]) -> Assessment:
    """Return points and decision for the chosen `levels` (criterion id → level from 0).

    Passed: every criterion rated, at least `pass_points`, no must-criterion at level 0.

    Raises:
        UnknownCriterion, UnknownLevel: the levels do not belong to this rubric.
    """
    known = {criterion.id: criterion for criterion in rubric.criteria}
    for name, level in levels.items():
        if name not in known:
            raise UnknownCriterion(criterion=name)
        if not 0 <= level < len(known[name].levels):
            raise UnknownLevel(criterion=known[name].label, level=level)
    points = sum(
        (
            Fraction(levels[each.id] * each.weight, len(each.levels) - 1)
            for each in rubric.criteria
            if each.id in levels
        ),
        Fraction(0),
    )
    missing = tuple(each.id for each in rubric.criteria if each.id not in levels)
    failed = tuple(each.id for each in rubric.criteria if each.must and levels.get(each.id) == 0)
    passed = not missing and not failed and points >= rubric.pass_points
    return Assessment(points, missing, failed, passed)
