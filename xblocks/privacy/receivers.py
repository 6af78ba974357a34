"""Removes a person when the platform deletes their account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from xblocks.host import compat
from xblocks.privacy.erasing import erase
from xblocks.privacy.subjects import of_account


def connect() -> None:
    """Listen to the platform's retirement."""
    compat.on_retirement(account_retired)


def account_retired(user: AbstractBaseUser, **_kwargs: Any) -> None:
    """Remove the person; what fails reaches the platform, which then asks again."""
    erase(of_account(user.pk), timezone.now())
