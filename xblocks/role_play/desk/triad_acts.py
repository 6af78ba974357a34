"""What members do in a triad: each answers with the triad as it stands then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xblocks.core.errors import BadRequest, Refusal
from xblocks.core.numbers import required_whole, row_key, whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.host.translation import translated
from xblocks.role_play.desk import triad_live
from xblocks.role_play.desk.triad_view import view_of, ways_url
from xblocks.role_play.triad import feedback, noting, opening, releasing, running
from xblocks.role_play.triad.membership import reached
from xblocks.role_play.triad.noting import NOTE_LENGTH, Noted
from xblocks.role_play.triad.rules import Part, Stage
from xblocks.role_play.triad.running import Press
from xblocks.roster.entrance import for_actor

Kind = TypeVar("Kind", Press, Stage)

Deed = Callable[[Actor, int, QueryDict, datetime], str | None]
"""Does it for (actor, triad, form, now); returns what is said when it is done."""


def deed(do: Deed) -> Callable[..., HttpResponse]:
    """Make a view of something a member does; nobody else's form is read."""

    # The triad is held while something is done in it, not while the answer is drawn.
    @wraps(do)
    @transaction.non_atomic_requests
    @require_POST
    @for_actor
    def view(request: HttpRequest, actor: Actor, triad_id: int) -> HttpResponse:
        now = timezone.now()
        try:
            require_own_hand(actor, Action.PLAY_TRIAD)
            said = do(actor, triad_id, request.POST, now)
            shown = view_of(actor, triad_id, now)
            return triad_live.answer(shown, {"said": said} if said else None)
        except Refusal as refusal:
            return triad_live.refused_answer(actor, triad_id, refusal, now)

    return view


@deed
def begin(actor: Actor, triad: int, _form: QueryDict, now: datetime) -> None:
    """Begin the first round."""
    running.begin(actor, triad, now)


@deed
def press(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Go on, stop the clock, let it go on, add a minute, or end."""
    seen = (_round(form), form.get("step", ""))
    what = _one_of(Press, form.get("press", ""))
    minutes = whole(form.get("minutes", "1"), 1) or 1
    running.press(actor, triad, what, seen, now, minutes)


@deed
def case(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Choose the case of a round."""
    running.choose_case(actor, triad, _round(form), form.get("case", ""), now)


@deed
def aims(actor: Actor, triad: int, form: QueryDict, now: datetime) -> str:
    """Keep what the adviser wants to watch."""
    attention, focus = form.get("attention", ""), form.getlist("focus")
    running.pay_attention(actor, triad, _round(form), attention, focus, now)
    return gettext("Saved")


@deed
def give(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Say what a stage of feedback asks for."""
    stage = _one_of(Stage, form.get("stage", ""))
    feedback.give(actor, triad, _round(form), stage, form.get("text", ""), now)


@deed
def skip(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Go on without what a stage asks for."""
    stage = _one_of(Stage, form.get("stage", ""))
    feedback.skip(actor, triad, _round(form), stage, now)


@deed
def intend(actor: Actor, triad: int, form: QueryDict, now: datetime) -> str:
    """Keep the adviser's intention."""
    feedback.intend(actor, triad, _round(form), form.get("text", ""), now)
    return gettext("Saved")


@deed
def show(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Show the round that is played to the triad, or take that back."""
    row, _clock = reached(actor, triad).playing()
    releasing.release(actor, row.pk, now, to_triad=form.get("to_triad") == "1")


@deed
def come_in(actor: Actor, triad: int, _form: QueryDict, now: datetime) -> None:
    """Take part with one's own phone."""
    opening.come_in(actor, triad, now)


@deed
def take_in(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Take somebody in from the list."""
    opening.take_in(actor, triad, row_key(form.get("person", "")), now)


@deed
def phone(actor: Actor, triad: int, form: QueryDict, now: datetime) -> None:
    """Say whether a member has a phone here."""
    person = row_key(form.get("person", ""))
    opening.set_phone(actor, triad, person, now, has=form.get("has") == "1")


@require_POST
@for_actor
def leave(_request: HttpRequest, actor: Actor, triad_id: int) -> HttpResponse:
    """Leave a triad, and go to where others can be joined."""
    here = reached(actor, triad_id)
    opening.leave(actor, triad_id, timezone.now())
    return JsonResponse({"go": ways_url(here.exercise)})


class SentNote(BaseModel):
    """A note as a phone sends it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    at: int = 0
    text: str = Field(default="", max_length=4 * NOTE_LENGTH)
    phase: str = ""
    criterion: str = ""
    removed: bool = False


class Sent(BaseModel):
    """What a phone kept while it was offline: notes, and levels by criterion."""

    model_config = ConfigDict(extra="forbid")

    round: int
    part: Part
    notes: list[SentNote] = []
    levels: dict[str, int | None] = {}


@transaction.non_atomic_requests
@require_POST
@for_actor
def keep(request: HttpRequest, actor: Actor, triad_id: int) -> HttpResponse:
    """Keep notes and levels; the answer names what is kept, and only that the phone lets go."""
    try:
        require_own_hand(actor, Action.PLAY_TRIAD)
        return JsonResponse(_kept(actor, triad_id, request.POST.get("data", ""), timezone.now()))
    except Refusal as refusal:
        said = {"refused": translated(refusal.message), "code": refusal.code}
        headers = {"X-WBM-Refusal": refusal.code}
        return JsonResponse(said, status=refusal.status, headers=headers)


def _kept(actor: Actor, triad: int, text: str, now: datetime) -> dict[str, list[str]]:
    try:
        sent = Sent.model_validate_json(text)
    except ValidationError:
        raise BadRequest from None
    ids: list[str] = []
    if sent.notes:
        noted = [Noted(**each.model_dump()) for each in sent.notes]
        ids = noting.keep(actor, triad, sent.round, noted, now)
    if sent.levels:
        feedback.rate(actor, triad, sent.round, sent.part, sent.levels, now)
    return {"notes": ids, "levels": sorted(sent.levels)}


def _round(form: QueryDict) -> int:
    return required_whole(form.get("round", ""), 3)


def _one_of(kind: type[Kind], text: str) -> Kind:
    try:
        return kind(text)
    except ValueError:
        raise BadRequest from None


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of what members do in a triad."""
    views = {
        "begin": begin,
        "press": press,
        "case": case,
        "aims": aims,
        "give": give,
        "skip": skip,
        "intend": intend,
        "show": show,
        "come_in": come_in,
        "take_in": take_in,
        "phone": phone,
        "leave": leave,
        "keep": keep,
    }
    return [
        path(f"{one}{name.replace('_', '-')}/", view, name=f"triad_{name}")
        for name, view in views.items()
    ]
