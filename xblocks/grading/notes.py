"""Words among graders. Nothing here is ever asked for by a page of a trainee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.grading.domain import COMMENT_LENGTH, check_text
from xblocks.grading.reach import graded_work, is_blind, names_of
from xblocks.grading.records import ReviewNote, Work
from xblocks.grading.refusals import TextMissing


@dataclass(frozen=True)
class Note:
    """An internal note; `author` is a name, empty when the account is gone."""

    author: str
    text: str
    at: datetime


@transaction.atomic
def add_note(actor: Actor, work_id: int, text: str, now: datetime) -> None:
    """Leave a note for everybody who grades this work.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `TextMissing`, `TextTooLong`.
    """
    require_own_hand(actor, Action.GRADE)
    work = graded_work(actor, work_id)
    check_text(text, COMMENT_LENGTH)
    if not text.strip():
        raise TextMissing
    write_note(actor, work, text, now)


def notes(actor: Actor, work_id: int) -> list[Note]:
    """Return the notes on a work, the oldest first; raises `NotAllowed`, `NotFound`, `OwnWork`.

    While a jury rates, everybody sees their own alone.
    """
    require(actor, Action.GRADE)
    work = graded_work(actor, work_id)
    return notes_of(actor, work, blind=is_blind(work))


def notes_of(actor: Actor, work: Work, *, blind: bool) -> list[Note]:
    """Return the notes on a work the actor may grade; `blind` tells that its jury still rates."""
    found = ReviewNote.objects.filter(work=work)
    if blind:
        found = found.filter(author=actor.user_id)
    rows = list(found.order_by("id"))
    names = names_of(work.course_key, [row.author_id for row in rows])
    return [Note(names.get(row.author_id, ""), row.text, row.created_at) for row in rows]


def write_note(actor: Actor, work: Work, text: str, now: datetime) -> None:
    """Write a note on a work whose author has been checked; the same again is one."""
    ReviewNote.objects.get_or_create(
        work=work, author_id=actor.user_id, text=text, defaults={"created_at": now}
    )
