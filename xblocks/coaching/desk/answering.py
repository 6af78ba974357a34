"""An expert's page of a request: read it, take it, answer, ask back, note, hand over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from xblocks.coaching import service
from xblocks.coaching.desk.ask_words import OUTCOMES, PHASES
from xblocks.coaching.desk.slots import booking_part
from xblocks.coaching.desk.words import (
    URGENCY_NAMES,
    due_badge,
    state_badge,
    steps_of,
    topic_name,
)
from xblocks.coaching.domain.states import Deed
from xblocks.coaching.domain.values import (
    MESSAGE_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    Outcome,
    Phase,
    State,
)
from xblocks.coaching.duty import duty_of
from xblocks.coaching.expecting import Waits
from xblocks.coaching.reach import side_of
from xblocks.coaching.records import Request
from xblocks.coaching.refusals import HasOther
from xblocks.coaching.service import Opened, Side
from xblocks.coaching.telling import request_path
from xblocks.coaching.textblocks import texts
from xblocks.coaching.workload import Load, held_by, load_of
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor

NOTICES = {
    "claimed": gettext_lazy("You have it now. Everybody sees that you answer it."),
    "replied": gettext_lazy("Your answer is sent. The clock rests."),
    "asked": gettext_lazy("Your question is sent. The clock rests until the trainee writes."),
    "noted": gettext_lazy("Your note is kept. No trainee reads it."),
}
NEXT = {
    State.NEW: gettext_lazy("Nobody has it yet. Take it, and everybody sees that you answer it."),
    State.ASSIGNED: gettext_lazy("You have it. Answer it, or ask back."),
    State.WAITING_EXPERT: gettext_lazy("The trainee has written to you. Answer, or ask back."),
    State.WAITING_TRAINEE: gettext_lazy(
        "You asked back. The clock rests until the trainee writes. There is nothing to do now."
    ),
    State.ANSWERED: gettext_lazy("It is answered. The trainee says whether it helped."),
    State.CLOSED: gettext_lazy("It is closed. There is nothing to do any more."),
}


@dataclass(frozen=True)
class Typed:
    """What came with a form that was refused: which, and what was written."""

    step: str
    text: str
    to: str
    refusal: Refusal


@require_safe
@for_actor
def page(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Show a request of the person's topics, or one they answer."""
    require(actor, Action.ANSWER)
    now = timezone.now()
    try:
        return _page(request, actor, request_id, now)
    except NotFound:
        return _with_other(request, actor, request_id, now)


@require_POST
@for_actor
def step(request: HttpRequest, actor: Actor, request_id: int, step: str) -> HttpResponse:
    """Do something with a request; what was written comes back when it is refused."""
    require_own_hand(actor, Action.ANSWER)
    if step not in STEPS:
        raise NotFound
    now = timezone.now()
    text = request.POST.get("text", "").replace("\r\n", "\n")
    to = request.POST.get("to", "")
    form = {
        "text": text,
        "to": to,
        "token": request.POST.get("token", "")[:32],
        "version": request.POST.get("version", ""),
    }
    try:
        done = STEPS[step](actor, request_id, form, now)
    except NotFound:
        raise
    except HasOther as refusal:
        return _not_sent(request, actor, request_id, text, refusal)
    except Refusal as refusal:
        return _page(request, actor, request_id, now, Typed(step, text, to, refusal))
    if done == "gone":
        return redirect(reverse("wbm:coaching_requests", args=[actor.course_key]) + "?done=gone")
    address = reverse("wbm:coaching_request", args=[actor.course_key, request_id])
    return redirect(f"{address}?done={done}")


def _page(
    request: HttpRequest, actor: Actor, request_id: int, now: datetime, typed: Typed | None = None
) -> HttpResponse:
    opened = service.open_request(actor, request_id, now)
    if opened.asks:
        raise NotFound
    asked = opened.request
    refusal = typed.refusal if typed else None
    response = desk_page(
        request,
        actor,
        "wbm/coaching/request.html",
        refusal=refusal,
        opened=opened,
        asked=asked,
        topic=topic_name(asked.topic),
        urgency=URGENCY_NAMES.get(asked.urgency, asked.urgency),
        outcome=OUTCOMES[Outcome(asked.outcome)][0] if asked.outcome else "",
        phase=PHASES[Phase(asked.phase)] if asked.phase else "",
        due=due_badge(
            asked.state,
            opened.expected.day,
            now,
            late=opened.expected.waits is Waits.OVERDUE,
            soon=asked.warn_at is not None and asked.warn_at <= now,
        ),
        state=state_badge(asked.state),
        next=_next(opened),
        may={deed.value: deed in opened.may for deed in Deed},
        for_other=opened.side is Side.SUBSTITUTE,
        steps=steps_of(opened.steps),
        booking=booking_part(actor, asked, now) if opened.answers else "",
        texts=texts(actor) if Deed.REPLY in opened.may else [],
        candidates=_candidates(actor, opened, now) if Deed.HAND_OVER in opened.may else [],
        limits={"text": MESSAGE_LENGTH, "note": NOTE_LENGTH, "reason": REASON_LENGTH},
        token=uuid4().hex[:28],
        typed=typed.step if typed else "",
        text=typed.text if typed else "",
        to=typed.to if typed else "",
        kept=bool(typed and typed.text and not _has_form(opened, typed.step)),
        done=request.GET.get("done", ""),
        notice=NOTICES.get(request.GET.get("done", "")),
    )
    if refusal is None:
        notices.seen(actor, request_path(actor.course_key, request_id), now)
    return response


def _not_sent(
    request: HttpRequest, actor: Actor, request_id: int, text: str, refusal: Refusal
) -> HttpResponse:
    """Give back what somebody wrote to a request they no longer read."""
    return desk_page(
        request,
        actor,
        "wbm/coaching/not_sent.html",
        refusal=refusal,
        number=request_id,
        text=text,
    )


def _with_other(request: HttpRequest, actor: Actor, request_id: int, now: datetime) -> HttpResponse:
    """Say who has a request that a mail led to, and nothing more of it; else raise `NotFound`."""
    asked = Request.objects.select_related("expert").filter(pk=request_id).first()
    if asked is None or side_of(actor, asked, now) is not Side.COLLEAGUE:
        raise NotFound
    response = desk_page(
        request,
        actor,
        "wbm/coaching/with_other.html",
        status=NotFound.status,
        number=request_id,
        holder=asked.expert.name if asked.expert else "",
    )
    response["X-WBM-Refusal"] = NotFound.code
    return response


def _next(opened: Opened) -> Promise:
    """Return what there is to do, for somebody who stands in too."""
    state = State(opened.request.state)
    if state is State.ASSIGNED and opened.side is Side.SUBSTITUTE:
        return gettext_lazy("You stand in. Answer it, or ask back.")
    return NEXT[state]


def _has_form(opened: Opened, step: str) -> bool:
    """Whether the page has a form in which the text of a step stands again."""
    deeds = {
        "reply": Deed.REPLY,
        "ask-back": Deed.ASK_BACK,
        "note": Deed.NOTE,
        "hand-over": Deed.HAND_OVER,
    }
    return deeds.get(step) in opened.may


def _candidates(actor: Actor, opened: Opened, now: datetime) -> list[tuple[Load, bool]]:
    """Return who else may answer, those of topic and district that are there first."""
    duty, held = duty_of(actor.course_key, now), held_by(actor.course_key, now)
    fitting = set(duty.fitting(opened.request.topic, opened.request.district_id))
    none = {actor.person_id, opened.request.expert_id, opened.request.asker_id}
    found = [
        (load_of(person, held, duty), person.pk in fitting)
        for person in duty.people
        if person.pk not in none
    ]
    return sorted(found, key=lambda each: (not each[1], each[0].away is not None, each[0].open))


def _claim(actor: Actor, request_id: int, _form: Mapping[str, str], now: datetime) -> str:
    service.claim(actor, request_id, now)
    return "claimed"


def _reply(actor: Actor, request_id: int, form: Mapping[str, str], now: datetime) -> str:
    version = whole(form["version"]) or 0
    service.reply(actor, request_id, form["text"], _token(form), version, now)
    return "replied"


def _ask_back(actor: Actor, request_id: int, form: Mapping[str, str], now: datetime) -> str:
    version = whole(form["version"]) or 0
    service.ask_back(actor, request_id, form["text"], _token(form), version, now)
    return "asked"


def _note(actor: Actor, request_id: int, form: Mapping[str, str], now: datetime) -> str:
    service.note(actor, request_id, form["text"], _token(form), now)
    return "noted"


def _hand_over(actor: Actor, request_id: int, form: Mapping[str, str], now: datetime) -> str:
    to = None if form["to"] == "all" else whole(form["to"]) or 0
    version = whole(form["version"]) or 0
    service.hand_over(actor, request_id, to, form["text"], version, now)
    return "gone"


def _token(form: Mapping[str, str]) -> str:
    """Return the name of this sending; a form without one is a sending of its own."""
    return form["token"] or uuid4().hex


STEPS: Mapping[str, Callable[[Actor, int, Mapping[str, str], datetime], str]] = {
    "claim": _claim,
    "reply": _reply,
    "ask-back": _ask_back,
    "note": _note,
    "hand-over": _hand_over,
}

one = "<str:course_key>/coaching/requests/<int:request_id>/"
patterns: list[URLPattern] = [
    path(one, page, name="coaching_request"),
    path(one + "<str:step>/", step, name="coaching_step"),
]
