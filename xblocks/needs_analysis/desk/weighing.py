"""The step of the priorities: urgency × importance × class, competence by competence."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.ways import way_html
from xblocks.needs_analysis.domain import comparing, figures, priority
from xblocks.needs_analysis.domain.comparing import PriorityPair
from xblocks.needs_analysis.domain.names import Part
from xblocks.needs_analysis.domain.priority import RANKS, Rank, Weights

TONES = {Rank.HIGH: "danger", Rank.MIDDLE: "attention", Rank.LOW: "info"}


def priorities_step(page: CasePage) -> SafeString:
    """Return the step."""
    pairs = comparing.priorities(page.definition, page.matrix, page.answers)
    context = {
        **page.frame(),
        "rows": [row_context(page, pair) for pair in pairs],
        "order": order_html(page),
        "matrix_url": page.url("_beside", "matrix"),
        "dossier_url": page.url("_beside", "dossier"),
        "unready": page.told and not page.targets_complete,
        "matrix_step_url": page.step_url("matrix"),
    }
    return render("case_priorities", context)


def row_context(page: CasePage, pair: PriorityPair) -> dict[str, Any]:
    """Return what the form of one competence shows."""
    competence = _competence(page, pair.competence)
    return {
        "form": page.form(Part.WEIGHING, pair.competence),
        "competence": competence,
        "given": page.answer(Part.WEIGHING, pair.competence) or {},
        "thirds": (1, 2, 3),
        "rank": rank_context(page, pair.competence),
        "verdict": verdict_html(page, pair),
    }


def changed_context(page: CasePage, competence: str) -> dict[str, Any]:
    """Return what one competence shows after it was saved."""
    pairs = comparing.priorities(page.definition, page.matrix, page.answers)
    return row_context(page, next(each for each in pairs if each.competence == competence))


def rank_context(page: CasePage, competence: str) -> dict[str, str] | None:
    """Return the rank of the points somebody reckoned; None without points."""
    given = (page.answer(Part.WEIGHING, competence) or {}).get("points")
    if given is None:
        return None
    rank = priority.rank(given)
    return {"label": translated_rank(rank), "tone": TONES[rank]}


def order_html(page: CasePage) -> SafeString:
    """Return the competences in the order of the points somebody reckoned."""
    found = []
    for each in page.definition.priorities:
        given = (page.answer(Part.WEIGHING, each.competence) or {}).get("points")
        if given is not None:
            row = {"competence": _competence(page, each.competence), "points": given}
            found.append(row | {"rank": rank_context(page, each.competence)})
    found.sort(key=lambda row: -row["points"])
    return render("case_order", {**page.frame(), "order": found})


def verdict_html(page: CasePage, pair: PriorityPair) -> SafeString:
    """Return what is told of a priority, part by part; empty before it may be told."""
    if not page.told or not page.targets_complete or not _given(page, pair.competence):
        return SafeString("")
    whole = all(
        each is not None
        for each in (pair.urgency, pair.importance, pair.given_share, pair.given_points)
    )
    if not whole and not page.closed:
        return SafeString("")
    context = {**page.frame(), "pair": pair, **ways_of(page, pair)}
    return render("case_weighing_verdict", context)


def ways_of(page: CasePage, pair: PriorityPair) -> dict[str, Any]:
    """Return how class and points are reached with the own matrix and the own weights."""
    share = figures.way("class", page.matrix, pair.competence)
    points = None
    if pair.urgency is not None and pair.importance is not None:
        weights = Weights(pair.urgency, pair.importance)
        points = figures.way("points", page.matrix, pair.competence, weights)
    return {
        "share_way": way_html(share),
        "points_way": way_html(points) if points else "",
        "why": pair.model.why,
        "safety": pair.model.safety,
    }


def translated_rank(rank: Rank) -> str:
    """Return a rank in words."""
    return gettext(RANKS[rank])


def _given(page: CasePage, competence: str) -> bool:
    return page.answer(Part.WEIGHING, competence) is not None


def _competence(page: CasePage, name: str) -> Any:
    return next(each for each in page.definition.competences if each.id == name)
