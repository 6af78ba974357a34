"""Finds one human being in all courses."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from xblocks.core.holdings import Subject
from xblocks.host.accounts import Called, called, confirmed_account
from xblocks.roster.records import ERASED, Person

_NOBODY = Called()


def of_account(user_id: int) -> Subject:
    """Return the person behind an account: their rows, and those that wait under their address.

    An address the account has not confirmed, or a row another account has, is not theirs.
    """
    return _subject(user_id, called(user_id))


def of_address(address: str) -> Subject:
    """Return the person with an e-mail address, with or without an account."""
    address = address.strip().lower()
    rows = Person.objects.filter(email=address).exclude(user=None)
    user_id = confirmed_account(address) or rows.values_list("user_id", flat=True).first()
    known = called(user_id) if user_id else _NOBODY
    return _subject(user_id, replace(known, addresses=known.addresses | {address}))


def is_known(who: Subject) -> bool:
    """Whether there is anybody."""
    return who.user_id is not None or bool(who.people)


def _subject(user_id: int | None, known: Called) -> Subject:
    addresses = {each.lower() for each in known.addresses}
    own = Q(user=None, email__in=addresses)
    if user_id is not None:
        linked = Person.objects.filter(user=user_id)
        addresses |= {each.lower() for each in linked.values_list("email", flat=True)}
        own = Q(user=None, email__in=addresses) | Q(user=user_id)
    rows = list(Person.objects.filter(own).exclude(email__startswith=ERASED))
    return Subject(
        user_id=user_id,
        people={row.pk: row.course_key for row in rows},
        names=known.names | {row.name for row in rows},
        addresses=frozenset(addresses),
        usernames=known.usernames,
    )
