"""Priorities and measures whose model answer breaks its own rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain import priority
from xblocks.needs_analysis.domain.comparing import model_matrix, model_weights
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.matrix import Cell, Matrix
from xblocks.needs_analysis.domain.norms import PICKED
from xblocks.needs_analysis.domain.planning import Choice
from xblocks.needs_analysis.domain.priority import Rank
from xblocks.needs_analysis.offers import Measure


def found(case: CaseStudy) -> Iterator[Finding]:
    """Yield what is wrong with priorities, measures and their frame."""
    matrix = model_matrix(case)
    yield from _priorities(case)
    for measure in case.measures:
        yield from _rights(measure, asked=bool(case.frame and case.frame.ask_rights))
        if measure.fit == "model":
            yield from _people(measure, matrix)
    yield from _limits(case)
    yield from _high(case, matrix)


def _priorities(case: CaseStudy) -> Iterator[Finding]:
    weighed = {each.competence for each in case.priorities}
    missing = [each.code for each in case.competences if each.id not in weighed]
    if weighed and missing:
        said = gettext_noop("Urgency and importance are missing for: %(missing)s.")
        params = {"missing": ", ".join(missing)}
        yield Finding("priority-missing", ("priorities",), Message(said, params))


def _rights(measure: Measure, *, asked: bool) -> Iterator[Finding]:
    rights = law().rights
    for number, name in enumerate(measure.rights):
        place = ("measures", measure.id, "rights", number)
        if name not in rights:
            said = gettext_noop("There is no right “%(name)s” in the data of law.")
            yield Finding("no-right", place, Message(said, {"name": name}))
        elif asked and rights[name].strength not in PICKED:
            said = gettext_noop("“%(name)s” is no right that trainees can choose.")
            yield Finding("right-hidden", place, Message(said, {"name": name}))


def _people(measure: Measure, matrix: Matrix) -> Iterator[Finding]:
    place = ("measures", measure.id, "people")
    if not measure.people and measure.size is None:
        said = gettext_noop("It is part of the model answer, but for nobody.")
        yield Finding("measure-nobody", place, Message(said))
    elif measure.people and not any(
        _moves(cell, measure.up_to) for cell in _cells(measure, matrix)
    ):
        said = gettext_noop("It closes no gap of those it is for, and uses no strength of theirs.")
        yield Finding("measure-idle", place, Message(said))


def _cells(measure: Measure, matrix: Matrix) -> Iterator[Cell]:
    for person in measure.people:
        yield from (matrix.cell(person, each) for each in measure.closes)


def _moves(cell: Cell, up_to: int) -> bool:
    """Whether a gap gets smaller, or somebody has more than is asked for and can pass it on."""
    rises = cell.actual is not None and cell.actual < up_to
    return bool(cell.surplus or (cell.gap and rises))


def _limits(case: CaseStudy) -> Iterator[Finding]:
    if case.frame is None:
        return
    chosen = [Choice(each, tuple(each.people)) for each in case.measures if each.fit == "model"]
    costs = sum((each.costs for each in chosen), Decimal(0))
    hours = sum((each.hours for each in chosen), Decimal(0))
    if case.frame.budget is not None and costs > Decimal(case.frame.budget):
        said = gettext_noop("The model answer costs €%(costs)s, the budget is €%(budget)s.")
        params = {"costs": costs, "budget": case.frame.budget}
        yield Finding("over-budget", ("frame", "budget"), Message(said, params))
    if case.frame.hours is not None and hours > Decimal(case.frame.hours):
        said = gettext_noop("The model answer takes %(hours)s hours, there are %(limit)s.")
        params = {"hours": hours, "limit": case.frame.hours}
        yield Finding("over-hours", ("frame", "hours"), Message(said, params))


def _high(case: CaseStudy, matrix: Matrix) -> Iterator[Finding]:
    closed = {name for each in case.measures if each.fit == "model" for name in each.closes}
    for number, each in enumerate(case.priorities if case.measures else []):
        weights = model_weights(case)[each.competence]
        column = matrix.column(each.competence)
        points = priority.points(
            weights.urgency,
            weights.importance,
            priority.share_class(column.affected, column.known),
        )
        high = priority.rank(points, safety=weights.safety) is Rank.HIGH
        if high and column.gaps and each.competence not in closed:
            said = gettext_noop(
                "%(competence)s has high priority, but the model answer does nothing about it."
            )
            params = {"competence": each.competence.upper()}
            yield Finding("gap-unmet", ("priorities", number), Message(said, params))
