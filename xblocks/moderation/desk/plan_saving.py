"""Saving a plan: the state that answers it, and what a page shows that was not saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from xblocks.host.translation import translated
from xblocks.moderation import plan_keeping
from xblocks.moderation.desk import plan_parts
from xblocks.moderation.desk.plan_form import (
    MEASURE_FIELDS,
    ROW_FIELDS,
    TICKS,
    Entries,
    draft_in,
    entries_in,
    seen,
    sent,
)
from xblocks.moderation.desk.plan_page import PlanPage
from xblocks.moderation.domain.written import UnfitPlan
from xblocks.moderation.refusals import PlanConflict, TextTooLong
from xblocks.roster.entrance import desk_page, is_part, part_answer

PAGE = "wbm/moderation/plan_page.html"
Refused = UnfitPlan | TextTooLong
TYPED = frozenset(
    map(sent, ("row", "title", "reasons", "plan_b", *ROW_FIELDS, *TICKS, *MEASURE_FIELDS))
)


def save(
    request: HttpRequest, page: PlanPage, number: int, settled: Callable[[int], HttpResponse]
) -> HttpResponse:
    """Keep a plan, or show why not with everything that was typed.

    ``theirs`` takes what is kept, ``both`` keeps what was typed as a further plan, ``whole`` asks
    for the whole page; `settled` answers with it.
    """
    form = request.POST
    if "theirs" in form:
        return settled(number)
    entries = entries_in(form)
    before = next((each for each in page.opened.plans if each.pk == number), None)
    points = replace(page, plan=before).checked.points if before else 0
    try:
        draft = draft_in(entries)
        if "both" in form:
            kept = plan_keeping.keep_beside(page.actor, page.exercise, draft, page.now)
        else:
            kept = plan_keeping.save(page.actor, page.exercise, number, draft, seen(form), page.now)
    except PlanConflict as conflict:
        return _conflict(request, replace(page, plan=before), conflict)
    except (UnfitPlan, TextTooLong) as refusal:
        return _refused(request, replace(page, plan=before), entries, refusal)
    if not is_part(request) or "whole" in form or "both" in form:
        return settled(kept.pk)
    after = replace(page, plan=kept, measure_places=entries.places())
    return HttpResponse(plan_parts.saved_html(after, entries, points))


def _conflict(request: HttpRequest, page: PlanPage, conflict: PlanConflict) -> HttpResponse:
    pairs = [
        (name, each) for name, values in request.POST.lists() if name in TYPED for each in values
    ]
    return _instead(request, page, plan_parts.conflict_html(page, conflict, pairs), conflict)


def _refused(
    request: HttpRequest, page: PlanPage, entries: Entries, refusal: Refused
) -> HttpResponse:
    """Say what does not fit and where; the page that asked keeps what was typed."""
    sentence = translated(refusal.message)
    if not is_part(request) or "whole" in request.POST:
        return _instead(request, page, plan_parts.editor_html(page, entries, sentence), refusal)
    response = part_answer(sentence, refusal)
    response["X-WBM-Field"] = sent(refusal.field or "")
    response["X-WBM-Row"] = getattr(refusal, "row", None) or ""
    response["X-WBM-Measure"] = str(getattr(refusal, "measure", None) or "")
    return response


def _instead(
    request: HttpRequest,
    page: PlanPage,
    inner: str,
    refusal: UnfitPlan | TextTooLong | PlanConflict,
) -> HttpResponse:
    """Answer with the whole part in place of what is on the page."""
    part = plan_parts.frame_html(page, inner)
    if not is_part(request):
        return desk_page(
            request, page.actor, PAGE, refusal=refusal, title=page.exercise.title, part=part
        )
    response = part_answer(part, refusal)
    response["HX-Retarget"] = f"#{page.prefix}"
    response["HX-Reswap"] = "outerHTML"
    return response
