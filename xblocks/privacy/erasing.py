"""Removes a person from everything the suite keeps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xblocks.core.holdings import Subject
from xblocks.files.unused import sweep_unused
from xblocks.privacy.registry import holdings


def erase(who: Subject, now: datetime) -> None:
    """Remove a person from every table at once, and then from the storage.

    Either all holdings let go, or none: broken off, it can be done again. Higher floors go first,
    for they ask lower ones who somebody is. Files follow the commit; what is broken off there the
    daily `wbm_retain` removes.
    """
    with transaction.atomic():
        for holding in reversed(holdings()):
            holding.erase(who, now)
        transaction.on_commit(_sweep, robust=True)


def _sweep() -> None:
    sweep_unused()
