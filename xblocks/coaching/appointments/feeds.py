"""Secret addresses of calendars, and what stands in the calendar behind one."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import compare_digest, token_urlsafe

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from xblocks.coaching.appointments import calendars
from xblocks.coaching.appointments.calendars import Entry
from xblocks.coaching.appointments.sides import Reader
from xblocks.coaching.reach import own_person
from xblocks.coaching.records import Booking, FeedAddress, Slot
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may, require, require_own_hand
from xblocks.host.course import chosen_languages, course_face
from xblocks.roster.records import Person

TOKEN_BYTES = 32
PAST = timedelta(days=30)
"""How long something over stays in the feed; so long a calendar hears of it being cancelled."""
MOST = 500


@transaction.atomic
def renew(actor: Actor, now: datetime) -> str:
    """Give somebody a new secret address and return its token: it is never to be had again.

    The address before no longer works from now on. Raises `NotAllowed`, `Masquerading`,
    `NotOnRoster`.
    """
    require_own_hand(actor, _action(actor))
    person = Person.objects.select_for_update().get(pk=own_person(actor))
    token = token_urlsafe(TOKEN_BYTES)
    FeedAddress.objects.update_or_create(
        person=person, defaults={"digest": _digest(token), "made_at": now}
    )
    return token


@transaction.atomic
def end(actor: Actor) -> None:
    """Let somebody's secret address work no more. Raises `NotAllowed`, `Masquerading`."""
    require_own_hand(actor, _action(actor))
    FeedAddress.objects.filter(person=actor.person_id).delete()


def made_at(actor: Actor) -> datetime | None:
    """Return since when somebody has a secret address; None without one. Raises `NotAllowed`."""
    require(actor, _action(actor))
    found = FeedAddress.objects.filter(person=actor.person_id).first()
    return found.made_at if found else None


def feed(token: str, now: datetime) -> bytes:
    """Return the calendar behind a secret address, in the language of whose it is.

    Nobody is asked who they are. Raises `NotFound` for an address that is none or no longer one.
    """
    wanted = _digest(token)
    found = FeedAddress.objects.filter(digest=wanted, person__left_at=None)
    address = found.select_related("person").first()
    if address is None or not compare_digest(address.digest, wanted):
        raise NotFound
    with translation.override(_language(address.person)):
        return calendars.feed(entries(address.person, now))


def entries(person: Person, now: datetime) -> list[Entry]:
    """Return what somebody offers and what they or their team have booked, by time."""
    booked = Booking.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
    slots = Slot.objects.filter(
        course_key=person.course_key, expert=person, ends_at__gt=now - PAST
    ).annotate(booked=Exists(booked))
    bookings = Booking.objects.filter(
        Reader(person.pk, person.company_id).own,
        slot__course_key=person.course_key,
        slot__ends_at__gt=now - PAST,
    )
    return [
        *(
            calendars.entry_of_slot(slot, booked=slot.booked)
            for slot in slots.order_by("starts_at", "pk")[:MOST]
        ),
        *(
            calendars.entry_of_booking(booking)
            for booking in bookings.select_related("slot").order_by("slot__starts_at", "pk")[:MOST]
        ),
    ]


def _action(actor: Actor) -> Action:
    """Return what makes somebody have appointments: offering times, or booking them."""
    return Action.OFFER_TIMES if may(actor, Action.OFFER_TIMES) else Action.BOOK


def _language(person: Person) -> str:
    chosen = chosen_languages([person.user_id]) if person.user_id is not None else {}
    return chosen.get(person.user_id) or course_face(person.course_key).language


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
