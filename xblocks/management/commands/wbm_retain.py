"""Run daily: forgets what is no longer needed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from xblocks.privacy.retaining import retain


class Command(BaseCommand):
    """`manage.py wbm_retain [--dry-run]`."""

    help = (
        "Removes what is kept longer than WBM_RETENTION allows, and files nobody refers to any "
        "more. May run at any time; what is broken off goes on the next time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to count only."""
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Forget once, and say how much of what."""
        dry_run = options["dry_run"]
        for each in retain(timezone.now(), dry_run=dry_run):
            period = "for ever" if each.days is None else f"{each.days} days"
            done = "would go" if dry_run else "gone"
            self.stdout.write(f"{each.holding}: {each.term} ({period}): {each.count} {done}")
