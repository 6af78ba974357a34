"""Sends the mails of notices: each once, again later when it failed, by whoever comes first.

Who wants mails together (`rhythm`) gets one of all notices that wait and have not been read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from xblocks.host.mail import Way, post
from xblocks.notices.kinds import urgent_kinds
from xblocks.notices.letters import Letters
from xblocks.notices.records import Notice
from xblocks.notices.rhythm import gathers

LEASE = timedelta(minutes=15)
"""Who sends a mail has so long; after that it counts as broken off and is sent by somebody else."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 6 * 60, 24 * 60))
"""After a failure a mail waits so long, longer each time; after the last it is given up."""

TOO_LATE = timedelta(days=9)
"""What was told so long ago stands in the inbox; no mail follows any more. A weekly mail and all
its tries come before."""

BATCH = 200


@dataclass
class Sent:
    """How many mails went out, and how many did not."""

    sent: int = 0
    failed: int = 0


def send_told(people: Collection[int], subject: str, now: datetime) -> None:
    """Send what the people were told a moment ago. What fails waits for `send_waiting`."""
    told = Notice.objects.filter(person__in=people, subject=subject, mail_next__lte=now)
    with post() as way:
        _send(told.order_by("id"), way, now, Sent())


def send_waiting(now: datetime) -> Sent:
    """Send every mail that waits: of use cases that were broken off, and those that failed.

    Who has read a notice or left the course gets no mail of it. Any number of processes may do
    this at once. A mail broken off while it was handed over is sent again: rather twice than
    never; both have the same Message-ID.
    """
    result = Sent()
    waiting = Notice.objects.filter(
        mail_next__lte=now, told_at__gt=now - TOO_LATE, read_at=None, person__left_at=None
    ).order_by("mail_next", "id")
    with post() as way:
        while way.up and _send(waiting[:BATCH], way, now, result):
            pass
    return result


def _send(notices: QuerySet, way: Way, now: datetime, result: Sent) -> bool:
    """Send what nobody else sends; return whether there was anything to look at."""
    found = list(notices.select_related("person__user", "person__mail_rhythm"))
    gathered: set[int] = set()
    letters = Letters(found)
    for notice in found:
        if not way.up:
            break
        together = [notice]
        if gathers(notice):
            if notice.person_id in gathered:
                continue
            gathered.add(notice.person_id)
            together = _gathered(notice, now)
        mine = [each for each in together if _take(each, now)]
        if mine:
            taken = way.send(letters.of(mine[0]) if len(mine) == 1 else letters.digest(mine))
            for each in mine:
                _note(each, now, taken=taken)
            result.sent += taken
            result.failed += not taken
    return bool(found)


def _gathered(notice: Notice, now: datetime) -> list[Notice]:
    """Return all that waits to go out together with a notice, the oldest first."""
    waiting = Notice.objects.filter(
        person=notice.person_id, mail_next__lte=now, told_at__gt=now - TOO_LATE, read_at=None
    ).exclude(kind__in=urgent_kinds())
    return list(waiting.select_related("person__user").order_by("created_at", "id"))


def _take(notice: Notice, now: datetime) -> bool:
    """Make the mail ours unless another process was faster since it was read."""
    still = Notice.objects.filter(id=notice.pk, mail_next=notice.mail_next)
    return bool(still.update(mail_next=now + LEASE, mail_tries=F("mail_tries") + 1))


def _note(notice: Notice, now: datetime, *, taken: bool) -> None:
    mine = Notice.objects.filter(id=notice.pk)
    if taken:
        mine.update(mail_next=None, mail_failed=False, mailed_at=now)
        return
    again = now + PAUSES[notice.mail_tries] if notice.mail_tries < len(PAUSES) else None
    mine.update(mail_next=again, mail_failed=True)
