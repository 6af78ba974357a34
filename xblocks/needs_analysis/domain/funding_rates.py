"""Percentages and sums of § 82 SGB III, each by its rule in the file of law.

Sources: `curriculum-facts 6.6, 6.8`. Money is `Decimal` euros, in cents.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from xblocks.needs_analysis.domain.law import Law
from xblocks.needs_analysis.offers import Frame, Measure
from xblocks.needs_analysis.staffing import Employee

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal(0)
WHOLE: Final = Decimal(100)


def cents(amount: Decimal) -> Decimal:
    """Return an amount in whole cents, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def costs_of(measure: Measure, size: int) -> Decimal:
    """Return what a measure costs in all for so many participants; nothing without any."""
    if not size:
        return NOTHING
    times = size if measure.cost_per == "person" else 1
    return cents(Decimal(measure.cost) * times)


def split(total: Decimal, parts: int) -> list[Decimal]:
    """Return `total` in so many parts that differ by a cent at most and add up to it."""
    if not parts:
        return []
    whole, rest = divmod(int(total / CENT), parts)
    return [(whole + (number < rest)) * CENT for number in range(parts)]


def counted(weekly_hours: Iterable[Decimal | int], law: Law) -> Decimal:
    """Return how many employees there are as § 82 (6) counts them, by their hours a week."""
    rule = law.rules["sgb3-82-counting"]
    return sum((rule.value_at(each) for each in weekly_hours), NOTHING)


def class_percent(frame: Frame, law: Law, *, agreed: bool) -> Decimal:
    """Return the employer's share in percent by size alone, § 82 (2) and (4)."""
    share = law.rules["sgb3-82-costs"].value_at(frame.headcount)
    less = law.number("sgb3-82-agreement", "share_points") if agreed else NOTHING
    return max(NOTHING, share - less)


def grant_percent(frame: Frame, law: Law, *, agreed: bool) -> Decimal:
    """Return the grant towards the wages in percent by size alone, § 82 (3) and (4)."""
    grant = law.rules["sgb3-82-wages"].value_at(frame.headcount)
    more = law.number("sgb3-82-agreement", "grant_points") if agreed else NOTHING
    return min(WHOLE, grant + more)


def spared(person: Employee | None, frame: Frame, law: Law) -> bool:
    """Whether the employer should pay nothing for the person: age or disability, § 82 (2)."""
    rule = law.rules["sgb3-82-age"].numbers
    if person is None or frame.headcount >= rule["below"]:
        return False
    return person.disabled or (person.age is not None and person.age >= rule["age"])


def gaining_degree(person: Employee | None, measure: Measure) -> bool:
    """Whether somebody without a vocational qualification gets one, § 81 (2)."""
    return person is not None and measure.degree and not person.qualified


def employer_rate(
    person: Employee | None, measure: Measure, frame: Frame, law: Law, *, agreed: bool
) -> tuple[str, Decimal]:
    """Return the employer's share for one participant in percent, and the rule it goes by."""
    general = class_percent(frame, law, agreed=agreed)
    if gaining_degree(person, measure):
        return "sgb3-81-2", min(general, law.number("sgb3-81-2", "employer_percent"))
    if spared(person, frame, law):
        return "sgb3-82-age", NOTHING
    return "sgb3-82-costs", general


def wage_rate(
    person: Employee | None, measure: Measure, frame: Frame, law: Law, *, agreed: bool
) -> tuple[str, Decimal]:
    """Return the grant towards the wages of one participant in percent, and its rule."""
    general = grant_percent(frame, law, agreed=agreed)
    if gaining_degree(person, measure):
        full = law.number("sgb3-82-full-wages", "wage_percent")
        return "sgb3-82-full-wages", max(general, full)
    return "sgb3-82-wages", general
