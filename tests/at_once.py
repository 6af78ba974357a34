"""Several people at the same moment, each with a database connection of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from django.db import connection, connections


@contextmanager
def own_connections(folder: Path) -> Iterator[None]:
    """Let threads that begin in the block connect on their own, to the tables as they are now.

    For SQLite the test database lies in memory, where threads lock each other out; they get a copy
    in `folder`, which the main thread does not see.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    path = folder / "threads.sqlite3"
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    before = connections.settings["default"]
    connections.settings["default"] = before | {"NAME": str(path), "CONN_MAX_AGE": 0}
    try:
        yield
    finally:
        connections.settings["default"] = before


def at_once(steps: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start every step in a thread of its own at one moment; return results or exceptions."""
    start = Barrier(len(steps))
    results: list[Any] = [None] * len(steps)

    def run(number: int, step: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            results[number] = step()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=item) for item in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def elsewhere(step: Callable[[], Any]) -> Any:
    """Run one step in a thread and return what it returns, or raise what it raises."""
    (result,) = at_once([step])
    if isinstance(result, Exception):
        raise result
    return result
