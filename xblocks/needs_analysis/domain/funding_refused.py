"""What stands against funding by § 82 SGB III. Source: `curriculum-facts 6.6`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.funding_rates import gaining_degree
from xblocks.needs_analysis.domain.law import Law
from xblocks.needs_analysis.domain.norms import Rule
from xblocks.needs_analysis.offers import Measure
from xblocks.needs_analysis.staffing import Employee


@dataclass(frozen=True)
class Line:
    """One step: the rule it goes by (paragraph, Stand, review), and what it comes to in words."""

    rule: Rule
    said: Message


def refused(measure: Measure, law: Law) -> tuple[Line, ...]:
    """Return what stands against funding a measure for anybody.

    Least length and more than adaptation are asked by § 82 alone. They are held against a way to
    a vocational qualification as well: none is shorter.
    """
    hours, least = Decimal(measure.hours), law.number("sgb3-82-hours", "more_than")
    found = [
        (
            hours <= least,
            "sgb3-82-hours",
            gettext_noop("%(hours)s hours are not more than %(least)s hours."),
        ),
        (
            not measure.approved,
            "sgb3-82-approved",
            gettext_noop("Provider and measure are not approved (AZAV)."),
        ),
        (
            measure.adaptation,
            "sgb3-82-beyond",
            gettext_noop("It is only a short adaptation to the workplace."),
        ),
        (
            measure.upgrade,
            "sgb3-22-1a",
            gettext_noop("It is further training for promotion. The AFBG can fund it."),
        ),
        (
            measure.obligatory,
            "sgb3-82-obligatory",
            gettext_noop("The employer is obliged to this measure by law."),
        ),
        (
            measure.obligatory,
            "gewo-111",
            gettext_noop("The employer bears the costs. The hours are working time."),
        ),
    ]
    numbers = {"hours": hours, "least": least}
    return tuple(
        Line(law.rules[name], Message(said, numbers)) for holds, name, said in found if holds
    )


def refused_person(person: Employee, measure: Measure, law: Law) -> tuple[Line, ...]:
    """Return what stands against funding one participant.

    Who has no vocational qualification is not held back by § 82 (1) no. 2; on the way to one, by
    § 81 (2), neither by earlier funding.
    """
    if gaining_degree(person, measure):
        return ()
    found = []
    least = law.number("sgb3-82-qualified", "years")
    if person.qualified and person.qualified_years is not None and person.qualified_years < least:
        said = gettext_noop(
            "%(who)s has had the vocational qualification for less than %(years)s years."
        )
        found.append(_single("sgb3-82-qualified", said, person, least, law))
    least = law.number("sgb3-82-again", "years")
    if person.funded_years is not None and person.funded_years < least:
        said = gettext_noop("%(who)s was funded by § 82 in the last %(years)s years already.")
        found.append(_single("sgb3-82-again", said, person, least, law))
    return tuple(found)


def _single(rule: str, said: str, person: Employee, years: Decimal, law: Law) -> Line:
    return Line(law.rules[rule], Message(said, {"who": person.code, "years": years}))
