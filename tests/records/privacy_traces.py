"""Looks for somebody in the whole database and below folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection

from tests.records.privacy_cases import Human

OWN_ID = {"auth_user": {"id"}}
"""What is the platform's to keep: the number of an account."""


def traces(who: Human) -> list[str]:
    """Return every place of the whole database where one of the markers stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if name in OWN_ID.get(table, ()) or value is None:
                        continue
                    found += [
                        f"{table}.{name}: {value!r:.200}"
                        for marker in who.markers
                        if marker in _text(value)
                    ]
    return found


def traces_in(folder: Path, who: Human) -> list[str]:
    """Return every file below a folder whose name or content holds a marker."""
    return [
        f"{path.relative_to(folder)}"
        for path in folder.rglob("*")
        if path.is_file()
        for marker in who.markers
        if marker in path.name.lower() or marker in _text(path.read_bytes())
    ]


def _text(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace").lower()
    return str(value).lower()


def de_face(_course_key: Any) -> tuple[str, str]:
    """A course in German; see `xblocks.host.course`."""
    return "Kurs", "de"


def en_face(_course_key: Any) -> tuple[str, str]:
    """A course in English."""
    return "Course", "en"
