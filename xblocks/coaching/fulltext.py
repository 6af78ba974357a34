"""How each database is asked which entries hold a term. All give the same answers.

A condition is SQL about the table ``wbm_coaching_entry`` with the values for its places. Terms are
made by `domain.stemming` and hold nothing a query language knows, except for the ``*`` behind a
beginning that `domain.asked` puts there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

ENTRY = "wbm_coaching_entry"
FOUND = "wbm_coaching_found"


@dataclass(frozen=True)
class Condition:
    """A piece of SQL and the values for its places."""

    sql: str
    values: tuple[str, ...]


class FullText(Protocol):
    """What a database is asked."""

    def any_of(self, terms: Sequence[str]) -> Condition:
        """Return the condition that an entry holds at least one of the terms."""

    def all_of(self, groups: Sequence[Sequence[str]]) -> Condition:
        """Return the condition that an entry holds a term of each group."""


class SQLiteFullText:
    """FTS5, in the table that migration 0009 lays."""

    _IN = f"{ENTRY}.id IN (SELECT rowid FROM {FOUND} WHERE {FOUND} MATCH %s)"  # noqa: S608

    def any_of(self, terms: Sequence[str]) -> Condition:
        """Return one ``MATCH``."""
        return Condition(self._IN, (" OR ".join(terms),))

    def all_of(self, groups: Sequence[Sequence[str]]) -> Condition:
        """Return one ``MATCH``."""
        joined = " AND ".join(f"({' OR '.join(terms)})" for terms in groups)
        return Condition(self._IN, (joined,))


class MySQLFullText:
    """The full text of InnoDB in MariaDB and MySQL; it finds what is committed."""

    _IN = f"MATCH({ENTRY}.terms) AGAINST (%s IN BOOLEAN MODE)"

    def any_of(self, terms: Sequence[str]) -> Condition:
        """Return one ``MATCH``."""
        return Condition(self._IN, (" ".join(terms),))

    def all_of(self, groups: Sequence[Sequence[str]]) -> Condition:
        """Return one ``MATCH``."""
        return Condition(self._IN, (" ".join(f"+({' '.join(terms)})" for terms in groups),))


class ReadThrough:
    """No index: every entry's terms are read. Right and slow."""

    _IN = f"{ENTRY}.terms LIKE %s"

    def any_of(self, terms: Sequence[str]) -> Condition:
        """Return a ``LIKE`` for each term."""
        patterns = (f"% {each[:-1]}%" if each.endswith("*") else f"% {each} %" for each in terms)
        return _joined(" OR ", [Condition(self._IN, (each,)) for each in patterns])

    def all_of(self, groups: Sequence[Sequence[str]]) -> Condition:
        """Return the groups' conditions, all of them."""
        return _joined(" AND ", map(self.any_of, groups))


def _joined(word: str, conditions: Iterable[Condition]) -> Condition:
    found = list(conditions)
    values = tuple(value for each in found for value in each.values)
    return Condition("(" + word.join(each.sql for each in found) + ")", values)


def full_text() -> FullText:
    """Return what the present database offers."""
    if connection.vendor == "mysql":
        return MySQLFullText()
    return SQLiteFullText() if _has_fts5() else ReadThrough()


def _has_fts5() -> bool:
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [FOUND])
        return cursor.fetchone() is not None
