"""Which slots are offered to a trainee, and which of them are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xblocks.coaching.domain.slots import FARTHEST, Span
from xblocks.coaching.reach import experts, experts_for
from xblocks.coaching.records import Absence, Booking, Request, Slot
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import course_zone, day_of
from xblocks.roster.records import Company, Person

PAGE = 60
"""Slots a page shows; `since` leads to later ones."""
PART = 60
"""Slots read at a time to find those that can be booked."""


@dataclass(frozen=True)
class Free:
    """A slot with free places."""

    slot: Slot
    places: int


@dataclass(frozen=True)
class Choices:
    """Free slots, the earliest first; `more`: there are later ones. `experts` are all who offer."""

    rows: tuple[Free, ...]
    more: bool
    experts: tuple[Person, ...]


def choices(
    actor: Actor,
    now: datetime,
    request: Request | None = None,
    *,
    expert: int | None = None,
    since: date | None = None,
    like: Slot | None = None,
) -> Choices:
    """Return what the actor can book: for a request with its expert, else with those of its topic.

    `expert` and `since` narrow it down; `like` asks for slots of the same kind but another one.
    Raises `NotAllowed`.
    """
    require(actor, Action.BOOK)
    found = _free(actor, request, now)
    offering = Person.objects.filter(pk__in=found.values("expert")).order_by("name", "pk")
    if expert is not None:
        found = found.filter(expert=expert)
    if since is not None and since > day_of(now):
        # A year further than anything is offered: the last days there are have no moment in UTC.
        first = min(since, day_of(now) + 2 * FARTHEST)
        found = found.filter(starts_at__gte=datetime.combine(first, time(), tzinfo=course_zone()))
    if like is not None:
        found = _of_kind(found, like)
    known = own_spans(actor, now)
    rows = list(islice(_bookable(found, known), PAGE + 1))
    return Choices(
        rows=tuple(Free(slot, slot.seats - slot.taken) for slot in rows[:PAGE]),
        more=len(rows) > PAGE,
        experts=tuple(offering),
    )


def next_free(actor: Actor, wanted: Slot, request: Request | None, now: datetime) -> Slot | None:
    """Return the first free slot after the one wanted, else the first there is, of its kind."""
    known = own_spans(actor, now)
    found = _of_kind(_free(actor, request, now), wanted)
    later = found.filter(starts_at__gte=wanted.starts_at)
    return next(chain(_bookable(later, known), _bookable(found, known)), None)


def reachable(actor: Actor, request: Request | None) -> QuerySet[Slot]:
    """Return the slots of those experts who are there for the actor, or for a request."""
    return Slot.objects.filter(
        course_key=actor.course_key, expert__in=_experts(actor, request)
    ).exclude(expert=actor.person_id)


def own_spans(actor: Actor, now: datetime, but: int | None = None) -> list[Span]:
    """Return when the actor has appointments, without the booking `but`."""
    rows = Booking.objects.filter(
        person=actor.person_id, cancelled_at=None, slot__ends_at__gt=now
    ).exclude(pk=but)
    return [Span(*row) for row in rows.values_list("slot__starts_at", "slot__ends_at")]


def present(found: Iterable[Slot]) -> list[Slot]:
    """Return those of some slots on whose day the expert is not away."""
    slots = list(found)
    absences: dict[int, list[tuple[date, date]]] = {}
    rows = Absence.objects.filter(person__in={slot.expert_id for slot in slots})
    for person, since, until in rows.values_list("person", "since", "until"):
        absences.setdefault(person, []).append((since, until))
    return [
        slot
        for slot in slots
        if not any(
            since <= day_of(slot.starts_at) <= until
            for since, until in absences.get(slot.expert_id, ())
        )
    ]


def _free(actor: Actor, request: Request | None, now: datetime) -> QuerySet[Slot]:
    seats = Booking.objects.filter(slot=OuterRef("pk")).exclude(seat=None)
    taken = seats.order_by().values("slot").annotate(count=Count("pk")).values("count")
    found = reachable(actor, request).filter(
        cancelled_at=None, closes_at__gt=now, starts_at__gt=now
    )
    # Counted slot by slot, so that the first ones are found without counting all.
    counted = found.annotate(taken=Coalesce(Subquery(taken), 0)).filter(taken__lt=F("seats"))
    return counted.select_related("expert").order_by("starts_at", "pk")


def _bookable(found: QuerySet[Slot], known: Sequence[Span]) -> Iterator[Slot]:
    """Yield free slots whose expert is there, at times when the actor has nothing else.

    No more are read than are asked for, a part at a time.
    """
    first = 0
    while rows := list(found[first : first + PART]):
        yield from (slot for slot in present(rows) if not _meets(slot, known))
        first += PART


def _of_kind(found: QuerySet[Slot], like: Slot) -> QuerySet[Slot]:
    same = found.filter(seats=1) if like.seats == 1 else found.filter(seats__gt=1)
    return same.exclude(pk=like.pk)


def _experts(actor: Actor, request: Request | None) -> list[int]:
    if request is None:
        return list(_of_district(actor).values_list("pk", flat=True))
    if request.expert_id is None:
        return [
            each.pk for each in experts_for(actor.course_key, request.topic, request.district_id)
        ]
    stand_ins = Absence.objects.filter(person=request.expert_id).exclude(substitute=None)
    return [request.expert_id, *stand_ins.values_list("substitute", flat=True)]


def _of_district(actor: Actor) -> QuerySet[Person]:
    """Return the experts of the actor's district; who has no district serves all."""
    found = experts(actor.course_key)
    if actor.company is None:
        return found
    district = Company.objects.get(pk=actor.company).district_id
    return found.filter(Q(districts__district=district) | Q(districts=None))


def _meets(slot: Slot, known: Iterable[Span]) -> bool:
    span = Span(slot.starts_at, slot.ends_at)
    return any(span.meets(each) for each in known)
