"""What the platform's tracking hears of a request: facts of who asks, nothing of who answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xblocks.coaching.reach import desks
from xblocks.coaching.records import Booking, Request
from xblocks.coaching.telling import askers
from xblocks.host import events
from xblocks.roster.records import Person

EVENTS: Mapping[str, str] = {
    "sent": "sent",
    "asked_back": "asked_back",
    "replied": "answered",
    "closed": "closed",
    "reopened": "reopened",
    "withdrawn": "withdrawn",
}
"""Events by the words of `log.Verb`; what experts do among themselves is none."""


def report_step(request: Request, verb: str) -> None:
    """Report a step of a request for who asked, with `for_team` for the whole team."""
    event = EVENTS.get(verb)
    if event is None:
        return
    facts: dict[str, int | bool] = {"reopened": request.reopened}
    if event == "sent":
        facts = {"for_team": request.for_team}
    if event == "closed":
        facts["solved"] = bool(request.solved)
    _report(request.course_key, request.usage_key, event, askers(request), facts)


def report_booking(booking: Booking, event: str) -> None:
    """Report that an appointment was ``booked`` or ``cancelled``, for who booked it."""
    slot = booking.slot
    usage_key = desks(slot.course_key).values_list("usage_key", flat=True).first()
    if usage_key is not None and booking.person_id is not None:
        facts = {"group": slot.seats > 1}
        _report(slot.course_key, usage_key, event, [booking.person_id], facts)


def _report(
    course_key: str,
    usage_key: str,
    event: str,
    people: Collection[int],
    facts: Mapping[str, int | bool],
) -> None:
    found = Person.objects.filter(pk__in=people).exclude(user=None).order_by("pk")
    accounts = list(found.values_list("user_id", flat=True))
    events.report(
        "coaching", event, course_key=course_key, usage_key=usage_key, user_ids=accounts, **facts
    )
