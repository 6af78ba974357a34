"""What coaching tells people about: that something waits, never what somebody wrote.

Notices name the desk and the number of a request, nothing else (`features C7`): neither topic nor
text, and no name. Call these inside the transaction of what happened. A notice of a request leads
to `request_path`, whoever is told; the page behind it sends each reader to their own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from xblocks.coaching.reach import desks
from xblocks.coaching.records import Entry, Request, Slot
from xblocks.core.people import Role
from xblocks.core.text import gettext_noop
from xblocks.notices import service as notices
from xblocks.notices.service import Kind, Tone
from xblocks.roster.records import Person

REQUEST_NEW = Kind(
    "request_new",
    gettext_noop("New request no. %(count)s: %(title)s"),
    gettext_noop("A request of your topics waits for somebody who takes it."),
    Tone.ATTENTION,
)
REQUEST_REPLIED = Kind(
    "request_replied",
    gettext_noop("Answered: request no. %(count)s, %(title)s"),
    gettext_noop("Your request has an answer. It waits for you in the course."),
    Tone.GOOD,
)
REQUEST_ASKED_BACK = Kind(
    "request_asked_back",
    gettext_noop("A question to you: request no. %(count)s, %(title)s"),
    gettext_noop("To answer you, the expert needs to know more. The clock rests until you write."),
    Tone.ATTENTION,
)
REQUEST_WRITTEN = Kind(
    "request_written",
    gettext_noop("New message: request no. %(count)s, %(title)s"),
    gettext_noop("Somebody wrote to you in a request you answer."),
    Tone.ATTENTION,
)
REQUEST_CLOSED = Kind(
    "request_closed",
    gettext_noop("Closed: request no. %(count)s, %(title)s"),
    gettext_noop("A request you answered is closed. There is nothing left to do."),
)
REQUEST_REOPENED = Kind(
    "request_reopened",
    gettext_noop("Open again: request no. %(count)s, %(title)s"),
    gettext_noop("A request you answered is not solved yet. Its clock starts anew."),
    Tone.ATTENTION,
)
REQUEST_WARNING = Kind(
    "request_warning",
    gettext_noop("Little time left: request no. %(count)s, %(title)s"),
    gettext_noop("Most of the time for an answer has passed. It is expected by %(due)s."),
    Tone.ATTENTION,
    urgent=True,
)
REQUEST_OVERDUE = Kind(
    "request_overdue",
    gettext_noop("Waits too long: request no. %(count)s, %(title)s"),
    gettext_noop("The answer was expected by %(due)s and has not come."),
    Tone.ATTENTION,
    urgent=True,
)
REQUEST_UNANSWERABLE = Kind(
    "request_unanswerable",
    gettext_noop("Nobody can answer: request no. %(count)s, %(title)s"),
    gettext_noop("No expert of its topic and district is there. Please find somebody."),
    Tone.ATTENTION,
    urgent=True,
)
REQUEST_HANDED_OVER = Kind(
    "request_handed_over",
    gettext_noop("Handed to you: request no. %(count)s, %(title)s"),
    gettext_noop("You answer this request from now on. Its clock goes on."),
    Tone.ATTENTION,
)
REQUEST_GONE = Kind(
    "request_gone",
    gettext_noop("Passed on: request no. %(count)s, %(title)s"),
    gettext_noop("Somebody else answers this request from now on."),
)
APPOINTMENT_BOOKED = Kind(
    "appointment_booked",
    gettext_noop("Booked: appointment on %(due)s"),
    gettext_noop("An appointment of “%(title)s” is agreed. You find the calendar file there."),
    Tone.GOOD,
    urgent=True,
)
APPOINTMENT_CANCELLED = Kind(
    "appointment_cancelled",
    gettext_noop("Cancelled: appointment on %(due)s"),
    gettext_noop("An appointment of “%(title)s” does not take place. Please delete it."),
    Tone.ATTENTION,
    urgent=True,
)
APPOINTMENT_MOVED = Kind(
    "appointment_moved",
    gettext_noop("Moved: your appointment is now on %(due)s"),
    gettext_noop("An appointment of “%(title)s” has a new time. Please check that it suits you."),
    Tone.ATTENTION,
    urgent=True,
)
CONSENT_ASKED = Kind(
    "consent_asked",
    gettext_noop("May others learn from it? %(title)s"),
    gettext_noop(
        "An expert wants to make a piece of knowledge of an answer to you. It is published only "
        "if you agree."
    ),
    Tone.ATTENTION,
)
CONSENT_GIVEN = Kind(
    "consent_given",
    gettext_noop("Agreed: a piece of knowledge, %(title)s"),
    gettext_noop("The asker agrees to the publication. You can sign it now."),
    Tone.GOOD,
)
CONSENT_DECLINED = Kind(
    "consent_declined",
    gettext_noop("Not like this: a piece of knowledge, %(title)s"),
    gettext_noop("The asker does not agree to this text. You can change it and ask again."),
)
CONSENT_WITHDRAWN = Kind(
    "consent_withdrawn",
    gettext_noop("Taken back: a piece of knowledge, %(title)s"),
    gettext_noop("The asker no longer agrees to the publication. Nobody can read it any more."),
    Tone.ATTENTION,
)

KINDS = (
    REQUEST_NEW,
    REQUEST_REPLIED,
    REQUEST_ASKED_BACK,
    REQUEST_WRITTEN,
    REQUEST_CLOSED,
    REQUEST_REOPENED,
    REQUEST_WARNING,
    REQUEST_OVERDUE,
    REQUEST_UNANSWERABLE,
    REQUEST_HANDED_OVER,
    REQUEST_GONE,
    APPOINTMENT_BOOKED,
    APPOINTMENT_CANCELLED,
    APPOINTMENT_MOVED,
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_DECLINED,
    CONSENT_WITHDRAWN,
)


def register() -> None:
    """Make the kinds known to the inbox; called when the app starts."""
    notices.register(*KINDS)


def request_path(course_key: str, request_id: int) -> str:
    """Return the address by which the notices of a request are known, for every reader."""
    return str(reverse("wbm:coaching_told", args=[course_key, request_id]))


def tell(
    request: Request,
    people: Collection[int],
    kind: Kind,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Tell people about a request; `due` for the kinds that name a date."""
    params: dict[str, str | int | datetime] = {
        "title": desk_title(request.course_key),
        "count": request.pk,
    }
    link = request_path(request.course_key, request.pk)
    if due is not None:
        params["due"] = due
    notices.tell(request.course_key, people, kind, link=link, params=params, now=now)


def tell_appointment(
    slot: Slot, people: Collection[int], kind: Kind, link: str, now: datetime
) -> None:
    """Tell people about an appointment, by the time it has now; `link` is their page of it."""
    params = {"title": desk_title(slot.course_key), "due": slot.starts_at}
    notices.tell(slot.course_key, people, kind, link=link, params=params, now=now)


def tell_entry(entry: Entry, people: Collection[int], kind: Kind, link: str, now: datetime) -> None:
    """Tell people about the consent to a piece of knowledge; `link` is their page of it."""
    params = {"title": desk_title(entry.course_key)}
    notices.tell(entry.course_key, people, kind, link=link, params=params, now=now)


def askers(request: Request) -> list[int]:
    """Return who waits for the answer: the asker, and with `for_team` the whole team."""
    return with_team(request.asker_id, request.company_id if request.for_team else None)


def with_team(person_id: int | None, company_id: int | None) -> list[int]:
    """Return the ids of a person and of the trainees of a company; either may be missing."""
    own = [] if person_id is None else [person_id]
    if company_id is None:
        return own
    team = Person.objects.filter(
        company=company_id, left_at=None, roles__role=Role.TRAINEE
    ).exclude(pk__in=own)
    return [*own, *team.order_by("pk").values_list("pk", flat=True)]


def coordinators(course_key: str, district: int | None) -> list[int]:
    """Return the coordinators of a district: those with it, and those who have none of their own.

    Without a district all coordinators of the course.
    """
    found = Person.objects.filter(course_key=course_key, left_at=None, roles__role=Role.COORDINATOR)
    if district is not None:
        found = found.filter(Q(districts__district=district) | Q(districts=None))
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def desk_title(course_key: str) -> str:
    """Return what the course calls its desk, as its authors wrote it; empty without one."""
    return desks(course_key).values_list("title", flat=True).first() or ""
