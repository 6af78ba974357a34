"""Removes kept files that nothing refers to any more, whatever refers to files."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from xblocks.files.records import StoredFile
from xblocks.files.storing import storage

log = logging.getLogger(__name__)


def unused() -> QuerySet[StoredFile]:
    """Return the kept files that no row of any table refers to."""
    found = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_many:
            rows = relation.related_model._base_manager
            found = found.exclude(Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))
    return found


def sweep_unused() -> int:
    """Remove them from storage and table, and return how many went.

    To be run outside a transaction. What the storage refuses is logged and tried again next time.
    """
    return sum(_removed(pk) for pk in list(unused().values_list("pk", flat=True)))


def _removed(pk: int) -> bool:
    try:
        with transaction.atomic():
            # Locked, so that nobody hands in the same content meanwhile; the object goes first,
            # for a row without an object is found again, an object without a row never.
            stored = StoredFile.objects.select_for_update().filter(pk=pk).first()
            if stored is None or not unused().filter(pk=pk).exists():
                return False
            storage().delete(stored.storage_name)
            stored.delete()
    except Exception:
        # Every storage has errors of its own; one file must not keep the others.
        log.exception("The storage did not delete unused file %s.", pk)
        return False
    return True
