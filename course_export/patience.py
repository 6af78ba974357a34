"""Shows that work goes on, but only when it takes longer than a moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

MOMENT = 1.0
"""Seconds that nobody minds to wait."""


@contextmanager
def patience(message: str, after: float = MOMENT) -> Iterator[None]:
    """Show `message` on the error stream while the work takes longer than `after` seconds.

    Nothing is shown when that stream is no terminal.
    """
    status = Console(stderr=True).status(message)
    timer = threading.Timer(after, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
