"""How requests, appointments and knowledge let go of somebody, and how requests end for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from xblocks.coaching.appointments.sides import tell_expert, tell_trainees
from xblocks.coaching.domain.values import State
from xblocks.coaching.knowledge import fulltext
from xblocks.coaching.knowledge.publishing import put_in_order
from xblocks.coaching.passing import release
from xblocks.coaching.records import (
    Absence,
    Booking,
    Entry,
    FeedAddress,
    HandedContext,
    Message,
    ReadMark,
    Request,
    RequestFile,
    RequestNote,
    RequestStep,
    Slot,
    TextBlock,
)
from xblocks.coaching.telling import APPOINTMENT_CANCELLED
from xblocks.core.holdings import Subject
from xblocks.host.erasing import former_member, redact
from xblocks.roster.holding import companies_left_empty

AT_ONCE = 200

WRITTEN = ("situation", "question", "tried", "urgency_reason", "record", "thanks")
"""What people write in a request itself."""


def forget_asker(who: Subject, now: datetime) -> None:
    """Empty the person's own requests; those of a team in which others are lose only the name."""
    own = Request.objects.filter(asker__in=who.people)
    own.filter(state=State.DRAFT).delete()
    alone = companies_left_empty(who.people)
    shared = own.filter(for_team=True).exclude(company=None).exclude(company__in=alone)
    kept = list(shared.values_list("pk", flat=True))
    clear(
        Request.objects.filter(Q(asker__in=who.people) | Q(company__in=alone), ~Q(pk__in=kept)), now
    )
    Entry.objects.filter(request__in=kept, signed_at=None).delete()
    Entry.objects.filter(request__in=kept).update(wish="")
    Request.objects.filter(pk__in=kept).update(asker=None)
    HandedContext.objects.filter(agreed_by__in=who.people).update(agreed_by=None)
    Entry.objects.filter(agreed_by__in=who.people).update(agreed_by=None)
    bookings = Booking.objects.filter(person__in=who.people)
    for booking in _live(bookings, now).select_related("slot").order_by("pk"):
        tell_expert(booking.slot, APPOINTMENT_CANCELLED, now)
    _give_back(bookings, now)
    bookings.update(person=None)
    Booking.objects.filter(company__in=alone).update(company=None)


def forget_expert(who: Subject, now: datetime) -> None:
    """Let requests go on without an expert; what they said stays, without their name."""
    for person, course_key in sorted(who.people.items()):
        release(course_key, person, now)
    Request.objects.filter(expert__in=who.people).update(expert=None, version=F("version") + 1)
    for course_key in who.courses:
        signed = Entry.objects.filter(course_key=course_key, signed_by__in=who.people)
        signed.update(signed_by=None, signed_name=former_member(course_key))
    Entry.objects.filter(author__in=who.people).update(author=None)
    Absence.objects.filter(person__in=who.people).delete()
    Absence.objects.filter(substitute__in=who.people).update(substitute=None)
    TextBlock.objects.filter(owner__in=who.people).delete()
    slots = Slot.objects.filter(expert__in=who.people)
    coming = slots.filter(starts_at__gt=now)
    bookings = Booking.objects.filter(slot__in=coming)
    for booking in _live(bookings, now).select_related("slot", "request").order_by("pk"):
        tell_trainees(booking.slot, [booking], APPOINTMENT_CANCELLED, now)
    _give_back(bookings, now)
    coming.filter(bookings=None).delete()
    coming.filter(cancelled_at=None).update(
        cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    slots.update(place="")


def forget_steps(who: Subject) -> None:
    """Take the person off everything said and done, on either side."""
    for model, column in (
        (Message, "author"),
        (RequestNote, "author"),
        (RequestStep, "person"),
        (RequestStep, "other"),
        (RequestFile, "added_by"),
    ):
        model._base_manager.filter(**{f"{column}__in": who.people}).update(**{column: None})
    FeedAddress.objects.filter(person__in=who.people).delete()
    ReadMark.objects.filter(person__in=who.people).delete()


def redact_texts(who: Subject) -> None:
    """Take a name out of what others wrote."""
    for course_key in who.courses:
        redaction = who.redaction(former_member(course_key))
        here = {"course_key": course_key}
        asked = {"request__course_key": course_key}
        texts: list[tuple[Any, dict[str, str], list[str]]] = [
            (Request, here, [*WRITTEN]),
            (Message, asked, ["text"]),
            (RequestNote, asked, ["text"]),
            (RequestStep, asked, ["reason"]),
            (RequestFile, asked, ["name"]),
            (HandedContext, asked, ["title", "passages"]),
            (Entry, here, ["title", "question", "answer", "wish", "signed_name"]),
            (Slot, here, ["place"]),
            (TextBlock, {"owner__course_key": course_key}, ["title", "text"]),
        ]
        for model, rows, fields in texts:
            redact(model._base_manager.filter(**rows), fields, redaction)
        put_in_order(Entry.objects.filter(course_key=course_key))
    fulltext.forget_removed()


def _live(bookings: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    """Return the bookings of appointments to come."""
    return bookings.filter(slot__starts_at__gt=now, cancelled_at=None)


def _give_back(bookings: QuerySet[Booking], now: datetime) -> None:
    """Free the places of appointments to come."""
    _live(bookings, now).update(
        seat=None, cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )


def clear(requests: QuerySet[Request], now: datetime, **more: None) -> int:
    """Leave of requests no more than the figures need: topic, district, urgency and dates.

    Published knowledge stays, for nobody can be recognised in it; what is not published yet goes.
    `more` are columns to empty as well. Returns how many requests it were.
    """
    ids = list(requests.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _clear(ids[start : start + AT_ONCE], now, **more)
    return len(ids)


def forget_requests(requests: QuerySet[Request], now: datetime) -> int:
    """Delete drafts, and empty what was sent, also of who answered it; return how many."""
    drafts = requests.filter(state=State.DRAFT)
    count = drafts.count()
    drafts.delete()
    return count + clear(requests.exclude(state=State.DRAFT), now, expert=None)


def _clear(ids: Collection[int], now: datetime, **more: None) -> None:
    for model in (RequestFile, Message, RequestNote, HandedContext, ReadMark):
        model._base_manager.filter(request__in=ids).delete()
    RequestStep.objects.filter(request__in=ids).update(person=None, other=None, reason="")
    Entry.objects.filter(request__in=ids, signed_at=None).delete()
    Entry.objects.filter(request__in=ids).update(request=None, wish="")
    # Without its request an appointment is the whole team's, and this one never was.
    Booking.objects.filter(request__in=ids, request__for_team=False).update(company=None)
    Booking.objects.filter(request__in=ids).update(request=None)
    Request.objects.filter(pk__in=ids).update(
        asker=None,
        company=None,
        phase="",
        state=State.CLOSED,
        closed_at=Coalesce("closed_at", now),
        clock_since=None,
        warn_at=None,
        due_at=None,
        version=F("version") + 1,
        **dict.fromkeys(WRITTEN, ""),
        **more,
    )
