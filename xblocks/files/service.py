"""How a file arrives: begun, sent in parts, finished – or given up.

An upload belongs to the person who began it, everybody else does not find it. Who may add a file
to what, and read it there, is the component's business. The order is always: the row first, in a
transaction that is committed; then objects under names that follow from the row; then the row that
says so. Whatever is interrupted can therefore be taken up again, or found and removed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from xblocks.core.errors import TooLarge
from xblocks.files.ending import clear_after_commit, close, close_if_open, locked
from xblocks.files.limits import Limits
from xblocks.files.records import SCOPE_LENGTH, StoredFile, Upload, UploadState
from xblocks.files.refusals import (
    PartChanged,
    PartsMissing,
    UnwantedFile,
    UploadFinished,
    UploadGone,
    WrongPart,
)
from xblocks.files.shown import display_name, size_text
from xblocks.files.storing import keep, storage
from xblocks.files.types import HEAD, check_beginning, ending_of

PART_SIZE = 2_000_000
"""Bytes of a part: a default LMS refuses bodies of 4 MB, Django raw ones of 2.5 MB."""

MAX_OPEN = 20
"""Uploads one person may have open; the oldest gives way to the next."""


@dataclass(frozen=True)
class UploadStatus:
    """How far an upload is. `missing` are the numbers, from 1, of the parts still to be sent."""

    id: str
    scope: str
    name: str
    size: int
    part_size: int
    part_count: int
    missing: tuple[int, ...]
    finished: bool


class Arrived(NamedTuple):
    """A file that has arrived: what is kept, and its name to show."""

    stored: StoredFile
    name: str


def begin_upload(
    user_id: int, scope: str, name: str, size: int, limits: Limits, now: datetime
) -> UploadStatus:
    """Begin an upload of `size` bytes for the place `scope`.

    `scope` names the place exactly (e.g. usage key, team and field); only there the upload can be
    finished. Raises `TypeNotAllowed`, `EmptyFile`, `FileTooLarge`.
    """
    if len(scope) > SCOPE_LENGTH:
        raise ValueError(f"scope has {len(scope)} characters, at most {SCOPE_LENGTH}")
    shown = display_name(name)
    limits.check_file(shown, size)
    with transaction.atomic():
        _make_room(user_id)
        upload = Upload.objects.create(
            token=secrets.token_hex(16),
            place=secrets.token_hex(16),
            user_id=user_id,
            scope=scope,
            name=shown,
            size=size,
            part_size=PART_SIZE,
            created_at=now,
        )
    return _status(upload, ())


def resume_or_begin(
    user_id: int, scope: str, name: str, size: int, limits: Limits, now: datetime
) -> UploadStatus:
    """Take up the newest open upload of the same name and size, or begin one.

    A file of one part is always begun anew: sending it again costs little, and it may have been
    edited since. Raises as `begin_upload`.
    """
    for upload in open_uploads(user_id, scope):
        if (upload.name, upload.size) == (display_name(name), size) and upload.part_count > 1:
            return upload
    return begin_upload(user_id, scope, name, size, limits, now)


def put_part(user_id: int, upload_id: str, number: int, data: bytes) -> UploadStatus:
    """Take part `number` (from 1), in any order; the same part twice is one.

    Raises `UploadGone`, `UploadFinished`, `WrongPart` for a number or length that does not fit,
    `PartChanged`, and what the first bytes of the file give away (`types.check_beginning`).
    """
    with closing_unwanted(user_id, upload_id):
        upload = _locked(user_id, upload_id)
        if upload.state == UploadState.FINISHED:
            raise UploadFinished
        if not 1 <= number <= upload.part_count or len(data) != upload.part_length(number):
            raise WrongPart
        sha256 = hashlib.sha256(data).hexdigest()
        arrived = dict(upload.parts.values_list("number", "sha256"))
        if arrived.get(number, sha256) != sha256:
            raise PartChanged
        if number not in arrived:
            if number == 1:
                check_beginning(data[:HEAD], ending_of(upload.name))
            name = _write_part(upload, number, data)
            upload.parts.create(number=number, sha256=sha256, storage_name=name)
            arrived[number] = sha256
        return _status(upload, arrived)


def status(user_id: int, upload_id: str) -> UploadStatus:
    """Say how far an upload is; raises `UploadGone`."""
    upload = _found(user_id, upload_id)
    return _status(upload, _arrived(upload))


def open_uploads(user_id: int, scope: str) -> list[UploadStatus]:
    """Return what somebody began for a place and has not finished, the newest first."""
    own = _open_of(user_id).filter(scope=scope).prefetch_related("parts")
    return [_status(upload, {part.number for part in upload.parts.all()}) for upload in own]


def finish(user_id: int, upload_id: str, scope: str) -> Arrived:
    """Put the parts together, check the content and keep it once.

    Call it in the transaction that adds the file to its place, begun by `closing_unwanted`: if
    that is rolled back, the upload is as open as before. Finishing again returns the same.
    Raises `UploadGone` (also for another `scope`), `PartsMissing`, `UnwantedFile` and below.
    """
    with closing_unwanted(user_id, upload_id):
        upload = _locked(user_id, upload_id)
        if upload.scope != scope:
            raise UploadGone
        if upload.stored is None:
            if _status(upload, _arrived(upload)).missing:
                raise PartsMissing
            upload.stored = keep(upload)
            upload.state = UploadState.FINISHED
            upload.save(update_fields=["state", "stored"])
            clear_after_commit(upload)
        return Arrived(upload.stored, upload.name)


@contextmanager
def closing_unwanted(user_id: int, upload_id: str) -> Iterator[None]:
    """Run a use case around `finish` in a transaction of its own.

    When it is rolled back because the file is unwanted, the upload ends all the same; otherwise
    people who choose a corrected file would be led back to the one that was refused.
    """
    try:
        with transaction.atomic():
            yield
    except UnwantedFile:
        with suppress(UploadGone, UploadFinished):
            cancel(user_id, upload_id)
        raise


def cancel(user_id: int, upload_id: str) -> None:
    """Give an upload up and remove its parts; raises `UploadGone`, `UploadFinished`."""
    with transaction.atomic():
        upload = _locked(user_id, upload_id)
        if upload.state == UploadState.FINISHED:
            raise UploadFinished
        close(upload)


def small_upload(
    user_id: int, scope: str, name: str, data: bytes, limits: Limits, now: datetime
) -> UploadStatus:
    """Take a file of one part out of one request, ready for `finish`.

    Must not run in a transaction, so that nothing can be left behind unknown: decorate the view
    with `transaction.non_atomic_requests`. Raises as `begin_upload` and `put_part`, and `TooLarge`
    above `PART_SIZE`.
    """
    if len(data) > PART_SIZE:
        raise TooLarge(limit=size_text(PART_SIZE))
    with transaction.atomic(durable=True):
        upload = begin_upload(user_id, scope, name, len(data), limits, now)
    return put_part(user_id, upload.id, 1, data)


def _make_room(user_id: int) -> None:
    """Close the oldest open uploads of a person, so that nobody fills the storage."""
    for upload in _open_of(user_id)[MAX_OPEN - 1 :]:
        close_if_open(upload.pk)


def _write_part(upload: Upload, number: int, data: bytes) -> str:
    name = upload.part_name(number)
    storage().delete(name)  # what an interrupted attempt may have left
    return storage().save(name, ContentFile(data))


def _open_of(user_id: int) -> QuerySet[Upload]:
    own = Upload.objects.filter(user_id=user_id, state=UploadState.OPEN)
    return own.order_by("-created_at", "-pk")


def _locked(user_id: int, upload_id: str) -> Upload:
    upload = locked(_found(user_id, upload_id).pk)
    if upload is None or upload.state == UploadState.CLOSED:
        raise UploadGone
    return upload


def _found(user_id: int, upload_id: str) -> Upload:
    upload = Upload.objects.filter(token=upload_id, user_id=user_id).first()
    if upload is None or upload.state == UploadState.CLOSED:
        raise UploadGone
    return upload


def _arrived(upload: Upload) -> Collection[int]:
    return upload.parts.values_list("number", flat=True)


def _status(upload: Upload, arrived: Collection[int]) -> UploadStatus:
    finished = upload.state == UploadState.FINISHED
    numbers = () if finished else range(1, upload.part_count + 1)
    there = set(arrived)
    return UploadStatus(
        id=upload.token,
        scope=upload.scope,
        name=upload.name,
        size=upload.size,
        part_size=upload.part_size,
        part_count=upload.part_count,
        missing=tuple(number for number in numbers if number not in there),
        finished=finished,
    )
