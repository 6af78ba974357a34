"""Serves the preview of one archive on this computer: what `wbm preview` does."""

from __future__ import annotations

import os
import socket
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from course_export.messages import gettext, language
from course_export.patience import patience
from xblocks.core.errors import Conflict, NotFound
from xblocks.core.text import gettext_noop

HOST = "127.0.0.1"
SETTINGS = "course_export.preview.settings"
SHOWN_PER_ROLE = 3


class PortTaken(Conflict):
    """Another program serves on the port already."""

    code = "port_taken"
    sentence = gettext_noop(
        "Port %(port)d is taken. Choose another one: wbm preview --port %(other)d"
    )


class NothingBuilt(NotFound):
    """No archive was named, and none was built yet."""

    code = "nothing_built"
    sentence = gettext_noop(
        "There is no archive in the folder %(folder)s. Run `wbm build` first, or name an archive."
    )


def run_preview(archive: Path | None, port: int, out: Console, *, examples: bool = True) -> None:
    """Play an archive, or the one built last, until Ctrl+C.

    Without `examples` a fresh preview begins with empty desks.
    Raises `NothingBuilt`, `UnusableArchive` and `PortTaken`.
    """
    archive = archive or latest_archive(Path("build"))
    if is_taken(port):
        raise PortTaken(port=port, other=port + 1)
    os.environ.setdefault("WBM_ROOT_URL", f"http://localhost:{port}")  # for links in mails
    with patience(gettext("Starting the preview …")):
        prepare(archive, examples=examples)
    serve(port, lambda address: _greet(address, out))
    out.print("\n" + gettext("The preview has ended."))


def latest_archive(folder: Path) -> Path:
    """Return the archive built last; raises `NothingBuilt`."""
    archives = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not archives:
        raise NothingBuilt(folder=str(folder))
    return archives[-1]


def is_taken(port: int) -> bool:
    """Whether somebody serves on the port."""
    with socket.socket() as probe:
        return port != 0 and probe.connect_ex((HOST, port)) == 0


def prepare(archive: Path, *, examples: bool = True) -> None:
    """Set Django up, bring the database up to date and load the archive.

    A database made here gets `examples`.
    Raises `UnusableArchive` when it cannot be played.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not sys.warnoptions:  # other people's packages warn at import; -W still shows it
        warnings.simplefilter("ignore")
    import django

    django.setup()
    from django.utils import timezone

    from course_export.preview import example_cases, example_meetings, example_triads, start
    from course_export.preview import examples as demo
    from course_export.preview.block_types import warm_up
    from course_export.preview.watching import watch

    fresh = demo.is_fresh()
    start.migrate()
    course = start.open_course(archive)
    if fresh and examples:
        demo.add(course, timezone.now())
        example_cases.add(course, timezone.now())
        example_meetings.add(course, timezone.now())
        example_triads.add(course, timezone.now())
    watch.begin(archive)
    warm_up()


def serve(port: int, ready: Callable[[str], None]) -> None:
    """Answer requests until Ctrl+C; `ready` gets the address once the port is open.

    A group may try the course at once: waitress' own limit of a hundred connections is reached by
    twenty browsers.
    """
    import waitress
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    try:
        server = waitress.create_server(
            application, host=HOST, port=port, threads=8, connection_limit=500, ident=None
        )
    except OSError:
        raise PortTaken(port=port, other=port + 1) from None
    ready(f"http://localhost:{server.effective_port}")
    server.run()  # ends with Ctrl+C
    server.close()


def _greet(address: str, out: Console) -> None:
    """Tell where the preview is and who one can be there."""
    from django.utils import translation

    from course_export.preview.loaded import current
    from course_export.preview.people import by_role, personas

    course = current()
    with translation.override(language()):
        groups = by_role(personas(course.key))
    title, place = f"[bold]{course.title}[/bold]", f"[bold]{address}[/bold]"
    ready = gettext("%(course)s is ready: %(address)s", course=title, address=place)
    out.print(f"\n{ready}", highlight=False)
    out.print(gettext("Choose there who you are:"), highlight=False)
    for role, members in groups:
        names = ", ".join(each.name for each in members[:SHOWN_PER_ROLE])
        rest = len(members) - SHOWN_PER_ROLE
        more = gettext(" and %(count)s more", count=rest) if rest > 0 else ""
        out.print(f"  {role}: {names}{more}", highlight=False)
    if course.left_out:
        names = ", ".join(course.left_out[:5])
        out.print(gettext("Left out, see `wbm check`: %(names)s", names=names), highlight=False)
    out.print(gettext("Ctrl+C ends the preview."), highlight=False)
