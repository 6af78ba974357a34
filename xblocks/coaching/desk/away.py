"""The expert's page of absences: enter one with a substitute, come back."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from xblocks.coaching import service
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.planning import plan
from xblocks.coaching.refusals import WrongDays
from xblocks.coaching.standing_in import standing
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.dates import day_of
from xblocks.roster.entrance import desk_page, for_actor

NOTICES = {
    "entered": gettext_lazy("Your absence is entered."),
    "back": gettext_lazy("The absence is removed. Requests come to you again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def away(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one's absences; a POST enters one."""
    require(actor, Action.ANSWER)
    now = timezone.now()
    if request.method != "POST":
        return _page(request, actor, now)
    require_own_hand(actor, Action.ANSWER)
    substitute = request.POST.get("substitute", "")
    try:
        service.be_away(
            actor,
            _day(request.POST.get("since", "")),
            _day(request.POST.get("until", "")),
            (whole(substitute) or 0) if substitute else None,
            now,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, actor, now, refusal)
    return redirect(_address(actor) + "?done=entered")


@require_POST
@for_actor
def back(request: HttpRequest, actor: Actor, absence_id: int) -> HttpResponse:
    """Remove an absence."""
    service.come_back(actor, absence_id)
    return redirect(_address(actor) + "?done=back")


def _page(
    request: HttpRequest, actor: Actor, now: datetime, refusal: Refusal | None = None
) -> HttpResponse:
    today = day_of(now)
    rows = service.absences(actor)
    typed = request.POST if refusal else {}
    return desk_page(
        request,
        actor,
        "wbm/coaching/away.html",
        refusal=refusal,
        notice=NOTICES.get(request.GET.get("done", "")),
        rows=[(each, each.since <= today) for each in rows if each.until >= today],
        colleagues=[
            (
                person,
                ", ".join(topic_name(each.topic) for each in person.topics.all()),
                str(person.pk) == typed.get("substitute"),
            )
            for person in service.colleagues(actor)
        ],
        today=f"{today:%Y-%m-%d}",
        since=typed.get("since", ""),
        until=typed.get("until", ""),
        stand=standing(actor, now),
        held=plan(actor, now).open,
    )


def _address(actor: Actor) -> str:
    return reverse("wbm:coaching_away", args=[actor.course_key])


def _day(text: str) -> date:
    """Read a day as browsers send it; raises `WrongDays` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongDays from None


desk = "<str:course_key>/coaching/away/"
patterns: list[URLPattern] = [
    path(desk, away, name="coaching_away"),
    path(desk + "<int:absence_id>/back/", back, name="coaching_back"),
]
