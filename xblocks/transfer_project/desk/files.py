"""Files of a field: sent in parts, or in one piece without scripts; handed out to few.

Parts must be committed one by one, so none of these runs in one transaction for the request.
"""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.files import service as files
from xblocks.files.receiving import announced_size, begun
from xblocks.files.serving import serve
from xblocks.host.files import read_upload
from xblocks.roster.entrance import for_actor, is_part
from xblocks.transfer_project import service
from xblocks.transfer_project.desk import shown


@transaction.non_atomic_requests
@require_POST
@for_actor
def upload(request: HttpRequest, actor: Actor, usage_key: str, field: str) -> HttpResponse:
    """Begin an upload with name and size; with a file in the form take it as it is."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    if "file" in request.FILES:
        sent = request.FILES["file"]
        data = read_upload(sent, files.PART_SIZE)
        service.add_small(actor, exercise, field, sent.name, data, timezone.now())
        return redirect(_page(exercise, field))
    name, size = request.POST.get("name", ""), announced_size(request)
    status = service.begin(actor, exercise, field, name, size, timezone.now())
    args = [exercise.course_key, exercise.usage_key, field, status.id]
    return begun(status, reverse("wbm:project_finish", args=args))


@transaction.non_atomic_requests
@require_POST
@for_actor
def part(
    request: HttpRequest, actor: Actor, usage_key: str, field: str, upload_id: str, number: int
) -> HttpResponse:
    """Take one part; the body is its bytes."""
    require_own_hand(actor, Action.WRITE_PROJECT)
    service.find_milestone(actor, usage_key)
    status = files.put_part(actor.user_id, upload_id, number, request.body)
    return JsonResponse({"missing": status.missing})


@transaction.non_atomic_requests
@require_POST
@for_actor
def finish(
    request: HttpRequest, actor: Actor, usage_key: str, field: str, upload_id: str
) -> HttpResponse:
    """Add what has arrived to the field and answer with it."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    service.finish(actor, exercise, field, upload_id, timezone.now())
    return _field(request, actor, exercise, field, gettext("The file has arrived."))


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor, usage_key: str, file_id: int) -> HttpResponse:
    """Take a file out of the draft."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    field = service.remove(actor, exercise, file_id, timezone.now())
    return _field(request, actor, exercise, field, gettext("The file is removed."))


@require_GET
@for_actor
def download(_request: HttpRequest, actor: Actor, usage_key: str, file_id: int) -> HttpResponse:
    """Hand out a file to the team and to those who grade it."""
    require(actor, Action.READ_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    stored, name = service.readable(actor, exercise, file_id)
    return serve(stored, name)


def _field(
    request: HttpRequest, actor: Actor, exercise: Exercise, field: str, said: str
) -> HttpResponse:
    if not is_part(request):
        return redirect(_page(exercise, field))
    view = service.open_field(actor, exercise, field)
    return HttpResponse(shown.field_html(actor, exercise, view, focus=True, said=said))


def _page(exercise: Exercise, field: str) -> str:
    address = reverse("wbm:project_milestone", args=[exercise.course_key, exercise.usage_key])
    return f"{address}?field={field}"
