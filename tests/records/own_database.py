"""A database that several processes share: SQLite in a file, or on the MariaDB that is named.

For proofs in which processes meet. They run outside of pytest, whose database is for its own
process alone: `run` starts a module of these tests, which begins with `prepare`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def run(module: str, *arguments: object) -> Any:
    """Run ``python -m module arguments`` with an empty database; return the JSON it prints."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", module, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "WBM_DATA": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def connect() -> None:
    """Set Django up in a further process of the proof."""
    import django

    django.setup()


def prepare() -> None:
    """Set Django up and make the tables, in a database emptied before."""
    connect()
    from django.conf import settings
    from django.core.management import call_command

    options = settings.DATABASES["default"]
    if options["ENGINE"].endswith("mysql"):
        import pymysql

        with (
            pymysql.connect(
                unix_socket=options["OPTIONS"]["unix_socket"], user=options["USER"]
            ) as server,
            server.cursor() as cursor,
        ):
            cursor.execute("SET foreign_key_checks = 0")  # for the tables of an earlier proof
            cursor.execute(
                f"CREATE OR REPLACE DATABASE {options['NAME']}"
                " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"
            )
    call_command("migrate", verbosity=0)
