"""Tells people that something waits: a row now, a mail after the transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from xblocks.host.links import is_local
from xblocks.notices.kinds import Kind, find
from xblocks.notices.mailing import send_told
from xblocks.notices.records import LINK_LENGTH, SUBJECT_LENGTH, Notice
from xblocks.notices.rhythm import moments
from xblocks.notices.wording import Filling, packed
from xblocks.roster.records import Person

QUIET = timedelta(minutes=10)
"""The same again within this time is one notice and one mail."""


def tell(
    course_key: str,
    person_ids: Collection[int],
    kind: Kind,
    *,
    link: str,
    params: Mapping[str, Filling],
    now: datetime,
) -> None:
    """Tell people of a course that something waits at `link`, a path on this server.

    Call it inside the transaction of what happened: both are kept, or neither. Mails go out after
    the commit, and no failure of theirs reaches the caller. Who has left is told nothing; who has
    no account yet gets the mail, and finds the row when they have one. Four statements, however
    many people.

    Raises ValueError for a kind nobody registered, another server's link, or `params` that the
    kind has no place for.
    """
    if find(kind.ident) != kind:
        raise ValueError(f"{kind.ident} is not registered")
    if not is_local(link) or len(link) > LINK_LENGTH:
        raise ValueError("a notice leads to a page of this server")
    written = packed(kind, params)
    subject = subject_of(kind.ident, link)
    with transaction.atomic(savepoint=False):
        taking = _taking_part(course_key, person_ids)
        chosen = taking.values_list("id", "mail_rhythm__rhythm")
        mails = moments(list(chosen), urgent=kind.urgent, now=now)
        people = list(mails)
        if people:
            _write(mails, subject, written, kind=kind, link=link, now=now)
            # No partial: Django logs the name of what fails here, and partials have none.
            transaction.on_commit(lambda: send_told(people, subject, now), robust=True)


def subject_of(*words: str) -> str:
    """Return the fingerprint under which the same thing is known again."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:SUBJECT_LENGTH]


def taking_part(course_key: str, person_ids: Collection[int]) -> list[int]:
    """Return those of the people who are on the list of the course and have not left."""
    return list(_taking_part(course_key, person_ids).values_list("id", flat=True))


def _taking_part(course_key: str, person_ids: Collection[int]) -> QuerySet[Person]:
    people = Person.objects.filter(course_key=course_key, id__in=person_ids, left_at=None)
    return people.order_by("id")


def _write(
    mails: Mapping[int, datetime],
    subject: str,
    params: str,
    *,
    kind: Kind,
    link: str,
    now: datetime,
) -> None:
    """Write a row for everybody who has no fresh one, and bring fresh ones up to date.

    `mails` says by person when the mail may go out.

    Somebody else may write the same row at this moment: the constraint keeps one of the two, and
    the last statement finds it.
    """
    told = Notice.objects.filter(person__in=list(mails), subject=subject)
    last = {
        person: (number, at)
        for person, number, at in told.order_by("number").values_list(
            "person", "number", "created_at"
        )
    }
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=person,
                kind=kind.ident,
                subject=subject,
                number=last[person][0] + 1 if person in last else 1,
                link=link,
                params=params,
                created_at=now,
                told_at=now,
                mail_next=moment,
            )
            for person, moment in mails.items()
            if person not in last or last[person][1] <= now - QUIET
        ],
        ignore_conflicts=True,
    )
    told.filter(created_at__gt=now - QUIET).update(params=params, told_at=now, read_at=None)
