"""The live clock: a plan is run, and tells planned from actual."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import BadRequest, Refusal
from xblocks.core.numbers import row_key
from xblocks.core.people import Actor
from xblocks.host.translation import translated
from xblocks.moderation import running
from xblocks.moderation.desk import clock_parts as parts
from xblocks.moderation.domain.running import Press, press_of
from xblocks.moderation.refusals import NoSuchPress, NothingToRun, OtherPress
from xblocks.moderation.running import Run
from xblocks.roster.entrance import desk_page, for_actor

PAGE = "wbm/moderation/clock_page.html"


@require_safe
@ensure_csrf_cookie
@for_actor
def clock(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """Show the clock that goes on, else the plan and how to start it."""
    return _page(request, actor, plan)


@require_POST
@for_actor
def start(request: HttpRequest, actor: Actor, plan: int) -> HttpResponse:
    """Start the clock."""
    try:
        running.start(actor, plan, _whole(request, "seen"), timezone.now())
    except NothingToRun as refusal:
        return _page(request, actor, plan, refusal)
    return redirect(reverse("wbm:moderation_clock", args=[actor.course_key, plan]))


@require_safe
@for_actor
def state(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Tell where the clock is, as JSON: two devices show the same."""
    return JsonResponse(parts.state(running.run_of(actor, run, timezone.now())))


@require_POST
@for_actor
def press(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Press a button. A script gets the state as JSON, a form the page of the clock."""
    here = running.run_of(actor, run, timezone.now())
    refusal: Refusal | None = None
    try:
        here = running.press(
            actor, run, _whole(request, "version"), _press(request, here), timezone.now()
        )
    except (OtherPress, NoSuchPress) as refused:
        refusal = refused
    if "application/json" in request.headers.get("Accept", ""):
        return _told(here, refusal)
    if refusal:
        return _page(request, actor, here.record.plan_id, refusal)
    return redirect(parts.clock_url(actor, here.record.plan_id))


@require_safe
@ensure_csrf_cookie
@for_actor
def report(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Show planned against actual."""
    here = running.run_of(actor, run, timezone.now())
    part = parts.report_html(actor, here, get_token(request))
    return desk_page(request, actor, PAGE, title=gettext("Planned and actual"), part=part)


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor, run: int) -> HttpResponse:
    """Remove a run and its report."""
    plan = running.remove(actor, run)
    return redirect(parts.clock_url(actor, plan.pk))


def _page(
    request: HttpRequest, actor: Actor, plan: int, refusal: Refusal | None = None
) -> HttpResponse:
    here = running.standing(actor, plan, timezone.now())
    part = parts.clock_html(actor, here, get_token(request), refusal=refusal)
    return desk_page(
        request,
        actor,
        PAGE,
        refusal=refusal,
        title=gettext("Clock of the meeting"),
        part=part,
        scripts=here.latest is not None,
    )


def _told(here: Run, refusal: Refusal | None) -> HttpResponse:
    said = {"said": translated(refusal.message)} if refusal else {}
    response = JsonResponse(parts.state(here) | said, status=refusal.status if refusal else 200)
    if refusal:
        response["X-WBM-Refusal"] = refusal.code
    return response


def _press(request: HttpRequest, here: Run) -> Press:
    """Return what a form presses; without a time of its own it is pressed now."""
    button, _colon, minutes = request.POST.get("press", "").partition(":")
    at = request.POST.get("at", "")
    try:
        return press_of(
            {
                "id": request.POST.get("id") or uuid.uuid4().hex,
                "button": button,
                "at": int(at[:9]) if at else here.now,
                "minutes": int(minutes[:3] or "0"),
            }
        )
    except ValueError:
        raise BadRequest from None


def _whole(request: HttpRequest, name: str) -> int:
    return row_key(request.POST.get(name))


CLOCK = "<str:course_key>/moderation/clock/<int:plan>/"
RUN = "<str:course_key>/moderation/clock/run/<int:run>/"

patterns: list[URLPattern] = [
    path(CLOCK, clock, name="moderation_clock"),
    path(CLOCK + "start/", start, name="moderation_clock_start"),
    path(RUN, report, name="moderation_clock_report"),
    path(RUN + "state/", state, name="moderation_clock_state"),
    path(RUN + "press/", press, name="moderation_clock_press"),
    path(RUN + "remove/", remove, name="moderation_clock_remove"),
]
"""Addresses of the clock."""
