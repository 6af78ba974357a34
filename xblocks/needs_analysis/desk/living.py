"""Pages of a living case: asking, weighing, answering, the debriefing."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.numbers import required_whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis import asking, conversation
from xblocks.needs_analysis.conversation import Conversation, Stage
from xblocks.needs_analysis.desk import living_parts as parts
from xblocks.needs_analysis.desk.living_frame import (
    FOLDER,
    answer_id,
    field_name,
    page_url,
    render,
)
from xblocks.needs_analysis.reach import find, living_case_of
from xblocks.needs_analysis.refusals import AskingOver, NotAnswered, NoTimeLeft, OtherRound
from xblocks.roster.entrance import for_actor, is_part, part_or_page

STALE = (AskingOver, OtherRound, NoTimeLeft)
"""Refusals after which the page is shown as it is now: another page was faster."""


def living_html(actor: Actor, exercise: Exercise, _now: datetime) -> str:
    """Return the exercise as it stands for the person, as a part of a page."""
    return parts.living_html(actor, conversation.opened(actor, exercise))


@require_safe
@ensure_csrf_cookie
@for_actor
def living(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show where the person stands; ``?who=`` names whose talk is open."""
    exercise = _exercise(actor, usage_key)
    here = conversation.opened(actor, exercise)
    return _answer(
        request, actor, exercise, parts.living_html(actor, here, who=request.GET.get("who", ""))
    )


@require_POST
@for_actor
def begin(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Begin, or begin anew."""
    exercise = _exercise(actor, usage_key)
    here = asking.begin(actor, exercise, _round(request), timezone.now())
    return _moved(request, actor, exercise, here)


@require_POST
@for_actor
def ask(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Put one question."""
    exercise = _exercise(actor, usage_key)
    inquiry = request.POST.get("inquiry", "")
    try:
        here = asking.ask(actor, exercise, _round(request), inquiry, timezone.now())
    except STALE as refusal:
        return _stale(request, actor, exercise, refusal)
    if not is_part(request):
        one, _inquiry = here.interview.inquiries[inquiry]
        return redirect(f"{page_url(exercise)}?who={one.id}#{answer_id(here, inquiry)}")
    return _answer(request, actor, exercise, parts.living_html(actor, here, asked=inquiry))


@require_POST
@for_actor
def believe(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Decide whom to believe about one field."""
    exercise = _exercise(actor, usage_key)
    place = (request.POST.get("person", ""), request.POST.get("competence", ""))
    inquiry, reason = request.POST.get("inquiry", ""), request.POST.get("reason", "")
    seen, now = _round(request), timezone.now()
    try:
        here = asking.believe(actor, exercise, seen, place, inquiry, reason, now)
    except STALE as refusal:
        return _stale(request, actor, exercise, refusal)
    return _moved(request, actor, exercise, here, weighed=place)


@require_safe
@ensure_csrf_cookie
@for_actor
def closing(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show what is not known yet, and the button that ends the asking."""
    exercise = _exercise(actor, usage_key)
    here = conversation.opened(actor, exercise)
    if here.stage is not Stage.ASKING:
        return _moved(request, actor, exercise, here)
    return _answer(request, actor, exercise, parts.closing_html(here))


@require_POST
@for_actor
def close(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """End the asking."""
    exercise = _exercise(actor, usage_key)
    try:
        here = asking.close(actor, exercise, _round(request), timezone.now())
    except STALE as refusal:
        return _stale(request, actor, exercise, refusal)
    return _moved(request, actor, exercise, here)


@require_POST
@for_actor
def answer(request: HttpRequest, actor: Actor, usage_key: str, question: str) -> HttpResponse:
    """Keep one answer; says when it was saved."""
    exercise = _exercise(actor, usage_key)
    values = request.POST.getlist(field_name(question))
    now = timezone.now()
    asking.answer(actor, exercise, _round(request), question, values, now)
    return HttpResponse(render("living_saved", {"at": now}))


@require_POST
@for_actor
def finish(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep all answers and open the debriefing, or say what has no answer."""
    exercise = _exercise(actor, usage_key)
    values = {
        each.id: request.POST.getlist(field_name(each.id))
        for each in conversation.opened(actor, exercise).case.questions
    }
    try:
        here = asking.finish(actor, exercise, _round(request), values, timezone.now())
    except STALE as refusal:
        return _stale(request, actor, exercise, refusal)
    if here.missing:
        refused = NotAnswered()
        part = parts.living_html(actor, here, refusal=refused)
        return _answer(request, actor, exercise, part, refused)
    return _moved(request, actor, exercise, here)


def _exercise(actor: Actor, usage_key: str) -> Exercise:
    require(actor, Action.ANALYSE)
    exercise = find(actor, usage_key)
    living_case_of(exercise)
    return exercise


def _moved(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    here: Conversation,
    *,
    weighed: tuple[str, str] | None = None,
) -> HttpResponse:
    """Answer with the page as it is after a step; without htmx by going there."""
    if not is_part(request):
        return redirect(page_url(exercise))
    part = parts.living_html(actor, here, weighed=weighed, arrived=weighed is None)
    return _answer(request, actor, exercise, part)


def _stale(
    request: HttpRequest, actor: Actor, exercise: Exercise, refusal: Refusal
) -> HttpResponse:
    here = conversation.opened(actor, exercise)
    part = parts.living_html(actor, here, refusal=refusal)
    return _answer(request, actor, exercise, part, refusal)


def _answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    title = exercise.title or gettext("Living case")
    return part_or_page(request, actor, f"{FOLDER}living_page.html", part, refusal, title=title)


def _round(request: HttpRequest) -> int:
    """Return the round the page shows; raises `BadRequest`."""
    return required_whole(request.POST.get("round", ""))


LIVING = "<str:course_key>/needs/living/<str:usage_key>/"

patterns: list[URLPattern] = [
    path(LIVING, living, name="needs_living"),
    path(LIVING + "begin/", begin, name="needs_living_begin"),
    path(LIVING + "ask/", ask, name="needs_living_ask"),
    path(LIVING + "believe/", believe, name="needs_living_believe"),
    path(LIVING + "closing/", closing, name="needs_living_closing"),
    path(LIVING + "close/", close, name="needs_living_close"),
    path(LIVING + "answers/<str:question>/", answer, name="needs_living_answer"),
    path(LIVING + "finish/", finish, name="needs_living_finish"),
]
"""Addresses of living cases."""
