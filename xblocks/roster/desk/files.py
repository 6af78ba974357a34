"""Import in two steps: a file is checked and shown, then confirmed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.core.errors import Conflict, Invalid, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.text import gettext_noop
from xblocks.host.files import read_upload
from xblocks.host.translation import translated
from xblocks.roster import pending
from xblocks.roster.desk.shown import SHOWN_LINES, changes_shown, places_shown
from xblocks.roster.domain import MAX_BYTES, Column
from xblocks.roster.entrance import desk_page, for_actor
from xblocks.roster.labels import CHANGE_NAMES, column_name
from xblocks.roster.service import import_roster


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file, or lines pasted from a spreadsheet; a file that can be read is then checked."""
    require(actor, Action.EDIT_ROSTER)
    if request.method != "POST":
        return _choose_page(request, actor)
    try:
        name, content = _sent(request)
        pending.keep(actor, name, content)
    except Refusal as refusal:
        return _choose_page(request, actor, refusal)
    return redirect("wbm:roster_check", actor.course_key)


@require_safe
@for_actor
def check(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the checked file would change, or every line that is wrong."""
    return _check_page(request, actor)


@require_POST
@for_actor
def confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring the checked file onto the list, if that still means what was shown."""
    file = pending.pending(actor)
    try:
        result = import_roster(
            actor,
            actor.course_key,
            file.content,
            missing_leave=request.POST.get("missing_leave") == "yes",
            expected=request.POST.get("expected", ""),
        )
    except Conflict as conflict:
        return _check_page(request, actor, conflict)
    if not result.applied:
        return _check_page(request, actor, Conflict())
    pending.drop(actor)
    notice = "unchanged" if result.plan.is_empty else "imported"
    return redirect(reverse("wbm:roster", args=[actor.course_key]) + f"?notice={notice}")


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    if upload:
        return upload.name or "", read_upload(upload, MAX_BYTES)
    pasted = request.POST.get("text", "")
    if pasted.strip():
        return gettext("Pasted lines"), pasted.encode("utf-8", "replace")
    raise Invalid(gettext_noop("Choose a file, or paste the lines of your spreadsheet."))


def _choose_page(
    request: HttpRequest, actor: Actor, refusal: Refusal | None = None
) -> HttpResponse:
    return desk_page(
        request,
        actor,
        "wbm/roster/import.html",
        status=refusal.status if refusal else 200,
        problem=translated(refusal.message) if refusal else "",
        text=request.POST.get("text", ""),
        columns=[(column_name(column), *rest) for column, *rest in _column_help()],
    )


def _column_help() -> list[tuple[str, str, str]]:
    """Return every column with who needs it and what goes into it."""
    return [
        (Column.EMAIL, gettext("everybody"), gettext("the address people sign in with")),
        (Column.NAME, gettext("everybody"), gettext("first name and surname")),
        (
            Column.ROLES,
            gettext("everybody"),
            gettext("trainee, trainer, expert, coordinator, author; several separated by |"),
        ),
        (Column.COMPANY, gettext("trainees"), gettext("one company; it is the project team")),
        (Column.DISTRICT, gettext("trainees"), gettext("the district of the company")),
        (
            Column.TOPICS,
            gettext("experts"),
            gettext(
                "role, talk, moderation, needs, law, funding, project, conflict; "
                "several separated by |"
            ),
        ),
        (
            Column.DISTRICTS,
            gettext("trainers and experts"),
            gettext("where they work; several separated by |, * for all"),
        ),
        (
            Column.STATES,
            gettext("if you like"),
            gettext("federal states of the district, for public holidays: BW or HH|SH"),
        ),
    ]


def _check_page(request: HttpRequest, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    file = pending.pending(actor)
    result = import_roster(actor, actor.course_key, file.content, dry_run=True)
    plan = result.plan
    return desk_page(
        request,
        actor,
        "wbm/roster/check.html",
        status=refusal.status if refusal else 200,
        file=file,
        plan=plan,
        conflict=translated(refusal.message) if refusal else "",
        problems=[
            (problem.line, column_name(problem.column), translated(problem.message))
            for problem in plan.problems[:SHOWN_LINES]
        ],
        problem_lines=len({problem.line for problem in plan.problems}),
        counts=[(CHANGE_NAMES[kind], count) for kind, count in plan.counts.items() if count],
        groups=changes_shown(result),
        places=places_shown(result),
        missing=plan.missing[:SHOWN_LINES],
    )
