"""Keeps what searching goes by true when a new version brings other rules of words."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from xblocks.coaching.knowledge.publishing import put_in_order
from xblocks.coaching.records import Entry


def connect(app: AppConfig) -> None:
    """Listen for the end of migrations: every update of an installation runs them."""
    post_migrate.connect(_migrated, sender=app, dispatch_uid="wbm.coaching.knowledge")


def _migrated(using: str, **_kwargs: Any) -> None:
    # Somebody may have migrated back to before there was knowledge.
    if Entry._meta.db_table in connections[using].introspection.table_names():
        put_in_order()
