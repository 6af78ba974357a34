"""Pages of the disturbances: all scenes, one scene, what a round says."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import required_whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.moderation import dealing
from xblocks.moderation.desk import scenes_parts as parts
from xblocks.moderation.desk.scenes_frame import FOLDER, page_url, scene_url
from xblocks.moderation.reach import find, interventions_of
from xblocks.moderation.refusals import AlreadyChosen, OtherRound, RoundOpen
from xblocks.roster.entrance import for_actor, is_part, part_or_page

STALE = (AlreadyChosen, OtherRound, RoundOpen)
"""Refusals after which the page is shown as it is now: another page was faster."""


def scenes_html(actor: Actor, exercise: Exercise, _now: datetime) -> str:
    """Return the exercise as it stands for the person, as a part of a page."""
    return parts.scenes_html(actor, dealing.opened(actor, exercise))


@require_safe
@ensure_csrf_cookie
@for_actor
def scenes(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show all scenes, and after the last one what the round says."""
    exercise = _exercise(actor, usage_key)
    here = dealing.opened(actor, exercise)
    arrived = is_part(request)
    return _answer(request, actor, exercise, parts.scenes_html(actor, here, arrived=arrived))


@require_POST
@for_actor
def begin(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Begin, or begin anew."""
    exercise = _exercise(actor, usage_key)
    try:
        here = dealing.begin(actor, exercise, _round(request), timezone.now())
    except STALE as refusal:
        return _stale(request, actor, exercise, refusal)
    if not is_part(request):
        return redirect(page_url(exercise))
    return _answer(request, actor, exercise, parts.scenes_html(actor, here, arrived=True))


@require_safe
@ensure_csrf_cookie
@for_actor
def scene(request: HttpRequest, actor: Actor, usage_key: str, scene: str) -> HttpResponse:
    """Show one scene as far as the person is in it."""
    exercise = _exercise(actor, usage_key)
    here = dealing.opened(actor, exercise)
    if not parts.plays(actor, here):
        return redirect(page_url(exercise))
    part = parts.scene_html(here, scene, arrived=is_part(request))
    return _answer(request, actor, exercise, part)


@require_POST
@for_actor
def choose(request: HttpRequest, actor: Actor, usage_key: str, scene: str) -> HttpResponse:
    """Intervene in a moment, and read what it does."""
    exercise = _exercise(actor, usage_key)
    moment, intervention = (request.POST.get(name, "") for name in ("moment", "intervention"))
    seen, now = _round(request), timezone.now()
    try:
        here = dealing.choose(actor, exercise, seen, scene, moment, intervention, now)
    except STALE as refusal:
        return _stale(request, actor, exercise, refusal, scene)
    if not is_part(request):
        return redirect(f"{scene_url(exercise, scene)}#{parts.deed_id(here, moment)}")
    return _answer(request, actor, exercise, parts.scene_html(here, scene, told=moment))


def _exercise(actor: Actor, usage_key: str) -> Exercise:
    require(actor, Action.PLAN_MEETING)
    exercise = find(actor, usage_key)
    interventions_of(exercise)
    return exercise


def _stale(
    request: HttpRequest, actor: Actor, exercise: Exercise, refusal: Refusal, scene: str = ""
) -> HttpResponse:
    here = dealing.opened(actor, exercise)
    try:
        part = parts.scene_html(here, scene, refusal=refusal)
    except NotFound:  # of the scenes as they are now
        part = parts.scenes_html(actor, here, refusal=refusal)
    return _answer(request, actor, exercise, part, refusal)


def _answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    title = exercise.title or gettext("Disturbances")
    return part_or_page(request, actor, f"{FOLDER}scenes_page.html", part, refusal, title=title)


def _round(request: HttpRequest) -> int:
    """Return the round the page shows; raises `BadRequest`."""
    return required_whole(request.POST.get("round"))


SCENES = "<str:course_key>/moderation/scenes/<str:usage_key>/"

patterns: list[URLPattern] = [
    path(SCENES, scenes, name="moderation_scenes"),
    path(SCENES + "begin/", begin, name="moderation_scenes_begin"),
    path(SCENES + "scene/<str:scene>/", scene, name="moderation_scenes_scene"),
    path(SCENES + "scene/<str:scene>/choose/", choose, name="moderation_scenes_choose"),
]
"""Addresses of disturbances."""
