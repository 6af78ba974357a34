"""For operators: brings a course archive into Studio without its pages."""

from __future__ import annotations

import tarfile
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

IMPORTING = "import"
"""Studio's own command: brings in a folder, makes the course when missing, publishes it."""

ROOT = "course"
"""The folder inside an archive (`platform-facts 4`)."""

MAX_BYTES = 2_000_000_000
"""Unpacked size above which an archive is refused: no course is so large."""


class Command(BaseCommand):
    """`manage.py cms wbm_import ARCHIVE`."""

    help = (
        "Brings an archive of `wbm build` into Studio and publishes it. The course has the key "
        "that the archive names; what was changed in Studio is lost. `wbm publish` does the same "
        "from outside, tries it in a staging course and compares every unit."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the archive."""
        parser.add_argument("archive", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Bring it in once; fails outside Studio and when it is no archive."""
        if IMPORTING not in get_commands():
            raise CommandError("Courses are imported in Studio: use `manage.py cms wbm_import`.")
        with TemporaryDirectory() as folder:
            _unpack(options["archive"], folder)
            call_command(IMPORTING, folder, ROOT)
        self.stdout.write("The course is imported and published.")


def _unpack(archive: Path, folder: str) -> None:
    """Unpack into `folder` and nowhere else; links and devices are refused."""
    try:
        with tarfile.open(archive) as tar:
            if sum(member.size for member in tar) > MAX_BYTES:
                raise CommandError(f"{archive.name} is too large.")
            tar.extractall(folder, filter="data")
    except (OSError, tarfile.TarError) as failure:
        raise CommandError(f"{archive.name} cannot be unpacked: {failure}.") from None
    if not (Path(folder) / ROOT / "course.xml").is_file():
        raise CommandError(f"{archive.name} is no course archive: {ROOT}/course.xml is missing.")
