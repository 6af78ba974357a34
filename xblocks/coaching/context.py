"""What a team lends a request out of its project, and what its timeline shows of coaching.

Nothing is handed over unseen (`features C1`): the asker reads each passage, chooses, and takes it
back whenever they like. What is handed over is a copy; the milestone may go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from xblocks.coaching.changing import asked_by
from xblocks.coaching.domain.hints import Hint, warnings_of
from xblocks.coaching.domain.values import OPEN, State
from xblocks.coaching.records import Booking, HandedContext, Request
from xblocks.coaching.refusals import NothingChosen, NotNow, PassagesChanged
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.team import Passage, TeamDate, passages_of
from xblocks.roster.records import Person


@dataclass(frozen=True)
class Lent:
    """A passage to choose. `mark` is the same as long as its text is; `hints` warn of names."""

    mark: str
    passage: Passage
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class Preview:
    """Everything a team has written in a phase. `draft`: it is not handed in yet."""

    title: str
    draft: bool
    passages: tuple[Lent, ...]


def preview(actor: Actor, phase: str) -> Preview | None:
    """Return what the person's team could hand over of a phase; None when there is nothing."""
    if actor.company is None or not phase:
        return None
    found = passages_of(actor.course_key, actor.company, phase)
    if found is None:
        return None
    known = team_names(actor)
    lent = tuple(
        Lent(_mark(each), each, warnings_of(each.text, "passage", known)) for each in found.passages
    )
    return Preview(found.title, found.draft, lent)


@transaction.atomic
def agree(
    actor: Actor, request_id: int, phase: str, chosen: Collection[str], now: datetime
) -> HandedContext:
    """Hand over the passages of a phase whose marks are `chosen`, in place of earlier ones.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotNow` once the request is answered,
    `NothingChosen`, `PassagesChanged` when one of them is no longer as it was shown.
    """
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now, alone=True)
    if request.state not in {State.DRAFT, *OPEN}:
        raise NotNow
    if request.state != State.DRAFT and request.company_id != actor.company:
        raise PassagesChanged  # the team that reads it is not the one whose work this would be
    if not chosen:
        raise NothingChosen
    found = preview(actor, phase)
    there = {lent.mark: lent.passage for lent in found.passages} if found else {}
    if found is None or not set(chosen) <= there.keys():
        raise PassagesChanged
    rows = [
        {"label": passage.label, "text": passage.text}
        for mark, passage in there.items()
        if mark in chosen
    ]
    if request.state == State.DRAFT:
        Request.objects.filter(pk=request.pk).update(company=actor.company)
    context, _new = HandedContext.objects.update_or_create(
        request=request,
        defaults={
            "title": found.title,
            "passages": rows,
            "agreed_by_id": actor.person_id,
            "agreed_at": now,
        },
    )
    return context


@transaction.atomic
def take_back(actor: Actor, request_id: int, now: datetime) -> None:
    """Take back what was handed over; again is as good as once. Raises `NotFound`."""
    require_own_hand(actor, Action.ASK)
    request = asked_by(actor, request_id, now, alone=True)
    HandedContext.objects.filter(request=request).delete()


def team_names(actor: Actor) -> list[str]:
    """Return the names of the person's team, which the quality check looks for."""
    if actor.company is None:
        return [actor.name]
    team = Person.objects.filter(company=actor.company, left_at=None, roles__role=Role.TRAINEE)
    return sorted({actor.name, *team.values_list("name", flat=True)})


def team_dates(course_key: str, company: int) -> Iterator[TeamDate]:
    """Return a team's appointments, and when its open requests are answered.

    For `exercises.team`. What belongs to single members is nobody else's business and stays out.
    """
    yield from _appointments(course_key, company)
    asked = Request.objects.filter(
        course_key=course_key,
        company=company,
        for_team=True,
        state__in=[state.value for state in OPEN],
    )
    for request in asked.order_by("pk"):
        waits = request.state == State.WAITING_TRAINEE
        yield TeamDate(
            gettext("Coaching: the expert has a question") if waits else gettext("Coaching answer"),
            "C",
            request.due_at,
            str(reverse("wbm:coaching_own", args=[course_key, request.pk])),
        )


def _appointments(course_key: str, company: int) -> Iterator[TeamDate]:
    rows = Booking.objects.filter(
        Q(request=None) | Q(request__for_team=True),
        company=company,
        cancelled_at=None,
        slot__course_key=course_key,
    )
    for booking in rows.select_related("slot").order_by("pk"):
        link = reverse("wbm:coaching_appointment", args=[course_key, booking.pk])
        title = gettext("Coaching appointment")
        yield TeamDate(title, "C", booking.slot.starts_at, str(link))


def _mark(passage: Passage) -> str:
    return hashlib.sha256(f"{passage.label}\n{passage.text}".encode()).hexdigest()[:16]
