"""Run daily: removes what unfinished uploads left behind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xblocks.files.sweeping import sweep


class Command(BaseCommand):
    """`manage.py wbm_sweep_files`."""

    help = "Removes uploads nobody finished within a week, and parts that are no longer needed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Sweep once and say what was done; fails when the storage refused something."""
        swept = sweep(timezone.now())
        self.stdout.write(f"Cleaned up {swept.cleared} uploads.")
        if swept.failed:
            raise CommandError(f"The storage did not delete what {swept.failed} uploads left.")
