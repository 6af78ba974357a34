"""Pages of a case study: one view for each step, everything written there, handing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.grading.refusals import DefinitionChanged
from xblocks.host.translation import translated
from xblocks.needs_analysis import handing_in, reach, service
from xblocks.needs_analysis.desk import answered, steps
from xblocks.needs_analysis.desk.dossier import dossier_html
from xblocks.needs_analysis.desk.page import CasePage, render
from xblocks.needs_analysis.desk.sending import number, seen
from xblocks.needs_analysis.desk.targets import own_matrix_html
from xblocks.needs_analysis.domain.names import parts_of
from xblocks.needs_analysis.refusals import AnswerConflict, ChangedMeanwhile, NotReady
from xblocks.needs_analysis.sheets import Opened
from xblocks.needs_analysis.telling import case_path
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor, is_part, part_or_page


def case_html(actor: Actor, exercise: Exercise, now: datetime) -> str:
    """Return the exercise as it stands for the person, as a part of a page."""
    return part_html(page_of(actor, exercise, now))


def page_of(
    actor: Actor, exercise: Exercise, now: datetime, step: str = "", part: int = 0
) -> CasePage:
    """Return the page; who has no work of their own here looks at an empty one."""
    found = service.opened(actor, exercise, now)
    looks = actor.masquerading or actor.person_id is None
    page = CasePage(actor, found, now, looks, part=part)
    return replace(page, step=steps.step_of(page, step).name)


def part_html(
    page: CasePage, *, notice: str = "", tone: str = "good", at: str = "", settled: str = ""
) -> str:
    """Return one step with the way to the others.

    `at` names the answer that gets the focus; what this browser kept of the one `settled` is over.
    """
    page = replace(page, at=at, settled=settled)
    return render("case", steps.case_context(page, notice=notice, tone=tone))


@require_safe
@ensure_csrf_cookie
@for_actor
def case(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the case where the person stands."""
    return _step(request, actor, usage_key, "")


@require_safe
@ensure_csrf_cookie
@for_actor
def step(request: HttpRequest, actor: Actor, usage_key: str, name: str) -> HttpResponse:
    """Show one step; ``?at=`` names the answer that gets the focus."""
    return _step(request, actor, usage_key, name)


@require_safe
@ensure_csrf_cookie
@for_actor
def figure_part(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Show one part of the figures."""
    return _step(request, actor, usage_key, "figures", number)


@require_safe
@for_actor
def beside(request: HttpRequest, actor: Actor, usage_key: str, name: str) -> HttpResponse:
    """Return dossier or matrix, to be looked at beside another step."""
    require(actor, Action.ANALYSE)
    page = page_of(actor, _find(actor, usage_key), timezone.now())
    parts: dict[str, Callable[[], Any]] = {
        "dossier": lambda: dossier_html(page.definition),
        "matrix": lambda: own_matrix_html(page),
    }
    if name not in parts:
        raise NotFound
    return HttpResponse(parts[name]())


@require_POST
@for_actor
def save(request: HttpRequest, actor: Actor, usage_key: str, name: str) -> HttpResponse:
    """Keep one answer. Answers with its state, and with what changes with it elsewhere."""
    require_own_hand(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    now = timezone.now()
    if "theirs" in request.POST:
        return _settled(request, page_of(actor, exercise, now, answered.step_named(name)), name)
    form = {key: request.POST.getlist(key) for key in request.POST}
    try:
        kept = service.save(actor, exercise, name, form, seen(request.POST), now)
    except AnswerConflict as conflict:
        page = page_of(actor, exercise, now)
        alone = None if is_part(request) else request
        return answered.conflict(page, name, form, conflict, request=alone)
    page = CasePage(actor, kept.opened, now, step=answered.step_named(name))
    if not is_part(request) or "whole" in request.POST:
        return _settled(request, page, name)
    return HttpResponse(answered.saved_html(page, name, check="check" in request.POST))


@require_POST
@for_actor
def gap(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep one gap typed into the matrix: ``row``, ``competence``, ``level``, ``was``."""
    require_own_hand(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    now = timezone.now()
    person, competence = request.POST.get("row", ""), request.POST.get("competence", "")
    kept, other = service.save_gap(
        actor,
        exercise,
        (person, competence),
        request.POST.get("level", ""),
        request.POST.get("was"),
        now,
    )
    page = CasePage(actor, kept.opened, now, step="matrix")
    return HttpResponse(answered.gap_html(page, person, competence, other))


@require_POST
@for_actor
def take_over(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Set the target profiles of the model answer."""
    require_own_hand(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    notice = gettext("The target profiles are now those of the model answer.")
    return _change(
        request,
        actor,
        exercise,
        "matrix",
        notice,
        lambda now: handing_in.take_over(actor, exercise, now),
    )


@require_POST
@for_actor
def hand_in(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Hand in, or see right and wrong where nobody grades."""
    require_own_hand(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    revision, definition = number(request.POST, "revision"), request.POST.get("definition", "")
    graded = reach.case_study_of(exercise).rubric is not None
    notice = gettext("Your work is handed in. Here is the model answer.")
    if not graded:
        notice = gettext("Here is your result, with the model answer.")
    return _change(
        request,
        actor,
        exercise,
        "",
        notice,
        lambda now: handing_in.hand_in(actor, exercise, revision, definition, now),
    )


@require_POST
@for_actor
def anew(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Begin anew."""
    require_own_hand(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    round_ = number(request.POST, "round")
    notice = gettext("A new round begins. Your best one counts.")
    return _change(
        request,
        actor,
        exercise,
        "",
        notice,
        lambda now: handing_in.begin_anew(actor, exercise, round_, now),
    )


@require_safe
@for_actor
def printed(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the result to be printed, once there is one."""
    require(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    page = page_of(actor, exercise, timezone.now(), "result")
    if not page.closed:
        return redirect(page.url(""))
    part = steps.RESULT.html(page)
    return desk_page(
        request,
        actor,
        "wbm/needs_analysis/case_print.html",
        title=exercise.title,
        part=part,
        name=actor.name,
        back_url=page.url(""),
    )


def _settled(request: HttpRequest, page: CasePage, name: str) -> HttpResponse:
    """Show the step again, once it is clear what counts as an answer."""
    if not is_part(request):
        part, ids = parts_of(name)
        return redirect(f"{page.step_url(page.step)}?at={name}#{page.form(part, *ids)['id']}")
    return HttpResponse(part_html(page, at=name, settled=name))


def _step(
    request: HttpRequest, actor: Actor, usage_key: str, name: str, part: int = 0
) -> HttpResponse:
    require(actor, Action.ANALYSE)
    exercise = _find(actor, usage_key)
    now = timezone.now()
    if not actor.masquerading:
        notices.seen(actor, case_path(actor.course_key, usage_key), now)
    page = page_of(actor, exercise, now, name, part)
    return _answer(request, page, part_html(page, at=request.GET.get("at", "")))


def _change(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    step_name: str,
    notice: str,
    change: Callable[[datetime], Opened],
) -> HttpResponse:
    """Carry out something and show the page as it is then; what is refused is said on top."""
    now = timezone.now()
    refusal: Refusal | None = None
    try:
        change(now)
    except (NotReady, ChangedMeanwhile, DefinitionChanged) as refused:
        refusal, notice = refused, translated(refused.message)
        step_name = step_name or "summary"
    page = page_of(actor, exercise, now, step_name)
    if refusal is None and not is_part(request):
        return redirect(page.url(""))
    part = part_html(page, notice=notice, tone="attention" if refusal else "good")
    return _answer(request, page, part, refusal)


def _answer(
    request: HttpRequest, page: CasePage, part: str, refusal: Refusal | None = None
) -> HttpResponse:
    title = page.exercise.title
    return part_or_page(request, page.actor, answered.CASE_PAGE, part, refusal, title=title)


def _find(actor: Actor, usage_key: str) -> Exercise:
    exercise = reach.find(actor, usage_key)
    reach.case_study_of(exercise)
    return exercise


one = "<str:course_key>/needs/case/<str:usage_key>/"
patterns: list[URLPattern] = [
    path(one, case, name="needs_case"),
    path(one + "steps/<str:name>/", step, name="needs_case_step"),
    path(one + "parts/<int:number>/", figure_part, name="needs_case_part"),
    path(one + "beside/<str:name>/", beside, name="needs_case_beside"),
    path(one + "answers/<str:name>/", save, name="needs_case_save"),
    path(one + "gap/", gap, name="needs_case_gap"),
    path(one + "take-over/", take_over, name="needs_case_take_over"),
    path(one + "hand-in/", hand_in, name="needs_case_hand_in"),
    path(one + "anew/", anew, name="needs_case_anew"),
    path(one + "print/", printed, name="needs_case_print"),
]
