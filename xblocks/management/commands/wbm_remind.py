"""Run daily or hourly: reminds people of what is due in 7 and in 2 days."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from xblocks.notices.reminders import remind


class Command(BaseCommand):
    """`manage.py wbm_remind`."""

    help = "Reminds people of what is due in 7 and in 2 days, each once. May run at any time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remind once and say how many."""
        done = remind(timezone.now())
        self.stdout.write(f"Reminded {done.people} people; {done.deadlines} deadlines are near.")
