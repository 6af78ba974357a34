"""Releasing a page, ending it, and the page itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.core.errors import Invalid, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.dossier import service
from xblocks.dossier.desk import shown
from xblocks.dossier.domain import LONGEST_DAYS, Part, parts_from
from xblocks.host.dates import day_of
from xblocks.host.links import absolute
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor, is_part

FIRST_CHOICE = frozenset({Part.CERTIFICATE, Part.DAYS, Part.HAND_INS})
USUAL_DAYS = 90

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src http: https:; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
}
"""A shared page is kept by nobody, found by nobody, tells nobody where it was and runs nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def share(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let somebody choose what to release, see exactly that, and make the link."""
    require(actor, Action.SEE_DOSSIER)
    now = timezone.now()
    today = day_of(now)
    data = request.POST if request.method == "POST" else request.GET
    asked = "until" in data
    parts = parts_from(data.getlist("parts")) if asked else FIRST_CHOICE
    until = _day(data) if asked else today + timedelta(days=USUAL_DAYS)
    if is_part(request) and request.method != "POST":
        return render(request, "wbm/dossier/shared_part.html", _preview(actor, parts))
    address, refusal = "", None
    if request.method == "POST":
        try:
            token = service.share(actor, service.checked(parts, until, today), now)
            address = absolute(reverse("wbm:shared", args=[token]))
        except Invalid as refused:
            refusal = refused
    return desk_page(
        request,
        actor,
        "wbm/dossier/share.html",
        status=refusal.status if refusal else 200,
        sentence=translated(refusal.message) if refusal else "",
        address=address,
        choices=[(part, *shown.PARTS[part], part in parts) for part in Part],
        until=until or "",
        today=today,
        last=today + timedelta(days=LONGEST_DAYS),
        **_preview(actor, parts),
    )


@require_POST
@for_actor
def end(request: HttpRequest, actor: Actor, link_id: int) -> HttpResponse:
    """End a link."""
    service.end(actor, link_id, timezone.now())
    return redirect(reverse("wbm:dossier", args=[actor.course_key]) + "?notice=ended")


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was released to whoever has the link; nobody needs an account."""
    try:
        found = service.released(token, timezone.now())
    except Refusal as refusal:
        context = {"sentence": translated(refusal.message)}
        response = render(request, "wbm/dossier/not_shared.html", context, status=refusal.status)
        response["X-WBM-Refusal"] = refusal.code
    else:
        response = render(request, "wbm/dossier/shared.html", shown.released(found))
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _preview(actor: Actor, parts: frozenset[Part]) -> dict[str, Any]:
    return {"nothing": not parts, **shown.released(service.preview(actor, parts), level=3)}


def _day(data: QueryDict) -> date | None:
    try:
        return date.fromisoformat(data.get("until", ""))
    except ValueError:
        return None
