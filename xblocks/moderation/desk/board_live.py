"""What an open page of a board is sent: all of it, or what has changed since it last asked.

A page says the revision it has and a token of its frame: who moderates, where the group stands, who
is here. With the same frame only cards, groups and numbers go out that changed after the revision.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.safestring import SafeString

from xblocks.core.errors import Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.host.translation import translated
from xblocks.moderation.board import feedback, marks, polling, reading
from xblocks.moderation.board.reading import Frame
from xblocks.moderation.board.refusals import (
    FeedbackConflict,
    HeadingConflict,
    MeasureConflict,
)
from xblocks.moderation.desk import board_measures, board_room, board_work
from xblocks.moderation.desk.board_lead import lead_html
from xblocks.moderation.desk.board_notes import card_id, place
from xblocks.moderation.desk.board_steps import steps_of
from xblocks.moderation.desk.board_view import View, board_url, render, view_of
from xblocks.moderation.desk.board_words import script_words


def root_html(view: View, *, fresh: bool = True, sentence: str = "") -> SafeString:
    """Return the board as a part of a page; one that is not `fresh` asks at once for what is."""
    frame = reading.frame(view.here)
    context = {
        **view.frame(),
        "rev": frame.revision if fresh else 0,
        "frame": frame_token(view),
        "key": polling.key(view.here),
        "look": view.step.id if view.looks_back else "",
        "seat": "" if view.seat is None else view.seat,
        "words": script_words(),
        "words_id": f"{view.prefix}-words",
        "sentence": sentence,
        "body": body_html(view, frame),
    }
    return render("root", context)


def body_html(view: View, frame: Frame) -> SafeString:
    """Return everything of the board that can change."""
    counted = "" if view.looks_back else _counted(view)
    number = view.here.definition.steps.index(view.step) + 1
    context = {
        **view.frame(),
        "steps": steps_of(view),
        "number": number,
        "total": frame.steps,
        "who": board_room.who_reads(view),
        "now_url": board_url(view.board, "page"),
        "lead": "" if view.looks_back else lead_html(view, frame, counted),
        "work": board_work.work_html(view),
        "room": "" if view.wall else board_room.room_html(view, frame),
    }
    return render("body", context)


def frame_token(view: View) -> str:
    """Return what stays the same as long as parts are enough to keep a page true."""
    here = view.here
    facts = (
        here.exercise.definition_hash,
        here.progress.at,
        [str(each) for each in here.progress.states],
        here.around,
        sorted(here.proxies),
        feedback.versions(here),
        (view.board.moderator_id, here.works, here.moderates, here.proxy),
        (view.step.id, view.anonymous, view.seat, view.wall),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def state_answer(request: HttpRequest, actor: Actor, board_id: int) -> HttpResponse:
    """Answer with what is new for the page that asks."""
    view = view_of(request, actor, board_id, request.GET)
    return _answer(request, view, request.GET)


def deed_answer(request: HttpRequest, actor: Actor, board_id: int, more: Any) -> HttpResponse:
    """Answer somebody who has done something with what is new for their page."""
    view = view_of(request, actor, board_id, request.POST)
    return _answer(request, view, request.POST, more)


def refused_answer(
    request: HttpRequest, actor: Actor, board_id: int, refusal: Refusal
) -> HttpResponse:
    """Say why something was not done, with what is new, so that the page shows what is there."""
    said: dict[str, Any] = {"refused": translated(refusal.message), "code": refusal.code}
    if isinstance(refusal, HeadingConflict):
        said["theirs"] = refusal.theirs
    if isinstance(refusal, MeasureConflict | FeedbackConflict):
        said["version"] = refusal.version
    try:
        view = view_of(request, actor, board_id, request.POST)
        response = _answer(request, view, request.POST, said)
    except Refusal:  # the board itself is not reached
        response = JsonResponse(said)
    response.status_code = refusal.status
    response["X-WBM-Refusal"] = refusal.code
    return response


def give_secret(request: HttpRequest, response: HttpResponse, view: View, secret: str = "") -> None:
    """Give a browser that writes without a name what it proves later by that it was the one.

    It goes out with the page, before the first card: an answer that is lost on the way back must
    not leave a card that nobody can change.
    """
    if view.secret or not (view.anonymous and view.writes):
        return
    response.set_cookie(
        marks.COOKIE,
        secret or marks.new_secret(),
        max_age=marks.COOKIE_SECONDS,
        path=board_url(view.board, "page"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _answer(
    request: HttpRequest, view: View, asked: QueryDict, more: dict[str, Any] | None = None
) -> HttpResponse:
    token = frame_token(view)
    since = whole(asked.get("since"))
    data: dict[str, Any] = {
        "rev": view.board.revision,
        "frame": token,
        "key": polling.key(view.here),
        **(more or {}),
    }
    if asked.get("frame") == token and since is not None:
        data |= _changed(view, since)
    else:
        data["whole"] = body_html(view, reading.frame(view.here))
    if view.step.kind == "vote" and view.writes:
        data["mine"] = board_work.mine(view)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    give_secret(request, response, view)
    return response


def _changed(view: View, since: int) -> dict[str, Any]:
    """Return what has changed after a revision on a page whose frame is the same."""
    found: dict[str, Any] = {"texts": board_work.texts(view)}
    if view.step.kind == "collect":
        found["fills"] = _fills(view)
    if view.step.kind == "plan":
        found["fills"] = {f"{view.prefix}-measures": board_measures.list_html(view)}
    if view.step.kind == "arrange" or _is_read(view):
        found["pieces"] = _groups(view, since) + _cards(view, since)
        cards, groups = reading.gone(view.here, since)
        found["gone"] = [card_id(view, each) for each in cards]
        found["gone"] += [f"{view.prefix}-g-{each}" for each in groups]
    return found


def _is_read(view: View) -> bool:
    return view.step.id in reading.readable_steps(view.here)


def _fills(view: View) -> dict[str, str]:
    found = {f"{view.prefix}-backs": board_work.backs_html(view.hidden)}
    if view.writes:
        found[f"{view.prefix}-own"] = board_work.own_list(view)
    return found


def _groups(view: View, since: int) -> list[tuple[str, str, str, str]]:
    if view.step.kind != "arrange":
        return []
    changed = board_work.groups_shown(view, since)
    keys = [group.id for group in changed]
    cards = reading.cards(view.here, groups=keys) if changed else []
    return [
        (
            f"{view.prefix}-g-{group.id}",
            f"{view.prefix}-groups",
            place(group.position, group.id),
            board_work.group_html(view, group, [each for each in cards if each.group == group.id]),
        )
        for group in changed
    ]


def _cards(view: View, since: int) -> list[tuple[str, str, str, str]]:
    found = [
        each
        for each in reading.cards(view.here, since)
        if view.step.kind == "arrange" or each.step == view.step.id
    ]
    return [
        (
            card_id(view, card.id),
            board_work.list_of(view, card),
            place(card.position, card.id),
            board_work.card_html(view, card),
        )
        for card in found
    ]


def _counted(view: View) -> str:
    words = board_work.texts(view)
    return words.get("hidden", "") or words.get("voted", "")
