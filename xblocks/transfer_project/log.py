"""The activity log of a team: who did what when, without a word of what was written."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from xblocks.core.people import Actor
from xblocks.transfer_project.records import Activity, Folder

ONE_SITTING = timedelta(hours=1)
"""Writing in one field goes on as one entry for so long."""


class Verb(StrEnum):
    """What is logged."""

    WROTE = "wrote"
    CONFIRMED = "confirmed"
    ADDED_FILE = "added_file"
    REMOVED_FILE = "removed_file"
    HANDED_IN = "handed_in"
    WITHDREW = "withdrew"
    EXTENDED = "extended"
    DECIDED = "decided"


def note(
    folder: Folder, actor: Actor, verb: Verb, now: datetime, *, field: str = "", **facts: Any
) -> None:
    """Write an entry; writing on in the same field within the hour moves the last one."""
    if verb is Verb.WROTE and _goes_on(folder, actor, field, now):
        return
    Activity.objects.create(
        folder=folder,
        person_id=actor.person_id,
        name=actor.name,
        verb=verb,
        field=field,
        facts=facts,
        at=now,
    )


def _goes_on(folder: Folder, actor: Actor, field: str, now: datetime) -> bool:
    found = Activity.objects.filter(
        folder=folder,
        person_id=actor.person_id,
        verb=Verb.WROTE,
        field=field,
        at__gte=now - ONE_SITTING,
    )
    return bool(found.update(at=now))


def entries(folder: Folder | None, limit: int = 50) -> list[Activity]:
    """Return the last entries, the newest first."""
    if folder is None:
        return []
    return list(Activity.objects.filter(folder=folder).order_by("-at", "-id")[:limit])
