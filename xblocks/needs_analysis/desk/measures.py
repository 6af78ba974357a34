"""The step in which measures are chosen: a catalogue, who takes part, which right fits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.needs_analysis import reach, service
from xblocks.needs_analysis.desk import law as law_page
from xblocks.needs_analysis.desk.law_words import told
from xblocks.needs_analysis.desk.measure_funding import funding_context
from xblocks.needs_analysis.desk.measure_plan import (
    codes_of,
    plan_context,
    plan_of,
    planned_on,
    tells_gaps,
)
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.ways import spelled
from xblocks.needs_analysis.domain.funding_told import euros
from xblocks.needs_analysis.domain.law import law
from xblocks.needs_analysis.domain.matrix import Cell, Matrix
from xblocks.needs_analysis.domain.names import Part
from xblocks.needs_analysis.domain.norms import PICKED, STRENGTHS
from xblocks.needs_analysis.offers import FORMS, Measure
from xblocks.needs_analysis.staffing import Employee
from xblocks.roster.entrance import desk_page, for_actor, is_part


class Taker(NamedTuple):
    """Somebody who can take part: the gaps the measure is about, in words and in points."""

    id: str
    code: str
    activity: str
    gaps: str
    points: int
    chosen: bool


def measures_html(page: CasePage) -> SafeString:
    """Return the step."""
    context = {
        **page.frame(),
        **plan_context(page, plan_of(page)),
        "measures": [measure_context(page, each) for each in page.opened.current.measures],
        "unready": not page.targets_complete,
        "matrix_step_url": page.step_url("matrix"),
        "law_url": reverse("wbm:needs_law", args=[page.exercise.course_key]),
        "matrix_url": page.url("_beside", "matrix"),
        "dossier_url": page.url("_beside", "dossier"),
    }
    return render("measures_step", context)


def measures_saved_html(page: CasePage) -> SafeString:
    """Return what changes on the page when a measure was saved.

    Calculations of funding are closed: they go by who took part before.
    """
    context = {**page.frame(), **plan_context(page, plan_of(page)), "oob": True}
    parts = [render(f"measures_{each}", context) for each in ("plan", "gaps", "line")]
    for each in page.opened.current.measures:
        place = _funding_id(page, each)
        parts.append(format_html('<div id="{}" hx-swap-oob="innerHTML"></div>', place))
    return mark_safe("".join(parts))  # noqa: S308 - every part is rendered


def taking_html(page: CasePage, name: str) -> SafeString:
    """Return who takes part in a measure, as its folded list says it."""
    people = page.answer(Part.MEASURE, name) or {}
    chosen = set(people.get("people") or ())
    codes = [each.code for each in page.opened.current.people if each.id in chosen]
    return render("measures_taking", {"taking": codes})


def measure_context(page: CasePage, measure: Measure) -> dict[str, Any]:
    """Return what the card of a measure shows."""
    case = page.opened.current
    form = page.form(Part.MEASURE, measure.id)
    value = form["value"] if isinstance(form["value"], dict) else None
    takers = _takers(page, measure, value)
    return {
        "form": form,
        "measure": measure,
        "code": codes_of(case)[measure.id],
        "chosen": value is not None,
        "facts": _facts(measure),
        "closes": _closes(page, measure),
        "takers": takers,
        "taking": sorted(each.code for each in takers if each.chosen),
        "rights": _rights(str(value.get("right") or "") if value else ""),
        "ask_right": bool(case.frame and case.frame.ask_rights),
        "funding_url": page.url("_funding", measure.id),
        "funding_id": _funding_id(page, measure),
    }


def _funding_id(page: CasePage, measure: Measure) -> str:
    return f"{page.prefix}-measure-{measure.id}-funding"


def _facts(measure: Measure) -> list[str]:
    """What a measure is, takes and costs, in a few words each."""
    found = [gettext(FORMS[measure.form])]
    if measure.size is not None:
        text = ngettext("one person", "%(size)s people", measure.size)
        found.append(text % {"size": measure.size})
    hours = Decimal(measure.hours)
    if hours:
        text = ngettext("%(hours)s hour each", "%(hours)s hours each", 1 if hours == 1 else 2)
        found.append(text % {"hours": spelled(hours)})
    cost = {"cost": spelled(euros(Decimal(measure.cost)))}
    if not Decimal(measure.cost):
        found.append(gettext("no costs but working time"))
    elif measure.cost_per == "person":
        found.append(gettext("€%(cost)s for each person") % cost)
    else:
        found.append(gettext("€%(cost)s for all together") % cost)
    marks = {
        gettext("approved (AZAV)"): measure.approved,
        gettext("leads to a vocational qualification"): measure.degree,
        gettext("further training for promotion"): measure.upgrade,
        gettext("the employer is obliged to it"): measure.obligatory,
    }
    return [*found, *(text for text, holds in marks.items() if holds)]


def _closes(page: CasePage, measure: Measure) -> str:
    labels = {each.id: f"{each.code} {each.label}" for each in page.opened.current.competences}
    named = ", ".join(labels[each] for each in measure.closes)
    return gettext("%(competences)s: up to level %(level)s") % {
        "competences": named,
        "level": measure.up_to,
    }


def _takers(page: CasePage, measure: Measure, value: dict[str, Any] | None) -> list[Taker]:
    """Everybody, those with the largest gaps first.

    A group that all of the matrix fit in begins with everybody who has a gap. Where the trainee
    reckons the gaps nothing tells of them, not even the order.
    """
    tells = tells_gaps(page)
    people, matrix = page.opened.current.people, planned_on(page)
    everybody = value is None and measure.size is not None and measure.size >= len(people)
    chosen = set((value or {}).get("people") or ())
    found = []
    for each in people:
        cells = _cells(each, measure, matrix)
        points = sum(cell.gap for _code, cell in cells) if tells else 0
        taking = each.id in chosen or (everybody and points > 0)
        found.append(
            Taker(each.id, each.code, each.activity, _lacks(cells) if tells else "", points, taking)
        )
    return sorted(found, key=lambda each: -each.points)


def _cells(person: Employee, measure: Measure, matrix: Matrix) -> list[tuple[str, Cell]]:
    cells = dict(zip(matrix.competences, matrix.row(person.id).cells, strict=True))
    return [(each.upper(), cells[each]) for each in measure.closes if each in cells]


def _lacks(cells: list[tuple[str, Cell]]) -> str:
    """What somebody lacks of what a measure is about, in words."""
    if not all(cell.known for _code, cell in cells):
        return gettext("gap not known yet")
    lacking = [(code, cell.gap) for code, cell in cells if cell.gap]
    text = gettext("%(competence)s lacks %(gap)s")
    said = [text % {"competence": code, "gap": gap} for code, gap in lacking]
    return ", ".join(said) or gettext("no gap here")


def _rights(chosen: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Rights to choose from, by their strength."""
    picked = law().picked()
    return [
        (
            gettext(STRENGTHS[strength]),
            [
                (each.id, f"{each.paragraph}: {told(each.title, each)}", each.id == chosen)
                for each in picked
                if each.strength == strength
            ],
        )
        for strength in PICKED
    ]


def _find(page: CasePage, name: str) -> Measure:
    found = next((each for each in page.opened.current.measures if each.id == name), None)
    if found is None:
        raise NotFound
    return found


@require_safe
@for_actor
def measure_funding(
    request: HttpRequest, actor: Actor, usage_key: str, measure: str
) -> HttpResponse:
    """Show how a chosen measure is funded, as a part or as a page of its own."""
    require(actor, Action.ANALYSE)
    exercise = reach.find(actor, usage_key)
    now = timezone.now()
    page = CasePage(actor, service.opened(actor, exercise, now), now, step="measures")
    found = _find(page, measure)
    context = {
        **page.frame(),
        **funding_context(page, found),
        "back_url": "" if is_part(request) else page.step_url("measures"),
    }
    part = render("measures_funding", context)
    if is_part(request):
        return HttpResponse(part)
    title = found.label
    return desk_page(
        request, actor, "wbm/needs_analysis/measures_page.html", title=title, part=part
    )


one = "<str:course_key>/needs/case/<str:usage_key>/"
patterns: list[URLPattern] = [
    path(one + "measures/<str:measure>/funding/", measure_funding, name="needs_case_funding"),
    *law_page.patterns,
]
