"""Funding of a chosen measure, reckoned and explained, each step with paragraph and Stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from xblocks.host.dates import day_of
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.desk.law_words import Shown, shown, unbroken
from xblocks.needs_analysis.desk.page import CasePage
from xblocks.needs_analysis.desk.ways import spelled, told
from xblocks.needs_analysis.domain.allowance import allowance
from xblocks.needs_analysis.domain.funding import Funding, funding
from xblocks.needs_analysis.domain.funding_refused import Line
from xblocks.needs_analysis.domain.funding_told import cost_lines, euros, hints, wage_lines
from xblocks.needs_analysis.domain.law import Law, law
from xblocks.needs_analysis.domain.names import Part
from xblocks.needs_analysis.domain.planning import Choice, choices_of
from xblocks.needs_analysis.offers import Frame, Measure


class Told(NamedTuple):
    """A step of the calculation in words, and the rule it goes by."""

    said: str
    norm: Shown


def open_questions(page: CasePage) -> int:
    """Return how many questions a calculation would give away, so that it must wait.

    Where right and wrong are told at the end, all of them wait for the hand-in.
    """
    asked = [each for each in page.definition.questions if each.kind == "funding"]
    if page.closed:
        return 0
    if page.definition.feedback == "at_end":
        return len(asked)
    return sum(page.answer(Part.QUESTION, each.id) is None for each in asked)


def funding_context(page: CasePage, measure: Measure) -> dict[str, Any]:
    """Return what the calculation shows; without frame, or where nobody takes part, nothing."""
    case = page.opened.current
    chosen = next((each for each in _choices(page, case) if each.measure.id == measure.id), None)
    waiting = open_questions(page)
    context: dict[str, Any] = {
        "measure": measure,
        "waiting": waiting,
        "at_end": page.definition.feedback == "at_end",
        "figures_url": page.step_url("figures"),
        "law_url": reverse("wbm:needs_law", args=[page.exercise.course_key]),
        "nobody": chosen is None or not chosen.size,
    }
    if case.frame is None or waiting or chosen is None or not chosen.size:
        return context
    people = [each for each in case.people if each.id in chosen.people]
    found = funding(measure, people, case.frame, law())
    return context | _reckoned(found, case.frame, law(), day_of(page.now))


def _choices(page: CasePage, case: CaseStudy) -> Iterable[Choice]:
    return choices_of(case.measures, page.answers)


def _reckoned(found: Funding, frame: Frame, rules: Law, today: date) -> dict[str, Any]:
    def words(lines: Iterable[Line]) -> list[Told]:
        return [Told(unbroken(told(each.said)), shown(each.rule, rules, today)) for each in lines]

    check = allowance(frame, rules) if frame.affected else None
    costs, wages = words(cost_lines(found, rules)), words(wage_lines(found, rules))
    refused, hinted = words(found.refused), words(hints(found, rules))
    return {
        "found": found,
        "sums": {
            "costs": spelled(euros(found.costs)),
            "employer": spelled(euros(found.employer_costs)),
            "agency": spelled(euros(found.agency_costs)),
            "grant": spelled(euros(found.wage_grant)),
        },
        "refused": refused,
        "costs": costs,
        "wages": wages,
        "hints": hinted,
        "allowance": words(check.lines) if check else [],
        "lacking": words(check.missing) if check else [],
        "outdated": any(
            each.norm.outdated for lines in (refused, costs, wages, hinted) for each in lines
        ),
    }
