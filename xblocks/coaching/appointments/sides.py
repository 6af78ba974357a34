"""What is the same for both sides of an appointment: whose it is, who is told, where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from xblocks.coaching.records import Booking, Slot
from xblocks.coaching.telling import tell_appointment, with_team
from xblocks.notices.service import Kind


@dataclass(frozen=True)
class Reader:
    """Who may read an appointment besides its expert: whoever booked, and with it the team."""

    person_id: int | None
    company: int | None

    @property
    def own(self) -> Q:
        """Select the bookings of the reader and those of their team.

        What belongs to a request that is not the team's, a team mate does not learn of.
        """
        if self.person_id is None:
            return Q(pk__in=[])
        mine = Q(person=self.person_id)
        if self.company is None:
            return mine
        return mine | (Q(company=self.company) & (Q(request=None) | Q(request__for_team=True)))


def is_shared(booking: Booking) -> bool:
    """Whether the team mates of who booked know of it, see `Reader.own`."""
    if booking.company_id is None:
        return False
    return booking.request_id is None or booking.request.for_team


def told_people(booking: Booking) -> list[int]:
    """Return the ids of those on the trainees' side whom a change concerns."""
    return with_team(booking.person_id, booking.company_id if is_shared(booking) else None)


def tell_trainees(slot: Slot, bookings: Iterable[Booking], kind: Kind, now: datetime) -> None:
    """Tell those who booked a slot, and their teams; inside the transaction of what happened."""
    for booking in bookings:
        path = booking_path(slot.course_key, booking.pk)
        tell_appointment(slot, told_people(booking), kind, path, now)


def tell_expert(slot: Slot, kind: Kind, now: datetime) -> None:
    """Tell the expert of a slot; inside the transaction of what happened."""
    tell_appointment(slot, [slot.expert_id], kind, slot_path(slot.course_key, slot.pk), now)


def slot_path(course_key: str, slot_id: int) -> str:
    """Return the address of the expert's page of a slot, by which its notices are known."""
    return str(reverse("wbm:coaching_slot", args=[course_key, slot_id]))


def booking_path(course_key: str, booking_id: int) -> str:
    """Return the address of the trainees' page of an appointment."""
    return str(reverse("wbm:coaching_appointment", args=[course_key, booking_id]))
