"""What the chosen measures come to, in words: money, hours, gaps that close, what to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext, ngettext

from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.desk.law_words import unbroken
from xblocks.needs_analysis.desk.page import CasePage
from xblocks.needs_analysis.desk.ways import spelled, told
from xblocks.needs_analysis.domain import priority
from xblocks.needs_analysis.domain.funding_told import euros
from xblocks.needs_analysis.domain.matrix import Matrix
from xblocks.needs_analysis.domain.names import Part
from xblocks.needs_analysis.domain.numbers import round_half_up
from xblocks.needs_analysis.domain.own import own_matrix
from xblocks.needs_analysis.domain.planning import Closed, Plan, choices_of, plan
from xblocks.needs_analysis.domain.priority import Rank


class Bar(NamedTuple):
    """How much of a limit is used: `said` in words, `left` what remains or is too much."""

    value: str
    most: str
    said: str
    left: str
    over: bool


class Row(NamedTuple):
    """A competence: gap points before, what closes them, and the measures there are for it."""

    code: str
    label: str
    high: bool
    said: str
    value: int
    most: int
    measures: list[tuple[str, str, str, bool]]


def plan_of(page: CasePage) -> Plan:
    """Return what the measures on somebody's sheet come to, on the own matrix."""
    case = page.opened.current
    choices = choices_of(case.measures, page.answers)
    return plan(
        choices,
        planned_on(page),
        case.frame,
        own_high(case, page.answers),
        gaps=tells_gaps(page),
        sums=tells_sums(page),
    )


def tells_gaps(page: CasePage) -> bool:
    """Whether gaps of single people may be told: not while it is the trainee who reckons them."""
    return page.closed or page.definition.gaps == "shown"


def tells_sums(page: CasePage) -> bool:
    """Whether sums of gaps may be told: not while they answer questions judged at the end."""
    return page.told and tells_gaps(page)


def planned_on(page: CasePage) -> Matrix:
    """Return the matrix measures are chosen on: that of the exercise as it is now, as they are.

    A returned work keeps its figures, though people and competences may be others since.
    """
    if page.opened.current is page.opened.definition:
        return page.matrix
    return own_matrix(page.opened.current, page.answers)


def own_high(case: CaseStudy, answers: Mapping[str, Any]) -> list[str]:
    """Return the competences somebody ranks high by the points they reckoned themselves."""
    found = []
    for each in case.priorities:
        given = (answers.get(f"{Part.WEIGHING}:{each.competence}") or {}).get("points")
        if isinstance(given, int) and priority.rank(given) is Rank.HIGH:
            found.append(each.competence)
    return found


def codes_of(case: CaseStudy) -> dict[str, str]:
    """Return what measures are called for short: M1, M2, in the order of the catalogue."""
    return {each.id: f"M{number}" for number, each in enumerate(case.measures, 1)}


def plan_context(page: CasePage, found: Plan) -> dict[str, Any]:
    """Return what the summary of the plan shows."""
    case = page.opened.current
    frame = case.frame
    budget = Decimal(frame.budget) if frame and frame.budget is not None else None
    limit = Decimal(frame.hours) if frame and frame.hours is not None else None
    return {
        "chosen": len(found.choices),
        "money": _money(found, budget),
        "time": _time(found, limit),
        "per_head": _per_head(found),
        "tells_sums": tells_sums(page),
        "findings": [told(each) for each in found.findings],
        "rows": list(_rows(page, found, own_high(case, page.answers))),
    }


def _money(found: Plan, budget: Decimal | None) -> Bar:
    costs = spelled(euros(found.costs))
    if budget is None or found.budget_left is None:
        return Bar("", "", gettext("€%(costs)s") % {"costs": costs}, "", over=False)
    said = gettext("€%(costs)s of €%(budget)s") % {"costs": costs, "budget": spelled(budget)}
    over = found.budget_left < 0
    left = gettext("€%(sum)s too much") if over else gettext("€%(sum)s left")
    return Bar(
        str(min(found.costs, budget)),
        str(budget),
        unbroken(said),
        unbroken(left % {"sum": spelled(euros(abs(found.budget_left)))}),
        over,
    )


def _time(found: Plan, limit: Decimal | None) -> Bar:
    hours = spelled(found.hours)
    if limit is None or found.hours_left is None:
        return Bar("", "", gettext("%(hours)s hours") % {"hours": hours}, "", over=False)
    said = gettext("%(hours)s of %(limit)s hours") % {"hours": hours, "limit": spelled(limit)}
    over = found.hours_left < 0
    left = gettext("%(hours)s hours too many") if over else gettext("%(hours)s hours left")
    return Bar(
        str(min(found.hours, limit)),
        str(limit),
        said,
        left % {"hours": spelled(abs(found.hours_left))},
        over,
    )


def _per_head(found: Plan) -> str:
    if not found.heads or not found.hours:
        return ""
    text = ngettext(
        "%(hours)s hours for one person",
        "on average %(hours)s hours for each of %(heads)s people",
        found.heads,
    )
    return text % {"hours": spelled(round_half_up(found.hours_per_head, 1)), "heads": found.heads}


def _rows(page: CasePage, found: Plan, high: Iterable[str]) -> Iterable[Row]:
    case = page.opened.current
    labels = {each.id: (each.code, each.label) for each in case.competences}
    codes, chosen = codes_of(case), {each.measure.id for each in found.choices}
    for each in found.closed:
        offered = [
            (f"{page.prefix}-measure-{one.id}", codes[one.id], one.label, one.id in chosen)
            for one in case.measures
            if each.competence in one.closes
        ]
        code, label = labels[each.competence]
        yield Row(
            code,
            label,
            each.competence in high,
            _closed_text(each),
            each.closed,
            each.before,
            offered,
        )


def _closed_text(each: Closed) -> str:
    if not each.before:
        return gettext("no gap")
    places = {"before": each.before, "closed": each.closed, "open": each.after}
    return gettext("%(closed)s of %(before)s gap points close, %(open)s stay open") % places
