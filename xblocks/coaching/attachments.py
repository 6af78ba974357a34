"""Files of a request: they arrive in parts, and whoever reads the request reads them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xblocks.coaching.changing import asked_by
from xblocks.coaching.domain.values import OPEN, State
from xblocks.coaching.reach import desk_for, reached
from xblocks.coaching.records import Request, RequestFile
from xblocks.coaching.refusals import AttachmentsClosed
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.files import service as files
from xblocks.files.limits import Limits
from xblocks.files.records import StoredFile
from xblocks.files.service import UploadStatus


def begin(actor: Actor, request_id: int, file_name: str, size: int, now: datetime) -> UploadStatus:
    """Begin an upload, or take up the same one where it was interrupted.

    Must not run inside a transaction. Raises as `files.begin_upload`, and `TooManyFiles`,
    `NotFound`, `AttachmentsClosed`.
    """
    limits = _room(actor, request_id, size, now)
    scope = _scope(request_id)
    return files.resume_or_begin(actor.user_id, scope, file_name, size, limits, now)


def add_small(actor: Actor, request_id: int, file_name: str, data: bytes, now: datetime) -> None:
    """Add a file that came in one piece (browsers without scripts).

    Must not run inside a transaction. Raises as `begin` and `finish`.
    """
    limits = _room(actor, request_id, len(data), now)
    scope = _scope(request_id)
    upload = files.small_upload(actor.user_id, scope, file_name, data, limits, now)
    finish(actor, request_id, upload.id, now)


def finish(actor: Actor, request_id: int, upload: str, now: datetime) -> None:
    """Add an upload that has arrived to its request; the same upload twice is one file.

    Must not run inside a transaction. Raises as `files.finish`, and `TooManyFiles`, `NotFound`,
    `AttachmentsClosed`.
    """
    require_own_hand(actor, Action.ASK)
    with files.closing_unwanted(actor.user_id, upload):
        arrived = files.finish(actor.user_id, upload, _scope(request_id))
        request = asked_by(actor, request_id, now, alone=True)
        limits = limits_of(request)
        if RequestFile.objects.filter(upload=upload).exists():
            return
        limits.check_room(arrived.stored.size, _sizes(request))
        RequestFile.objects.create(
            request=request,
            stored=arrived.stored,
            name=arrived.name,
            upload=upload,
            added_by_id=actor.person_id,
            added_at=now,
        )


@transaction.atomic
def remove(actor: Actor, request_id: int, file_id: int, now: datetime) -> None:
    """Take a file away again; only who asked, at any time. Raises `NotFound`."""
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now, alone=True)
    file = RequestFile.objects.filter(pk=file_id, request=request, message=None).first()
    if file is None:
        raise NotFound
    file.delete()


def readable_file(
    actor: Actor, request_id: int, file_id: int, now: datetime
) -> tuple[StoredFile, str]:
    """Return a file to those who read its request; raises `NotFound`."""
    request, _side = reached(actor, request_id, now)
    file = RequestFile.objects.filter(pk=file_id, request=request).select_related("stored").first()
    if file is None:
        raise NotFound
    return file.stored, file.name


def limits_of(request: Request) -> Limits:
    """Return what files a request takes; raises `AttachmentsClosed` when none any more."""
    desk = desk_for(request)
    if desk is None or not desk.max_files or request.state not in {State.DRAFT, *OPEN}:
        raise AttachmentsClosed
    return Limits(tuple(desk.types), desk.max_bytes, desk.max_files)


def _room(actor: Actor, request_id: int, size: int, now: datetime) -> Limits:
    require_own_hand(actor, Action.ASK)
    request, _side = reached(actor, request_id, now)
    if request.asker_id != actor.person_id:
        raise NotFound
    limits = limits_of(request)
    limits.check_room(size, _sizes(request))
    return limits


def _sizes(request: Request) -> list[int]:
    own = RequestFile.objects.filter(request=request, message=None)
    return list(own.values_list("stored__size", flat=True))


def _scope(request_id: int) -> str:
    return f"coaching request {request_id}"
