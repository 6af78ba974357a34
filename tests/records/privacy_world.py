"""The world of `privacy_cases`, put back for each test: making it takes seconds."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from course_export.preview import loaded
from course_export.preview.course import Course
from tests.records.privacy_cases import World, world

FRESH = timedelta(minutes=2)
"""How old a world may be: its due dates lie five minutes behind what reminders ask for."""
NOT_OURS = {"django_migrations", "django_content_type", "auth_permission"}
"""What Django itself fills whenever it empties the tables."""


@dataclass(frozen=True)
class Table:
    """All rows of a table as the database gives them."""

    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """A world as it was made: what we know of it, its course, its database, its files."""

    made: datetime
    here: World
    course: Course
    database: list[Table] | sqlite3.Connection
    folder: Path


_kept: list[Kept] = []


def world_in(folder: Path, settings: Any) -> World:
    """Return a world with its files in an empty folder; for tests with an empty database."""
    settings.MEDIA_ROOT = str(folder / "media")
    settings.EMAIL_BACKEND = "course_export.preview.mails.MailFolder"
    settings.WBM_MAIL_FOLDER = str(folder / "mails")
    if _kept and timezone.now() - _kept[0].made < FRESH:
        return _put_back(_kept[0], folder)
    begun = timezone.now()
    here = world(folder)
    for each in _kept:
        _forget(each)
    _kept[:] = [_keep(here, folder, begun)]
    return here


def _keep(here: World, folder: Path, begun: datetime) -> Kept:
    # Among the tests' own folders, which pytest removes in the end.
    copy = Path(mkdtemp(prefix="world", dir=folder.parent))
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    return Kept(begun, deepcopy(here), loaded.current(), _database(), copy)


def _forget(kept: Kept) -> None:
    shutil.rmtree(kept.folder)
    if isinstance(kept.database, sqlite3.Connection):
        kept.database.close()


def _database() -> list[Table] | sqlite3.Connection:
    """All rows; of SQLite the whole file, for it searches in tables that no row can be put into."""
    if connection.vendor != "sqlite":
        return list(_tables())
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)
    return copy


def _tables() -> Iterator[Table]:
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name in NOT_OURS:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            yield Table(name, [each[0] for each in cursor.description], list(cursor.fetchall()))


def _put_back(kept: Kept, folder: Path) -> World:
    shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
    loaded.use(kept.course)
    if isinstance(kept.database, sqlite3.Connection):
        connection.ensure_connection()
        kept.database.backup(connection.connection)
    else:
        _insert_all(kept.database)
    return deepcopy(kept.here)


def _insert_all(tables: list[Table]) -> None:
    # Rows come back table by table, whichever leads to which.
    unchecked = connection.constraint_checks_disabled()
    with unchecked, transaction.atomic(), connection.cursor() as cursor:
        for each in tables:
            if each.rows:
                cursor.executemany(_insert(each), each.rows)


def _insert(table: Table) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    return f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({places})"
