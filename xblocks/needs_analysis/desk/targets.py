"""The step of the matrix: target profiles that are set, gaps that are shown or reckoned."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.needs_analysis.desk.heat import Heading, Heat, Shows, matrix_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.domain import comparing
from xblocks.needs_analysis.domain.comparing import CellPair, Fit, ProfileChoice
from xblocks.needs_analysis.domain.figures import difference
from xblocks.needs_analysis.domain.names import Part
from xblocks.needs_analysis.domain.own import targets_of
from xblocks.needs_analysis.staffing import Employee, levels_of


def matrix_step(page: CasePage) -> SafeString:
    """Return the step."""
    case = page.definition
    context = {
        **page.frame(),
        "profiles": [
            (each, list(zip(case.competences, levels_of(each.levels), strict=True)))
            for each in case.profiles
        ],
        "choices": choices(page) if case.targets == "set" else (),
        **offer_context(page),
        "matrix": own_matrix_html(page, writes=True),
        "gap_ways": gap_ways_html(page),
        "gaps_asked": case.gaps == "asked",
    }
    return render("case_matrix", context)


def own_matrix_html(page: CasePage, *, writes: bool = False) -> SafeString:
    """Return the matrix with the profiles that count.

    Sums are told only once the figures are: they would answer most questions. Gaps that are asked
    for stay open until then, but for those somebody typed.
    """
    return matrix_html(heat_of(page, writes=writes))


def heat_of(page: CasePage, *, writes: bool = False) -> Heat:
    """Return the matrix to draw."""
    asked = page.definition.gaps == "asked" and not page.closed
    writes = writes and page.writable(Part.GAP) and page.targets_complete
    return Heat(
        page.matrix,
        people_headings(page),
        competence_headings(page),
        caption=gettext("Who can do what, and what they will need"),
        name=f"{page.prefix}-heat",
        shows=Shows.ASKED if asked else Shows.GAPS,
        save=page.url("_gap") if asked and writes else None,
        sums=page.closed,
        given=given_gaps(page) if asked else {},
        wrong=wrong_gaps(page) if asked and page.told else (),
    )


def people_headings(page: CasePage) -> list[Heading]:
    """Return the people of the matrix, with the profile that counts."""
    profiles = {each.id: each for each in page.definition.profiles}
    targets = targets_of(page.definition, page.answers)
    return [
        Heading(
            person.id,
            person.code,
            person.activity,
            profiles[targets[person.id]].code if person.id in targets else "",
        )
        for person in page.definition.people
    ]


def competence_headings(page: CasePage) -> list[Heading]:
    """Return the competences of the matrix."""
    return [Heading(each.id, each.code, each.label) for each in page.definition.competences]


def given_gaps(page: CasePage) -> dict[tuple[str, str], int]:
    """Return the gaps somebody typed, by person and competence."""
    pairs = comparing.cells(page.definition, page.matrix, page.answers)
    return {(each.person, each.competence): each.given for each in pairs if each.given is not None}


def wrong_gaps(page: CasePage) -> set[tuple[str, str]]:
    """Return which of them are not right; only for pages that may tell it."""
    return {(each.person, each.competence) for each in _wrong(page)}


def gap_ways_html(page: CasePage) -> SafeString:
    """Return how the gaps that are not right are reckoned; empty before anything may be told."""
    codes = {each.id: each.code for each in page.definition.competences}
    rows = []
    if page.at_once and page.definition.gaps == "asked":
        for each in _wrong(page):
            rows.append(
                (
                    each.person.upper(),
                    codes[each.competence],
                    each.given,
                    difference(page.matrix.cell(each.person, each.competence)),
                )
            )
    return render("case_gap_ways", {**page.frame(), "gap_rows": rows})


def choices(page: CasePage) -> list[dict[str, Any]]:
    """Return everybody with the form their profile is chosen in."""
    pairs = {each.person: each for each in comparing.profiles(page.definition, page.answers)}
    return [choice_context(page, person, pairs[person.id]) for person in page.definition.people]


def choice_context(
    page: CasePage, person: Employee, pair: ProfileChoice | None = None
) -> dict[str, Any]:
    """Return what the form of one profile shows."""
    if pair is None:
        found = comparing.profiles(page.definition, page.answers)
        pair = next(each for each in found if each.person == person.id)
    told = page.told and pair.fit is not Fit.OPEN
    profiles = {each.id: each for each in page.definition.profiles}
    return {
        "form": page.form(Part.PROFILE, person.id),
        "person": person,
        "options": page.definition.profiles,
        "fit": pair.fit.value if told else "",
        "model": profiles[pair.model] if told else None,
        "also": [profiles[each] for each in pair.also] if told else (),
        "why": pair.why if told else "",
    }


def offer_context(page: CasePage) -> dict[str, Any]:
    """Return whether the profiles of the model answer are offered: once somebody tried them all."""
    offered = False
    if page.at_once and not page.looks and page.definition.targets == "set":
        pairs = comparing.profiles(page.definition, page.answers)
        offered = page.targets_complete and any(each.fit is Fit.DIFFERENT for each in pairs)
    return {"offered": offered, "take_over_url": page.url("_take_over")}


def _wrong(page: CasePage) -> list[CellPair]:
    pairs = comparing.cells(page.definition, page.matrix, page.answers)
    return [each for each in pairs if each.given is not None and not each.fits]
