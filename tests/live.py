"""A real server in this process, on a database file of its own, for tests that need threads.

SQLite in memory is one connection for all threads; what is proved here needs one for each.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import SimpleCookie
from django.test import Client

from course_export.preview.course import Course
from course_export.preview.people import account_of
from tests import personas

# Playwright keeps an event loop in the main thread; the database is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def start_server(threads: int = 8) -> str:
    """Serve the preview in a thread that ends with the process; return the address."""
    server = waitress.create_server(
        get_wsgi_application(), host="127.0.0.1", port=0, threads=threads, connection_limit=500
    )
    Thread(target=server.run, name="preview", daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}"


def make_template(path: Path) -> Path:
    """Make an empty database with all tables, to copy for each test."""
    with database_at(path):
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    return path


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    """Let every thread use the database file until the end of the block."""
    before = connections["default"]
    settings_dict = connections.settings["default"]
    changed = {"NAME": str(path), "CONN_MAX_AGE": 0}
    kept = {name: settings_dict[name] for name in changed}
    settings_dict.update(changed)
    del connections["default"]  # closing would not do: a database in memory stays open
    try:
        yield
    finally:
        connections["default"].close()
        settings_dict.update(kept)
        connections["default"] = before


@contextmanager
def fresh_database(template: Path, folder: Path) -> Iterator[None]:
    """Let every thread use a copy of an empty database."""
    path = folder / "test.sqlite3"
    shutil.copy(template, path)
    with database_at(path):
        yield


def cookies_of(course: Course, who: str, nth: int = 0, language: str = "") -> dict[str, str]:
    """Return the cookies of somebody signed in, see `tests.personas`."""
    client = Client()
    if who != "nobody":
        user = account_of(personas.find(course, who, nth).ident, course.key)
        assert user
        client.force_login(user)
    found: dict[str, Any] = {name: morsel.value for name, morsel in _jar(client).items()}
    if language:
        found[settings.LANGUAGE_COOKIE_NAME] = language
    return found


def _jar(client: Client) -> SimpleCookie:
    return client.cookies
