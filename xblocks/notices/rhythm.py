"""How often mails come: each at once, or together once a day or a week, as people choose.

What is urgent (`Kind.urgent`) goes at once whatever they chose: it would come too late. The inbox
always has everything at once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db import transaction

from xblocks.core.errors import BadRequest, NotOnRoster
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.dates import course_zone
from xblocks.notices.kinds import urgent_kinds
from xblocks.notices.records import MailRhythm, Notice

MORNING = time(7)
"""When mails that gather go out, in the time of the course; weekly ones on Monday."""


class Rhythm(StrEnum):
    """How often mails come."""

    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"


def rhythm_of(actor: Actor) -> Rhythm:
    """Return what the actor chose for this course. Raises `NotAllowed`."""
    require(actor, Action.SEE_INBOX)
    found = MailRhythm.objects.filter(person=actor.person_id).first() if actor.person_id else None
    return Rhythm(found.rhythm) if found else Rhythm.EACH


@transaction.atomic
def choose(actor: Actor, word: str, now: datetime) -> Rhythm:
    """Keep how often the actor wants mails; those that wait follow at once.

    Raises `NotAllowed`, `Masquerading`, `NotOnRoster`, `BadRequest` for a word that is none.
    """
    require_own_hand(actor, Action.SEE_INBOX)
    if actor.person_id is None:
        raise NotOnRoster
    if word not in set(Rhythm):
        raise BadRequest
    chosen = Rhythm(word)
    MailRhythm.objects.update_or_create(
        person_id=actor.person_id, defaults={"rhythm": chosen.value}
    )
    # Not what somebody is sending or tried to send: that stays with its own next try.
    waiting = Notice.objects.filter(
        person=actor.person_id, read_at=None, mail_tries=0, mail_next__isnull=False
    ).exclude(kind__in=urgent_kinds())
    waiting.update(mail_next=mail_moment(chosen, now))
    return chosen


def mail_moment(rhythm: str, now: datetime) -> datetime:
    """Return when a mail that is written now may go out."""
    if rhythm == Rhythm.EACH:
        return now
    local = now.astimezone(course_zone())
    day = local.date()
    if local.time() >= MORNING:
        day += timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, MORNING, course_zone())


def gathers(notice: Notice) -> bool:
    """Whether the mail of a notice goes out together with others of the person."""
    chosen = getattr(notice.person, "mail_rhythm", None)
    return chosen is not None and chosen.rhythm != Rhythm.EACH and notice.kind not in urgent_kinds()


def moments(
    chosen: Collection[tuple[int, str | None]], *, urgent: bool, now: datetime
) -> dict[int, datetime]:
    """Return when the mail of each person may go out, by person and rhythm (None: none chosen)."""
    return {
        person: now if urgent else mail_moment(rhythm or Rhythm.EACH, now)
        for person, rhythm in chosen
    }
