"""What a trainer says to who moderates (`curriculum-facts 3.9`): read by these two alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.text import gettext_noop
from xblocks.core.wording import TextNotReadable, TextTooLong
from xblocks.moderation.board.membership import Access, held_to_watch, members, touch
from xblocks.moderation.board.refusals import FeedbackConflict, NotAMember, NotARating
from xblocks.moderation.records import BoardFeedback

CRITERIA: Final = {
    "goal": gettext_noop("Clearness of the goal"),
    "part": gettext_noop("Everybody takes part"),
    "fair": gettext_noop("Fair to all sides"),
    "time": gettext_noop("Time"),
    "visual": gettext_noop("Visualisation"),
    "trouble": gettext_noop("Dealing with disturbances"),
    "result": gettext_noop("Results are secured"),
}
LEVELS: Final = (1, 2, 3, 4)
MOST_WRITTEN: Final = 4000


@transaction.atomic
def keep(
    actor: Actor,
    board_id: int,
    moderator: int,
    ratings: Mapping[str, int],
    text: str,
    version: int,
    now: datetime,
) -> BoardFeedback:
    """Keep a trainer's feedback to somebody of the group; `version` is what the page showed.

    `ratings` may leave criteria out. Raises `NotAllowed`, `Masquerading`, `NotFound`,
    `NotAMember`, `NotARating`, `TextTooLong`, `TextNotReadable`, `FeedbackConflict`.
    """
    here = held_to_watch(actor, board_id)
    if actor.person_id is None:
        raise NotFound
    _require_readable(text)
    if not (set(ratings) <= set(CRITERIA) and set(ratings.values()) <= set(LEVELS)):
        raise NotARating
    found = BoardFeedback.objects.filter(
        board=here.board, trainer=actor.person_id, moderator=moderator
    ).first()
    if found is None:
        if moderator not in {each.pk for each in members(here.board)}:
            raise NotAMember
        found = BoardFeedback(
            board=here.board, trainer_id=actor.person_id, moderator_id=moderator, version=0
        )
    if found.version != version:
        raise FeedbackConflict(found.text, found.version)
    found.ratings, found.text = json.dumps(dict(ratings)), text
    found.version, found.changed_at = found.version + 1, now
    found.save()
    touch(here, now)  # the open page of who moderates learns of it by the revision
    return found


def versions(here: Access) -> list[tuple[int, int]]:
    """Return which of it the person reads, by key and version."""
    return list(_read_by(here).order_by("id").values_list("pk", "version"))


def readable(here: Access) -> list[BoardFeedback]:
    """Return what the person wrote as a trainer, or what was written to them; nothing to others."""
    found = _read_by(here).select_related("trainer", "moderator")
    return list(found.order_by("-changed_at", "-id"))


def _read_by(here: Access) -> QuerySet[BoardFeedback]:
    if here.person is None:
        return BoardFeedback.objects.none()
    found = BoardFeedback.objects.filter(board=here.board)
    return (
        found.filter(trainer=here.person) if here.watches else found.filter(moderator=here.person)
    )


def _require_readable(text: str) -> None:
    if any("\ud800" <= sign <= "\udfff" or sign == "\x00" for sign in text):
        raise TextNotReadable
    if len(text) > MOST_WRITTEN:
        raise TextTooLong(most=MOST_WRITTEN)
