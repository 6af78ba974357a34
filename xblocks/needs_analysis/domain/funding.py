"""What § 82 SGB III pays towards a measure, step by step.

Everything is reckoned from `domain.law`. Sources: `curriculum-facts 4.9, 6.6, 6.8`. All of it can
or should be granted: nothing is a claim, and it must be applied for before the measure begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xblocks.needs_analysis.domain.funding_rates import (
    NOTHING,
    WHOLE,
    cents,
    class_percent,
    costs_of,
    employer_rate,
    split,
    wage_rate,
)
from xblocks.needs_analysis.domain.funding_refused import Line, refused, refused_person
from xblocks.needs_analysis.domain.law import Law
from xblocks.needs_analysis.offers import Frame, Measure
from xblocks.needs_analysis.staffing import Employee


@dataclass(frozen=True)
class Share:
    """What one participant costs whom, in euros, and by which rules and percentages.

    `person` is None in a group of people nobody knows. `fundable`: nothing speaks against it;
    otherwise the employer pays all and gets nothing. `costs` = `employer` + `agency`.
    """

    person: Employee | None
    fundable: bool
    costs: Decimal
    employer: Decimal
    agency: Decimal
    employer_rule: str
    employer_percent: Decimal
    wage_base: Decimal
    wage_grant: Decimal
    wage_rule: str
    wage_percent: Decimal


@dataclass(frozen=True)
class Funding:
    """Who pays what, in euros. `costs` = `employer_costs` + `agency_costs`.

    `class_share` is the employer's share in percent by size alone. `refused` says what stands
    against funding, for the measure or for single people. `agreed`: with a works agreement.
    """

    measure: Measure
    frame: Frame
    agreed: bool
    class_share: Decimal
    shares: tuple[Share, ...]
    refused: tuple[Line, ...]

    @property
    def possible(self) -> bool:
        """Whether somebody can be funded."""
        return any(each.fundable for each in self.shares)

    @property
    def costs(self) -> Decimal:
        """Costs of the course for all."""
        return _sum(each.costs for each in self.shares)

    @property
    def employer_costs(self) -> Decimal:
        """Of them the employer's."""
        return _sum(each.employer for each in self.shares)

    @property
    def agency_costs(self) -> Decimal:
        """Of them what the agency can take over."""
        return _sum(each.agency for each in self.shares)

    @property
    def wage_base(self) -> Decimal:
        """Wages for the hours of the course, of all participants."""
        return _sum(each.wage_base for each in self.shares)

    @property
    def wage_grant(self) -> Decimal:
        """The grant that is possible towards them."""
        return _sum(each.wage_grant for each in self.shares)


def funding(
    measure: Measure, people: Sequence[Employee], frame: Frame, law: Law, *, agreement: bool = False
) -> Funding:
    """Return what a measure costs whom when `people` take part.

    A measure for a group counts its `size`; for those of the group who are not among `people` no
    age is known, so that the general rule holds. `agreement`: as if there were a works agreement
    on continuing education, whatever the frame says.
    """
    agreed = agreement or frame.agreement
    size = measure.size if measure.size is not None else len(people)
    taking: list[Employee | None] = [*people[:size], *([None] * (size - len(people)))]
    against = refused(measure, law)
    single = {each.id: refused_person(each, measure, law) for each in taking if each is not None}
    shares = tuple(
        _share(
            person,
            costs,
            cents(Decimal(measure.hours) * Decimal(frame.wage)),
            employer_rate(person, measure, frame, law, agreed=agreed),
            wage_rate(person, measure, frame, law, agreed=agreed),
            fundable=not against and not (person and single[person.id]),
        )
        for person, costs in zip(taking, split(costs_of(measure, size), size), strict=True)
    )
    return Funding(
        measure=measure,
        frame=frame,
        agreed=agreed,
        class_share=class_percent(frame, law, agreed=agreed),
        shares=shares,
        refused=(*against, *(line for found in single.values() for line in found)),
    )


def _share(
    person: Employee | None,
    costs: Decimal,
    base: Decimal,
    employer: tuple[str, Decimal],
    wage: tuple[str, Decimal],
    *,
    fundable: bool,
) -> Share:
    employer_percent = employer[1] if fundable else WHOLE
    wage_percent = wage[1] if fundable else NOTHING
    own = cents(costs * employer_percent / WHOLE)
    return Share(
        person=person,
        fundable=fundable,
        costs=costs,
        employer=own,
        agency=costs - own,
        employer_rule=employer[0],
        employer_percent=employer_percent,
        wage_base=base,
        wage_grant=cents(base * wage_percent / WHOLE),
        wage_rule=wage[0],
        wage_percent=wage_percent,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
