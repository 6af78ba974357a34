"""Card boards: the way to one's board, the board itself, what is new on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Refusal
from xblocks.core.numbers import KEY_DIGITS, whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.moderation.board import opening, polling
from xblocks.moderation.board.membership import reached
from xblocks.moderation.desk import board_acts, board_files, board_live, board_settled
from xblocks.moderation.desk.board_groups import groups_without
from xblocks.moderation.desk.board_view import FOLDER, View, board_url, render, view_of
from xblocks.moderation.reach import card_board_of, find
from xblocks.moderation.records import Board
from xblocks.moderation.records.boards import TITLE_LENGTH
from xblocks.roster.entrance import desk_page, for_actor, part_or_page


def board_html(actor: Actor, exercise: Exercise, _now: datetime) -> str:
    """Return the group's board, or the way to one, as a part of a page."""
    boards = opening.boards_of(actor, exercise)
    if len(boards) == 1 and reached(actor, boards[0].pk).works:
        return _framed(actor, exercise, boards[0])
    return _ways(actor, exercise, boards)


@require_safe
@ensure_csrf_cookie
@for_actor
def boards(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the boards of an exercise that somebody may enter, and how to get to another one."""
    exercise = _exercise(actor, usage_key)
    part = _ways(actor, exercise, opening.boards_of(actor, exercise), request.GET.get("code", ""))
    return _answer(request, actor, exercise, part)


@require_POST
@for_actor
def begin(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Open a board: that of the own group, one with a code, or as a trainer one for a group."""
    exercise = _exercise(actor, usage_key)
    form, now = request.POST, timezone.now()

    def opened() -> Board:
        wanted = form.get("of", "")
        if not wanted:
            return opening.open_board(actor, exercise, now, form.get("title", ""))
        key = whole(wanted, KEY_DIGITS) or 0
        if card_board_of(exercise).group == "team":
            return opening.open_for(actor, exercise, company=key, now=now)
        return opening.open_for(actor, exercise, district=key, now=now)

    return _entered(request, actor, exercise, opened)


@require_POST
@for_actor
def join(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Join a board with its code."""
    exercise = _exercise(actor, usage_key)
    code = request.POST.get("code", "")
    return _entered(
        request,
        actor,
        exercise,
        lambda: opening.join(actor, exercise, code, timezone.now()),
        code=code,
    )


@require_safe
@ensure_csrf_cookie
@for_actor
def page(request: HttpRequest, actor: Actor, board_id: int) -> HttpResponse:
    """Show a board; ``look`` names an earlier step, ``wall=1`` is the projector's view."""
    view = view_of(request, actor, board_id, request.GET)
    board, exercise = view.board, view.here.exercise
    response = desk_page(
        request,
        actor,
        f"{FOLDER}page.html",
        title=view.here.definition.title,
        part=board_live.root_html(view),
        wall=view.wall,
        join=board_url(board, "page"),
        boards_url=_address(exercise, "boards"),
    )
    board_live.give_secret(request, response, view)
    return response


@transaction.non_atomic_requests
@require_safe
def state(request: HttpRequest, course_key: str, board_id: int) -> HttpResponse:
    """Say what is new. Nothing: one statement, no session, no body."""
    since = whole(request.GET.get("since")) if request.GET.get("frame") else None
    if since is not None and polling.unchanged(request.GET.get("key", ""), board_id, since):
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    return _state(request, course_key=course_key, board_id=board_id)


@for_actor
def _state(request: HttpRequest, actor: Actor, board_id: int) -> HttpResponse:
    return board_live.state_answer(request, actor, board_id)


def _entered(
    request: HttpRequest, actor: Actor, exercise: Exercise, enter: Any, code: str = ""
) -> HttpResponse:
    """Go to the board that `enter` returns; a refusal comes back with what was typed."""
    try:
        board = enter()
    except Refusal as refusal:
        boards = opening.boards_of(actor, exercise)
        part = _ways(actor, exercise, boards, code, translated(refusal.message))
        return _answer(request, actor, exercise, part, refusal)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(_framed(actor, exercise, board))
    return redirect(board_url(board, "page"))


def _framed(actor: Actor, exercise: Exercise, board: Board) -> SafeString:
    """Return a board inside a course page; what the browser alone may see it asks for at once."""
    view = View(actor, here := reached(actor, board.pk), here.step)
    context = {
        "part": board_live.root_html(view, fresh=False),
        "intro": render_markdown(here.definition.intro),
        "exercise": exercise,
        "boards_url": _address(exercise, "boards"),
        "page_url": board_url(board, "page"),
        "several": here.definition.group == "seminar",
    }
    return render("framed", context)


def _ways(
    actor: Actor, exercise: Exercise, boards: list[Board], code: str = "", sentence: str = ""
) -> SafeString:
    """Return the boards there are, and what leads to another one."""
    definition = card_board_of(exercise)
    context = {
        "actor": actor,
        "definition": definition,
        "intro": render_markdown(definition.intro),
        "anchor": "wbm-boards-" + exercise.usage_key.rpartition("@")[2],
        "boards": [
            {
                "url": board_url(each, "page"),
                "name": _name(each),
                "moderator": each.moderator.name if each.moderator else "",
                "at": each.changed_at,
            }
            for each in boards
        ],
        "begin_url": _address(exercise, "boards_begin"),
        "join_url": _address(exercise, "boards_join"),
        "open_for": groups_without(actor, definition.group, boards),
        "code": code,
        "sentence": sentence,
        "most": TITLE_LENGTH,
    }
    return render("ways", context)


def _name(board: Board) -> str:
    owner = board.company or board.district
    if owner is not None:
        return str(owner.name)
    return f"{board.title or gettext('Seminar group')} · {board.code}"


def _exercise(actor: Actor, usage_key: str) -> Exercise:
    require_own_hand(actor, Action.SEE_BOARD)
    exercise = find(actor, usage_key)
    card_board_of(exercise)
    return exercise


def _answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    title = exercise.title
    return part_or_page(request, actor, f"{FOLDER}ways_page.html", part, refusal, title=title)


def _address(exercise: Exercise, name: str) -> str:
    return reverse(f"wbm:moderation_{name}", args=[exercise.course_key, exercise.usage_key])


WAYS = "<str:course_key>/moderation/boards/<str:usage_key>/"
ONE = "<str:course_key>/moderation/board/<int:board_id>/"

patterns: list[URLPattern] = [
    path(WAYS, boards, name="moderation_boards"),
    path(WAYS + "begin/", begin, name="moderation_boards_begin"),
    path(WAYS + "join/", join, name="moderation_boards_join"),
    path(ONE, page, name="moderation_board"),
    path(ONE + "state/", state, name="moderation_board_state"),
    *board_acts.patterns_below(ONE),
    *board_settled.patterns_below(ONE),
    *board_files.patterns_below(ONE),
]
"""Addresses of card boards."""
