"""Serves the preview of one archive on this computer."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

HOST = "127.0.0.1"
SETTINGS = "course_export.preview.settings"


class PortTaken(Exception):  # noqa: N818 - the sentence for the person stands at the caller
    """Another program serves on the port already."""


def prepare(archive: Path) -> None:
    """Set Django up, bring the database up to date and load the archive.

    Raises `UnusableArchive` when it cannot be played.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    _keep_quiet_about_packages()
    import django

    django.setup()
    from course_export.preview import start
    from course_export.preview.block_types import warm_up

    start.migrate()
    start.open_course(archive)
    warm_up()


def serve(port: int, ready: Callable[[str], None]) -> None:
    """Answer requests until Ctrl+C; `ready` gets the address once the port is open.

    Raises `PortTaken`. Threads enough for a group trying the course at once: the limit on
    connections is that of a small seminar, not waitress' hundred.
    """
    import waitress
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    try:
        server = waitress.create_server(
            application, host=HOST, port=port, threads=8, connection_limit=500, ident=None
        )
    except OSError:
        raise PortTaken(port) from None
    ready(f"http://localhost:{server.effective_port}/")
    try:
        server.run()
    finally:
        server.close()


def is_free(port: int) -> bool:
    """Whether nobody serves on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _keep_quiet_about_packages() -> None:
    """Hide warnings of other people's packages; ``python -W`` still shows them."""
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")
