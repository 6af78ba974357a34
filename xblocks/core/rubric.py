"""Rubrics: criteria with described levels, weights and musts; points and the pass rule.

Source: `curriculum-facts 1.10`. Points are exact fractions of 100, whatever the weights sum up to,
so that a work at the limit is never decided by a rounding error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from xblocks.core.definitions import Line, OwnId, Part, Unfit, in_editor
from xblocks.core.errors import Invalid
from xblocks.core.text import gettext_noop

PASS_POINTS = 60
FULL = 100
"""Points of a work that has them all."""


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

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("label",)))

    id: OwnId
    label: Line = Field(title=gettext_noop("What is judged"))
    weight: Annotated[int, Field(ge=1, le=100)] = Field(
        title=gettext_noop("Weight"),
        description=gettext_noop("The weights of all criteria sum up to the points in all."),
    )
    must: bool = Field(
        default=False,
        title=gettext_noop("Must be met"),
        description=gettext_noop("With the lowest level here the work does not pass."),
    )
    levels: list[Line] = Field(
        min_length=2,
        max_length=6,
        title=gettext_noop("Levels"),
        description=gettext_noop("From the lowest to the highest: what one sees in the work."),
        json_schema_extra=in_editor(
            item=gettext_noop("Level"), add=gettext_noop("Add a level"), inline=True
        ),
    )


class Rubric(Part):
    """Criteria whose weights sum up to `total`; `pass_points` are of 100 all the same."""

    criteria: list[RubricCriterion] = Field(
        min_length=1,
        max_length=12,
        title=gettext_noop("Criteria"),
        json_schema_extra=in_editor(
            item=gettext_noop("Criterion"), add=gettext_noop("Add a criterion"), prefix="c"
        ),
    )
    total: Annotated[int, Field(ge=1, le=100)] = Field(
        default=FULL,
        title=gettext_noop("Points in all"),
        description=gettext_noop("What the weights sum up to."),
    )
    pass_points: Annotated[int, Field(ge=0, le=100)] = Field(
        default=PASS_POINTS,
        title=gettext_noop("Points to pass"),
        description=gettext_noop("Of 100, also where there are fewer points in all."),
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Rubric:
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) != len(ids):
            raise Unfit(gettext_noop("Two criteria have the same short name."))
        weights = sum(criterion.weight for criterion in self.criteria)
        if weights != self.total:
            raise Unfit(
                gettext_noop("The weights must sum up to %(total)s; now they make %(sum)s."),
                total=self.total,
                sum=weights,
            )
        return self


@dataclass(frozen=True)
class Given:
    """A part of the grade that is reckoned and not rated, such as figures right or wrong.

    `label` names it. It counts `percent` of the whole; `points` of 100 are earned in it. `said`
    tells so in a sentence of the reader's language: “12 of 14 figures right”.
    """

    label: str
    percent: int
    points: Fraction
    said: str


@dataclass(frozen=True)
class Assessment:
    """What levels come to: exact `points` of 100; `missing` and `failed_musts` hold ids.

    `rated` are the points of 100 of the levels alone; other than `points` beside a part `Given`.
    """

    points: Fraction
    rated: Fraction
    missing: tuple[str, ...]
    failed_musts: tuple[str, ...]
    passed: bool

    @property
    def complete(self) -> bool:
        """Whether every criterion has a level."""
        return not self.missing


def assess(rubric: Rubric, levels: Mapping[str, int], given: Given | None = None) -> Assessment:
    """Return points and decision for the chosen `levels` (criterion id → level from 0).

    A part `given` counts its percent, the levels count the rest. Passed: every criterion rated,
    at least `pass_points` on the whole, no must-criterion at level 0.

    Raises:
        UnknownCriterion, UnknownLevel: the levels do not belong to this rubric.
    """
    known = {criterion.id: criterion for criterion in rubric.criteria}
    for name, level in levels.items():
        if name not in known:
            raise UnknownCriterion(criterion=name)
        if not 0 <= level < len(known[name].levels):
            raise UnknownLevel(criterion=known[name].label, level=level)
    weighed = sum(
        (
            Fraction(levels[each.id] * each.weight, len(each.levels) - 1)
            for each in rubric.criteria
            if each.id in levels
        ),
        Fraction(0),
    )
    rated = weighed * FULL / rubric.total
    points = rated
    if given is not None:
        points = (rated * (FULL - given.percent) + given.points * given.percent) / FULL
    missing = tuple(each.id for each in rubric.criteria if each.id not in levels)
    failed = tuple(each.id for each in rubric.criteria if each.must and levels.get(each.id) == 0)
    passed = not missing and not failed and points >= rubric.pass_points
    return Assessment(points, rated, missing, failed, passed)
