"""Where files lie: putting parts together, keeping the whole once, reading it again."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, default_storage, storages
from django.db import IntegrityError, transaction

from xblocks.files.records import StoredFile, Upload, UploadPart
from xblocks.files.refusals import FileMissing, LostOnTheWay
from xblocks.files.types import check_content, ending_of

log = logging.getLogger(__name__)

STORAGE_ALIAS = "wbm"


def storage() -> Storage:
    """The storage `WBM_STORAGE` describes, else ``wbm`` of `STORAGES`, else the default one.

    `WBM_STORAGE` looks like an entry of `STORAGES`. A platform on Django 4.2 needs it: there nobody
    can set `STORAGES`, because the platform sets the older `DEFAULT_FILE_STORAGE`.
    """
    if described := getattr(settings, "WBM_STORAGE", None):
        return _created(json.dumps(described, sort_keys=True))
    return storages[STORAGE_ALIAS] if STORAGE_ALIAS in storages.backends else default_storage


@lru_cache(maxsize=8)
def _created(described: str) -> Storage:
    """Keep a storage for the life of the process, as Django does: some hold connections."""
    return storages.create_storage(json.loads(described))


def keep(upload: Upload) -> StoredFile:
    """Put the parts of a locked, complete upload together and keep them unless known already.

    Raises `UnwantedFile` and below. Names follow from the upload, so nobody else writes them.
    """
    storage().delete(upload.whole_name)  # what an interrupted attempt may have left
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as whole:
        sha256 = _assemble(upload, whole)
        content_type = check_content(whole, ending_of(upload.name))
        known = StoredFile.objects.filter(sha256=sha256).first()
        if known is None:
            return _store(upload, whole, sha256, content_type)
        if not storage().exists(known.storage_name):
            log.warning("The storage had lost %s; it is kept again.", known.storage_name)
            known.storage_name = _write(upload, whole)
            known.save(update_fields=["storage_name"])
        return known


def open_stored(stored: StoredFile) -> File:
    """Open a kept file for reading, to be closed by the caller; raises `FileMissing`."""
    try:
        return storage().open(stored.storage_name)
    except FileNotFoundError:
        log.error("The storage has lost %s.", stored.storage_name)
        raise FileMissing from None


def _assemble(upload: Upload, whole: IO[bytes]) -> str:
    """Write the parts one after the other and return the SHA-256 of all."""
    digest = hashlib.sha256()
    for part in upload.parts.order_by("number"):
        own = hashlib.sha256()
        for chunk in _chunks_of(part):
            whole.write(chunk)
            digest.update(chunk)
            own.update(chunk)
        if own.hexdigest() != part.sha256:
            raise LostOnTheWay
    return digest.hexdigest()


def _chunks_of(part: UploadPart) -> Iterator[bytes]:
    try:
        source = storage().open(part.storage_name)
    except FileNotFoundError:
        raise LostOnTheWay from None
    with source:
        yield from source.chunks()


def _store(upload: Upload, whole: IO[bytes], sha256: str, content_type: str) -> StoredFile:
    name = _write(upload, whole)
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                sha256=sha256, size=upload.size, content_type=content_type, storage_name=name
            )
    except IntegrityError:
        # Somebody handed in the same at the same time and was faster.
        storage().delete(name)
        return StoredFile.objects.get(sha256=sha256)


def _write(upload: Upload, whole: IO[bytes]) -> str:
    whole.seek(0)
    return storage().save(upload.whole_name, File(whole))
