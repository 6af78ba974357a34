"""What trainees have booked: their own and their team's appointments, and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xblocks.coaching.appointments.sides import Reader
from xblocks.coaching.domain.allowance import Left, left_of
from xblocks.coaching.records import Booking, Request, Slot
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require

MOST_PAST = 10


@dataclass(frozen=True)
class Appointment:
    """A booking as those see it whose it is; `mine`: the reader booked it, and may change it."""

    booking: Booking
    mine: bool
    coming: bool

    @property
    def slot(self) -> Slot:
        """The time and the expert."""
        return self.booking.slot

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.booking.cancelled_at is not None

    @property
    def changeable(self) -> bool:
        """Whether the reader may cancel or move it."""
        return self.mine and self.coming and not self.cancelled


@dataclass(frozen=True)
class Appointments:
    """Those to come, and those that are over or were cancelled; `left` is None without a team."""

    coming: tuple[Appointment, ...]
    before: tuple[Appointment, ...]
    left: tuple[Left, ...] | None


def appointments(actor: Actor, now: datetime, request: Request | None = None) -> Appointments:
    """Return the appointments of the actor and the team, those of one request alone if named.

    Raises `NotAllowed`.
    """
    require(actor, Action.BOOK)
    rows = Booking.objects.filter(
        Reader(actor.person_id, actor.company).own, slot__course_key=actor.course_key
    )
    if request is not None:
        rows = rows.filter(request=request)
    rows = rows.select_related("slot__expert", "person", "request").order_by("slot__starts_at")
    coming = rows.filter(cancelled_at=None, slot__ends_at__gt=now)
    before = rows.exclude(pk__in=coming.values("pk")).reverse()[:MOST_PAST]
    return Appointments(
        coming=tuple(_shown(actor, each, now) for each in coming),
        before=tuple(_shown(actor, each, now) for each in before),
        left=None if actor.company is None else left_of(used_by(actor.company)),
    )


def appointment(actor: Actor, booking_id: int, now: datetime) -> Appointment:
    """Return one appointment, also one cancelled. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.BOOK)
    rows = Booking.objects.filter(
        Reader(actor.person_id, actor.company).own,
        pk=booking_id,
        slot__course_key=actor.course_key,
    )
    found = rows.select_related("slot__expert", "person", "request").first()
    if found is None:
        raise NotFound
    return _shown(actor, found, now)


def used_by(company: int) -> list[str]:
    """Return the occasions a team has booked, see `domain.allowance`."""
    live = Booking.objects.filter(company=company, cancelled_at=None)
    return list(live.values_list("occasion", flat=True))


def _shown(actor: Actor, booking: Booking, now: datetime) -> Appointment:
    return Appointment(
        booking, mine=booking.person_id == actor.person_id, coming=booking.slot.starts_at > now
    )
