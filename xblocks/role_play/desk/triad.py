"""Triads: the way to one's triad, its page, what is new on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.role_play.desk import triad_acts, triad_live, triad_result, triad_round
from xblocks.role_play.desk.triad_view import (
    FOLDER,
    render,
    triad_url,
    view_of,
    ways_url,
)
from xblocks.role_play.playing import Triad
from xblocks.role_play.reach import definition_of, find
from xblocks.role_play.records import TriadGroup
from xblocks.role_play.triad import opening, polling
from xblocks.roster.entrance import desk_page, for_actor, part_or_page

NOW_HEADER = "X-WBM-Now"
"""The server's time in milliseconds since 1970: from it phones reckon one clock for all."""


def triad_html(actor: Actor, exercise: Exercise, now: datetime) -> str:
    """Return one's triad of today, or the way to one, as a part of a page."""
    groups = [each for each in opening.triads_of(actor, exercise) if each.ended_at is None]
    if groups and groups[0].code_until > now:
        return _framed(actor, exercise, groups[0], now)
    return _ways(actor, exercise)


@require_safe
@ensure_csrf_cookie
@for_actor
def triads(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the triads and rounds of an exercise that are one's own, and how to get to another."""
    exercise = _exercise(actor, usage_key)
    part = _ways(actor, exercise, request.GET.get("code", ""))
    return _answer(request, actor, exercise, part)


@require_POST
@for_actor
def begin(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Open a triad."""
    exercise = _exercise(actor, usage_key)
    return _entered(
        request, actor, exercise, lambda: opening.open_triad(actor, exercise, timezone.now())
    )


@require_POST
@for_actor
def join(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Join a triad with its code."""
    exercise = _exercise(actor, usage_key)
    code = request.POST.get("code", "")
    return _entered(
        request,
        actor,
        exercise,
        lambda: opening.join(actor, exercise, code, timezone.now()),
        code,
    )


@require_safe
@ensure_csrf_cookie
@for_actor
def page(request: HttpRequest, actor: Actor, triad_id: int) -> HttpResponse:
    """Show a triad."""
    view = view_of(actor, triad_id, timezone.now())
    return desk_page(
        request,
        actor,
        f"{FOLDER}page.html",
        title=view.here.definition.title,
        part=triad_live.root_html(view),
        ways_url=ways_url(view.here.exercise),
    )


@transaction.non_atomic_requests
@require_safe
def state(request: HttpRequest, course_key: str, triad_id: int) -> HttpResponse:
    """Say what is new. Nothing: one statement, no session, no body."""
    since = whole(request.GET.get("since")) if request.GET.get("frame") else None
    if since is not None and polling.unchanged(request.GET.get("key", ""), triad_id, since):
        response = HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    else:
        response = _state(request, course_key=course_key, triad_id=triad_id)
    response[NOW_HEADER] = str(time.time_ns() // 1_000_000)
    return response


@for_actor
def _state(request: HttpRequest, actor: Actor, triad_id: int) -> HttpResponse:
    return triad_live.answer(view_of(actor, triad_id, timezone.now()))


def _entered(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    enter: Callable[[], TriadGroup],
    code: str = "",
) -> HttpResponse:
    """Go to the triad that `enter` returns; a refusal comes back with what was typed."""
    try:
        group = enter()
    except Refusal as refusal:
        part = _ways(actor, exercise, code, translated(refusal.message))
        return _answer(request, actor, exercise, part, refusal)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(_framed(actor, exercise, group, timezone.now()))
    return redirect(triad_url(group, "page"))


def _framed(actor: Actor, exercise: Exercise, group: TriadGroup, now: datetime) -> SafeString:
    """Return a triad inside a course page."""
    context = {
        "part": triad_live.root_html(view_of(actor, group.pk, now)),
        "ways_url": ways_url(exercise),
        "page_url": triad_url(group, "page"),
    }
    return render("framed", context)


def _ways(actor: Actor, exercise: Exercise, code: str = "", sentence: str = "") -> SafeString:
    definition = definition_of(exercise, Triad)
    context = {
        "definition": definition,
        "intro": render_markdown(definition.intro),
        "anchor": "wbm-triads-" + exercise.usage_key.rpartition("@")[2],
        "groups": [
            (triad_url(each, "page"), each)
            for each in opening.triads_of(actor, exercise)
            if each.ended_at is None
        ],
        "rounds": triad_result.rounds_list(actor, exercise),
        "open_url": ways_url(exercise, "triads_open"),
        "join_url": ways_url(exercise, "triads_join"),
        "code": code,
        "sentence": sentence,
    }
    return render("ways", context)


def _exercise(actor: Actor, usage_key: str) -> Exercise:
    require_own_hand(actor, Action.PLAY_TRIAD)
    exercise = find(actor, usage_key)
    definition_of(exercise, Triad)
    return exercise


def _answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    title = exercise.title
    return part_or_page(request, actor, f"{FOLDER}ways_page.html", part, refusal, title=title)


WAYS = "<str:course_key>/role-play/triads/<str:usage_key>/"
ONE = "<str:course_key>/role-play/triad/<int:triad_id>/"

patterns: list[URLPattern] = [
    path(WAYS, triads, name="triads"),
    path(WAYS + "open/", begin, name="triads_open"),
    path(WAYS + "join/", join, name="triads_join"),
    path(ONE, page, name="triad"),
    path(ONE + "state/", state, name="triad_state"),
    *triad_acts.patterns_below(ONE),
    *triad_round.patterns,
]
"""Addresses of triads."""
