"""One request as its asker and their team see it: the thread, and what they do with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.coaching import service
from xblocks.coaching.desk.ask_parts import (
    answer,
    file_row,
    frame,
    number,
    render,
    urls,
    waiting_consents,
)
from xblocks.coaching.desk.ask_words import OUTCOMES, PHASES, URGENCIES, own_badge
from xblocks.coaching.desk.slots import booking_part
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain.states import Deed
from xblocks.coaching.domain.values import Outcome, Phase, State, Urgency
from xblocks.coaching.opening import Opened
from xblocks.coaching.records import Message, Request
from xblocks.coaching.records.requests import TOKEN_LENGTH
from xblocks.coaching.telling import request_path
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.translation import translated
from xblocks.notices import service as notices
from xblocks.roster.entrance import for_actor, is_part

EXPERTS_KINDS = ("reply", "question")

NOTICES = {
    "write": gettext_lazy("Sent. The expert reads it."),
    "close": gettext_lazy("Closed. Thank you for saying whether it helped."),
    "reopen": gettext_lazy("The expert goes on with it. You see when to expect an answer."),
    "withdraw": gettext_lazy("You have taken the request back."),
}
"""What can be done with one's own request, and what is said then."""


@require_safe
@ensure_csrf_cookie
@for_actor
def own(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Show a request to those who asked."""
    require(actor, Action.ASK)
    now = timezone.now()
    part = own_html(actor, request_id, now)
    title = gettext("Request no. %(number)s") % {"number": request_id}
    return answer(request, actor, part, title=title)


@require_POST
@for_actor
def step(request: HttpRequest, actor: Actor, request_id: int, deed: str) -> HttpResponse:
    """Write, close, ask on, or take back; what was refused comes back as it was typed."""
    require_own_hand(actor, Action.ASK)
    now = timezone.now()
    if deed not in NOTICES:
        raise NotFound
    try:
        _do(actor, request_id, deed, request.POST, now)
    except NotFound:
        raise
    except Refusal as refusal:
        notice = translated(refusal.message)
        part = own_html(
            actor, request_id, now, notice=notice, tone="attention", typed=_typed(deed, request)
        )
        return answer(request, actor, part, refusal)
    if not is_part(request):
        return redirect("wbm:coaching_own", actor.course_key, request_id)
    return answer(request, actor, own_html(actor, request_id, now, notice=str(NOTICES[deed])))


def _do(actor: Actor, request_id: int, deed: str, form: QueryDict, now: datetime) -> None:
    match deed:
        case "write":
            service.write_back(actor, request_id, form.get("text", ""), form.get("token", ""), now)
        case "reopen":
            service.reopen(actor, request_id, form.get("text", ""), form.get("token", ""), now)
        case "close":
            record, thanks = form.get("record", ""), form.get("thanks", "")
            solved = form.get("solved", "1") == "1"
            service.close(actor, request_id, solved, record, thanks, number(form), now)
        case "withdraw":
            service.withdraw(actor, request_id, number(form), now)


def _typed(deed: str, request: HttpRequest) -> dict[str, str]:
    form = request.POST
    if deed == "close":
        return {"record": form.get("record", ""), "thanks": form.get("thanks", "")}
    return {deed: form.get("text", "")}


def own_html(
    actor: Actor,
    request_id: int,
    now: datetime,
    *,
    notice: str = "",
    tone: str = "good",
    typed: Mapping[str, str] | None = None,
) -> SafeString:
    """Return the page of a request as a part; `typed` is what a refused form held.

    Raises `NotFound` for everybody but the asker and, where it is the team's, their team.
    """
    opened = service.open_request(actor, request_id, now)
    asked = opened.request
    if not opened.asks or asked.state == State.DRAFT:
        raise NotFound
    if not actor.masquerading:
        notices.seen(actor, request_path(actor.course_key, request_id), now)
    context = {
        **frame(asked.course_key, asked.usage_key),
        "opened": opened,
        "asked": asked,
        "own": asked.asker_id == actor.person_id,
        "topic": topic_name(asked.topic),
        "badge": own_badge(asked.state),
        "expected": opened.expected.told(),
        "facts": _facts(asked),
        "files": [file_row(file) for file in opened.files],
        "messages": [_said(actor, opened, message) for message in opened.messages],
        "may": {deed.value for deed in opened.may & {*map(Deed, NOTICES)}},
        "step": {
            name: reverse("wbm:coaching_own_step", args=[asked.course_key, asked.pk, name])
            for name in NOTICES
        },
        "urls": urls(asked),
        "hints_url": reverse("wbm:coaching_hints", args=[asked.course_key]),
        "token": secrets.token_hex(TOKEN_LENGTH // 2),
        "typed": dict(typed or {}),
        "consents": waiting_consents(actor, asked.pk),
        "notice": notice,
        "tone": tone,
        "booking": booking_part(actor, asked, now),
    }
    return render("ask_own", context)


def _facts(asked: Request) -> list[str]:
    words = [
        OUTCOMES[Outcome(asked.outcome)][0] if asked.outcome else "",
        URGENCIES[Urgency(asked.urgency)] if asked.urgency else "",
        PHASES[Phase(asked.phase)] if asked.phase else "",
        asked.urgency_reason,
    ]
    return [str(each) for each in words if each]


def _said(actor: Actor, opened: Opened, message: Message) -> dict[str, Any]:
    from_expert = message.kind in EXPERTS_KINDS
    author = message.author
    if author is not None and author.pk == actor.person_id:
        name = gettext("You")
    elif author is not None:
        name = author.name
    else:
        name = gettext("An expert") if from_expert else gettext("Somebody of your team")
    words = {"question": gettext("a question to you"), "reopened": gettext("not solved yet")}
    return {
        "message": message,
        "ours": not from_expert,
        "name": name,
        "words": words.get(message.kind, ""),
        "files": [file_row(file) for file in message.files.all()],
    }


base = "<str:course_key>/coaching/own/<int:request_id>/"
patterns: list[URLPattern] = [
    path(base, own, name="coaching_own"),
    path(base + "step/<str:deed>/", step, name="coaching_own_step"),
]
