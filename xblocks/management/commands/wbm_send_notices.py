"""Run every few minutes: sends mails that failed or were broken off."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xblocks.notices.mailing import send_waiting


class Command(BaseCommand):
    """`manage.py wbm_send_notices`."""

    help = "Sends mails of notices that failed or were broken off. May run at any time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Send once what waits and say how much; fails when the mail server took something not."""
        done = send_waiting(timezone.now())
        self.stdout.write(f"Sent {done.sent} mails.")
        if done.failed:
            raise CommandError(f"{done.failed} mails were not taken; they are tried again later.")
