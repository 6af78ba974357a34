"""Lays full text over the terms of shared knowledge.

MariaDB and MySQL keep their index by themselves. On SQLite it is a table of FTS5 that triggers keep
true, in the same transaction. A later migration that makes ``wbm_coaching_entry`` anew on SQLite
loses the triggers: it has to run `lay` again. Where there is neither, searching reads the terms.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

FTS5 = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
ON_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS wbm_coaching_found USING fts5("
    "terms, content='wbm_coaching_entry', content_rowid='id', tokenize='ascii', detail='none')",
    "CREATE TRIGGER IF NOT EXISTS wbm_coaching_found_add AFTER INSERT ON wbm_coaching_entry "
    "WHEN new.terms <> '' BEGIN "
    "INSERT INTO wbm_coaching_found(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER IF NOT EXISTS wbm_coaching_found_gone AFTER DELETE ON wbm_coaching_entry "
    "WHEN old.terms <> '' BEGIN "
    "INSERT INTO wbm_coaching_found(wbm_coaching_found, rowid, terms) "
    "VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER IF NOT EXISTS wbm_coaching_found_out AFTER UPDATE OF terms "
    "ON wbm_coaching_entry WHEN old.terms <> '' AND old.terms IS NOT new.terms BEGIN "
    "INSERT INTO wbm_coaching_found(wbm_coaching_found, rowid, terms) "
    "VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER IF NOT EXISTS wbm_coaching_found_set AFTER UPDATE OF terms "
    "ON wbm_coaching_entry WHEN new.terms <> '' AND old.terms IS NOT new.terms BEGIN "
    "INSERT INTO wbm_coaching_found(rowid, terms) VALUES (new.id, new.terms); END",
    "INSERT INTO wbm_coaching_found(wbm_coaching_found) VALUES ('delete-all')",
    "INSERT INTO wbm_coaching_found(rowid, terms) "
    "SELECT id, terms FROM wbm_coaching_entry WHERE terms <> ''",
)
# A copy, because MariaDB 10.11 leaves rows out when it lays the index anew in place.
ON_MYSQL = (
    "ALTER TABLE wbm_coaching_entry ADD FULLTEXT INDEX wbm_entry_terms (terms), ALGORITHM=COPY"
)
OFF_SQLITE = (
    "DROP TRIGGER IF EXISTS wbm_coaching_found_add",
    "DROP TRIGGER IF EXISTS wbm_coaching_found_gone",
    "DROP TRIGGER IF EXISTS wbm_coaching_found_out",
    "DROP TRIGGER IF EXISTS wbm_coaching_found_set",
    "DROP TABLE IF EXISTS wbm_coaching_found",
)


def lay(_apps: Any, schema_editor: Any) -> None:
    """Make the index the database offers, filled with what there is."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(ON_MYSQL)
        elif connection.vendor == "sqlite":
            cursor.execute(FTS5)
            if cursor.fetchone():
                for statement in ON_SQLITE:
                    cursor.execute(statement)


def take_off(_apps: Any, schema_editor: Any) -> None:
    """Remove the index; no entry is lost."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("ALTER TABLE wbm_coaching_entry DROP INDEX wbm_entry_terms")
        elif connection.vendor == "sqlite":
            for statement in OFF_SQLITE:
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("wbm", "0008_coaching")]
    operations = [migrations.RunPython(lay, take_off)]
