"""Files for the team: sent in parts, or in one piece without scripts; handed out to few.

Parts must be committed one by one, so none of what takes files runs in one transaction.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.files import service as uploads
from xblocks.files.receiving import announced_size, begun
from xblocks.files.serving import serve
from xblocks.files.shown import size_text
from xblocks.grading import feedback
from xblocks.grading.desk.asking import filters_of, query_of, work_address
from xblocks.grading.reach import graded_work
from xblocks.host.files import read_upload
from xblocks.roster.entrance import desk_page, for_actor, is_part


@transaction.non_atomic_requests
@require_POST
@for_actor
def upload(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Begin an upload with name and size; with a file in the form take it as it is."""
    require_own_hand(actor, Action.GRADE)
    now = timezone.now()
    if "file" in request.FILES:
        sent = request.FILES["file"]
        data = read_upload(sent, uploads.PART_SIZE)
        feedback.add_small_file(actor, work_id, sent.name or "", data, now)
        return redirect(work_address(request, actor, work_id, "saved") + "#files")
    graded_work(actor, work_id)
    name, size = request.POST.get("name", ""), announced_size(request)
    status = feedback.begin_file(actor, work_id, name, size, now)
    args = [actor.course_key, work_id, status.id]
    return begun(status, reverse("wbm:grading_file_finish", args=args))


@transaction.non_atomic_requests
@require_POST
@for_actor
def part(
    request: HttpRequest, actor: Actor, work_id: int, upload_id: str, part_number: int
) -> HttpResponse:
    """Take one part; the body is its bytes."""
    require_own_hand(actor, Action.GRADE)
    graded_work(actor, work_id)
    status = uploads.put_part(actor.user_id, upload_id, part_number, request.body)
    return JsonResponse({"missing": status.missing})


@transaction.non_atomic_requests
@require_POST
@for_actor
def finish(request: HttpRequest, actor: Actor, work_id: int, upload_id: str) -> HttpResponse:
    """Add what has arrived and answer with the list of files."""
    feedback.finish_file(actor, work_id, upload_id, timezone.now())
    return _files(request, actor, work_id, gettext("The file has arrived."))


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor, work_id: int, file_id: int) -> HttpResponse:
    """Take back a file before the team has it."""
    feedback.remove_file(actor, work_id, file_id)
    return _files(request, actor, work_id, gettext("The file is removed."))


@require_safe
@for_actor
def for_grader(_request: HttpRequest, actor: Actor, work_id: int, file_id: int) -> HttpResponse:
    """Send a file of a review to a grader."""
    return serve(*feedback.grader_file(actor, work_id, file_id))


@require_safe
@for_actor
def for_team(_request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Send a file of a review to a member of the team."""
    return serve(*feedback.team_file(actor, file_id))


def file_rules() -> dict[str, Any]:
    """Return what may be added, for the form."""
    limits = feedback.LIMITS
    return {
        "file_types": limits.types,
        "file_size": size_text(limits.max_bytes),
        "file_count": limits.max_files,
    }


def _files(request: HttpRequest, actor: Actor, work_id: int, said: str) -> HttpResponse:
    if not is_part(request):
        return redirect(work_address(request, actor, work_id, "saved") + "#files")
    work = graded_work(actor, work_id)
    files = feedback.files_for_graders(actor, [work])
    return desk_page(
        request,
        actor,
        "wbm/grading/files.html",
        work=work,
        query=query_of(filters_of(request.GET)),
        draft_files=[each for each in files if each.is_draft],
        said=said,
        **file_rules(),
    )
