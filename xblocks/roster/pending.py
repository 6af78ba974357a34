"""Keeps a file between checking and confirming: on the server, for the one who sent it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.text import gettext_noop
from xblocks.roster.domain import read_table
from xblocks.roster.records import PendingImport

KEPT_FOR = timedelta(hours=24)


class NoFilePending(NotFound):
    """There is no checked file, or it is too old."""

    code = "no_file_pending"
    sentence = gettext_noop("There is no checked file any more. Please choose the file again.")


@dataclass(frozen=True)
class PendingFile:
    """A checked file: its name, its bytes, and when it was checked."""

    name: str
    content: bytes
    checked_at: datetime


def keep(actor: Actor, name: str, content: bytes) -> None:
    """Keep a readable file until confirmed, replaced or a day old; raises `UnreadableRoster`."""
    require(actor, Action.EDIT_ROSTER)
    read_table(content)
    PendingImport.objects.filter(checked_at__lt=timezone.now() - KEPT_FOR).delete()
    PendingImport.objects.update_or_create(
        course_key=actor.course_key,
        user_id=actor.user_id,
        defaults={"file_name": name[:200], "content": content, "checked_at": timezone.now()},
    )


def pending(actor: Actor) -> PendingFile:
    """Return the actor's checked file; raises `NoFilePending`."""
    require(actor, Action.EDIT_ROSTER)
    found = _of(actor).filter(checked_at__gte=timezone.now() - KEPT_FOR).first()
    if found is None:
        raise NoFilePending
    return PendingFile(found.file_name, bytes(found.content), found.checked_at)


def drop(actor: Actor) -> None:
    """Forget the actor's checked file."""
    require(actor, Action.EDIT_ROSTER)
    _of(actor).delete()


def _of(actor: Actor) -> QuerySet[PendingImport]:
    return PendingImport.objects.filter(course_key=actor.course_key, user_id=actor.user_id)
