"""The trainees' pages of appointments: choose, book, move, cancel."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xblocks.coaching.appointments import booked, booking, calendars
from xblocks.coaching.appointments.booked import Appointment
from xblocks.coaching.appointments.choosing import choices
from xblocks.coaching.appointments.refusals import NotBookable, NothingChosen
from xblocks.coaching.appointments.sides import booking_path
from xblocks.coaching.desk.ask_parts import ask_url
from xblocks.coaching.desk.slot_words import OCCASIONS, day_from, number_from
from xblocks.coaching.desk.slots import card, free_row
from xblocks.coaching.domain.allowance import Left, Occasion
from xblocks.coaching.domain.unfit import NotATime
from xblocks.coaching.records import Booking, Request
from xblocks.core.errors import Conflict, Invalid, NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import course_zone, day_of
from xblocks.host.files import download
from xblocks.host.links import absolute
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor

DID = {
    "booked": gettext_lazy("Booked. The expert is told."),
    "moved": gettext_lazy("Moved. The expert is told."),
    "cancelled": gettext_lazy("Cancelled. The expert is told."),
}


@require_safe
@for_actor
def times(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show own appointments and free ones; ``?request=`` books for a request."""
    require(actor, Action.BOOK)
    return _times(request, actor, request.GET)


@require_POST
@for_actor
def book(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Book the chosen slot."""
    require(actor, Action.BOOK)
    form = request.POST
    try:
        slot = _chosen(form)
        made = booking.book(
            actor, slot, form.get("occasion", ""), number_from(form, "request"), timezone.now()
        )
    except (Invalid, Conflict) as refusal:
        return _times(request, actor, form, refusal)
    return _shown(actor, made, "booked")


@require_safe
@for_actor
def appointment(request: HttpRequest, actor: Actor, booking_id: int) -> HttpResponse:
    """Show one appointment."""
    now = timezone.now()
    found = booked.appointment(actor, booking_id, now)
    notices.seen(actor, booking_path(actor.course_key, booking_id), now)
    return _one(request, actor, found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def move(request: HttpRequest, actor: Actor, booking_id: int) -> HttpResponse:
    """Let somebody choose another slot for an appointment; a POST moves it."""
    require(actor, Action.BOOK)
    now = timezone.now()
    found = booked.appointment(actor, booking_id, now)
    if not found.mine:
        raise NotFound
    if request.method != "POST":
        return _move(request, actor, found, request.GET)
    try:
        moved = booking.move(actor, booking_id, _chosen(request.POST), now)
    except (Invalid, Conflict) as refusal:
        return _move(request, actor, found, request.POST, refusal)
    return _shown(actor, moved, "moved")


@require_POST
@for_actor
def cancel(request: HttpRequest, actor: Actor, booking_id: int) -> HttpResponse:
    """Cancel an appointment."""
    require(actor, Action.BOOK)
    now = timezone.now()
    try:
        gone = booking.cancel(actor, booking_id, now)
    except Conflict as refusal:
        return _one(request, actor, booked.appointment(actor, booking_id, now), refusal)
    return _shown(actor, gone, "cancelled")


@require_safe
@for_actor
def file(_request: HttpRequest, actor: Actor, booking_id: int) -> HttpResponse:
    """Send the calendar file of an appointment; that of a cancelled one takes it out again."""
    found = booked.appointment(actor, booking_id, timezone.now())
    entry = calendars.detailed(
        calendars.entry_of_booking(found.booking),
        gettext("Coaching with %(name)s") % {"name": found.slot.expert.name},
        found.slot.place,
        absolute(booking_path(actor.course_key, booking_id)),
    )
    return download(calendars.single(entry), f"{gettext('appointment')}.ics", calendars.MEDIA_TYPE)


def _times(
    request: HttpRequest, actor: Actor, data: QueryDict, refusal: Refusal | None = None
) -> HttpResponse:
    now = timezone.now()
    wanted = number_from(data, "request")
    about = None if wanted is None else booking.bookable_request(actor, wanted, now)
    mine = booked.appointments(actor, now)
    found = booked.appointments(actor, now, about) if about else mine
    return desk_page(
        request,
        actor,
        "wbm/coaching/slots_times.html",
        refusal=refusal,
        ask_url=ask_url(actor),
        request_id=about.pk if about else None,
        coming=[card(each) for each in mine.coming],
        before=[card(each) for each in mine.before],
        booked_for=bool(about and found.coming),
        left=[(OCCASIONS[each.occasion], each) for each in mine.left or ()],
        occasions=_occasions(mine.left),
        occasion=_occasion(data, mine.left, about),
        **_choice(actor, now, data, refusal, request=about),
    )


def _move(
    request: HttpRequest,
    actor: Actor,
    found: Appointment,
    data: QueryDict,
    refusal: Refusal | None = None,
) -> HttpResponse:
    choice = _choice(
        actor, timezone.now(), data, refusal, request=found.booking.request, like=found.slot
    )
    return desk_page(
        request,
        actor,
        "wbm/coaching/slots_move.html",
        refusal=refusal,
        card=card(found),
        **choice,
    )


def _one(
    request: HttpRequest, actor: Actor, found: Appointment, refusal: Refusal | None = None
) -> HttpResponse:
    return desk_page(
        request,
        actor,
        "wbm/coaching/slots_appointment.html",
        refusal=refusal,
        card=card(found),
        did=DID.get(request.GET.get("notice", ""), ""),
        zone=course_zone().key,
    )


def _choice(
    actor: Actor, now: datetime, data: QueryDict, refusal: Refusal | None, **about: Any
) -> dict[str, Any]:
    """Return the free slots by day; after a refusal the one it names is chosen beforehand."""
    since = _since(data)
    expert = number_from(data, "expert")
    found = choices(actor, now, expert=expert, since=since, **about)
    by_day = groupby(found.rows, key=lambda free: day_of(free.slot.starts_at))
    chosen = refusal.free if isinstance(refusal, NotBookable) else number_from(data, "slot")
    return {
        "days": [(day, [free_row(each) for each in rows]) for day, rows in by_day],
        "more": found.more,
        "last": day_of(found.rows[-1].slot.starts_at) if found.rows else None,
        "experts": found.experts,
        "expert": expert,
        "since": since or "",
        "today": day_of(now),
        "chosen": chosen,
        "zone": course_zone().key,
    }


def _since(data: QueryDict) -> date | None:
    try:
        return day_from(data, "since")
    except NotATime:
        return None


def _occasions(left: tuple[Left, ...] | None) -> list[tuple[str, str, int | None]]:
    """Return what one can book for and how many are left; nothing without a team."""
    if left is None:
        return []
    known = [(each.occasion.value, str(OCCASIONS[each.occasion]), each.left) for each in left]
    return [*known, (Occasion.EXTRA.value, str(OCCASIONS[Occasion.EXTRA]), None)]


def _occasion(data: QueryDict, left: tuple[Left, ...] | None, about: Request | None) -> str:
    """Return what is chosen beforehand: for a request one on demand, else the next one left."""
    if "occasion" in data:
        return data["occasion"]
    able = [each.occasion for each in left or () if each.left]
    if about is not None and Occasion.DEMAND in able:
        return Occasion.DEMAND
    return able[0] if able else Occasion.EXTRA


def _chosen(form: QueryDict) -> int:
    slot = number_from(form, "slot")
    if slot is None:
        raise NothingChosen
    return slot


def _shown(actor: Actor, made: Booking, what: str) -> HttpResponse:
    address = reverse("wbm:coaching_appointment", args=[actor.course_key, made.pk])
    return redirect(f"{address}?{urlencode({'notice': what})}")


base = "<str:course_key>/coaching/times/"
one = base + "<int:booking_id>/"

patterns: list[URLPattern] = [
    path(base, times, name="coaching_times"),
    path(base + "book/", book, name="coaching_book"),
    path(one, appointment, name="coaching_appointment"),
    path(one + "move/", move, name="coaching_appointment_move"),
    path(one + "cancel/", cancel, name="coaching_appointment_cancel"),
    path(one + "appointment.ics", file, name="coaching_appointment_file"),
]
