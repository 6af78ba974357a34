"""The model answer beside somebody's own: fields, priorities, measures. Source: `features N6`.

All of it are values by ids; pages put words to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xblocks.needs_analysis.asked import Weighing
from xblocks.needs_analysis.definition import Case, CaseStudy
from xblocks.needs_analysis.domain import priority
from xblocks.needs_analysis.domain.matrix import Matrix, matrix_of
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.domain.priority import Rank, Weights
from xblocks.needs_analysis.offers import Measure
from xblocks.needs_analysis.staffing import levels_of


class Fit(StrEnum):
    """How an own choice stands to the model answer."""

    SAME = "same"
    DEFENSIBLE = "defensible"
    DIFFERENT = "different"
    OPEN = "open"


FITTING = (Fit.SAME, Fit.DEFENSIBLE)
"""What counts as right."""


def model_profiles(definition: Case) -> dict[str, str]:
    """Return the profile of everybody in the model answer, by person."""
    return {person.id: person.profile for person in definition.people}


def model_matrix(definition: Case) -> Matrix:
    """Return the matrix of the model answer, keyed by ids."""
    return matrix_with(definition, model_profiles(definition))


def matrix_with(definition: Case, profiles: Mapping[str, str]) -> Matrix:
    """Return the matrix with a target profile for each person; without one no target is known."""
    levels = {each.id: levels_of(each.levels) for each in definition.profiles}
    return matrix_of(
        [each.id for each in definition.competences],
        {each.id: levels_of(each.levels) for each in definition.people},
        {person: levels[profile] for person, profile in profiles.items() if profile in levels},
    )


def model_weights(definition: CaseStudy) -> dict[str, Weights]:
    """Return urgency and importance of the model answer by competence."""
    return {
        each.competence: Weights(each.urgency, each.importance, each.safety)
        for each in definition.priorities
    }


@dataclass(frozen=True)
class ProfileChoice:
    """A person's target profile: own, model, what one can defend, and the fields that differ."""

    person: str
    own: str | None
    model: str
    also: tuple[str, ...]
    fit: Fit
    why: str | None


def profiles(definition: Case, answers: Mapping[str, Any]) -> tuple[ProfileChoice, ...]:
    """Compare the target profiles set with those of the model answer, person by person."""
    found = []
    for each in definition.people:
        own = answers.get(name_of(Part.PROFILE, each.id)) or None
        fit = _fit(own, each.profile, each.also)
        found.append(ProfileChoice(each.id, own, each.profile, tuple(each.also), fit, each.why))
    return tuple(found)


def _fit(own: Any, model: Any, also: list[Any]) -> Fit:
    if own is None:
        return Fit.OPEN
    if own == model:
        return Fit.SAME
    return Fit.DEFENSIBLE if own in also else Fit.DIFFERENT


@dataclass(frozen=True)
class CellPair:
    """A field: the gap somebody gave (None: open), the right one by their own targets, the model's.

    `right` and `model` differ where the own target profile differs from the model's.
    """

    person: str
    competence: str
    given: int | None
    right: int | None
    model: int

    @property
    def fits(self) -> bool:
        """Whether the gap given is the one of the own matrix."""
        return self.given is not None and self.given == self.right


def cells(definition: Case, own: Matrix, answers: Mapping[str, Any]) -> tuple[CellPair, ...]:
    """Compare field by field, row by row; `own` is the matrix with the profiles somebody set."""
    model = model_matrix(definition)
    found = []
    for mine, theirs in zip(own.rows, model.rows, strict=True):
        for code, cell, good in zip(own.competences, mine.cells, theirs.cells, strict=True):
            given = answers.get(name_of(Part.GAP, mine.code, code))
            right = cell.gap if cell.known else None
            found.append(CellPair(mine.code, code, _whole(given), right, good.gap))
    return tuple(found)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class PriorityPair:
    """A competence: what somebody gave, what follows from it, and the model answer.

    `share` is the class by the own matrix, `right_points` follow from own urgency and importance
    and that class; None where those are open. `model_points` and `model_rank` stand for the model
    answer with its own matrix.
    """

    competence: str
    urgency: int | None
    importance: int | None
    given_share: int | None
    given_points: int | None
    share: int
    right_points: int | None
    model: Weighing
    model_share: int
    model_points: int
    model_rank: Rank
    urgency_fit: Fit
    importance_fit: Fit

    @property
    def parts(self) -> dict[str, bool]:
        """Which parts are right: urgency, importance, share (the class) and points."""
        return {
            "urgency": self.urgency_fit in FITTING,
            "importance": self.importance_fit in FITTING,
            "share": self.given_share == self.share,
            "points": self.right_points is not None and self.given_points == self.right_points,
        }


def priorities(
    definition: CaseStudy, own: Matrix, answers: Mapping[str, Any]
) -> tuple[PriorityPair, ...]:
    """Compare the priorities, in the order of the definition."""
    model = model_matrix(definition)
    return tuple(_pair(each, own, model, answers) for each in definition.priorities)


def _pair(
    weighing: Weighing, own: Matrix, model: Matrix, answers: Mapping[str, Any]
) -> PriorityPair:
    given = answers.get(name_of(Part.WEIGHING, weighing.competence)) or {}
    urgency, importance = _whole(given.get("urgency")), _whole(given.get("importance"))
    share = _share(own, weighing.competence)
    right = None
    if urgency is not None and importance is not None:
        right = priority.points(urgency, importance, share)
    model_share = _share(model, weighing.competence)
    best = priority.points(weighing.urgency, weighing.importance, model_share)
    return PriorityPair(
        weighing.competence,
        urgency,
        importance,
        given_share=_whole(given.get("class")),
        given_points=_whole(given.get("points")),
        share=share,
        right_points=right,
        model=weighing,
        model_share=model_share,
        model_points=best,
        model_rank=priority.rank(best, safety=weighing.safety),
        urgency_fit=_fit(urgency, weighing.urgency, weighing.also_urgency),
        importance_fit=_fit(importance, weighing.importance, weighing.also_importance),
    )


def _share(matrix: Matrix, competence: str) -> int:
    column = matrix.column(competence)
    return priority.share_class(column.affected, column.known)


class Choice(StrEnum):
    """How choosing a measure, or leaving it, stands to the model answer."""

    SAME = "same"
    DEFENSIBLE = "defensible"
    UNFIT = "unfit"
    LEFT_OUT = "left_out"
    LEFT = "left"


@dataclass(frozen=True)
class MeasurePair:
    """A measure: whether it was chosen and for whom, against the model answer.

    `missing` are people of the model answer it was not chosen for, `besides` those it was chosen
    for besides, `needless` those of the chosen who have no gap at any of its competences.
    """

    measure: Measure
    chosen: bool
    people: tuple[str, ...]
    missing: tuple[str, ...]
    besides: tuple[str, ...]
    needless: tuple[str, ...]
    choice: Choice


def measures(
    definition: CaseStudy, own: Matrix, answers: Mapping[str, Any]
) -> tuple[MeasurePair, ...]:
    """Compare the measures chosen, in the order of the definition."""
    return tuple(_measure(each, own, answers) for each in definition.measures)


def _measure(measure: Measure, own: Matrix, answers: Mapping[str, Any]) -> MeasurePair:
    answer = answers.get(name_of(Part.MEASURE, measure.id))
    chosen = answer is not None
    wanted = set((answer or {}).get("people") or ())
    people = tuple(row.code for row in own.rows if row.code in wanted)
    needless = tuple(code for code in people if not _has_gap(own, code, measure.closes))
    return MeasurePair(
        measure,
        chosen=chosen,
        people=people,
        missing=tuple(code for code in measure.people if chosen and code not in wanted),
        besides=tuple(code for code in people if code not in measure.people),
        needless=needless,
        choice=_chosen(measure.fit) if chosen else _left(measure.fit),
    )


def _chosen(fit: str) -> Choice:
    return {
        "model": Choice.SAME,
        "defensible": Choice.DEFENSIBLE,
        "unfit": Choice.UNFIT,
    }[fit]


def _left(fit: str) -> Choice:
    return Choice.LEFT_OUT if fit == "model" else Choice.LEFT


def _has_gap(matrix: Matrix, person: str, competences: list[str]) -> bool:
    return any(matrix.cell(person, each).gap for each in competences)
