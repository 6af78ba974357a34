"""Measures, people and frames for tests of funding, and the calculation done once more.

`expected_shares` follows the wording of § 82 with fractions and numbers written out, not the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xblocks.needs_analysis.offers import Frame, Measure
from xblocks.needs_analysis.staffing import Employee


def person(number: int = 1, **facts: Any) -> Employee:
    """Return somebody, 30 and qualified unless told otherwise."""
    values = {"age": 30, "qualified": True} | facts
    return Employee(id=f"a{number:02}", activity="Works", profile="p1", levels="0", **values)


def course(**facts: Any) -> Measure:
    """Return the course of case A (`curriculum-facts 4.9`)."""
    values: dict[str, Any] = {
        "id": "m1",
        "label": "E-line",
        "form": "course",
        "closes": ["k1"],
        "hours": "200",
        "cost": "5200",
        "cost_per": "person",
        "approved": True,
    }
    return Measure(**(values | facts))


def frame(**facts: Any) -> Frame:
    """Return the frame of case A."""
    values: dict[str, Any] = {"headcount": 240, "affected": 42, "wage": "31"}
    return Frame(**(values | facts))


def team_a() -> list[Employee]:
    """Return A01 to A05 with their ages; A02 and A03 have no vocational qualification."""
    ages = (52, 47, 38, 29, 55)
    return [
        person(number, age=age, qualified=number not in (2, 3))
        for number, age in enumerate(ages, 1)
    ]


def expected_shares(
    cost: int, people: Sequence[Employee], headcount: int, *, agreed: bool
) -> tuple[Fraction, Fraction]:
    """Return what employer and agency pay for a course of `cost` each, without § 81 (2)."""
    percent = 0 if headcount < 50 else 50 if headcount < 500 else 75
    if agreed:
        percent = max(0, percent - 5)
    employer = Fraction(0)
    for each in people:
        free = headcount < 500 and (each.disabled or (each.age or 0) >= 45)
        employer += 0 if free else Fraction(cost * percent, 100)
    return employer, cost * len(people) - employer
