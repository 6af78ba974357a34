"""Booking: a trainee takes a place of a slot, gives it back, or moves to another one.

Who books holds the row of the team, then that of the slot: of several who want the last place one
gets it, and the constraint of the table stands behind that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from xblocks.coaching.appointments.booked import used_by
from xblocks.coaching.appointments.choosing import next_free, own_spans, present, reachable
from xblocks.coaching.appointments.refusals import (
    ExpertAway,
    MovedTooOften,
    NoneLeft,
    NoOccasion,
    NotBookable,
    OwnAppointmentThen,
    RequestOver,
    SlotCancelled,
    SlotClosed,
    SlotOver,
    SlotPast,
    SlotTaken,
    TooManyBooked,
    TooManyComing,
)
from xblocks.coaching.appointments.sides import tell_expert, tell_trainees
from xblocks.coaching.appointments.slots import new_uid
from xblocks.coaching.domain.allowance import Occasion, may_take
from xblocks.coaching.domain.slots import Span, clash, free_seat
from xblocks.coaching.domain.values import State
from xblocks.coaching.reach import ASKING, reached
from xblocks.coaching.records import Booking, Request, Slot
from xblocks.coaching.reporting import report_booking
from xblocks.coaching.telling import (
    APPOINTMENT_BOOKED,
    APPOINTMENT_CANCELLED,
    APPOINTMENT_MOVED,
)
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.host.dates import long_date
from xblocks.roster.records import Company, Person

COMING_AT_ONCE = 8
"""Appointments to come that one person may have; their team has four of its own."""

BOOKED_A_DAY = 12
"""Appointments one person may book within a day, cancelled ones too."""

MOVED_AT_MOST = 20
"""Changes after which an appointment is moved no more."""


@transaction.atomic
def book(
    actor: Actor, slot_id: int, occasion: str, request_id: int | None, now: datetime
) -> Booking:
    """Take a place; booking the same slot again returns the booking there is.

    `occasion` is a word of `Occasion`; for a group it is not asked for. Raises `NotAllowed`,
    `Masquerading`, `NotFound`, `RequestOver`, `OwnAppointmentThen`, `NoOccasion`, `NoneLeft`,
    `TooManyComing`, `TooManyBooked`, and a `NotBookable` that names the next free slot.
    """
    require_own_hand(actor, Action.BOOK)
    _one_at_a_time(actor)
    request = None if request_id is None else bookable_request(actor, request_id, now)
    slot = _wanted(actor, slot_id, request)
    mine = Booking.objects.filter(slot=slot, person=actor.person_id, cancelled_at=None).first()
    if mine is not None:
        return mine
    _check_pace(actor, now)
    seat = _seat(actor, slot, request, now)
    _refuse_own_clash(actor, slot, now)
    booking = Booking.objects.create(
        slot=slot,
        seat=seat,
        person_id=actor.person_id,
        company_id=actor.company,
        request=request,
        occasion=_occasion(actor, slot, occasion),
        uid=new_uid(),
        booked_at=now,
        changed_at=now,
    )
    _touch(slot, now)
    tell_expert(slot, APPOINTMENT_BOOKED, now)
    tell_trainees(slot, [booking], APPOINTMENT_BOOKED, now)
    report_booking(booking, "booked")
    return booking


@transaction.atomic
def cancel(actor: Actor, booking_id: int, now: datetime) -> Booking:
    """Give a place back; again is as good as once. The expert and the team are told.

    Raises `NotAllowed`, `Masquerading`, `NotFound` for anybody else's, `SlotOver`.
    """
    require_own_hand(actor, Action.BOOK)
    _one_at_a_time(actor)
    booking = _own(actor, booking_id)
    _locked(booking.slot_id)
    booking = _own(actor, booking_id)
    if booking.cancelled_at is not None:
        return booking
    if booking.slot.starts_at <= now:
        raise SlotOver
    booking.seat = None
    booking.cancelled_at = booking.changed_at = now
    booking.sequence += 1
    booking.save(update_fields=["seat", "cancelled_at", "changed_at", "sequence"])
    _touch(booking.slot, now)
    tell_expert(booking.slot, APPOINTMENT_CANCELLED, now)
    tell_trainees(booking.slot, [booking], APPOINTMENT_CANCELLED, now)
    report_booking(booking, "cancelled")
    return booking


@transaction.atomic
def move(actor: Actor, booking_id: int, slot_id: int, now: datetime) -> Booking:
    """Move an appointment to another slot of the same kind: it stays the same calendar entry.

    The old place is kept until the new one is taken. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `SlotOver`, `OwnAppointmentThen`, `MovedTooOften`, and a `NotBookable`.
    """
    require_own_hand(actor, Action.BOOK)
    _one_at_a_time(actor)
    booking = _own(actor, booking_id)
    for each in sorted({booking.slot_id, slot_id}):
        _locked(each)
    booking = _own(actor, booking_id)
    old = booking.slot
    slot = _wanted(actor, slot_id, booking.request)
    if (slot.seats > 1) != (old.seats > 1):
        raise NotFound
    if booking.cancelled_at is not None or old.starts_at <= now:
        raise SlotOver
    if slot.pk == old.pk:
        return booking
    if booking.sequence >= MOVED_AT_MOST:
        raise MovedTooOften(limit=MOVED_AT_MOST)
    booking.seat = _seat(actor, slot, booking.request, now)
    _refuse_own_clash(actor, slot, now, but=booking.pk)
    booking.slot = slot
    booking.changed_at = now
    booking.sequence += 1
    booking.save(update_fields=["slot", "seat", "changed_at", "sequence"])
    _touch(old, now)
    _touch(slot, now)
    if old.expert_id == slot.expert_id:
        tell_expert(slot, APPOINTMENT_MOVED, now)
    else:
        tell_expert(old, APPOINTMENT_CANCELLED, now)
        tell_expert(slot, APPOINTMENT_BOOKED, now)
    tell_trainees(slot, [booking], APPOINTMENT_MOVED, now)
    return booking


def bookable_request(actor: Actor, request_id: int, now: datetime) -> Request:
    """Return a request of the actor or the team that appointments can belong to.

    Raises `NotFound`, `RequestOver` before it is sent and once it is closed.
    """
    request, side = reached(actor, request_id, now)
    if side not in ASKING:
        raise NotFound
    if request.state in {State.DRAFT, State.CLOSED}:
        raise RequestOver
    return request


def _one_at_a_time(actor: Actor) -> None:
    """Let the people of a team book one after the other, so that what is left is true."""
    if actor.company is not None:
        Company.objects.select_for_update().get(pk=actor.company)
    elif actor.person_id is not None:
        Person.objects.select_for_update().get(pk=actor.person_id)
    else:
        raise NotFound


def _locked(slot_id: int) -> None:
    Slot.objects.select_for_update().filter(pk=slot_id).first()


def _wanted(actor: Actor, slot_id: int, request: Request | None) -> Slot:
    """Return a slot that is offered to the actor, locked; raises `NotFound` for any other."""
    _locked(slot_id)
    slot = reachable(actor, request).filter(pk=slot_id).select_related("expert").first()
    if slot is None:
        raise NotFound
    return slot


def _own(actor: Actor, booking_id: int) -> Booking:
    mine = Booking.objects.filter(
        pk=booking_id, person=actor.person_id, slot__course_key=actor.course_key
    )
    found = mine.select_related("slot__expert", "request").first()
    if found is None:
        raise NotFound
    return found


def _seat(actor: Actor, slot: Slot, request: Request | None, now: datetime) -> int:
    """Return a free place of a locked slot, or refuse with the next free slot."""
    taken = slot.bookings.exclude(seat=None).values_list("seat", flat=True)
    seat = free_seat(slot.seats, taken)
    refusal: type[NotBookable]
    if slot.cancelled_at is not None:
        refusal = SlotCancelled
    elif slot.starts_at <= now:
        refusal = SlotPast
    elif slot.closes_at <= now:
        refusal = SlotClosed
    elif seat is None:
        refusal = SlotTaken
    elif not present([slot]):
        refusal = ExpertAway
    else:
        return seat
    free = next_free(actor, slot, request, now)
    if free is None:
        raise refusal
    raise refusal(free.pk, long_date(free.starts_at), free.expert.name)


def _check_pace(actor: Actor, now: datetime) -> None:
    """Let nobody take all there is, or have an expert told of it without end."""
    own = Booking.objects.filter(person=actor.person_id)
    if own.filter(cancelled_at=None, slot__starts_at__gt=now).count() >= COMING_AT_ONCE:
        raise TooManyComing(limit=COMING_AT_ONCE)
    if own.filter(booked_at__gt=now - timedelta(days=1)).count() >= BOOKED_A_DAY:
        raise TooManyBooked(limit=BOOKED_A_DAY)


def _refuse_own_clash(actor: Actor, slot: Slot, now: datetime, but: int | None = None) -> None:
    known = own_spans(actor, now, but=but)
    if (found := clash([Span(slot.starts_at, slot.ends_at)], known)) is not None:
        raise OwnAppointmentThen(when=long_date(found.start))


def _occasion(actor: Actor, slot: Slot, word: str) -> str:
    """Return what a booking counts as; nothing for a group and for people without a team."""
    if slot.seats > 1 or actor.company is None:
        return ""
    if word not in set(Occasion):  # in the enumeration itself, Python 3.11 finds members alone
        raise NoOccasion
    if not may_take(Occasion(word), used_by(actor.company)):
        raise NoneLeft
    return word


def _touch(slot: Slot, now: datetime) -> None:
    """Let calendars read the expert's entry anew."""
    Slot.objects.filter(pk=slot.pk).update(changed_at=now)
