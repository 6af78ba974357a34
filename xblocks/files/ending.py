"""How an upload ends, and how what it leaves behind is removed."""

from __future__ import annotations

import logging
from functools import partial

from django.db import transaction

from xblocks.files.records import Upload, UploadState
from xblocks.files.storing import storage

log = logging.getLogger(__name__)


def locked(pk: int) -> Upload | None:
    """Return an upload that nobody else changes until the transaction ends.

    It is asked for by its key and nothing else: MariaDB would lock the entry of any other index
    before the row, and whoever changes the row locks them the other way round.
    """
    return Upload.objects.select_for_update().filter(pk=pk).first()


def close(upload: Upload) -> None:
    """End an open, locked upload without a file; its objects go when that is committed."""
    mark_closed(upload)
    clear_after_commit(upload)


def close_if_open(pk: int) -> None:
    """End an upload without a file, unless it has ended meanwhile."""
    with transaction.atomic():
        if upload := still_open(pk):
            close(upload)


def clear_after_commit(upload: Upload) -> None:
    """Remove the objects of an ended upload after commit; if that fails, the sweep will."""
    transaction.on_commit(partial(cleared, upload))


def cleared(upload: Upload) -> bool:
    """Remove what an ended upload left in the storage, then the rows that tell of it.

    A finished upload keeps its row for a while, so that finishing again is answered. What the
    storage refuses is logged; the return value says whether all went well.
    """
    try:
        _clear(upload)
    except Exception:
        # Every storage has errors of its own; one file must not keep the others.
        log.exception("The storage did not delete what upload %s left behind.", upload.pk)
        return False
    return True


def still_open(pk: int) -> Upload | None:
    """Return an upload, locked, unless it has ended meanwhile."""
    upload = locked(pk)
    return upload if upload is not None and upload.state == UploadState.OPEN else None


def mark_closed(upload: Upload) -> None:
    """End an open, locked upload and leave its objects to the sweep."""
    upload.state = UploadState.CLOSED
    upload.save(update_fields=["state"])


def _clear(upload: Upload) -> None:
    # Names follow from the row and not from the parts that arrived: an interrupted part has an
    # object and no row.
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
