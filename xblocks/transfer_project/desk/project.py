"""Pages about whole projects: overview, dossier, and the teams somebody cares for."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import KEY_DIGITS, whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import course_zone
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor
from xblocks.transfer_project import service
from xblocks.transfer_project.definition import Overview
from xblocks.transfer_project.desk import shown
from xblocks.transfer_project.domain import Stop
from xblocks.transfer_project.refusals import NotLater


@require_GET
@for_actor
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the project of the person's team."""
    require(actor, Action.WRITE_PROJECT)
    title = gettext("Our project")
    part = overview_html(actor, timezone.now(), title=title)
    return desk_page(request, actor, "wbm/transfer_project/desk.html", title=title, part=part)


def overview_html(
    actor: Actor, now: datetime, *, title: str = "", definition: Overview | None = None
) -> SafeString:
    """Return the overview as a part. Raises `NotAllowed`, `NoTeam`."""
    page = service.overview(actor, now)
    rows = [_row(actor, stop, now) for stop in page.stops]
    next_row = next((row for row in rows if row["stop"] is page.step.stop), None)
    return shown.render(
        "overview",
        {
            "title": definition.title if definition else title,
            "intro": render_markdown(definition.intro) if definition and definition.intro else "",
            "page": page,
            "team": [person.name for person in page.team],
            "rows": rows,
            "drawn": list(zip((x for x, _stop in page.picture.points), rows, strict=True)),
            "other_dates": any(row["stop"].stage is None for row in rows),
            "next": next_row,
            "dossier_url": reverse("wbm:project_dossier", args=[actor.course_key, page.company.pk]),
        },
    )


def _row(actor: Actor, stop: Stop, now: datetime) -> dict[str, Any]:
    label, tone = ("", "info")
    if stop.stage is not None:
        label, tone = shown.stage_badge(stop.stage)
    return {
        "stop": stop,
        "label": label,
        "tone": tone,
        "writable": bool(stop.stage and stop.stage.writable),
        "left": shown.deadline_text(stop.deadline, now),
        "url": reverse("wbm:project_milestone", args=[actor.course_key, stop.usage_key])
        if stop.usage_key
        else stop.link,
    }


@require_GET
@for_actor
def dossier(request: HttpRequest, actor: Actor, company: int) -> HttpResponse:
    """Show a project to be printed."""
    require(actor, Action.READ_PROJECT)
    found = service.dossier(actor, company)
    chapters = [
        (chapter, shown.reading(chapter.definition, chapter.values, chapter.exercise))
        for chapter in found.chapters
    ]
    return desk_page(
        request,
        actor,
        "wbm/transfer_project/dossier.html",
        dossier=found,
        chapters=chapters,
        team=[person.name for person in found.team],
        now=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def teams(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show where the teams stand with a milestone; a POST gives one of them more time."""
    require(actor, Action.EXTEND)
    exercise = service.find_milestone(actor, usage_key)
    now = timezone.now()
    refusal: Refusal | None = None
    notice = ""
    if request.method == "POST":
        try:
            company = request.POST.get("company", "")
            due = _end_of(request.POST.get("until", ""))
            reason = request.POST.get("reason", "")
            service.extend(actor, exercise, _id(company), due, reason, now)
            notice = gettext("The team has more time now. It reads your reason.")
        except Refusal as refused:
            refusal, notice = refused, translated(refused.message)
    return desk_page(
        request,
        actor,
        "wbm/transfer_project/teams.html",
        status=refusal.status if refusal else 200,
        exercise=exercise,
        rows=[
            (row, *shown.stage_badge(row.position.stage))
            for row in service.teams(actor, exercise, now)
        ],
        notice=notice,
        tone="attention" if refusal else "good",
        typed=request.POST if refusal else {},
    )


def _id(text: str) -> int:
    key = whole(text, KEY_DIGITS)
    if key is None:
        raise NotFound
    return key


def _end_of(text: str) -> datetime:
    """Return the end of a day in the time zone of the course."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise NotLater from None
    return datetime.combine(day, time(23, 59), tzinfo=course_zone())
