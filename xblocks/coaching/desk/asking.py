"""The trainee's desk: own requests, and the draft that saves itself and is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.coaching import service
from xblocks.coaching.context import team_names
from xblocks.coaching.definition import Desk
from xblocks.coaching.desk import ask_parts
from xblocks.coaching.desk.ask_parts import TEXTS, answer, number, own_request, render
from xblocks.coaching.desk.ask_words import LABELS
from xblocks.coaching.desk.own import own_html
from xblocks.coaching.domain.checking import CHOICES
from xblocks.coaching.domain.hints import warnings_of
from xblocks.coaching.domain.values import MESSAGE_LENGTH, State
from xblocks.coaching.records import Request
from xblocks.coaching.refusals import NotReady, RequestChanged
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.translation import translated
from xblocks.roster.entrance import for_actor, is_part


@require_safe
@ensure_csrf_cookie
@for_actor
def desk(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show what the desk is for, the person's requests and where else to ask."""
    require(actor, Action.ASK)
    exercise = service.find_desk(actor, usage_key)
    return answer(request, actor, ask_parts.desk_html(actor, exercise, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
@for_actor
def draft(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the draft; a POST makes one when there is none."""
    require(actor, Action.ASK)
    exercise = service.find_desk(actor, usage_key)
    if request.method != "POST" and not service.has_draft(actor, usage_key):
        return redirect("wbm:coaching_ask", actor.course_key, usage_key)
    now = timezone.now()
    found = service.draft(actor, usage_key, now)
    if request.method == "POST" and not is_part(request):
        return redirect("wbm:coaching_draft", actor.course_key, usage_key)
    part = ask_parts.form_html(actor, found, service.desk_of(exercise), now)
    return answer(request, actor, part, title=gettext("Your request"))


@require_POST
@for_actor
def save(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Keep the draft. Answers with its state and hints, with ``whole`` with the whole form."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    mine = values_of(request.POST)
    try:
        kept = service.save_draft(actor, request_id, mine, number(request.POST), now)
    except RequestChanged as refusal:
        return _conflict(actor, request_id, mine, refusal)
    found = _desk_of(actor, kept)
    if not is_part(request):
        return redirect("wbm:coaching_draft", actor.course_key, kept.usage_key)
    context = ask_parts.form_context(actor, kept, found, now)
    if "whole" in request.POST:
        return HttpResponse(render("ask_draft", {**context, "said": gettext("Saved")}))
    return HttpResponse(render("ask_saved", context))


@require_POST
@for_actor
def send(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Keep what the form holds, then send it to the experts of its topic."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    # Without scripts the draft stands in another form: then only its version comes along.
    version = number(request.POST, "version" if "version" in request.POST else "seen")
    mine = values_of(request.POST) | {"pseudonymised": request.POST.get("pseudonymised", "")}
    try:
        version = _kept_first(actor, request_id, mine, version, now)
        sent = service.send(actor, request_id, version, now)
    except RequestChanged as refusal:
        response = _conflict(actor, request_id, mine, refusal)
        response["HX-Retarget"] = f"#{_prefix(actor, request_id)}-draft"
        return response
    except NotReady as refusal:
        return _unsent(request, actor, request_id, refusal, now)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return _unsent(request, actor, request_id, refusal, now)
    if not is_part(request):
        return redirect("wbm:coaching_own", actor.course_key, sent.pk)
    notice = gettext("Your request is on its way. You get a message when there is an answer.")
    return answer(request, actor, own_html(actor, sent.pk, now, notice=notice))


@require_POST
@for_actor
def discard(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Throw the draft away."""
    require_own_hand(actor, Action.ASK)
    found = own_request(actor, request_id)
    service.discard(actor, request_id)
    if not is_part(request):
        return redirect("wbm:coaching_ask", actor.course_key, found.usage_key)
    exercise = service.find_desk(actor, found.usage_key)
    notice = gettext("The draft is deleted.")
    part = ask_parts.desk_html(actor, exercise, timezone.now(), notice)
    return answer(request, actor, part)


@require_POST
@for_actor
def hints(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Warn of what may be about a person in a message, while it is typed. Nothing is kept."""
    require(actor, Action.ASK)
    text = request.POST.get("text", "")[:MESSAGE_LENGTH]
    found = [
        {"text": translated(hint.message), "warns": True}
        for hint in warnings_of(text, "text", team_names(actor))
    ]
    return HttpResponse(render("ask_hints", {"found": found}))


def values_of(form: QueryDict) -> dict[str, str]:
    """Return the fields a form holds; a box that is not ticked is not sent by browsers."""
    found = {name: form[name] for name in (*TEXTS, *CHOICES) if name in form}
    if found:
        found["for_team"] = form.get("for_team", "")
    return found


def _kept_first(
    actor: Actor, request_id: int, mine: dict[str, str], version: int, now: datetime
) -> int:
    """Keep what the form holds and return the version to send; once sent there is no draft."""
    try:
        return service.save_draft(actor, request_id, mine, version, now).version
    except NotFound:
        if own_request(actor, request_id).state == State.DRAFT:
            raise
        return version


def _unsent(
    request: HttpRequest, actor: Actor, request_id: int, refusal: Refusal, now: datetime
) -> HttpResponse:
    """Show the form again, with what is missing or why it is not sent."""
    found = own_request(actor, request_id)
    missing = refusal.problems if isinstance(refusal, NotReady) else ()
    part = ask_parts.form_html(
        actor,
        found,
        _desk_of(actor, found),
        now,
        found=missing,
        notice="" if missing else translated(refusal.message),
    )
    return answer(request, actor, part, refusal, title=gettext("Your request"))


def _conflict(
    actor: Actor, request_id: int, mine: dict[str, str], refusal: RequestChanged
) -> HttpResponse:
    """Show both texts of what differs, and let the person decide."""
    found = own_request(actor, request_id)
    context: dict[str, Any] = {
        **ask_parts.frame(found.course_key, found.usage_key),
        "urls": ask_parts.urls(found),
        "sentence": gettext("You have written in this draft elsewhere, too. Choose what counts."),
        "version": refusal.version,
        "mine_pairs": [pair for pair in mine.items() if pair[0] != "pseudonymised"],
        "differences": [
            (LABELS[name], mine[name], getattr(found, name))
            for name in TEXTS
            if name in mine and mine[name].strip() != getattr(found, name).strip()
        ],
    }
    response = HttpResponse(render("ask_conflict", context), status=refusal.status)
    response["X-WBM-Refusal"] = refusal.code
    response["HX-Retarget"] = f"#{context['prefix']}-draft"
    response["HX-Reswap"] = "outerHTML"
    return response


def _prefix(actor: Actor, request_id: int) -> str:
    return ask_parts.anchor(own_request(actor, request_id).usage_key)


def _desk_of(actor: Actor, request: Request) -> Desk:
    return service.desk_of(service.find_desk(actor, request.usage_key))


base = "<str:course_key>/coaching/ask/"
own = "<str:course_key>/coaching/own/<int:request_id>/"
patterns: list[URLPattern] = [
    path(base + "hints/", hints, name="coaching_hints"),
    path(base + "<str:usage_key>/", desk, name="coaching_ask"),
    path(base + "<str:usage_key>/draft/", draft, name="coaching_draft"),
    path(own + "save/", save, name="coaching_save"),
    path(own + "send/", send, name="coaching_send"),
    path(own + "discard/", discard, name="coaching_discard"),
]
