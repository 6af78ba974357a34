"""Whether an answer is right, and how the right one is reached with the learner's own matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.asked import (
    ChoiceQuestion,
    FundingQuestion,
    NumberQuestion,
    PeopleQuestion,
    StudyQuestion,
)
from xblocks.needs_analysis.domain import figures, numbers, people, slips, sums
from xblocks.needs_analysis.domain.matrix import Matrix
from xblocks.needs_analysis.domain.priority import Weights
from xblocks.needs_analysis.domain.ways import Way

OPEN: Final = gettext_noop("Not answered yet.")
RIGHT: Final = gettext_noop("That is right.")
WRONG: Final = gettext_noop("That is not right yet.")
MISSING: Final = gettext_noop("Something is missing.")
TOO_MUCH: Final = gettext_noop("Something of it does not belong here.")
SUM_RULE: Final = gettext_noop("The figures stand in the dossier.")


@dataclass(frozen=True)
class Context:
    """What answers are judged with.

    `matrix` is the learner's own, keyed by ids; `weights` those of the model answer by
    competence. `funding` reckons a question about funding; None where it cannot be reckoned.
    """

    matrix: Matrix
    weights: Mapping[str, Weights] = field(default_factory=dict)
    funding: Callable[[FundingQuestion], Way | None] | None = None


class Outcome(StrEnum):
    """How an answer is judged."""

    OPEN = "open"
    WRONG = "wrong"
    RIGHT = "right"


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth.

    `expected` is a number with the places asked for, or ids. `said` is one sentence about the
    answer, which never tells the right one. `way` is none for choices and for people whom authors
    name: they write it themselves.
    """

    outcome: Outcome
    expected: Decimal | tuple[str, ...]
    said: Message
    way: Way | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.outcome is not Outcome.OPEN

    @property
    def right(self) -> bool:
        """Whether it is right."""
        return self.outcome is Outcome.RIGHT


def judge(question: StudyQuestion, value: Any, context: Context) -> Verdict:
    """Return what an answer (as a sheet keeps it) is worth.

    Raises ValueError for a question whose own figures cannot be reckoned (`defects` finds those).
    """
    if isinstance(question, NumberQuestion | FundingQuestion):
        return _number(question, value, context)
    if isinstance(question, ChoiceQuestion):
        return _choice(question, value)
    return _people(question, value, context)


def way_of(question: NumberQuestion | FundingQuestion, context: Context) -> Way:
    """Return how the figure a question asks for is reached; raises ValueError if it cannot be."""
    if isinstance(question, FundingQuestion):
        found = context.funding(question) if context.funding else None
        if found is None:
            raise ValueError(f"{question.id} cannot be reckoned")
        way = found
    elif question.figure is not None:
        weights = context.weights.get(question.competence or "")
        way = figures.way(question.figure, context.matrix, question.competence, weights)
    else:
        way = _sum(question.sum or "")
    return replace(way, rounded=numbers.round_half_up(way.result, question.decimals))


def _sum(text: str) -> Way:
    result = sums.total(text)
    formula = Message("%(sum)s = %(result)s", {"sum": sums.spelled(text), "result": result})
    return Way(Message(SUM_RULE), formula, result)


def _number(question: NumberQuestion | FundingQuestion, value: Any, context: Context) -> Verdict:
    way = way_of(question, context)
    expected = numbers.round_half_up(way.result, question.decimals)
    text = str(value).strip() if value is not None else ""
    if not text:
        return Verdict(Outcome.OPEN, expected, Message(OPEN), way)
    try:
        readings = numbers.read(text, question.unit)
    except numbers.NumberError as error:
        return Verdict(Outcome.WRONG, expected, error.message, way)
    tolerance = Decimal(question.tolerance)
    if any(_hits(each, expected, way.result, tolerance) for each in readings):
        return Verdict(Outcome.RIGHT, expected, Message(RIGHT), way)
    said = slips.found(question, readings, context.matrix, way.result)
    return Verdict(Outcome.WRONG, expected, said or Message(WRONG), way)


def _hits(number: Decimal, expected: Decimal, exact: Fraction, tolerance: Decimal) -> bool:
    """Near enough, or more exact than asked for."""
    if abs(number - expected) <= tolerance:
        return True
    more = numbers.places_of(number) > numbers.places_of(expected)
    return more and numbers.half_up_is(number, exact)


def _choice(question: ChoiceQuestion, value: Any) -> Verdict:
    right = {each.id for each in question.options if each.right}
    return _set(_ids(value), right, right, tuple(each.id for each in question.options), None)


def _people(question: PeopleQuestion, value: Any, context: Context) -> Verdict:
    """All of the right ones, and of the others only those one can defend."""
    order = tuple(row.code for row in context.matrix.rows)
    if question.figure is None:
        right, way = set(question.right), None
    else:
        asked = (question.figure, context.matrix, question.competence)
        right, way = set(people.people(*asked)), people.people_way(*asked)
    return _set(_ids(value), right, right | set(question.also), order, way)


def _set(
    chosen: set[str], right: set[str], allowed: set[str], order: tuple[str, ...], way: Way | None
) -> Verdict:
    expected = tuple(each for each in order if each in right)
    if not chosen:
        return Verdict(Outcome.OPEN, expected, Message(OPEN), way)
    if not chosen <= allowed:
        said = TOO_MUCH if len(chosen | right) > 2 else WRONG  # of one against one there is no part
        return Verdict(Outcome.WRONG, expected, Message(said), way)
    if not right <= chosen:
        return Verdict(Outcome.WRONG, expected, Message(MISSING), way)
    return Verdict(Outcome.RIGHT, expected, Message(RIGHT), way)


def _ids(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value} if value else set()
    return {str(each) for each in value or ()}
