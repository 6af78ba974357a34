"""A round to look at again: for its adviser, whom they release it to, the trainer they invite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.numbers import row_key, whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.role_play.desk.triad_result import result_html
from xblocks.role_play.desk.triad_view import FOLDER, ways_url
from xblocks.role_play.triad import reading, releasing
from xblocks.role_play.triad.feedback import WORDS_LENGTH
from xblocks.role_play.triad.membership import case_of
from xblocks.role_play.triad.releasing import TRAINER, Reader, RoundAccess
from xblocks.roster.entrance import desk_page, for_actor

Act = Callable[[Actor, int, HttpRequest, datetime], None]


@require_safe
@ensure_csrf_cookie
@for_actor
def round_page(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
    """Show a round as far as its reader may see it."""
    return _page(request, actor, round_id)


@require_safe
@for_actor
def invitations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a trainer the rounds they were invited to."""
    rows = [
        (releasing.round_path(each), each, each.adviser.name if each.adviser else "")
        for each in releasing.invitations(actor)
    ]
    return desk_page(request, actor, f"{FOLDER}invitations.html", rows=rows)


def _act(do: Act) -> Callable[..., HttpResponse]:
    """Make a view that does something and shows the round; a refusal keeps what was typed."""

    @require_POST
    @for_actor
    def view(request: HttpRequest, actor: Actor, round_id: int) -> HttpResponse:
        here = releasing.round_reached(actor, round_id)
        try:
            do(actor, round_id, request, timezone.now())
        except Refusal as refusal:
            return _page(request, actor, round_id, refusal)
        return redirect(releasing.round_path(here.row))

    return view


def _release(actor: Actor, round_id: int, request: HttpRequest, now: datetime) -> None:
    asked = {
        name: request.POST[name] == "1"
        for name in ("to_triad", "to_trainer")
        if name in request.POST
    }
    releasing.release(actor, round_id, now, **asked)


def _invite(actor: Actor, round_id: int, request: HttpRequest, now: datetime) -> None:
    text = request.POST.get("trainer", "")
    releasing.invite(actor, round_id, row_key(text) if text else None, now)


def _rate(actor: Actor, round_id: int, request: HttpRequest, now: datetime) -> None:
    require_own_hand(actor, Action.RATE_ROUND)
    form = request.POST
    levels = {
        name.removeprefix("level-"): whole(value, 2)
        for name, value in form.items()
        if name.startswith("level-")
    }
    releasing.rate_as_trainer(
        actor, round_id, levels, form.get("strength", ""), form.get("wish", ""), now
    )


def _page(
    request: HttpRequest, actor: Actor, round_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    here = releasing.round_reached(actor, round_id)
    case = case_of(here.definition, here.row)
    labels = {each.id: each.label for each in here.definition.criteria}
    seconds = here.row.talk_seconds or 0
    context = {
        "here": here,
        "row": here.row,
        "title": gettext("Round %(number)s: %(name)s")
        % {"number": here.row.number, "name": here.row.adviser.name if here.row.adviser else ""},
        "case": case,
        "focus": [labels[each] for each in reading.focus_of(here.row) if each in labels],
        "minutes": f"{seconds // 60}:{seconds % 60:02}",
        "result": result_html(here, 4 if here.reader is Reader.TRAINER else 3),
        "urls": {name: releasing.round_path(here.row) + f"{name}/" for name in ACTS},
        "is_adviser": here.reader is Reader.ADVISER,
        "is_trainer": here.reader is Reader.TRAINER,
        "ways_url": ways_url(here.exercise) if here.reader is not Reader.TRAINER else "",
        "most": WORDS_LENGTH,
    }
    if here.reader is Reader.ADVISER:
        context["trainers"] = releasing.trainers_for(here)
    if here.reader is Reader.TRAINER:
        context |= _rating(request, here, refusal)
    return desk_page(request, actor, f"{FOLDER}round_page.html", refusal=refusal, **context)


def _rating(request: HttpRequest, here: RoundAccess, refusal: Refusal | None) -> dict[str, object]:
    """Return the trainer's form; when it was refused with what they typed."""
    found = reading.result_of(here)
    levels = dict(found.levels.get(TRAINER, {}))
    words = {each.kind: each.text for each in found.words if each.rater == TRAINER}
    if refusal:
        words = {name: request.POST.get(name, "") for name in ("strength", "wish")}
        levels |= {
            each.id: level
            for each in here.definition.criteria
            if (level := whole(request.POST.get(f"level-{each.id}"), 1))
        }
    return {
        "criteria": [
            (each, list(enumerate(each.levels, 1)), levels.get(each.id))
            for each in here.definition.criteria
        ],
        "strength": words.get("strength", ""),
        "wish": words.get("wish", ""),
    }


ACTS: dict[str, Callable[..., HttpResponse]] = {
    "release": _act(_release),
    "invite": _act(_invite),
    "rate": _act(_rate),
}

ROUND = "<str:course_key>/role-play/round/<int:round_id>/"

patterns: list[URLPattern] = [
    path(ROUND, round_page, name="triad_round"),
    path("<str:course_key>/role-play/rounds/", invitations, name="triad_invitations"),
    *(path(f"{ROUND}{name}/", view, name=f"triad_round_{name}") for name, view in ACTS.items()),
]
"""Addresses of rounds."""
