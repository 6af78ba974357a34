"""What the dossier keeps of people: attendance, and what they released."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from xblocks.core.holdings import Holding, Subject, Term
from xblocks.core.text import gettext_noop
from xblocks.dossier.records import AttendanceNote, ShareLink
from xblocks.host.course import of_ended_courses

ATTENDANCE = Term(
    "attendance",
    1095,
    gettext_noop("On which seminar days you were there"),
    gettext_noop("after the end of the course"),
)
LINKS = Term(
    "share_links",
    30,
    gettext_noop("Links to what you released"),
    gettext_noop("after they ended"),
)


class DossierHolding(Holding):
    """Attendance and shared pages; everything else of the dossier belongs to other holdings."""

    ident = "dossier"
    title = gettext_noop("Evidence for the certificate")
    what = gettext_noop(
        "On which seminar days you were there, who noted or corrected it and when. What you "
        "released of your evidence, and until when. Nobody counts who reads it."
    )
    why = gettext_noop("So that you get your certificate and can show it to whom you choose.")
    readers = gettext_noop(
        "Trainers of your district and coordinators see your seminar days. The whole evidence is "
        "yours alone, until you release something."
    )
    leaving = gettext_noop("Everything is removed, and your links show nothing any more.")
    references = {
        "AttendanceNote": frozenset({"person", "noted_by"}),
        "ShareLink": frozenset({"person"}),
    }
    terms = (ATTENDANCE, LINKS)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's seminar days and links, and what they noted about others as days."""
        notes = AttendanceNote.objects.filter(person__in=who.people)
        links = ShareLink.objects.filter(person__in=who.people).order_by("made_at", "pk")
        return {
            "seminar_days": list(
                notes.order_by("person", "day", "number").values("day", "there", "noted_at")
            ),
            "links": list(links.values("parts", "made_at", "expires_at", "ended_at")),
            "noted_by_you": list(
                _noted_by(who).order_by("noted_at", "pk").values("day", "noted_at")
            ),
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Remove the person's days and links; what they noted about others stays without them."""
        AttendanceNote.objects.filter(person__in=who.people).delete()
        ShareLink.objects.filter(person__in=who.people).delete()
        _noted_by(who).update(noted_by=None)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget days of courses long over, and links that ended long ago."""
        over = _old_links(before) if term == LINKS.ident else _old_notes(before)
        return over.count() if dry_run else over.delete()[0]


def _noted_by(who: Subject) -> QuerySet:
    notes = AttendanceNote.objects.all()
    return notes.filter(noted_by=who.user_id) if who.user_id else notes.none()


def _old_links(before: datetime) -> QuerySet:
    return ShareLink.objects.filter(expires_at__lt=before) | ShareLink.objects.filter(
        ended_at__lt=before
    )


def _old_notes(before: datetime) -> QuerySet:
    return of_ended_courses(AttendanceNote.objects.all(), before, "person__course_key")
