"""What goes with a request: pseudonymised files, and passages of the team's milestone.

Parts of files must be committed one by one, so none of these runs in one transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.coaching import attachments, context, service
from xblocks.coaching.desk import ask_parts
from xblocks.coaching.desk.ask_parts import own_request, render
from xblocks.coaching.desk.own import own_html
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Request
from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.files import service as files
from xblocks.files.receiving import announced_size, begun
from xblocks.files.serving import serve
from xblocks.host.files import read_upload
from xblocks.host.translation import translated
from xblocks.roster.entrance import for_actor, is_part


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def passages(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Show what could be handed over of the milestone; a POST hands over what was chosen."""
    require(actor, Action.ASK)
    now = timezone.now()
    asked = own_request(actor, request_id)
    refusal: Refusal | None = None
    looking = "closed" not in request.GET
    if request.method == "POST":
        phase, chosen = request.POST.get("phase", ""), set(request.POST.getlist("passage"))
        try:
            context.agree(actor, request_id, phase, chosen, now)
            looking = False
        except Refusal as refused:
            if refused.status not in {409, 422}:
                raise
            refusal = refused
    if not is_part(request):
        return redirect("wbm:coaching_draft", actor.course_key, asked.usage_key)
    return _context_part(actor, asked, looking=looking, refusal=refusal)


@require_POST
@for_actor
def take_back(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Take back what was handed over."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    asked = own_request(actor, request_id)
    context.take_back(actor, request_id, now)
    if not is_part(request):
        return _to_page(asked)
    if asked.state != State.DRAFT:
        return HttpResponse(own_html(actor, request_id, now))
    return _context_part(actor, asked, looking=False)


@transaction.non_atomic_requests
@require_POST
@for_actor
def upload(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Begin an upload with name and size; with a file in the form take it as it is."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    if "file" in request.FILES:
        sent = request.FILES["file"]
        data = read_upload(sent, files.PART_SIZE)
        attachments.add_small(actor, request_id, sent.name or "", data, now)
        return _to_page(own_request(actor, request_id))
    name, size = request.POST.get("name", ""), announced_size(request)
    status = attachments.begin(actor, request_id, name, size, now)
    args = [actor.course_key, request_id, status.id]
    return begun(status, reverse("wbm:coaching_upload_finish", args=args))


@transaction.non_atomic_requests
@require_POST
@for_actor
def part(
    request: HttpRequest, actor: Actor, request_id: int, upload_id: str, number: int
) -> HttpResponse:
    """Take one part; the body is its bytes."""
    require_own_hand(actor, Action.ASK)
    own_request(actor, request_id)
    status = files.put_part(actor.user_id, upload_id, number, request.body)
    return JsonResponse({"missing": status.missing})


@transaction.non_atomic_requests
@require_POST
@for_actor
def finish(request: HttpRequest, actor: Actor, request_id: int, upload_id: str) -> HttpResponse:
    """Add what has arrived to the request and answer with its files."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    attachments.finish(actor, request_id, upload_id, now)
    return _files_part(request, actor, own_request(actor, request_id), now)


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor, request_id: int, file_id: int) -> HttpResponse:
    """Take a file away again."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    attachments.remove(actor, request_id, file_id, now)
    return _files_part(request, actor, own_request(actor, request_id), now)


@require_safe
@for_actor
def download(_request: HttpRequest, actor: Actor, request_id: int, file_id: int) -> HttpResponse:
    """Hand out a file to those who read the request: who asked, and who answers."""
    require(actor, Action.READ_REQUESTS)
    stored, name = attachments.readable_file(actor, request_id, file_id, timezone.now())
    return serve(stored, name)


def _files_part(request: HttpRequest, actor: Actor, asked: Request, now: datetime) -> HttpResponse:
    if not is_part(request):
        return _to_page(asked)
    if asked.state != State.DRAFT:
        return HttpResponse(own_html(actor, asked.pk, now))
    desk = service.desk_of(service.find_desk(actor, asked.usage_key))
    shown: dict[str, Any] = {
        **ask_parts.frame(asked.course_key, asked.usage_key),
        **ask_parts.attached(asked),
        "asked": asked,
        "desk": desk,
        "urls": ask_parts.urls(asked),
        "focus_files": True,
        "tick_too": True,
    }
    return HttpResponse(render("ask_files", shown))


def _context_part(
    actor: Actor, asked: Request, *, looking: bool, refusal: Refusal | None = None
) -> HttpResponse:
    shown: dict[str, Any] = {
        **ask_parts.frame(asked.course_key, asked.usage_key),
        **ask_parts.attached(asked),
        "urls": ask_parts.urls(asked),
        "phase": asked.phase,
        "looked": looking,
        "preview": context.preview(actor, asked.phase) if looking else None,
        "refused": translated(refusal.message) if refusal else "",
        "focus_context": True,
    }
    response = HttpResponse(render("ask_context", shown), status=refusal.status if refusal else 200)
    if refusal:
        response["X-WBM-Refusal"] = refusal.code
    return response


def _to_page(asked: Request) -> HttpResponse:
    if asked.state == State.DRAFT:
        return redirect("wbm:coaching_draft", asked.course_key, asked.usage_key)
    return redirect("wbm:coaching_own", asked.course_key, asked.pk)


base = "<str:course_key>/coaching/own/<int:request_id>/"
patterns: list[URLPattern] = [
    path(base + "context/", passages, name="coaching_context"),
    path(base + "context/remove/", take_back, name="coaching_context_gone"),
    path(base + "upload/", upload, name="coaching_upload"),
    path(base + "upload/<str:upload_id>/finish/", finish, name="coaching_upload_finish"),
    path(base + "upload/<str:upload_id>/<int:number>/", part, name="coaching_upload_part"),
    path(base + "files/<int:file_id>/", download, name="coaching_file"),
    path(base + "files/<int:file_id>/remove/", remove, name="coaching_file_gone"),
]
