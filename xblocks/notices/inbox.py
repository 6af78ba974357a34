"""The inbox: what waits for the person who looks, and that it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.notices.records import Notice
from xblocks.notices.wording import Wording, worded

PAGE_SIZE = 30


@dataclass(frozen=True)
class Row:
    """A notice as its reader sees it, in the active language."""

    notice_id: int
    wording: Wording
    link: str
    told_at: datetime
    unread: bool


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox, the newest first; `unread` counts the whole inbox."""

    rows: tuple[Row, ...]
    unread: int
    number: int
    more: bool


def inbox(actor: Actor, page: int = 1) -> InboxPage:
    """Return a page of the actor's own notices. Raises `NotAllowed`."""
    require(actor, Action.SEE_INBOX)
    number = max(1, page)
    start = (number - 1) * PAGE_SIZE
    found = list(_own(actor).order_by("-told_at", "-id")[start : start + PAGE_SIZE + 1])
    return InboxPage(
        rows=tuple(_row(notice) for notice in found[:PAGE_SIZE]),
        unread=unread(actor),
        number=number,
        more=len(found) > PAGE_SIZE,
    )


def unread(actor: Actor) -> int:
    """Count the actor's unread notices, in one statement."""
    return _own(actor).filter(read_at=None).count() if actor.person_id else 0


def opened(actor: Actor, notice_id: int, now: datetime) -> str:
    """Mark one of the actor's notices as read and return where it leads.

    Looking as somebody else reads without a mark. Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.SEE_INBOX)
    notice = _one(actor, notice_id)
    if not actor.masquerading:
        _read(_own(actor).filter(id=notice.pk), now)
    return notice.link


def mark_read(actor: Actor, notice_id: int, now: datetime) -> None:
    """Mark one of the actor's notices as read; twice is once.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    require_own_hand(actor, Action.SEE_INBOX)
    _read(_own(actor).filter(id=_one(actor, notice_id).pk), now)


def mark_all_read(actor: Actor, until: datetime, now: datetime) -> None:
    """Mark all of the actor's notices as read that were told up to the moment of their page.

    Raises `NotAllowed`, `Masquerading`.
    """
    require_own_hand(actor, Action.SEE_INBOX)
    _read(_own(actor).filter(told_at__lte=until), now)


def seen(actor: Actor, link: str, now: datetime) -> None:
    """Mark as read what leads to the page the actor looks at, in one statement.

    For pages that notices lead to: who came from the mail need not tidy up the inbox.
    """
    if actor.person_id and not actor.masquerading:
        _read(_own(actor).filter(link=link), now)


def _own(actor: Actor) -> QuerySet:
    """The actor's notices; none for staff who is not on the list."""
    return Notice.objects.filter(person=actor.person_id)


def _one(actor: Actor, notice_id: int) -> Notice:
    notice = _own(actor).filter(id=notice_id).first()
    if notice is None:
        raise NotFound
    return notice


def _read(notices: QuerySet, now: datetime) -> None:
    notices.filter(read_at=None).update(read_at=now)


def _row(notice: Notice) -> Row:
    return Row(
        notice.pk,
        worded(notice.kind, notice.params),
        notice.link,
        notice.told_at,
        notice.read_at is None,
    )
