"""Pages of a plan: begun, written, several side by side, handed in, printed, in a calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import BadRequest, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.grading.refusals import DefinitionChanged
from xblocks.host.translation import translated
from xblocks.moderation import handing_in, plan_keeping, plans, reach
from xblocks.moderation.desk import (
    plan_calendar,
    plan_form,
    plan_parts,
    plan_result,
    plan_saving,
)
from xblocks.moderation.desk.plan_page import PlanPage, render
from xblocks.moderation.records import Plan
from xblocks.moderation.refusals import (
    ChangedMeanwhile,
    PlanGone,
    PlanStays,
    TextsMissing,
    TooManyPlans,
)
from xblocks.moderation.telling import plan_path
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor, is_part, part_or_page

PAGE = "wbm/moderation/plan_page.html"
REMOVED = gettext_lazy("The plan is removed.")


def plan_html(actor: Actor, exercise: Exercise, now: datetime) -> str:
    """Return the exercise as it stands for the person, as a part of a page."""
    return part_html(page_of(actor, exercise, now))


def page_of(actor: Actor, exercise: Exercise, now: datetime, number: int | None = None) -> PlanPage:
    """Return the page of one plan, or of the one changed last; raises `NotFound`."""
    found = plans.opened(actor, exercise, now)
    looks = actor.masquerading or actor.person_id is None
    shown = found.usual() if number is None else found.plan(number)
    return PlanPage(actor, found, now, shown, looks)


def part_html(
    page: PlanPage,
    notice: str = "",
    tone: str = "good",
    *,
    undo: int = 0,
    is_kept: bool = False,
) -> str:
    """Return where the person is: before the first plan, at one, or at what became of it.

    `undo` is the number of a plan just removed; `is_kept`: what this browser held of it is over.
    """
    if page.plan is None:
        inner = plan_parts.begin_html(page)
    elif page.stays:
        inner = plan_result.result_html(page)
    else:
        inner = plan_parts.editor_html(page, settled=is_kept)
    return plan_parts.frame_html(page, inner, notice=notice, tone=tone, undo=undo)


@require_safe
@ensure_csrf_cookie
@for_actor
def plan(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the plan changed last, or how to begin."""
    exercise = _find(actor, usage_key)
    now = timezone.now()
    if not actor.masquerading:
        notices.seen(actor, plan_path(actor.course_key, usage_key), now)
    page = page_of(actor, exercise, now)
    removed = plan_form.number(request.GET, "removed")
    notice = REMOVED if removed else ""
    return _answer(request, page, part_html(page, str(notice), undo=removed))


@require_safe
@ensure_csrf_cookie
@for_actor
def one(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Show one plan."""
    page = page_of(actor, _find(actor, usage_key), timezone.now(), number)
    return _answer(request, page, part_html(page))


@require_POST
@for_actor
def begin(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Begin a plan; ``latest`` is the newest one the page showed."""
    latest = plan_form.number(request.POST, "latest")
    return _change(
        request,
        actor,
        usage_key,
        lambda exercise, now: plan_keeping.begin(actor, exercise, latest, now),
    )


@require_POST
@for_actor
def copy(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Copy a plan."""
    latest = plan_form.number(request.POST, "latest")
    return _change(
        request,
        actor,
        usage_key,
        lambda exercise, now: plan_keeping.copy(actor, exercise, number, latest, now),
        gettext("This is the copy. Change what you like; the first plan stays."),
    )


@require_POST
@for_actor
def save(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Keep a plan. Answers with its state, and with what changes with it elsewhere."""
    require_own_hand(actor, Action.PLAN_MEETING)
    exercise = _find(actor, usage_key)
    now = timezone.now()

    def settled(number: int) -> HttpResponse:
        return _settled(request, page_of(actor, exercise, now, number), is_kept=True)

    return plan_saving.save(request, page_of(actor, exercise, now), number, settled)


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Remove a plan; the page offers to fetch it back."""
    return _change(
        request,
        actor,
        usage_key,
        lambda exercise, now: plan_keeping.remove(actor, exercise, number, now),
        str(REMOVED),
        removes=True,
    )


@require_POST
@for_actor
def restore(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Fetch back a plan that was removed."""
    return _change(
        request,
        actor,
        usage_key,
        lambda exercise, now: plan_keeping.restore(actor, exercise, number, now),
        gettext("The plan is back."),
    )


@require_safe
@ensure_csrf_cookie
@for_actor
def confirm(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Show what is open, before a plan is handed in."""
    page = page_of(actor, _find(actor, usage_key), timezone.now(), number)
    if page.stays:
        return _answer(request, page, part_html(page))
    return _answer(request, page, plan_parts.frame_html(page, plan_parts.confirm_html(page)))


@require_POST
@for_actor
def hand_in(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Hand in a plan: ``version`` and ``definition`` are what the page showed."""
    require_own_hand(actor, Action.PLAN_MEETING)
    exercise = _find(actor, usage_key)
    now = timezone.now()
    version, definition = (
        plan_form.number(request.POST, "version"),
        request.POST.get("definition", ""),
    )
    try:
        handing_in.hand_in(actor, exercise, number, version, definition, now)
    except (ChangedMeanwhile, DefinitionChanged, TextsMissing) as refused:
        page = page_of(actor, exercise, now, number)
        inner = plan_parts.confirm_html(page)
        said = translated(refused.message)
        part = plan_parts.frame_html(page, inner, notice=said, tone="attention")
        return _answer(request, page, part, refused)
    page = page_of(actor, exercise, now, number)
    return _settled(request, page, gettext("Your plan is handed in. Here is the model plan."))


@require_safe
@for_actor
def compare(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show all plans side by side."""
    page = replace(page_of(actor, _find(actor, usage_key), timezone.now()), plan=None)
    return _answer(request, page, plan_parts.frame_html(page, plan_result.compare_html(page)))


@require_safe
@for_actor
def printed(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Show a plan to be printed."""
    page = page_of(actor, _find(actor, usage_key), timezone.now(), number)
    context = {
        **page.frame(),
        **plan_parts.read_context(page.draft, page.definition.scenario.begins),
        "picture": plan_parts.stand_context(page)["picture"],
    }
    part = render("print", context)
    title = f"{page.definition.title} – {page.draft.title}"
    return desk_page(request, actor, PAGE, title=title, part=part, prints=True)


@require_safe
@for_actor
def calendar(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Answer with a calendar file: ``day`` as 2027-03-01, ``begins`` as 14:00."""
    page = page_of(actor, _find(actor, usage_key), timezone.now(), number)
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
        begins = request.GET.get("begins") or page.definition.scenario.begins
        found = plan_calendar.calendar_file(page, day, begins)
    except (ValueError, OverflowError):
        raise BadRequest(plan_calendar.NO_DATE) from None
    response = HttpResponse(found, content_type=plan_calendar.MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="plan.ics"'
    return response


def _change(
    request: HttpRequest,
    actor: Actor,
    usage_key: str,
    change: Callable[[Exercise, datetime], Plan],
    notice: str = "",
    *,
    removes: bool = False,
) -> HttpResponse:
    """Carry out something with a plan and show it; what is refused is said on top."""
    require_own_hand(actor, Action.PLAN_MEETING)
    exercise = _find(actor, usage_key)
    now = timezone.now()
    try:
        done = change(exercise, now)
    except (PlanStays, PlanGone, TooManyPlans) as refused:
        page = page_of(actor, exercise, now)
        said = translated(refused.message)
        return _answer(request, page, part_html(page, said, "attention"), refused)
    page = page_of(actor, exercise, now, None if removes else done.pk)
    return _settled(request, page, notice, undo=done.pk if removes else 0)


def _settled(
    request: HttpRequest,
    page: PlanPage,
    notice: str = "",
    *,
    undo: int = 0,
    is_kept: bool = False,
) -> HttpResponse:
    """Show the plan again, once something is decided about it."""
    if not is_part(request):
        return redirect(f"{page.url('')}?removed={undo}" if undo else page.plan_url())
    response = HttpResponse(part_html(page, notice, undo=undo, is_kept=is_kept))
    response["HX-Retarget"] = f"#{page.prefix}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _answer(
    request: HttpRequest, page: PlanPage, part: str, refusal: Refusal | None = None
) -> HttpResponse:
    title = page.exercise.title
    return part_or_page(request, page.actor, PAGE, part, refusal, title=title)


def _find(actor: Actor, usage_key: str) -> Exercise:
    require(actor, Action.PLAN_MEETING)
    exercise = reach.find(actor, usage_key)
    reach.plan_exercise_of(exercise)
    return exercise


one_exercise = "<str:course_key>/moderation/plan/<str:usage_key>/"
one_plan = one_exercise + "<int:number>/"
patterns: list[URLPattern] = [
    path(one_exercise, plan, name="moderation_plan"),
    path(one_exercise + "begin/", begin, name="moderation_plan_begin"),
    path(one_exercise + "compare/", compare, name="moderation_plan_compare"),
    path(one_plan, one, name="moderation_plan_one"),
    path(one_plan + "copy/", copy, name="moderation_plan_copy"),
    path(one_plan + "save/", save, name="moderation_plan_save"),
    path(one_plan + "remove/", remove, name="moderation_plan_remove"),
    path(one_plan + "restore/", restore, name="moderation_plan_restore"),
    path(one_plan + "look-through/", confirm, name="moderation_plan_confirm"),
    path(one_plan + "hand-in/", hand_in, name="moderation_plan_hand_in"),
    path(one_plan + "print/", printed, name="moderation_plan_print"),
    path(one_plan + "plan.ics", calendar, name="moderation_plan_calendar"),
]
