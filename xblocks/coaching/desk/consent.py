"""The asker's page: the very text, who would read it, and yes or no – also later."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain.knowledge import WISH_LENGTH, Stage
from xblocks.coaching.knowledge import consenting
from xblocks.coaching.knowledge.publishing import consent_path, text_of
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor

NOTICES = {
    "agreed": gettext_lazy("Thank you. The entry appears as soon as an expert signs it."),
    "declined": gettext_lazy("Noted. Nothing is published."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def consent(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Show the text to who asked, and take the decision."""
    require(actor, Action.ASK)
    now = timezone.now()
    if request.method != "POST":
        return _page(request, actor, entry_id, now)
    require_own_hand(actor, Action.ASK)
    try:
        done = _decide(request, actor, entry_id, now)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, actor, entry_id, now, refusal)
    if done == "withdrawn":
        return desk_page(request, actor, "wbm/coaching/knowledge_gone.html")
    address = reverse("wbm:coaching_consent", args=[actor.course_key, entry_id])
    return redirect(f"{address}?done={done}")


def _decide(request: HttpRequest, actor: Actor, entry_id: int, now: datetime) -> str:
    step, seen = request.POST.get("step", ""), request.POST.get("seen", "")
    if step == "agree":
        consenting.agree(actor, entry_id, seen, now)
        return "agreed"
    if step == "withdraw":
        consenting.withdraw(actor, entry_id, now)
        return "withdrawn"
    consenting.decline(actor, entry_id, seen, request.POST.get("wish", ""), now)
    return "declined"


def _page(
    request: HttpRequest,
    actor: Actor,
    entry_id: int,
    now: datetime,
    refusal: Refusal | None = None,
) -> HttpResponse:
    entry = consenting.asked_entry(actor, entry_id)
    if not actor.masquerading:
        notices.seen(actor, consent_path(entry), now)
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_consent.html",
        refusal=refusal,
        notice=NOTICES.get(request.GET.get("done", "")),
        entry=entry,
        seen=text_of(entry).fingerprint,
        topic=topic_name(entry.topic),
        asked=entry.state == Stage.ASKED,
        agreed=entry.state in {Stage.AGREED, Stage.PUBLISHED},
        published=entry.state == Stage.PUBLISHED,
        wish=request.POST.get("wish", ""),
        wish_length=WISH_LENGTH,
    )


patterns: list[URLPattern] = [
    path(
        "<str:course_key>/coaching/knowledge/<int:entry_id>/consent/",
        consent,
        name="coaching_consent",
    ),
]
