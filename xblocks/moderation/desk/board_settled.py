"""What the moderator settles on a board, and the trainer beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import URLPattern, reverse
from django.utils.translation import gettext

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import row_key
from xblocks.core.people import Actor
from xblocks.core.permissions import Action
from xblocks.moderation.board import feedback, moderating, opening
from xblocks.moderation.board.membership import reached
from xblocks.moderation.desk.board_deed import deed, deed_of, patterns_of
from xblocks.moderation.domain.board import Act


@deed
def act(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Do something with the step the group stands at."""
    try:
        what = Act(form.get("act", ""))
    except ValueError:
        raise BadRequest from None
    anonymous = {"1": True, "0": False}.get(form.get("anonymous", ""))
    moderating.act(actor, board, form.get("step", ""), what, now, anonymous=anonymous)
    return None


@deed
def take(
    actor: Actor, board: int, _form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Begin to moderate."""
    moderating.take(actor, board, now)
    return {"said": gettext("You moderate now.")}


@deed
def hand_over(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Give the moderation to somebody else."""
    moderating.hand_over(actor, board, row_key(form.get("person", "")), now)
    return {"said": gettext("The moderation is handed over.")}


@deed_of(Action.COMMENT_BOARD)
def appoint(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """A trainer lets somebody moderate."""
    moderating.appoint(actor, board, row_key(form.get("person", "")), now)
    return {"said": gettext("The moderation is handed over.")}


@deed
def lay_down(
    actor: Actor, board: int, _form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Stop to moderate."""
    moderating.lay_down(actor, board, now)
    return {"said": gettext("You no longer moderate.")}


@deed
def seats(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Say how many are in the room without a device."""
    moderating.set_seats(actor, board, row_key(form.get("count", "")), now)
    return {"said": gettext("Saved")}


@deed
def proxy(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Say whether somebody writes for others."""
    person = row_key(form.get("person", ""))
    moderating.set_proxy(actor, board, person, now, proxy=form.get("proxy") == "1")
    return {"said": gettext("Saved")}


@deed_of(Action.COMMENT_BOARD)
def rate(
    actor: Actor, board: int, form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Keep a trainer's feedback."""
    ratings = {
        name: row_key(form[f"rate-{name}"])
        for name in feedback.CRITERIA
        if form.get(f"rate-{name}", "")
    }
    moderator, version = row_key(form.get("moderator", "")), row_key(form.get("version", "") or "0")
    text = form.get("text", "").replace("\r\n", "\n")
    feedback.keep(actor, board, moderator, ratings, text, version, now)
    return {"said": gettext("The feedback is given.")}


@deed_of(Action.SEE_BOARD)
def leave(
    actor: Actor, board: int, _form: QueryDict, _secret: str, now: datetime
) -> dict[str, Any] | None:
    """Leave a board one has joined."""
    exercise = reached(actor, board).exercise
    opening.leave(actor, board, now)
    return {"go": reverse("wbm:moderation_boards", args=[actor.course_key, exercise.usage_key])}


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of what moderator and trainer do."""
    return patterns_of(
        one,
        act=act,
        take=take,
        hand_over=hand_over,
        appoint=appoint,
        lay_down=lay_down,
        seats=seats,
        proxy=proxy,
        feedback=rate,
        leave=leave,
    )
