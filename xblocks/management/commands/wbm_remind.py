"""Run hourly: reminds of what is due in 7 and in 2 days, and of requests that wait too long."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from xblocks.coaching.service import escalate
from xblocks.notices.reminders import remind


class Command(BaseCommand):
    """`manage.py wbm_remind`."""

    help = (
        "Reminds people of what is due in 7 and in 2 days, and tells experts and coordinators of"
        " requests that wait too long, each once. May run at any time."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remind and escalate once, and say how many."""
        now = timezone.now()
        done = remind(now)
        self.stdout.write(f"Reminded {done.people} people; {done.deadlines} deadlines are near.")
        late = escalate(now)
        self.stdout.write(
            f"Requests: {late.warned} have little time left, {late.overdue} wait too long,"
            f" {late.unanswerable} have nobody to answer, {late.released} are free again."
        )
