"""What experts do with the times they offer: publish, look, move, cancel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from xblocks.coaching.appointments.refusals import (
    OfferedBefore,
    SlotChanged,
    SlotOver,
    SlotsOverlap,
)
from xblocks.coaching.appointments.sides import tell_trainees
from xblocks.coaching.domain import slots as rules
from xblocks.coaching.domain.slots import Offer, Span
from xblocks.coaching.records import Absence, Booking, Slot
from xblocks.coaching.telling import APPOINTMENT_CANCELLED, APPOINTMENT_MOVED
from xblocks.core.errors import BadRequest, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.host.dates import course_zone, day_of, long_date
from xblocks.roster.records import Person

MOST_PAST = 20


@dataclass(frozen=True)
class OwnSlot:
    """A slot as its expert sees it. `bookings` are those who come; `away`: the expert is away then.

    `mark` changes when it is moved, cancelled, booked or given back: who decides on a page sends
    it along.
    """

    slot: Slot
    bookings: tuple[Booking, ...]
    away: bool = False

    @property
    def mark(self) -> str:
        """What the page knows of the slot."""
        people = ".".join(str(each.pk) for each in self.bookings)
        return f"{self.slot.sequence}-{people}"

    @property
    def free(self) -> int:
        """How many places are free."""
        return max(0, self.slot.seats - len(self.bookings))


@dataclass(frozen=True)
class OwnSlots:
    """An expert's times: those to come, the earliest first, and the last ones, the latest first."""

    coming: tuple[OwnSlot, ...]
    past: tuple[OwnSlot, ...]


@transaction.atomic
def offer(actor: Actor, wanted: Offer, token: str, now: datetime) -> list[Slot]:
    """Publish a slot or a series of them; the same `token` again returns those there are.

    Either all are published or none. Raises `NotAllowed`, `Masquerading`, `BadRequest` without a
    token, `OfferedBefore` (a page that the browser brought back, with other times),
    `SlotsOverlap`, and what `domain.slots.spans` raises.
    """
    require_own_hand(actor, Action.OFFER_TIMES)
    expert = _locked(actor)
    if not token:
        raise BadRequest
    known = list(Slot.objects.filter(expert=expert, series=token).order_by("starts_at"))
    if known:
        if not _is_that(wanted, known):
            raise OfferedBefore
        return known
    spans = rules.spans(wanted, course_zone(), now)
    _refuse_clash(actor, spans)
    return list(
        Slot.objects.bulk_create(
            Slot(
                course_key=actor.course_key,
                expert=expert,
                starts_at=span.start,
                ends_at=span.end,
                closes_at=rules.closes(span.start, wanted.guard),
                seats=wanted.seats,
                guard=wanted.guard,
                place=wanted.place,
                series=token,
                uid=new_uid(),
                changed_at=now,
            )
            for span in spans
        )
    )


def own_slots(actor: Actor, now: datetime) -> OwnSlots:
    """Return the actor's times with those who booked, in four statements. Raises `NotAllowed`."""
    require(actor, Action.OFFER_TIMES)
    mine = Slot.objects.filter(course_key=actor.course_key, expert=actor.person_id)
    coming = mine.filter(cancelled_at=None, ends_at__gt=now).order_by("starts_at", "pk")
    past = mine.filter(cancelled_at=None, ends_at__lte=now).order_by("-starts_at", "-pk")
    found = [*coming, *past[:MOST_PAST]]
    bookings = _bookings(found)
    absences = list(Absence.objects.filter(person=actor.person_id, until__gte=day_of(now)))
    rows = [OwnSlot(slot, bookings.get(slot.pk, ()), _is_away(slot, absences)) for slot in found]
    return OwnSlots(
        coming=tuple(row for row in rows if row.slot.ends_at > now),
        past=tuple(row for row in rows if row.slot.ends_at <= now),
    )


def own_slot(actor: Actor, slot_id: int) -> OwnSlot:
    """Return one of the actor's slots, also a cancelled one. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.OFFER_TIMES)
    slot = _mine(actor).filter(pk=slot_id).first()
    if slot is None:
        raise NotFound
    return OwnSlot(slot, _bookings([slot]).get(slot.pk, ()))


def following(actor: Actor, slot: Slot) -> int:
    """Return how many slots of the same series come after a slot and are not cancelled."""
    return _rest(actor, slot).count()


@transaction.atomic
def move(actor: Actor, slot_id: int, day: date, at: time, mark: str, now: datetime) -> Slot:
    """Move a slot with everybody who booked it; they are told. Its length stays.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `SlotChanged`, `SlotOver`, `SlotsOverlap`, and
    what `domain.slots.start_of` raises.
    """
    require_own_hand(actor, Action.OFFER_TIMES)
    row = _changeable(actor, slot_id, mark, now)
    _locked(actor)  # after the slot: who books holds a slot and then writes to its expert
    slot = row.slot
    start = rules.start_of(day, at, course_zone(), now)
    if start == slot.starts_at:
        return slot
    span = Span(start, start + (slot.ends_at - slot.starts_at))
    _refuse_clash(actor, [span], but=slot.pk)
    slot.starts_at, slot.ends_at = span.start, span.end
    slot.closes_at = rules.closes(span.start, slot.guard)
    slot.sequence += 1
    slot.changed_at = now
    slot.save(update_fields=["starts_at", "ends_at", "closes_at", "sequence", "changed_at"])
    _live([slot.pk]).update(sequence=F("sequence") + 1, changed_at=now)
    tell_trainees(slot, row.bookings, APPOINTMENT_MOVED, now)
    return slot


@transaction.atomic
def cancel(actor: Actor, slot_id: int, mark: str, now: datetime, *, with_rest: bool = False) -> int:
    """Cancel a slot, `with_rest` also what follows of its series; who booked is told.

    Returns how many were cancelled; 0 when it was before. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `SlotChanged`, `SlotOver`.
    """
    require_own_hand(actor, Action.OFFER_TIMES)
    first = own_slot(actor, slot_id).slot
    if first.cancelled_at is not None:
        return 0
    if with_rest:
        list(_rest(actor, first).select_for_update().order_by("pk"))
    gone = [_changeable(actor, slot_id, mark, now).slot]
    if with_rest:
        gone += list(_rest(actor, gone[0]))
    ids = [slot.pk for slot in gone]
    bookings = _bookings(gone)
    Slot.objects.filter(pk__in=ids).update(
        cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    _live(ids).update(cancelled_at=now, changed_at=now, seat=None, sequence=F("sequence") + 1)
    for slot in gone:
        tell_trainees(slot, bookings.get(slot.pk, ()), APPOINTMENT_CANCELLED, now)
    return len(gone)


def new_uid() -> str:
    """Return a name for a calendar entry that no other has."""
    return f"{uuid4().hex}@wbm"


def _is_that(wanted: Offer, known: Sequence[Slot]) -> bool:
    """Whether the slots published under a token are those that are wanted."""
    first = known[0]
    start = first.starts_at.astimezone(course_zone())
    there = (start.date(), start.time(), len(known), first.seats, first.guard, first.place)
    return there == (
        *(wanted.day, wanted.at, wanted.times),
        *(wanted.seats, wanted.guard, wanted.place),
    )


def _mine(actor: Actor) -> QuerySet[Slot]:
    return Slot.objects.filter(course_key=actor.course_key, expert=actor.person_id)


def _rest(actor: Actor, slot: Slot) -> QuerySet[Slot]:
    later = _mine(actor).filter(cancelled_at=None, starts_at__gt=slot.starts_at)
    return later.filter(series=slot.series) if slot.series else later.none()


def _locked(actor: Actor) -> Person:
    """Let nobody else change the times of this account before the transaction ends."""
    people = Person.objects.select_for_update().filter(user=actor.user_id).order_by("pk")
    found = next((each for each in people if each.pk == actor.person_id), None)
    if found is None:
        raise NotFound
    return found


def _changeable(actor: Actor, slot_id: int, mark: str, now: datetime) -> OwnSlot:
    """Return a slot that can be changed, locked, if it is what the page showed."""
    slot = _mine(actor).select_for_update().filter(pk=slot_id).first()
    if slot is None:
        raise NotFound
    row = OwnSlot(slot, _bookings([slot]).get(slot.pk, ()))
    if slot.cancelled_at is not None or row.mark != mark:
        raise SlotChanged
    if slot.starts_at <= now:
        raise SlotOver
    return row


def _refuse_clash(actor: Actor, wanted: Sequence[Span], but: int | None = None) -> None:
    """Raise `SlotsOverlap` when the account offers something then, in whatever course."""
    known = Slot.objects.filter(
        expert__user=actor.user_id,
        cancelled_at=None,
        starts_at__lt=max(span.end for span in wanted),
        ends_at__gt=min(span.start for span in wanted),
    ).exclude(pk=but)
    spans = [Span(*row) for row in known.values_list("starts_at", "ends_at")]
    if (found := rules.clash(wanted, spans)) is not None:
        raise SlotsOverlap(when=long_date(found.start))


def _live(slot_ids: Iterable[int]) -> QuerySet[Booking]:
    return Booking.objects.filter(slot__in=list(slot_ids), cancelled_at=None)


def _bookings(slots: Iterable[Slot]) -> dict[int, tuple[Booking, ...]]:
    """Return who comes to which slot, in the order of their places."""
    found: dict[int, tuple[Booking, ...]] = {}
    rows = _live(slot.pk for slot in slots).select_related("person", "company", "request")
    for booking in rows.order_by("seat", "pk"):
        found[booking.slot_id] = (*found.get(booking.slot_id, ()), booking)
    return found


def _is_away(slot: Slot, absences: Iterable[Absence]) -> bool:
    day = day_of(slot.starts_at)
    return any(each.since <= day <= each.until for each in absences)
