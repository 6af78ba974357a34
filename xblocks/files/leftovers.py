"""Removes what no longer belongs to anything: parts of finished, given-up and forgotten uploads."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from xblocks.files.records import Upload, UploadPart, UploadState
from xblocks.files.storing import storage

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
"""How long an upload can be taken up again, counted from its beginning."""


@dataclass(frozen=True)
class Swept:
    """How many ended uploads a sweep cleaned up, and how many it could not."""

    cleared: int
    failed: int


def locked(pk: int) -> Upload | None:
    """Return an upload that nobody else changes until the transaction ends.

    It is asked for by its key and nothing else: MariaDB would lock the entry of any other index
    before the row, and whoever changes the row locks them the other way round.
    """
    return Upload.objects.select_for_update().filter(pk=pk).first()


def close(upload: Upload) -> None:
    """End an open, locked upload without a file; its objects go when that is committed."""
    _end(upload)
    clear_after_commit(upload)


def close_if_open(pk: int) -> None:
    """End an upload without a file, unless it has ended meanwhile."""
    with transaction.atomic():
        if upload := _still_open(pk):
            close(upload)


def clear_after_commit(upload: Upload) -> None:
    """Remove the objects of an ended upload after commit; if that fails, the sweep will."""
    transaction.on_commit(partial(_cleared, upload))


def clear(upload: Upload) -> None:
    """Remove what an ended upload left in the storage, then the rows that tell of it.

    Names are taken from the row and not from the parts that arrived: an interrupted part has an
    object and no row. A finished upload keeps its row for a while, so that finishing again is
    answered.
    """
    names = {upload.part_name(number) for number in range(1, upload.part_count + 1)}
    names.update(upload.parts.values_list("storage_name", flat=True))
    if upload.state == UploadState.CLOSED:
        names.add(upload.whole_name)
    for name in sorted(names):
        storage().delete(name)
    if upload.state == UploadState.CLOSED:
        upload.delete()
    else:
        upload.parts.all().delete()


def sweep(now: datetime) -> Swept:
    """Close uploads that are too old, and remove everything ended uploads left behind.

    To be run daily outside a transaction (`wbm_sweep_files`). What the storage refuses to delete
    is logged and tried again next time.
    """
    too_old = Q(created_at__lt=now - KEPT_FOR)
    uploads = Upload.objects.order_by("pk")
    for upload in list(uploads.filter(too_old, state=UploadState.OPEN)):
        with transaction.atomic():
            if still_open := _still_open(upload.pk):
                _end(still_open)
    with_parts = Q(pk__in=UploadPart.objects.values("upload_id"))
    ended = uploads.filter(Q(state=UploadState.CLOSED) | Q(with_parts, state=UploadState.FINISHED))
    results = [_cleared(upload) for upload in list(ended)]
    uploads.filter(too_old, state=UploadState.FINISHED).exclude(with_parts).delete()
    return Swept(cleared=results.count(True), failed=results.count(False))


def _still_open(pk: int) -> Upload | None:
    upload = locked(pk)
    return upload if upload is not None and upload.state == UploadState.OPEN else None


def _end(upload: Upload) -> None:
    upload.state = UploadState.CLOSED
    upload.save(update_fields=["state"])


def _cleared(upload: Upload) -> bool:
    try:
        clear(upload)
    except Exception:
        # Every storage has errors of its own; one file must not keep the others.
        log.exception("The storage did not delete what upload %s left behind.", upload.pk)
        return False
    return True
