"""For operators: hands out or removes what is kept of one person."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xblocks.privacy import subjects
from xblocks.privacy.erasing import erase
from xblocks.privacy.exporting import export


class Command(BaseCommand):
    """`manage.py wbm_privacy export|erase EMAIL`."""

    help = (
        "Writes everything kept of one person into an archive, or removes the person. "
        "Erasing again is harmless. The platform's own data are the platform's to remove."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask what to do, and with whom."""
        steps = parser.add_subparsers(dest="step", required=True)
        out = steps.add_parser("export", help="write the archive")
        out.add_argument("email")
        out.add_argument("--output", type=Path, default=Path("wbm-data.zip"))
        away = steps.add_parser("erase", help="remove the person for ever")
        away.add_argument("email")
        away.add_argument("--yes", action="store_true", help="do it; without it nothing happens")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it once; fails when nobody has this address. Names no one in what it prints."""
        who = subjects.of_address(options["email"])
        if not subjects.is_known(who):
            raise CommandError("Nobody has this address, or no more.")
        if options["step"] == "export":
            self._export(who, options["output"])
        elif options["yes"]:
            erase(who, timezone.now())
            self.stdout.write(f"Removed from {len(who.people)} lists.")
        else:
            self.stdout.write(
                f"Would be removed from {len(who.people)} lists for ever. Add --yes to do it."
            )

    def _export(self, who: Any, output: Path) -> None:
        """Write the archive for its owner alone; one that breaks off leaves none behind."""
        part = output.with_name(output.name + ".part")
        part.touch(mode=0o600)
        with part.open("wb") as target:
            target.writelines(export(who, timezone.now(), settings.LANGUAGE_CODE))
        part.replace(output)
        self.stdout.write(f"Wrote {output}.")
