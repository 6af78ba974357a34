"""What pages show of appointments, and what requests show of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from xblocks.coaching.appointments import booked
from xblocks.coaching.appointments.booked import Appointment
from xblocks.coaching.appointments.choosing import Free, choices
from xblocks.coaching.desk.slot_words import OCCASIONS, hours
from xblocks.coaching.domain.allowance import Occasion
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Booking, Request
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may

SUGGESTED = 3
"""Free slots a request shows by itself."""


def booking_part(actor: Actor, request: Request, now: datetime) -> SafeString:
    """Return what the page of a request shows of its appointments, without a form.

    For the asker and the team: what is booked, else the next free slots. For an expert: who comes
    when. Whether the actor may read the request its page has checked.
    """
    team = request.for_team and request.company_id == actor.company is not None
    if may(actor, Action.BOOK) and (team or request.asker_id == actor.person_id):
        return _for_asker(actor, request, now)
    if may(actor, Action.OFFER_TIMES):
        return _for_expert(actor, request, now)
    return SafeString()


def _for_asker(actor: Actor, request: Request, now: datetime) -> SafeString:
    found = booked.appointments(actor, now, request)
    open_now = request.state not in {State.DRAFT, State.CLOSED}
    free = choices(actor, now, request) if open_now else None
    return render_to_string(
        "wbm/coaching/slots_part.html",
        {
            "course_key": actor.course_key,
            "request_id": request.pk,
            "coming": [card(each) for each in found.coming],
            "free": [free_row(each) for each in free.rows[:SUGGESTED]] if free else [],
            "open": open_now,
        },
    )


def _for_expert(actor: Actor, request: Request, now: datetime) -> SafeString:
    rows = Booking.objects.filter(request=request, cancelled_at=None, slot__ends_at__gt=now)
    mine = rows.filter(slot__expert=actor.person_id).select_related("slot", "person")
    return render_to_string(
        "wbm/coaching/slots_expert_part.html",
        {
            "course_key": actor.course_key,
            "open": request.state != State.CLOSED,
            "coming": [
                {"slot": each.slot, "hours": hours(each.slot), "name": each.person.name}
                for each in mine.order_by("slot__starts_at")
                if each.person
            ],
        },
    )


def card(found: Appointment) -> dict[str, Any]:
    """Return what a page shows of an appointment, for those whose it is."""
    about = found.booking.request
    word = found.booking.occasion
    return {
        "appointment": found,
        "booking": found.booking,
        "slot": found.slot,
        "hours": hours(found.slot),
        "occasion": OCCASIONS[Occasion(word)] if word else "",
        "by": "" if found.mine or not found.booking.person else found.booking.person.name,
        "request": about.pk if about else None,
    }


def free_row(found: Free) -> dict[str, Any]:
    """Return what a page shows of a free slot."""
    return {"slot": found.slot, "hours": hours(found.slot), "places": found.places}
