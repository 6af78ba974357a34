"""Brings people and accounts together, by an address the account's owner has confirmed."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.dispatch import Signal

from xblocks.roster.domain import address_of
from xblocks.roster.records import Person

log = logging.getLogger(__name__)

CHUNK = 500

people_linked = Signal()
"""Sent with `person_ids` when people have got an account.

What a receiver fails at is logged and never keeps anybody from their account: a receiver that
writes opens a transaction of its own, and can be asked again for what is left.
"""


def link_account(user_id: int, email: str) -> None:
    """Give an account the people who wait under its confirmed address, in every course."""
    address = address_of(email)
    if not address:
        return
    waiting = list(Person.objects.filter(email=address, user=None).values_list("id", "course_key"))
    if not waiting:
        return
    taken = set(Person.objects.filter(user_id=user_id).values_list("course_key", flat=True))
    free = [person_id for person_id, course_key in waiting if course_key not in taken]
    try:
        with transaction.atomic():
            Person.objects.filter(id__in=free, user=None).update(user_id=user_id)
    except IntegrityError:
        # Somebody else's request did the same a moment ago. An account must never fail to be
        # saved because of us; whoever is left is found on their next visit.
        log.warning("An account was matched by another request")
        return
    people_linked.send_robust(sender=Person, person_ids=free)


def link_people(course_key: str, person_ids: Collection[int] | None = None) -> None:
    """Give everybody who waits, or those of `person_ids`, their account where there is one."""
    people = Person.objects.filter(course_key=course_key, user=None)
    if person_ids is not None:
        people = people.filter(id__in=person_ids)
    waiting = dict(people.values_list("email", "id"))
    if not waiting:
        return
    taken = set(
        Person.objects.filter(course_key=course_key)
        .exclude(user=None)
        .values_list("user_id", flat=True)
    )
    found = []
    for email, user_id in _accounts(waiting):
        if email in waiting and user_id not in taken:
            taken.add(user_id)
            found.append(Person(id=waiting.pop(email), user_id=user_id))
    Person.objects.bulk_update(found, ["user"], batch_size=CHUNK)
    people_linked.send_robust(sender=Person, person_ids=[person.pk for person in found])


def _accounts(emails: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield address and id of confirmed accounts that may be meant, the oldest first."""
    wanted = sorted(emails)
    for start in range(0, len(wanted), CHUNK):
        accounts = (
            get_user_model()
            .objects.annotate(small_email=Lower("email"))
            .filter(small_email__in=wanted[start : start + CHUNK], is_active=True)
            .order_by("id")
        )
        for email, user_id in accounts.values_list("email", "id"):
            yield address_of(email), user_id
