"""The calendar to subscribe to: making its secret address, and what the address answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from xblocks.coaching.appointments import calendars, feeds
from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.links import absolute
from xblocks.host.translation import translated
from xblocks.roster.entrance import desk_page, for_actor

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def for_experts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page of the secret address for those who offer times."""
    require(actor, Action.OFFER_TIMES)
    return _page(request, actor, "wbm:coaching_slots")


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def for_trainees(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page of the secret address for those who book."""
    require(actor, Action.BOOK)
    return _page(request, actor, "wbm:coaching_times")


@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Send the calendar to whoever has the address; nobody needs an account."""
    try:
        content = feeds.feed(token, timezone.now())
    except Refusal as refusal:  # for calendar programs, and no page: that would name the course
        text = translated(refusal.message)
        response = HttpResponse(text, status=refusal.status, content_type="text/plain")
        response["X-WBM-Refusal"] = refusal.code
    else:
        response = HttpResponse(content, content_type=calendars.MEDIA_TYPE)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _page(request: HttpRequest, actor: Actor, back: str) -> HttpResponse:
    """Show since when there is an address; a POST makes a new one, or with ``end`` none."""
    address = ""
    if request.method == "POST":
        if "end" in request.POST:
            feeds.end(actor)
            return redirect(f"{request.path}?notice=ended")
        address = absolute(reverse("wbm:coaching_feed", args=[feeds.renew(actor, timezone.now())]))
    return desk_page(
        request,
        actor,
        "wbm/coaching/slots_calendar.html",
        address=address,
        since=feeds.made_at(actor),
        ended=request.GET.get("notice") == "ended",
        back=reverse(back, args=[actor.course_key]),
    )


base = "<str:course_key>/coaching/"

patterns: list[URLPattern] = [
    path(base + "slots/calendar/", for_experts, name="coaching_slots_calendar"),
    path(base + "times/calendar/", for_trainees, name="coaching_times_calendar"),
    path("calendar/<str:token>.ics", feed, name="coaching_feed"),
]
