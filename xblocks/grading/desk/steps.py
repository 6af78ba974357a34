"""What a grader does with a work: begin, save, decide, give back; also in a jury."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xblocks.core.errors import BadRequest, NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.grading import service
from xblocks.grading.desk import short
from xblocks.grading.desk.asking import (
    IN_BLOCK,
    filters_of,
    in_block,
    query_of,
    work_address,
)
from xblocks.grading.desk.form import decision_of, rating_of, taken_away, version_of
from xblocks.grading.desk.queue import lead_to_next
from xblocks.grading.desk.sheet import Tally
from xblocks.grading.desk.work import rated, standing, work_page
from xblocks.grading.drafts import Draft
from xblocks.grading.presenters import given_of, rubric_of, terms_of
from xblocks.grading.reach import graded_work
from xblocks.grading.records import Work
from xblocks.grading.refusals import SuggestionChanged
from xblocks.grading.service import Rating
from xblocks.roster.entrance import desk_page, for_actor, is_part

Step = Callable[[Actor, int, HttpRequest, datetime], str]


@require_POST
@for_actor
def hold(request: HttpRequest, actor: Actor, work_id: int, step: str) -> HttpResponse:
    """Claim a work, take it over or give it back."""
    require_own_hand(actor, Action.GRADE)
    return _walk(request, actor, work_id, HOLD_STEPS.get(step))


@require_POST
@for_actor
def seat(request: HttpRequest, actor: Actor, work_id: int, step: str) -> HttpResponse:
    """What everybody with a seat in the jury may do: submit the rating, leave."""
    require_own_hand(actor, Action.SIT_IN_JURY)
    return _walk(request, actor, work_id, SEAT_STEPS.get(step))


@require_POST
@for_actor
def jury(request: HttpRequest, actor: Actor, work_id: int, step: str) -> HttpResponse:
    """What trainers do with a jury: sit down, ask a guest, pass on the chair, go on without."""
    require_own_hand(actor, Action.GRADE)
    return _walk(request, actor, work_id, JURY_STEPS.get(step))


@require_POST
@for_actor
def draft(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Save what was entered; answers with points, suggestion and what is saved."""
    require_own_hand(actor, Action.SIT_IN_JURY)
    now = timezone.now()
    try:
        work, saved = _save(request, actor, work_id, now)
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, actor, work_id, refusal)
    if not is_part(request):
        return redirect(work_address(request, actor, work_id, "saved"))
    return _standing_part(request, actor, work, saved, now)


@require_POST
@for_actor
def decide(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Save what was entered and decide by it; lead to the next work if asked to."""
    require_own_hand(actor, Action.GRADE)
    now = timezone.now()
    try:
        work, saved = _save(request, actor, work_id, now)
        _check_seen(request, saved)
        seen_review = version_of(request.POST, "seen_review")
        if seen_review:
            away = taken_away(request.POST)
            service.regrade(actor, work_id, saved.version, seen_review, now, without=away)
        else:
            service.decide(actor, work_id, saved.version, now)
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(request, actor, work_id, refusal)
    if in_block(request):
        return short.list_part(request, actor, work.usage_key, "decided")
    if request.POST.get("then") == "next":
        return _go(request, _next(request, actor, work_id, now))
    return _go(request, redirect(work_address(request, actor, work_id, "decided")))


def _save(request: HttpRequest, actor: Actor, work_id: int, now: datetime) -> tuple[Work, Draft]:
    work = graded_work(actor, work_id)
    rating = _rating(request, work)
    seen = version_of(request.POST, "keep" if "keep" in request.POST else "version")
    return work, service.save_draft(actor, work_id, seen, rating, now)


def _rating(request: HttpRequest, work: Work) -> Rating:
    """Read what was entered; raises as `form.rating_of`."""
    return rating_of(request.POST, rubric_of(work.block_type, work.definition_hash), given_of(work))


def _points_seen(tally: Tally) -> str:
    return tally.points.points if tally.points else ""


def _check_seen(request: HttpRequest, saved: Draft) -> None:
    """Refuse a decision that follows the rule when the rule now says something not seen yet.

    Without scripts the page does not follow the levels, and nobody shall decide unseen.
    """
    if saved.assessment is not None and not saved.assessment.complete:
        return
    if saved.rating.decision is None and decision_of(request.POST) is not saved.suggested:
        raise SuggestionChanged


def _next(request: HttpRequest, actor: Actor, work_id: int, now: datetime) -> HttpResponse:
    filters = filters_of(request.GET)
    found = service.following(actor, filters, work_id, now)
    if found is None:
        return lead_to_next(actor, filters, now, "last")
    path = reverse("wbm:grading_work", args=[actor.course_key, found])
    return redirect(path + query_of(filters))


def _go(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lead the whole page there, also when a part of it asked."""
    if not is_part(request):
        return response
    return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})


def _walk(request: HttpRequest, actor: Actor, work_id: int, step: Step | None) -> HttpResponse:
    if step is None:
        raise NotFound
    try:
        done = step(actor, work_id, request, timezone.now())
    except NotFound:
        raise
    except Refusal as refusal:
        if in_block(request):
            return short.work_part(request, actor, work_id, refusal=refusal)
        return _refused(request, actor, work_id, refusal)
    if in_block(request):
        return _done_in_block(request, actor, work_id, done)
    if done == "released":
        path = reverse("wbm:grading", args=[actor.course_key])
        return redirect(path + query_of(filters_of(request.GET), notice=done))
    return _go(request, redirect(work_address(request, actor, work_id, done)))


def _done_in_block(request: HttpRequest, actor: Actor, work_id: int, done: str) -> HttpResponse:
    if done == "released":
        return short.list_part(request, actor, graded_work(actor, work_id).usage_key, done)
    return short.work_part(request, actor, work_id, done=done)


def _claim(actor: Actor, work_id: int, _request: HttpRequest, now: datetime) -> str:
    service.claim(actor, work_id, now)
    return "began"


def _release(actor: Actor, work_id: int, _request: HttpRequest, _now: datetime) -> str:
    service.release(actor, work_id)
    return "released"


def _take_over(actor: Actor, work_id: int, request: HttpRequest, now: datetime) -> str:
    service.take_over(actor, work_id, _who(request), now)
    return "began"


def _submit(actor: Actor, work_id: int, request: HttpRequest, now: datetime) -> str:
    _work, saved = _save(request, actor, work_id, now)
    service.submit_seat(actor, work_id, saved.version, now)
    return "submitted"


def _leave(actor: Actor, work_id: int, request: HttpRequest, _now: datetime) -> str:
    service.leave_seat(actor, work_id, _who(request))
    return ""


def _take_seat(actor: Actor, work_id: int, _request: HttpRequest, now: datetime) -> str:
    service.take_seat(actor, work_id, now)
    return ""


def _seat_guest(actor: Actor, work_id: int, request: HttpRequest, now: datetime) -> str:
    service.seat_guest(actor, work_id, _who(request), now)
    return ""


def _give_chair(actor: Actor, work_id: int, request: HttpRequest, now: datetime) -> str:
    service.give_chair(actor, work_id, _who(request), now)
    return ""


def _close(actor: Actor, work_id: int, request: HttpRequest, now: datetime) -> str:
    service.close_jury(actor, work_id, request.POST.get("reason", ""), now)
    return ""


HOLD_STEPS: dict[str, Step] = {"claim": _claim, "release": _release, "take-over": _take_over}
SEAT_STEPS: dict[str, Step] = {"submit": _submit, "leave": _leave}
JURY_STEPS: dict[str, Step] = {
    "sit": _take_seat,
    "guest": _seat_guest,
    "chair": _give_chair,
    "close": _close,
}


def _who(request: HttpRequest) -> int:
    """Return the account or person a step is about."""
    who = whole(request.POST.get("who"))
    if who is None:
        raise BadRequest
    return who


def _refused(request: HttpRequest, actor: Actor, work_id: int, refusal: Refusal) -> HttpResponse:
    """Answer with what was entered and the reason, and keep both in sight."""
    work = graded_work(actor, work_id)
    shown = _entered(request, work, service.draft(actor, work_id))
    if is_part(request):
        response = _standing_part(request, actor, work, shown, timezone.now(), refusal)
    else:
        response = work_page(request, actor, work_id, entered=shown, refusal=refusal)
    response["X-WBM-Refusal"] = refusal.code
    return response


def _entered(request: HttpRequest, work: Work, kept: Draft) -> Draft:
    """Return the draft as it was entered: what is not kept still has the version it was shown with.

    Otherwise the next attempt would overwrite what somebody saved elsewhere.
    """
    if "version" not in request.POST:
        return kept
    try:
        rating = _rating(request, work)
    except Refusal:
        return replace(kept, version=version_of(request.POST), saved_at=None)
    if rating == kept.rating:
        return kept
    return replace(rated(kept, work, rating), version=version_of(request.POST), saved_at=None)


def _standing_part(
    request: HttpRequest,
    actor: Actor,
    work: Work,
    shown: Draft,
    now: datetime,
    refusal: Refusal | None = None,
) -> HttpResponse:
    terms = terms_of(work)
    context = standing(terms.rubric, terms.given, shown, now, refusal)
    return desk_page(
        request,
        actor,
        "wbm/grading/standing.html",
        status=refusal.status if refusal else 200,
        work=work,
        query=IN_BLOCK if in_block(request) else query_of(filters_of(request.GET)),
        at=short.prefix(work.usage_key) if in_block(request) else "",
        changed=request.POST.get("seen_points") != _points_seen(context["tally"]),
        **context,
    )
