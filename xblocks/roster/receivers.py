"""Matches people to accounts when they register."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models.signals import post_save

from xblocks.roster.matching import link_account

TELLING_FIELDS = {"email", "is_active"}


def connect() -> None:
    """Listen for new, confirmed and changed accounts."""
    post_save.connect(account_saved, sender=get_user_model(), dispatch_uid="wbm.roster")


def account_saved(
    instance: AbstractBaseUser,
    update_fields: frozenset[str] | None = None,
    raw: bool = False,  # noqa: FBT001, FBT002 - the signal's own arguments
    **_kwargs: Any,
) -> None:
    """Give a confirmed account its people.

    An inactive account has not confirmed its address yet (`architecture`): anybody could have
    registered it in somebody else's name.
    """
    if raw or (update_fields is not None and not TELLING_FIELDS & set(update_fields)):
        return
    email = getattr(instance, "email", "")
    if instance.is_active and email:
        link_account(instance.pk, email)
