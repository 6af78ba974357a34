"""Figures of funding trainees are asked for (`figure_names.FundingFigure`), and their ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from xblocks.core.text import Message
from xblocks.needs_analysis.asked import FundingQuestion
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain.allowance import allowance
from xblocks.needs_analysis.domain.funding import Funding, funding
from xblocks.needs_analysis.domain.funding_refused import Line
from xblocks.needs_analysis.domain.funding_told import cost_lines, size_lines, wage_lines
from xblocks.needs_analysis.domain.law import Law
from xblocks.needs_analysis.domain.ways import Line as Row
from xblocks.needs_analysis.domain.ways import Way
from xblocks.needs_analysis.offers import Frame

SUMS: Final[Mapping[str, Callable[[Funding], Fraction]]] = {
    "costs": lambda found: Fraction(found.costs),
    "employer_costs": lambda found: Fraction(found.employer_costs),
    "agency_costs": lambda found: Fraction(found.agency_costs),
    "wage_base": lambda found: Fraction(found.wage_base),
    "wage_grant": lambda found: Fraction(found.wage_grant),
    "class_share": lambda found: Fraction(found.class_share),
}


def funding_way(question: FundingQuestion, case: CaseStudy, law: Law) -> Way | None:
    """Return how a question about funding is answered, with the people of the model answer.

    None where frame, measure, people or wages are lacking.
    """
    if case.frame is None:
        return None
    if question.measure is None:
        return _allowance_way(question.figure, case.frame, law)
    measure = next((each for each in case.measures if each.id == question.measure), None)
    if measure is None:
        return None
    people = [each for each in case.people if each.id in measure.people]
    found = funding(measure, people, case.frame, law, agreement=question.agreement)
    if not found.shares:
        return None
    return _way(_lines(question.figure, found, law), SUMS[question.figure](found))


def _allowance_way(name: str, frame: Frame, law: Law) -> Way | None:
    found = allowance(frame, law)
    result = found.share if name == "qg_share" else Fraction(found.threshold)
    return _way(found.lines[:1], result)


def _lines(name: str, found: Funding, law: Law) -> list[Line]:
    """The steps up to the one whose result is asked for."""
    if name == "class_share":
        return list(size_lines(found, law))
    if name == "wage_base":
        return wage_lines(found, law)[:1]
    if name == "wage_grant":
        return [*found.refused, *wage_lines(found, law)]
    lines = cost_lines(found, law)
    if name == "costs":
        return lines[:1]
    if name == "employer_costs" and found.possible:
        lines = lines[:-1]
    return [*found.refused, *lines]


def _way(lines: Sequence[Line], result: Fraction) -> Way | None:
    """Every step with its paragraph; the last one is the result."""
    if not lines:
        return None
    *steps, last = lines
    stand = {"paragraph": last.rule.paragraph, "stand": last.rule.stand}
    return Way(
        rule=Message("%(paragraph)s (%(stand)s)", stand),
        formula=last.said,
        result=result,
        lines=tuple(Row(each.rule.paragraph, each.said) for each in steps),
    )
