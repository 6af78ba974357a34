"""What coaching keeps of people: of those who ask, of those who answer, and their appointments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from xblocks.coaching import leaving
from xblocks.coaching.domain.values import OPEN
from xblocks.coaching.records import (
    Absence,
    Booking,
    Entry,
    FeedAddress,
    HandedContext,
    Message,
    Request,
    RequestFile,
    RequestNote,
    RequestStep,
    Slot,
    TextBlock,
)
from xblocks.core.holdings import Holding, OwnFile, Subject, Term
from xblocks.core.redaction import Redaction
from xblocks.core.text import gettext_noop
from xblocks.files.storing import open_stored
from xblocks.roster.records import Person

REQUESTS = Term(
    "coaching_requests",
    365,
    gettext_noop("Answered and closed coaching requests: texts, messages, notes and files"),
    gettext_noop("after the last change"),
)
TIMES = Term(
    "coaching_times",
    180,
    gettext_noop("Appointments, bookings and absences"),
    gettext_noop("after they are over"),
)


class CoachingHolding(Holding):
    """Requests with all that is said about them, appointments, shared knowledge."""

    ident = "coaching"
    title = gettext_noop("Coaching")
    what = gettext_noop(
        "What you ask, what is answered, your files, what of your project you handed over, and "
        "your appointments. Of experts: messages, notes, text blocks, absences and offered times."
    )
    why = gettext_noop("So that an expert can advise you, and nobody waits without an answer.")
    readers = gettext_noop(
        "The experts of your topic and district until one takes your request, then that expert or "
        "a substitute; your team if you ask for it. Coordinators see topic, state and dates, never "
        "what is written. Notes among experts are read by experts alone."
    )
    leaving = gettext_noop(
        "Your requests lose their texts, files and messages, and your appointments are given back. "
        "Requests for your team stay without your name. What experts wrote to others and published "
        "knowledge, in which nobody can be recognised, stay without the name."
    )
    references = {
        "Request": frozenset({"asker", "expert"}),
        "Message": frozenset({"author"}),
        "RequestNote": frozenset({"author"}),
        "RequestStep": frozenset({"person", "other"}),
        "RequestFile": frozenset({"added_by"}),
        "HandedContext": frozenset({"agreed_by"}),
        "ReadMark": frozenset({"person"}),
        "Absence": frozenset({"person", "substitute"}),
        "TextBlock": frozenset({"owner"}),
        "Slot": frozenset({"expert"}),
        "Booking": frozenset({"person"}),
        "FeedAddress": frozenset({"person"}),
        "Entry": frozenset({"author", "agreed_by", "signed_by"}),
    }
    terms = (REQUESTS, TIMES)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's requests with their threads, and what they wrote as an expert."""
        own = Request.objects.filter(asker__in=who.people).order_by("pk")
        elsewhere = Message.objects.filter(author__in=who.people).exclude(
            request__asker__in=who.people
        )
        bookings = Booking.objects.filter(person__in=who.people).order_by("pk")
        feeds = FeedAddress.objects.filter(person__in=who.people)
        return {
            "requests": [_request(request, who) for request in own],
            "messages_elsewhere": list(elsewhere.order_by("pk").values("kind", "text", "at")),
            "bookings": list(
                bookings.values("slot__starts_at", "slot__ends_at", "booked_at", "cancelled_at")
            ),
            "calendar_addresses_made_at": list(feeds.values_list("made_at", flat=True)),
            "knowledge": _knowledge(who),
            **_as_expert(who),
        }

    def files(self, who: Subject) -> Iterable[OwnFile]:
        """Return the files the person added to requests."""
        for each in _files(who).select_related("stored"):
            yield OwnFile(each.name, each.stored.size, partial(open_stored, each.stored))

    def erase(self, who: Subject, now: datetime) -> None:
        """Let go of somebody who asked or answered."""
        leaving.forget_asker(who, now)
        leaving.forget_expert(who, now)
        leaving.forget_steps(who)
        leaving.redact_texts(who)

    def expire(self, term: str, before: datetime, *, dry_run: bool) -> int:
        """Empty requests nobody works on any more, and forget times long over."""
        if term == REQUESTS.ident:
            old = _not_cleared(before)
            return old.count() if dry_run else leaving.forget_requests(old, before)
        over = (
            Booking.objects.filter(slot__ends_at__lt=before),
            Slot.objects.filter(ends_at__lt=before),
            Absence.objects.filter(until__lt=before.date()),
        )
        if dry_run:
            return sum(rows.count() for rows in over)
        return sum(rows.delete()[0] for rows in over)


def _not_cleared(before: datetime) -> QuerySet[Request]:
    """Return requests that wait for nobody and still hold what was written."""
    old = Request.objects.filter(updated_at__lt=before).exclude(state__in=OPEN)
    return old.exclude(asker=None, expert=None, situation="", question="")


def _files(who: Subject) -> QuerySet[RequestFile]:
    return RequestFile.objects.filter(added_by__in=who.people).order_by("pk")


def _request(request: Request, who: Subject) -> dict[str, Any]:
    """Return a request as the asker reads it: without notes, and with no name of anybody else."""
    hidden = _others(request, who)
    context = HandedContext.objects.filter(request=request).values("title", "passages", "agreed_at")
    thread = Message.objects.filter(request=request).order_by("at", "pk")
    return {
        "number": request.pk,
        "topic": request.topic,
        "state": request.state,
        "for_the_team": request.for_team,
        **{name: getattr(request, name) for name in leaving.WRITTEN},
        "outcome": request.outcome,
        "urgency": request.urgency,
        "milestone": request.phase,
        "sent_at": request.sent_at,
        "answered_at": request.answered_at,
        "closed_at": request.closed_at,
        "solved": request.solved,
        "handed_over": [hidden.value(dict(row)) for row in context],
        "files": list(request.files.order_by("pk").values("name", "added_at")),
        "messages": [
            {
                "kind": message.kind,
                "by_you": message.author_id in who.people,
                "text": hidden.text(message.text),
                "at": message.at,
            }
            for message in thread
        ],
    }


def _others(request: Request, who: Subject) -> Redaction:
    """Return what takes expert, team and whoever wrote in the thread out of a text."""
    known = Q(company=request.company_id) if request.company_id else Q(pk__in=())
    known |= Q(pk__in=request.messages.values("author")) | Q(pk=request.expert_id)
    return _hidden(Person.objects.filter(known).exclude(pk__in=who.people))


def _knowledge(who: Subject) -> list[dict[str, Any]]:
    concerned = Q(agreed_by__in=who.people) | Q(author__in=who.people)
    found = Entry.objects.filter(concerned | Q(signed_by__in=who.people)).order_by("pk")
    rows = found.values("title", "question", "answer", "state", "agreed_at", "signed_at")
    people = Person.objects.exclude(pk__in=who.people)
    writers = Q(pk__in=found.values("author")) | Q(pk__in=found.values("signed_by"))
    hidden = _hidden(people.filter(writers))
    return [{key: hidden.value(value) for key, value in row.items()} for row in rows]


def _hidden(people: QuerySet[Person]) -> Redaction:
    names = frozenset(people.values_list("name", flat=True))
    return Redaction(names, frozenset(), gettext("somebody else"))


def _as_expert(who: Subject) -> dict[str, Any]:
    people = who.people
    notes = RequestNote.objects.filter(author__in=people).order_by("pk")
    steps = RequestStep.objects.filter(person__in=people).order_by("pk")
    slots = Slot.objects.filter(expert__in=people).order_by("starts_at", "pk")
    return {
        "requests_answered": list(
            Request.objects.filter(expert__in=people)
            .order_by("pk")
            .values("pk", "topic", "state", "answered_at")
        ),
        "notes": list(notes.values("text", "at")),
        "steps": list(steps.values("verb", "reason", "at")),
        "text_blocks": list(
            TextBlock.objects.filter(owner__in=people).order_by("pk").values("title", "text")
        ),
        "absences": list(
            Absence.objects.filter(person__in=people).order_by("since").values("since", "until")
        ),
        "times_offered": list(
            slots.values("starts_at", "ends_at", "seats", "place", "cancelled_at")
        ),
    }
