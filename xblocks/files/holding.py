"""What uploads keep of people. Files that have arrived belong to what they were handed in to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from xblocks.core.holdings import Holding, Subject, Term
from xblocks.core.text import gettext_noop
from xblocks.files.ending import clear_after_commit, locked, mark_closed
from xblocks.files.records import Upload, UploadPart, UploadState
from xblocks.files.sweeping import KEPT_FOR, sweep

UPLOADS = Term(
    "uploads",
    KEPT_FOR.days,
    gettext_noop("Uploads that were not finished"),
    gettext_noop("after their beginning"),
)
NOBODY = 0


class FilesHolding(Holding):
    """Uploads on their way."""

    ident = "files"
    title = gettext_noop("Uploads")
    what = gettext_noop("Files you are uploading: the name, the size and the parts that arrived.")
    why = gettext_noop("So that an upload goes on where the connection broke.")
    readers = gettext_noop("Only you, until the file has arrived.")
    leaving = gettext_noop(
        "Unfinished uploads are removed. Finished files go when no work holds them any more."
    )
    references = {
        "Upload": frozenset({"user_id"}),
        "UploadPart": frozenset(),
        "StoredFile": frozenset(),
    }
    terms = (UPLOADS,)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's uploads of the last days."""
        own = Upload.objects.filter(user_id=who.user_id).order_by("pk")
        return {"uploads": list(own.values("name", "size", "state", "created_at"))}

    def erase(self, who: Subject, _now: datetime) -> None:
        """End open uploads, and let finished ones forget whose they were."""
        for pk in list(_of(who.user_id).values_list("pk", flat=True)):
            upload = locked(pk)
            if upload is None:
                continue
            if upload.state == UploadState.OPEN:
                mark_closed(upload)
            clear_after_commit(upload)
            Upload.objects.filter(pk=pk).update(user_id=NOBODY, name="", scope="", stored=None)

    def expire(self, _term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget uploads nobody will come back for, and the memory of finished ones."""
        if not dry_run:
            return sweep(before + KEPT_FOR).cleared
        ended = Q(state=UploadState.CLOSED) | Q(
            pk__in=UploadPart.objects.values("upload_id"), state=UploadState.FINISHED
        )
        too_old = Q(created_at__lt=before, state=UploadState.OPEN)
        return Upload.objects.filter(ended | too_old).count()


def _of(user_id: int | None) -> QuerySet[Upload]:
    return Upload.objects.filter(user_id=user_id) if user_id else Upload.objects.none()
