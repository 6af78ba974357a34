"""What every change of a request checks first: whose it is, what was seen, what was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from xblocks.coaching.domain.checking import clean
from xblocks.coaching.domain.states import Deed, following
from xblocks.coaching.reach import ANSWERING, ASKING, Side, locked, side_of
from xblocks.coaching.records import Message, Request, RequestNote
from xblocks.coaching.records.requests import TOKEN_LENGTH
from xblocks.coaching.refusals import (
    HasOther,
    NotClaimed,
    NotNow,
    RequestChanged,
    TextMissing,
    TextTooLong,
)
from xblocks.core.errors import BadRequest, Conflict, NotFound
from xblocks.core.people import Actor

Row = TypeVar("Row", Message, RequestNote)


def asked_by(actor: Actor, request_id: int, now: datetime, *, alone: bool = False) -> Request:
    """Return a sent request of somebody's own or of their team, locked; raises `NotFound`.

    `alone`: who asked, nobody else of the team.
    """
    request = locked(actor, request_id)
    side = side_of(actor, request, now)
    if side not in ASKING or (alone and side is not Side.ASKER):
        raise NotFound
    return request


def answered_by(actor: Actor, request_id: int, now: datetime) -> Request:
    """Return a request somebody answers, locked.

    Raises `NotFound`, `NotClaimed`, and for experts who know of it and do not answer it `HasOther`,
    or `NotNow` where nobody does (it was taken back).
    """
    request = locked(actor, request_id)
    side = side_of(actor, request, now)
    if side is Side.FREE:
        raise NotClaimed
    if side is Side.COLLEAGUE:
        raise other_has(request)
    if side not in ANSWERING:
        raise NotFound
    return request


def other_has(request: Request) -> Conflict:
    """Return the refusal for an expert who does not answer a request: who does, or nobody."""
    return HasOther(name=request.expert.name) if request.expert else NotNow()


def check_version(request: Request, version: int, mine: str = "") -> None:
    """Raise `RequestChanged` with the text when the request is no longer as it was shown."""
    if request.version != version:
        raise RequestChanged(mine, request.version)


def check_text(text: str, limit: int) -> str:
    """Return a text as it is kept; raises `TextMissing`, `TextTooLong`."""
    text = clean(text)
    if not text:
        raise TextMissing
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    return text


def check_token(token: str) -> str:
    """Return the name of a sending; raises `BadRequest` for what no form of ours sends."""
    if not 0 < len(token) <= TOKEN_LENGTH:
        raise BadRequest
    return token


def sent_before(
    rows: QuerySet[Row], actor: Actor, token: str, text: str, **columns: Any
) -> Row | None:
    """Return what was sent under this name; None when nothing was.

    A page that a browser brings back sends its name once more. Raises `RequestChanged` when it was
    something else that was sent, so that no text is taken for another; and as `check_token`.
    """
    found = rows.filter(token=check_token(token)).select_related("request").first()
    if found is None:
        return None
    same = found.author_id == actor.person_id and found.text == clean(text)
    if not same or any(getattr(found, name) != value for name, value in columns.items()):
        raise RequestChanged(text, found.request.version)
    return found


def advance(request: Request, deed: Deed) -> None:
    """Move a request to the state a deed leads to; raises `NotNow`. The caller saves it."""
    state = following(request.state, deed)
    if state is None:
        raise NotNow
    request.state = state
    request.version += 1
