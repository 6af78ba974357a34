"""The matrix of a team: levels of people, entered together, with gaps and sums."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.numbers import required_whole, whole
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk import own_columns, own_files, own_people
from xblocks.needs_analysis.desk import own_matrix as parts
from xblocks.needs_analysis.desk.own_frame import anchor, answer, exercise_of, render
from xblocks.needs_analysis.team import cells, people, undoing
from xblocks.needs_analysis.team.opening import changed_rows, pulse
from xblocks.needs_analysis.team.refusals import NoTeam, ValueConflict
from xblocks.roster.entrance import for_actor, part_answer

MOST_AT_ONCE = 50


def own_html(actor: Actor, exercise: Exercise, _now: datetime) -> str:
    """Return the exercise as it stands for the person's team, as a part of a page."""
    try:
        return parts.matrix_part(actor, exercise)
    except NoTeam as refusal:
        return render("no_team", {"sentence": translated(refusal.message), "exercise": exercise})


@require_safe
@ensure_csrf_cookie
@for_actor
def matrix(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the matrix."""
    exercise = exercise_of(actor, usage_key)
    return answer(request, actor, exercise, parts.matrix_part(actor, exercise))


@require_POST
@for_actor
def level(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep one level; answers with the person's row, or with both levels."""
    exercise = exercise_of(actor, usage_key)
    form = request.POST
    key, skill = required_whole(form.get("row", "")), form.get("competence", "")
    token, was = form.get("level", ""), form.get("was", "")
    try:
        cells.save_level(actor, exercise, key, skill, token, was, timezone.now())
    except ValueConflict as conflict:
        part = parts.conflict_html(actor, exercise, key, skill, conflict)
        return part_answer(part, conflict)
    response = HttpResponse(_row_answer(actor, exercise, key, form))
    # Sums of a large matrix take their time: they come with the next look at what has changed.
    response["HX-Trigger"] = "wbm:levels"
    return response


@require_safe
@for_actor
def row(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show one person's row as it is kept."""
    exercise = exercise_of(actor, usage_key)
    key = required_whole(request.GET.get("row", ""))
    return HttpResponse(_row_answer(actor, exercise, key, request.GET))


@require_safe
@for_actor
def state(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Say what has changed since the page was drawn: nothing, some rows, or all of it."""
    exercise = exercise_of(actor, usage_key)
    version, revision = pulse(actor, exercise)
    tag = parts.etag(exercise, version, revision)
    known = request.headers.get("If-None-Match", "").removeprefix("W/")
    mark, _dot, seen = known.strip('"').rpartition(".")
    response: HttpResponse
    if known == tag:
        response = HttpResponseNotModified()
    elif f'"{mark}.{revision}"' == tag and whole(seen) is not None:
        rows = changed_rows(actor, exercise, required_whole(seen))
        response = HttpResponse(parts.changed_html(actor, exercise, rows))
    else:
        response = HttpResponse(parts.matrix_part(actor, exercise))
        response["HX-Retarget"] = f"#{anchor(exercise)}"
        response["HX-Reswap"] = "outerHTML"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@for_actor
def add(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Add people: under codes of their own, else as many as asked for under automatic ones."""
    exercise = exercise_of(actor, usage_key)
    codes = [
        each for each in request.POST.get("codes", "").replace(";", ",").split(",") if each.strip()
    ]
    count = 0 if codes else min(required_whole(request.POST.get("count", "") or "0"), MOST_AT_ONCE)
    try:
        added = people.add_people(actor, exercise, codes, count, timezone.now())
    except Refusal as refusal:
        part = parts.matrix_part(actor, exercise, problem=translated(refusal.message))
        return answer(request, actor, exercise, part, refusal)
    notice = ngettext("%(count)s person is added.", "%(count)s people are added.", len(added))
    part = parts.matrix_part(actor, exercise, notice=notice % {"count": len(added)})
    return answer(request, actor, exercise, part)


@require_POST
@for_actor
def profile(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Give everybody who has no profile one."""
    exercise = exercise_of(actor, usage_key)
    people.give_profile(actor, exercise, request.POST.get("profile", ""), timezone.now())
    notice = gettext("The profile is given to everybody who had none.")
    return answer(request, actor, exercise, parts.matrix_part(actor, exercise, notice=notice))


@require_POST
@for_actor
def undo(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Take a removal back."""
    exercise = exercise_of(actor, usage_key)
    refusal: Refusal | None = None
    try:
        undoing.undo(actor, exercise, request.POST.get("undo", ""), timezone.now())
        notice = gettext("It is back, with everything that belongs to it.")
    except Refusal as refused:
        refusal, notice = refused, translated(refused.message)
    if request.POST.get("tab") == "columns":
        part = own_columns.columns_part(actor, exercise, notice=notice)
    else:
        part = parts.matrix_part(actor, exercise, notice=notice)
    return answer(request, actor, exercise, part, refusal)


def _row_answer(actor: Actor, exercise: Exercise, key: int, form: QueryDict) -> str:
    """The row of a person; once a conflict is decided it finds its place itself."""
    if "decided" in form:
        return parts.row_outside_html(actor, exercise, key)
    return parts.row_html(actor, exercise, key)


one = "<str:course_key>/needs/own/<str:usage_key>/"

patterns: list[URLPattern] = [
    path(one, matrix, name="own_matrix"),
    path(one + "state/", state, name="own_state"),
    path(one + "level/", level, name="own_level"),
    path(one + "row/", row, name="own_row"),
    path(one + "add/", add, name="own_add"),
    path(one + "profile/", profile, name="own_profile"),
    path(one + "undo/", undo, name="own_undo"),
    *own_people.patterns_below(one),
    *own_columns.patterns_below(one),
    *own_files.patterns_below(one),
]
