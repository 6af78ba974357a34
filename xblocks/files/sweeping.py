"""Removes what nobody will come back for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from xblocks.files.ending import cleared, mark_closed, still_open
from xblocks.files.records import Upload, UploadPart, UploadState

KEPT_FOR = timedelta(days=7)
"""How long an upload can be taken up again, counted from its beginning."""


@dataclass(frozen=True)
class Swept:
    """How many ended uploads a sweep cleaned up, and how many it could not."""

    cleared: int
    failed: int


def sweep(now: datetime) -> Swept:
    """Close uploads that are too old, and remove everything ended uploads left behind.

    To be run daily outside a transaction (`wbm_sweep_files`). What the storage refuses to delete
    is logged and tried again next time.
    """
    too_old = Q(created_at__lt=now - KEPT_FOR)
    uploads = Upload.objects.order_by("pk")
    for upload in list(uploads.filter(too_old, state=UploadState.OPEN)):
        with transaction.atomic():
            if current := still_open(upload.pk):
                mark_closed(current)
    with_parts = Q(pk__in=UploadPart.objects.values("upload_id"))
    ended = uploads.filter(Q(state=UploadState.CLOSED) | Q(with_parts, state=UploadState.FINISHED))
    results = [cleared(upload) for upload in list(ended)]
    uploads.filter(too_old, state=UploadState.FINISHED).exclude(with_parts).delete()
    return Swept(cleared=results.count(True), failed=results.count(False))
