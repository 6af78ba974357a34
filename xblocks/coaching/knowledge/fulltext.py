"""How each database is asked which entries hold certain terms. All give the same answers.

Asked is for choices: an entry is found when it has a term of every group of at least one choice.
Terms are made by `domain.stemming` and hold nothing a query language knows, except for the ``*``
behind a beginning that `domain.asked` puts there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from xblocks.coaching.domain.knowledge import Stage

ENTRY = "wbm_coaching_entry"
FOUND = "wbm_coaching_found"

Choices = Sequence[Sequence[Sequence[str]]]
"""Any of the choices; of a choice all groups; of a group any term."""


class FullText(Protocol):
    """What a database is asked."""

    def condition(self, choices: Choices) -> tuple[str, list[str]]:
        """Return the condition on ``wbm_coaching_entry``, and the values for its places."""


class SQLiteFullText:
    """FTS5, in the table that migration 0009 lays."""

    def condition(self, choices: Choices) -> tuple[str, list[str]]:
        """Return one ``MATCH``."""
        match = _nested(choices, " OR ", " AND ", " OR ", "({})")
        sql = f"{ENTRY}.id IN (SELECT rowid FROM {FOUND} WHERE {FOUND} MATCH %s)"  # noqa: S608
        return sql, [match]


class MySQLFullText:
    """The full text of InnoDB in MariaDB and MySQL; it finds what is committed."""

    def condition(self, choices: Choices) -> tuple[str, list[str]]:
        """Return one ``MATCH``."""
        match = _nested(choices, " ", " ", " ", "+({})")
        return f"MATCH({ENTRY}.terms) AGAINST (%s IN BOOLEAN MODE)", [match]


class ReadThrough:
    """No index: the terms of every entry are read. Right and slow."""

    def condition(self, choices: Choices) -> tuple[str, list[str]]:
        """Return a ``LIKE`` for each term."""
        likes = [[[f"{ENTRY}.terms LIKE %s"] * len(terms) for terms in each] for each in choices]
        terms = (term for choice in choices for group in choice for term in group)
        values = [f"% {each[:-1]}%" if each.endswith("*") else f"% {each} %" for each in terms]
        return f"({_nested(likes, ' OR ', ' AND ', ' OR ', '({})')})", values


def _nested(choices: Choices, choice: str, group: str, term: str, group_form: str) -> str:
    """Return choices of groups of terms as text, joined by these words."""
    return choice.join(
        f"({group.join(group_form.format(term.join(terms)) for terms in groups)})"
        for groups in choices
    )


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


def forget_removed() -> None:
    """Let the index forget words of texts that are gone.

    FTS5 only marks them as removed until its pieces are put together. MariaDB and MySQL keep theirs
    in tables nobody can read, until an operator optimises the table.
    """
    if _has_fts5():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FOUND}({FOUND}) VALUES ('optimize')")  # noqa: S608


def newest(course_key: str, topic: str, choices: Choices, most: int) -> list[int]:
    """Return the ids of what is found, at most the `most` that were published last."""
    held, match = full_text().condition(choices)
    where = [held, f"{ENTRY}.course_key = %s", f"{ENTRY}.state = %s"]
    values = [*match, course_key, Stage.PUBLISHED.value]
    if topic:
        where.append(f"{ENTRY}.topic = %s")
        values.append(topic)
    sql = (
        f"SELECT {ENTRY}.id FROM {ENTRY} WHERE {' AND '.join(where)}"  # noqa: S608
        f" ORDER BY {ENTRY}.signed_at DESC, {ENTRY}.id DESC LIMIT {most:d}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [pk for (pk,) in cursor.fetchall()]
