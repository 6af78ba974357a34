"""A view of something that is done on a board: its answer says what is new for the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from xblocks.core.errors import Refusal
from xblocks.core.numbers import row_key
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.moderation.board import marks
from xblocks.moderation.desk.board_live import deed_answer, refused_answer
from xblocks.roster.entrance import for_actor

Deed = Callable[[Actor, int, QueryDict, str, datetime], dict[str, Any] | None]
"""Does it for (actor, board, form, the browser's secret, now); returns what else the page hears."""


def deed_of(action: Action) -> Callable[[Deed], Callable[..., HttpResponse]]:
    """Make views of what those with a permission do on a board; nobody else's form is read."""

    def decorated(do: Deed) -> Callable[..., HttpResponse]:
        # The board is held while something is done on it, not while the answer is drawn.
        @wraps(do)
        @transaction.non_atomic_requests
        @require_POST
        @for_actor
        def view(request: HttpRequest, actor: Actor, board_id: int) -> HttpResponse:
            secret = request.COOKIES.get(marks.COOKIE, "")
            try:
                require_own_hand(actor, action)
                more = do(actor, board_id, request.POST, secret, timezone.now())
                if more and "go" in more:
                    return JsonResponse(more)
                return deed_answer(request, actor, board_id, more)
            except Refusal as refusal:
                return refused_answer(request, actor, board_id, refusal)

        return view

    return decorated


deed = deed_of(Action.WORK_ON_BOARD)
"""Makes a view of something that somebody of the group does on a board."""


def patterns_of(one: str, **views: Callable[..., HttpResponse]) -> list[URLPattern]:
    """Return the addresses of views below that of a board, by name."""
    return [
        path(f"{one}{name.replace('_', '-')}/", view, name=f"moderation_board_{name}")
        for name, view in views.items()
    ]


def seat_of(form: QueryDict) -> int | None:
    """Return the seat somebody writes for, None for themselves; raises `BadRequest`."""
    text = form.get("writer", "")
    return row_key(text) if text else None
