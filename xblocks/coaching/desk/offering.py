"""The expert's pages of appointments: publish times, see who comes, move, cancel."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.coaching.appointments import calendars, slots
from xblocks.coaching.appointments.sides import slot_path
from xblocks.coaching.appointments.slots import OwnSlot
from xblocks.coaching.desk.slot_words import (
    OCCASIONS,
    clock,
    day_from,
    hours,
    number_from,
    time_from,
)
from xblocks.coaching.domain.allowance import MINUTES, Occasion
from xblocks.coaching.domain.slots import GUARDS, MOST_SEATS, MOST_TIMES, RHYTHMS, Offer
from xblocks.coaching.records import Booking
from xblocks.core.errors import Conflict, Invalid
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import course_zone, day_of
from xblocks.host.files import download
from xblocks.host.links import absolute
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor

GUARD_WORDS = {
    0: gettext_lazy("until it starts"),
    2 * 60: gettext_lazy("until 2 hours before"),
    24 * 60: gettext_lazy("until 1 day before"),
    48 * 60: gettext_lazy("until 2 days before"),
    7 * 24 * 60: gettext_lazy("until 7 days before"),
}
RHYTHM_WORDS = {
    1: gettext_lazy("every week"),
    2: gettext_lazy("every second week"),
    4: gettext_lazy("every fourth week"),
}
DID = {
    "offered": gettext_lazy("Your times are published. Trainees can book them."),
    "moved": gettext_lazy("Moved. Everybody who booked it is told."),
    "cancelled": gettext_lazy("Cancelled. Everybody who booked it is told."),
}
FIRST: dict[str, Any] = {
    "day": "",
    "at": "",
    "minutes": MINUTES,
    "times": 1,
    "weeks": 1,
    "seats": 1,
    "guard": 24 * 60,
    "place": "",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def own_slots(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an expert's times; a POST publishes a slot or a series."""
    require(actor, Action.OFFER_TIMES)
    if request.method != "POST":
        return _own(request, actor)
    try:
        slots.offer(actor, _offer(request.POST), request.POST.get("token", "")[:32], timezone.now())
    except Invalid as refusal:
        typed = {name: request.POST.get(name, "") for name in FIRST}
        return _own(request, actor, refusal, typed)
    return _done(actor, "offered")


@require_safe
@for_actor
def own_slot(request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """Show one slot and what can be done with it."""
    found = slots.own_slot(actor, slot_id)
    notices.seen(actor, slot_path(actor.course_key, slot_id), timezone.now())
    return _one(request, actor, found)


@require_POST
@for_actor
def move(request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """Move a slot."""
    require(actor, Action.OFFER_TIMES)
    try:
        day, at = day_from(request.POST), time_from(request.POST)
        slots.move(actor, slot_id, day, at, request.POST.get("mark", ""), timezone.now())
    except (Invalid, Conflict) as refusal:
        return _one(request, actor, slots.own_slot(actor, slot_id), refusal)
    return _done(actor, "moved")


@require_POST
@for_actor
def cancel(request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """Cancel a slot, with ``rest`` also what follows of its series."""
    require(actor, Action.OFFER_TIMES)
    mark, rest = request.POST.get("mark", ""), "rest" in request.POST
    try:
        slots.cancel(actor, slot_id, mark, timezone.now(), with_rest=rest)
    except Conflict as refusal:
        return _one(request, actor, slots.own_slot(actor, slot_id), refusal)
    return _done(actor, "cancelled")


@require_safe
@for_actor
def file(_request: HttpRequest, actor: Actor, slot_id: int) -> HttpResponse:
    """Send the calendar file of a slot."""
    found = slots.own_slot(actor, slot_id)
    names = ", ".join(each.person.name for each in found.bookings if each.person)
    title = gettext("Coaching: %(names)s") % {"names": names} if names else gettext("Coaching")
    entry = calendars.detailed(
        calendars.entry_of_slot(found.slot, booked=bool(found.bookings)),
        title,
        found.slot.place,
        absolute(slot_path(actor.course_key, slot_id)),
    )
    return download(calendars.single(entry), f"{gettext('appointment')}.ics", calendars.MEDIA_TYPE)


def _own(
    request: HttpRequest,
    actor: Actor,
    refusal: Invalid | None = None,
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    now = timezone.now()
    found = slots.own_slots(actor, now)
    did = DID.get(request.GET.get("notice", ""), "")
    return desk_page(
        request,
        actor,
        "wbm/coaching/slots_own.html",
        refusal=refusal,
        did=did,
        typed=typed or FIRST,
        token=uuid4().hex,
        coming=[_row(actor, each) for each in found.coming],
        past=[_row(actor, each) for each in found.past],
        today=day_of(now),
        zone=course_zone().key,
        most_times=MOST_TIMES,
        most_seats=MOST_SEATS,
        guards=[(str(each), GUARD_WORDS[each]) for each in GUARDS],
        rhythms=[(str(each), RHYTHM_WORDS[each]) for each in RHYTHMS],
    )


def _one(
    request: HttpRequest,
    actor: Actor,
    found: OwnSlot,
    refusal: Invalid | Conflict | None = None,
) -> HttpResponse:
    now = timezone.now()
    slot = found.slot
    return desk_page(
        request,
        actor,
        "wbm/coaching/slots_one.html",
        refusal=refusal,
        row=_row(actor, found),
        changeable=slot.cancelled_at is None and slot.starts_at > now,
        following=slots.following(actor, slot),
        day=request.POST.get("day") or day_of(slot.starts_at).isoformat(),
        at=request.POST.get("at") or clock(slot.starts_at),
        today=day_of(now),
        guard=GUARD_WORDS.get(slot.guard, ""),
    )


def _row(actor: Actor, found: OwnSlot) -> dict[str, Any]:
    return {
        "own": found,
        "slot": found.slot,
        "hours": hours(found.slot),
        "people": [_person(actor, each) for each in found.bookings],
    }


def _person(actor: Actor, booking: Booking) -> dict[str, Any]:
    """Return who comes; the link to the request only as long as it is the expert's."""
    about = booking.request
    occasion = OCCASIONS[Occasion(booking.occasion)] if booking.occasion else ""
    return {
        "name": booking.person.name if booking.person else "",
        "company": booking.company.name if booking.company else "",
        "occasion": occasion,
        "extra": booking.occasion == Occasion.EXTRA,
        "request": about.pk if about and about.expert_id == actor.person_id else None,
    }


def _offer(form: QueryDict) -> Offer:
    """Read a form; raises `NotATime`. What else is wrong the rules find."""
    names = ("minutes", "times", "weeks", "seats", "guard")
    numbers = {name: number_from(form, name) for name in names}
    return Offer(
        day=day_from(form),
        at=time_from(form),
        place=form.get("place", "").strip(),
        **{name: -1 if number is None else number for name, number in numbers.items()},
    )


def _done(actor: Actor, what: str) -> HttpResponse:
    return redirect(
        f"{reverse('wbm:coaching_slots', args=[actor.course_key])}?{urlencode({'notice': what})}"
    )


base = "<str:course_key>/coaching/slots/"
one = base + "<int:slot_id>/"

patterns: list[URLPattern] = [
    path(base, own_slots, name="coaching_slots"),
    path(one, own_slot, name="coaching_slot"),
    path(one + "move/", move, name="coaching_slot_move"),
    path(one + "cancel/", cancel, name="coaching_slot_cancel"),
    path(one + "appointment.ics", file, name="coaching_slot_file"),
]
