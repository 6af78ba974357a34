"""What accounts of the platform or the preview are called."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower

from xblocks.host import compat


@dataclass(frozen=True)
class Called:
    """What an account is called, and was before a deletion."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    usernames: frozenset[str] = frozenset()


def called(user_id: int) -> Called:
    """Return what an account is and was called; nothing for one that is gone.

    An address the account has not confirmed may be anybody's: it is left out.
    """
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None:
        return Called()
    names, usernames = {user.get_full_name()}, {user.get_username()}
    addresses = {user.email} if user.is_active else set()
    if compat.on_platform():
        name, username, address = compat.before_retirement(user_id)
        names |= {compat.profile_name(user_id), name}
        usernames.add(username)
        addresses |= {address} if user.is_active else set()
    return Called(*(frozenset(each - {""}) for each in (names, addresses, usernames)))


def confirmed_account(address: str) -> int | None:
    """Return the id of the oldest account that has confirmed this address."""
    users = get_user_model().objects.annotate(small_email=Lower("email"))
    found = users.filter(small_email=address.lower(), is_active=True).order_by("pk")
    return found.values_list("pk", flat=True).first()
