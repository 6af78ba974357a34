"""What chosen measures come to: costs, hours, gaps closed, and what does not fit yet.

Sources: `curriculum-facts 4.7, 4.10`. Gaps are those of the learner's own matrix; whoever takes
part reaches the level of the measure at best, and never more than the target asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.funding_rates import NOTHING, costs_of
from xblocks.needs_analysis.domain.matrix import CRITICAL, Matrix
from xblocks.needs_analysis.domain.names import Part, name_of
from xblocks.needs_analysis.offers import Frame, Measure

MANY: Final = 5
"""In more measures than this nobody has time to work."""


@dataclass(frozen=True)
class Choice:
    """A measure somebody chose, for whom (ids of the matrix), and the right they named."""

    measure: Measure
    people: tuple[str, ...]
    right: str = ""

    @property
    def size(self) -> int:
        """How many take part."""
        return self.measure.size if self.measure.size is not None else len(self.people)

    @property
    def hours(self) -> Decimal:
        """Hours of all participants together."""
        return Decimal(self.measure.hours) * self.size

    @property
    def costs(self) -> Decimal:
        """Costs in euros."""
        return costs_of(self.measure, self.size)


@dataclass(frozen=True)
class Closed:
    """Gap points of a competence before and after the measures, and critical fields left."""

    competence: str
    before: int
    after: int
    critical: int

    @property
    def closed(self) -> int:
        """Gap points that are closed."""
        return self.before - self.after


@dataclass(frozen=True)
class Plan:
    """All of it together, in euros and hours. What is left is negative where it is too much.

    `heads` are the people reached: the largest group, or those of the matrix if they are more.
    """

    choices: tuple[Choice, ...]
    costs: Decimal
    hours: Decimal
    budget_left: Decimal | None
    hours_left: Decimal | None
    heads: int
    closed: tuple[Closed, ...]
    findings: tuple[Message, ...]

    @property
    def hours_per_head(self) -> Fraction:
        """Hours of each of those reached, on average."""
        return Fraction(self.hours) / self.heads if self.heads else Fraction(0)


def choices_of(measures: Sequence[Measure], answers: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return what a sheet says was chosen, in the order it is offered."""
    found = []
    for each in measures:
        value = answers.get(name_of(Part.MEASURE, each.id))
        if isinstance(value, Mapping):
            people = tuple(str(one) for one in value.get("people") or ())
            found.append(Choice(each, people, str(value.get("right") or "")))
    return tuple(found)


def plan(
    choices: Sequence[Choice],
    matrix: Matrix,
    frame: Frame | None,
    high: Collection[str] = (),
    *,
    gaps: bool = True,
    sums: bool = True,
) -> Plan:
    """Return what choices come to on a matrix (keyed by ids) within a frame.

    `high` are the competences of high priority, as the learner ranked them. Findings tell of gaps
    of single people with `gaps`, of gaps and critical fields of a competence with `sums`.
    """
    costs = sum((each.costs for each in choices), NOTHING)
    hours = sum((each.hours for each in choices), NOTHING)
    budget = Decimal(frame.budget) if frame and frame.budget is not None else None
    limit = Decimal(frame.hours) if frame and frame.hours is not None else None
    people = {one for each in choices for one in each.people}
    groups = [each.size for each in choices]
    closed = tuple(_closed(choices, matrix))
    return Plan(
        choices=tuple(choices),
        costs=costs,
        hours=hours,
        budget_left=None if budget is None else budget - costs,
        hours_left=None if limit is None else limit - hours,
        heads=max([len(people), *groups]),
        closed=closed,
        findings=(
            *_limits(costs, budget, hours, limit),
            *_of_choices(choices, matrix if gaps else None),
            *_of_people(choices),
            *(_left_open(closed, high) if sums else ()),
        ),
    )


def _reached(choices: Sequence[Choice]) -> dict[tuple[str, str], int]:
    """Return the best level measures offer, by person and competence."""
    found: dict[tuple[str, str], int] = {}
    for each in choices:
        for person in each.people:
            for competence in each.measure.closes:
                place = (person, competence)
                found[place] = max(found.get(place, 0), each.measure.up_to)
    return found


def _closed(choices: Sequence[Choice], matrix: Matrix) -> Iterable[Closed]:
    reached = _reached(choices)
    for number, column in enumerate(matrix.columns):
        left = [
            max(0, row.cells[number].gap - _gain(row.cells[number].actual, level))
            for row in matrix.rows
            for level in [reached.get((row.code, column.code), 0)]
        ]
        critical = sum(gap >= CRITICAL for gap in left)
        yield Closed(column.code, column.gaps, sum(left), critical)


def _gain(actual: int | None, level: int) -> int:
    return 0 if actual is None else max(0, level - actual)


def _limits(
    costs: Decimal, budget: Decimal | None, hours: Decimal, limit: Decimal | None
) -> Iterable[Message]:
    if budget is not None and costs > budget:
        said = gettext_noop("The measures cost €%(over)s more than the budget holds.")
        yield Message(said, {"over": costs - budget})
    if limit is not None and hours > limit:
        said = gettext_noop("The measures take %(over)s hours more than there are.")
        yield Message(said, {"over": hours - limit})


def _of_choices(choices: Sequence[Choice], matrix: Matrix | None) -> Iterable[Message]:
    for each in choices:
        label = each.measure.label
        if not each.size:
            said = gettext_noop("Nobody takes part in “%(measure)s” yet.")
            yield Message(said, {"measure": label})
        if len(each.people) > each.size:
            said = gettext_noop("“%(measure)s” has room for %(size)s people, you chose %(chosen)s.")
            params = {"measure": label, "size": each.size, "chosen": len(each.people)}
            yield Message(said, params)
        idle = matrix and [one for one in each.people if not _needs(one, each.measure, matrix)]
        if idle:
            said = gettext_noop("“%(measure)s” closes no gap of %(who)s. Do they teach the others?")
            yield Message(said, {"measure": label, "who": _codes(idle)})


def _needs(person: str, measure: Measure, matrix: Matrix) -> bool:
    """Whether a measure closes a gap of a person; unknown people and competences have none."""
    places = [number for number, each in enumerate(matrix.competences) if each in measure.closes]
    return any(
        row.cells[number].gap and _gain(row.cells[number].actual, measure.up_to)
        for row in matrix.rows
        if row.code == person
        for number in places
    )


def _of_people(choices: Sequence[Choice]) -> Iterable[Message]:
    people = {one: 0 for each in choices for one in each.people}
    hours = dict.fromkeys(people, NOTHING)
    for each in choices:
        for one in each.people:
            people[one] += 1
            hours[one] += Decimal(each.measure.hours)
    for one, count in people.items():
        if count > MANY:
            said = gettext_noop(
                "%(who)s is in %(count)s measures with %(hours)s hours. Can that be done?"
            )
            yield Message(said, {"who": _codes([one]), "count": count, "hours": hours[one]})


def _left_open(closed: Sequence[Closed], high: Collection[str]) -> Iterable[Message]:
    for each in closed:
        if each.competence not in high or not each.before:
            continue
        params = {"competence": each.competence.upper(), "count": each.critical}
        if not each.closed:
            said = gettext_noop("%(competence)s has high priority, but nothing closes its gaps.")
            yield Message(said, params)
        elif each.critical:
            said = gettext_noop(
                "%(competence)s has high priority. Critical fields that stay open: %(count)s."
            )
            yield Message(said, params)


def _codes(people: Sequence[str]) -> str:
    return ", ".join(each.upper() for each in people)
