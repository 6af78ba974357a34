"""The team's pages of one milestone, and everything written there but files."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xblocks.core.errors import BadRequest, Refusal
from xblocks.core.numbers import row_key
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.host.translation import translated
from xblocks.notices import service as notices
from xblocks.roster.entrance import for_actor, part_answer, part_or_page
from xblocks.transfer_project import service
from xblocks.transfer_project.desk import shown
from xblocks.transfer_project.refusals import ChangedMeanwhile, FieldConflict, NotReady
from xblocks.transfer_project.service import Seen
from xblocks.transfer_project.telling import milestone_path


@require_http_methods(["GET", "HEAD"])
@ensure_csrf_cookie
@for_actor
def milestone(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the milestone; ``?field=`` names the field that gets the focus."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    notices.seen(actor, milestone_path(actor.course_key, usage_key), timezone.now())
    field = request.GET.get("field", "")
    part = shown.milestone_html(actor, exercise, timezone.now(), field=field)
    return _answer(request, actor, exercise, part)


@require_POST
@for_actor
def save(request: HttpRequest, actor: Actor, usage_key: str, field: str) -> HttpResponse:
    """Keep one field. Answers with its state, with ``whole`` with the whole field."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    form = {name: request.POST.getlist(name) for name in request.POST}
    try:
        kept = service.save_field(actor, exercise, field, form, _seen(request.POST), timezone.now())
    except FieldConflict as conflict:
        return _conflict(actor, exercise, field, conflict)
    if "whole" in request.POST:
        return _field(actor, exercise, field)
    view = service.view_of(exercise, kept)
    context = shown.field_context(actor, exercise, view)
    return HttpResponse(shown.render("state", {"each": context}))


@require_POST
@for_actor
def resolve(request: HttpRequest, actor: Actor, usage_key: str, field: str) -> HttpResponse:
    """Decide a conflict: ``choice`` is mine, theirs or both."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    keep = {"mine": service.keep_mine, "both": service.keep_both}
    choice = request.POST.get("choice", "")
    if choice not in {"mine", "both", "theirs"}:
        raise BadRequest
    try:
        if choice in keep:
            mine = request.POST.get("mine", "")
            keep[choice](actor, exercise, field, mine, _seen(request.POST), timezone.now())
    except FieldConflict as conflict:
        return _conflict(actor, exercise, field, conflict)
    return _field(actor, exercise, field)


@require_http_methods(["GET", "HEAD"])
@for_actor
def state(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Say what has changed since the page was drawn: nothing, some fields, or all of it."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    now = timezone.now()
    found = service.pulse(actor, exercise, now)
    tag = shown.pulse_etag(exercise, found)
    known = request.headers.get("If-None-Match", "").removeprefix("W/")
    mark, _dot, revision = known.strip('"').rpartition(".")
    response: HttpResponse
    if known == tag:
        response = HttpResponseNotModified()
    elif mark == found.mark and revision.isdigit():
        fields = service.changed_since(exercise, found, int(revision))
        parts = [shown.field_html(actor, exercise, view, oob=True) for view in fields]
        response = HttpResponse("".join(parts))
    else:
        response = HttpResponse(shown.milestone_html(actor, exercise, now))
        response["HX-Retarget"] = f"#{shown.anchor(usage_key)}"
        response["HX-Reswap"] = "outerHTML"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "HEAD"])
@for_actor
def summary(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show what is missing, and the button that hands in."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    return _answer(request, actor, exercise, _summary(actor, exercise, timezone.now()))


@require_POST
@for_actor
def hand_in(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Hand in for the team."""
    require(actor, Action.HAND_IN)
    exercise = service.find_milestone(actor, usage_key)
    now = timezone.now()
    try:
        service.hand_in(actor, exercise, number(request.POST, "revision"), now)
    except (NotReady, ChangedMeanwhile) as refusal:
        part = _summary(actor, exercise, now, refusal)
        return _answer(request, actor, exercise, part, refusal)
    notice = gettext("Your work is handed in. Everybody in your team can see it.")
    return _answer(
        request, actor, exercise, shown.milestone_html(actor, exercise, now, notice=notice)
    )


@require_POST
@for_actor
def withdraw(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Take the version back."""
    require(actor, Action.HAND_IN)
    exercise = service.find_milestone(actor, usage_key)
    now = timezone.now()
    try:
        service.withdraw(actor, exercise, now)
        notice, refusal = gettext("You have taken it back. You can write again."), None
    except Refusal as refused:
        notice, refusal = translated(refused.message), refused
    part = shown.milestone_html(actor, exercise, now, notice=notice)
    return _answer(request, actor, exercise, part, refusal)


@require_GET
@for_actor
def version(request: HttpRequest, actor: Actor, usage_key: str, number: int) -> HttpResponse:
    """Show one version as it was handed in."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    work, definition = service.own_version(actor, exercise, number)
    part = shown.render(
        "version",
        {
            **shown.addresses(exercise),
            "work": work,
            "shown": shown.reading(definition, json.loads(work.content), exercise),
        },
    )
    return _answer(request, actor, exercise, part)


@require_GET
@for_actor
def compare(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show what changed from version ``a`` to version ``b``, or to the draft without ``b``."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    first, definition = service.own_version(actor, exercise, number(request.GET, "a"))
    second: int | None = None
    if "b" in request.GET:
        second = number(request.GET, "b")
        work, definition = service.own_version(actor, exercise, second)
        after = json.loads(work.content)
    else:
        after = service.draft_values(actor, exercise)
        definition = service.milestone_of(exercise)
    part = shown.render(
        "compare",
        {
            **shown.addresses(exercise),
            "first": first.number,
            "second": second,
            **shown.changes_context(service.changes(definition, json.loads(first.content), after)),
        },
    )
    return _answer(request, actor, exercise, part)


def _summary(
    actor: Actor, exercise: Exercise, now: datetime, refusal: Refusal | None = None
) -> str:
    page = service.open_milestone(actor, exercise, now)
    context = shown.page_context(actor, page, now)
    ready = page.readiness
    missing = {each.field: [translated(m) for m in each.messages] for each in ready.missing}
    rows = [(each["field"], missing.get(each["field"].id, ()), each) for each in context["fields"]]
    context |= {
        "ready": ready,
        "rows": rows,
        "revision": page.revision,
        "notice": translated(refusal.message) if refusal else "",
    }
    return shown.render("summary", context)


def _field(actor: Actor, exercise: Exercise, name: str) -> HttpResponse:
    view = service.open_field(actor, exercise, name)
    said = gettext("Saved")
    return HttpResponse(shown.field_html(actor, exercise, view, focus=True, said=said))


def _conflict(actor: Actor, exercise: Exercise, name: str, conflict: FieldConflict) -> HttpResponse:
    view = service.open_field(actor, exercise, name)
    response = part_answer(shown.conflict_html(actor, exercise, view, conflict), conflict)
    response["HX-Retarget"] = f"#{shown.anchor(exercise.usage_key)}-{name}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    title = exercise.title
    return part_or_page(request, actor, shown.DESK_PAGE, part, refusal, title=title)


def _seen(form: QueryDict) -> Seen:
    client = form.get("client", "")[:32]
    return Seen(number(form, "version"), client, number(form, "stamp"))


def number(form: QueryDict, name: str) -> int:
    """Return a whole number of a form, 0 without one; raises `BadRequest`."""
    return row_key(form.get(name) or "0")
