"""What the inbox keeps of people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xblocks.core.holdings import Holding, Subject, Term
from xblocks.core.text import gettext_noop
from xblocks.notices.records import MailRhythm, Notice, Reminder
from xblocks.notices.wording import worded

NOTICES = Term(
    "notices",
    365,
    gettext_noop("Notices and reminders"),
    gettext_noop("after they were told"),
)


class NoticesHolding(Holding):
    """Notices in the inbox, and which reminders went out."""

    ident = "notices"
    title = gettext_noop("Inbox and mails")
    what = gettext_noop(
        "What waits for you: the title of an exercise, a date, when you were told and when you "
        "read it. Mails hold no more than that. And how often you want them."
    )
    why = gettext_noop("So that you miss no deadline and no answer.")
    readers = gettext_noop("Only you.")
    leaving = gettext_noop("All notices are removed, and no more mails go out.")
    references = {
        "Notice": frozenset({"person"}),
        "Reminder": frozenset({"person"}),
        "MailRhythm": frozenset({"person"}),
    }
    terms = (NOTICES,)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's notices in the active language, and the reminders of deadlines."""
        notices = Notice.objects.filter(person__in=who.people).order_by("told_at", "pk")
        reminders = Reminder.objects.filter(person__in=who.people).order_by("due", "pk")
        return {
            "notices": [_shown(notice) for notice in notices],
            "reminders": list(reminders.values("due", "days")),
            "how_often_mails_come": list(
                MailRhythm.objects.filter(person__in=who.people).values_list("rhythm", flat=True)
            ),
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Remove everything."""
        MailRhythm.objects.filter(person__in=who.people).delete()
        Notice.objects.filter(person__in=who.people).delete()
        Reminder.objects.filter(person__in=who.people).delete()

    def expire(self, _term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget what was told or due long ago."""
        old = (Notice.objects.filter(told_at__lt=before), Reminder.objects.filter(due__lt=before))
        if dry_run:
            return sum(rows.count() for rows in old)
        with transaction.atomic():
            return sum(rows.delete()[0] for rows in old)


def _shown(notice: Notice) -> dict[str, Any]:
    wording = worded(notice.kind, notice.params)
    return {
        "title": str(wording.title),
        "sentence": str(wording.sentence),
        "link": notice.link,
        "told_at": notice.told_at,
        "read_at": notice.read_at,
        "mailed_at": notice.mailed_at,
    }
