"""What stands beside a review: internal notes and earlier versions."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.grading import service
from xblocks.grading.desk import sheet
from xblocks.grading.desk.asking import filters_of, query_of, work_address
from xblocks.grading.desk.words import status_badge
from xblocks.grading.notes import Note
from xblocks.grading.opening import History
from xblocks.grading.points import total_of
from xblocks.grading.presenters import given_of, rubric_of
from xblocks.grading.reach import company_name, seen_work, team_name
from xblocks.grading.records import Work
from xblocks.grading.service import Status
from xblocks.grading.showing import points_of
from xblocks.host.dates import long_date
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor, is_part


@require_POST
@for_actor
def note(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Leave an internal note."""
    require_own_hand(actor, Action.GRADE)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    refusal: Refusal | None = None
    try:
        service.add_note(actor, work_id, text, timezone.now())
    except NotFound:
        raise
    except Refusal as refused:
        if not is_part(request):
            raise
        refusal = refused
    if not is_part(request):
        return redirect(work_address(request, actor, work_id, "noted"))
    response = desk_page(
        request,
        actor,
        "wbm/grading/notes.html",
        status=refusal.status if refusal else 200,
        notes=notes_shown(service.notes(actor, work_id)),
        work={"pk": work_id},
        query=query_of(filters_of(request.GET)),
        note_text=text if refusal else "",
        note_sentence=translated(refusal.message) if refusal else "",
    )
    if refusal:
        response["X-WBM-Refusal"] = refusal.code
    return response


@require_safe
@for_actor
def history(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Show all versions of a team with what was decided; for htmx those before this one."""
    require(actor, Action.SEE_GRADES)
    work = seen_work(actor, work_id)
    found = service.history(actor, work.usage_key, company=work.company_id, person=work.person_id)
    part = is_part(request)
    shown = [each for each in found.works if not part or each.number < work.number]
    totals = {each.pk: _total(each) for each in found.works}
    return desk_page(
        request,
        actor,
        "wbm/grading/versions.html" if part else "wbm/grading/history.html",
        work=work,
        team=team_name(found.works[0]),
        company=company_name(found.works[0]),
        versions=[_version(each, found) for each in shown],
        scores=[
            (each, points_of(each.points, totals[each.work_id]), long_date(each.at))
            for each in found.scores
        ],
        query=query_of(filters_of(request.GET)),
        grades=work.district_id in actor.districts,
    )


def _total(work: Work) -> int:
    return total_of(rubric_of(work.block_type, work.definition_hash), given_of(work))


def _version(work: Work, found: History) -> dict[str, object]:
    reviews = [each for each in found.reviews if each.work_id == work.pk and each.kind == "final"]
    return {
        "work": work,
        "badge": status_badge(Status(work.status)),
        "handed_in": long_date(work.handed_in_at),
        "reviews": sheet.reviews_of(
            rubric_of(work.block_type, work.definition_hash), given_of(work), reviews
        ),
    }


def notes_shown(notes: Iterable[Note]) -> list[tuple[Note, str]]:
    """Return notes with when they were left, in words."""
    return [(each, long_date(each.at)) for each in notes]
