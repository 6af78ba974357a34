"""What an expert has before them and behind them: their own work by day, for nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from xblocks.coaching.domain.values import RUNNING, State
from xblocks.coaching.expecting import due_day
from xblocks.coaching.log import Verb
from xblocks.coaching.reach import own_person, stood_in_for
from xblocks.coaching.records import Request, RequestStep, Slot
from xblocks.core.calendar import SATURDAY
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import day_of

DAYS_AHEAD = 14
WEEKS_BACK = 4


@dataclass(frozen=True)
class Day:
    """A day to come: answers due by its end, and booked appointments."""

    day: date
    due: int
    appointments: int


@dataclass(frozen=True)
class Week:
    """A week that was or is, from Monday: requests taken or received, replies, questions back."""

    monday: date
    taken: int
    replied: int
    asked_back: int


@dataclass(frozen=True)
class Plan:
    """An expert's work. `overdue` answers are late, `later` ones due after the last day."""

    overdue: int
    days: tuple[Day, ...]
    later: int
    resting: int
    weeks: tuple[Week, ...]

    @property
    def open(self) -> int:
        """How many requests still need an answer from this expert."""
        return self.overdue + self.later + sum(each.due for each in self.days)


def plan(actor: Actor, now: datetime) -> Plan:
    """Return what the person has to answer, by the day it is due, and what they did.

    What they answer as a substitute today counts as theirs. Weekends are left out unless something
    falls on one. Four statements. Raises `NotAllowed`, `NotOnRoster`.
    """
    require(actor, Action.ANSWER)
    person, today = own_person(actor), day_of(now)
    mine = Request.objects.filter(
        course_key=actor.course_key, expert__in=[person, *stood_in_for(actor, now)]
    )
    running = mine.filter(state__in=[state.value for state in RUNNING]).only("due_at")
    due = Counter(
        "overdue" if request.due_at <= now else due_day(request)
        for request in running
        if request.due_at is not None
    )
    booked = _booked(person, now)
    ahead = [today + timedelta(days=step) for step in range(DAYS_AHEAD)]
    shown = [day for day in ahead if day.weekday() < SATURDAY or due[day] or booked[day]]
    overdue = due.pop("overdue", 0)
    return Plan(
        overdue=overdue,
        days=tuple(Day(day, due[day], booked[day]) for day in shown),
        later=sum(due.values()) - sum(due[day] for day in shown),
        resting=mine.filter(state=State.WAITING_TRAINEE).count(),
        weeks=_weeks(person, now),
    )


def _booked(person: int, now: datetime) -> Counter[date]:
    """Return how many booked appointments the person has, by day."""
    slots = (
        Slot.objects.filter(
            expert=person,
            cancelled_at=None,
            ends_at__gt=now,
            starts_at__lt=now + timedelta(days=DAYS_AHEAD),
        )
        .annotate(taken=Count("bookings", filter=Q(bookings__cancelled_at=None)))
        .filter(taken__gt=0)
        .values_list("starts_at", flat=True)
    )
    return Counter(day_of(each) for each in slots)


def _weeks(person: int, now: datetime) -> tuple[Week, ...]:
    """Return the last weeks, this one first."""
    monday = day_of(now) - timedelta(days=day_of(now).weekday())
    steps = RequestStep.objects.filter(
        Q(person=person) | Q(other=person), at__gt=now - timedelta(weeks=WEEKS_BACK)
    )
    rows: Sequence[tuple[str, int | None, int | None, datetime]] = list(
        steps.values_list("verb", "person", "other", "at")
    )
    return tuple(_week(monday - timedelta(weeks=back), person, rows) for back in range(WEEKS_BACK))


def _week(
    monday: date, person: int, rows: Iterable[tuple[str, int | None, int | None, datetime]]
) -> Week:
    here = [
        (verb, by, to)
        for verb, by, to, at in rows
        if monday <= day_of(at) < monday + timedelta(weeks=1)
    ]
    return Week(
        monday=monday,
        taken=sum(
            (verb == Verb.CLAIMED and by == person)
            or (verb in (Verb.HANDED_OVER, Verb.REASSIGNED) and to == person)
            for verb, by, to in here
        ),
        replied=sum(verb == Verb.REPLIED and by == person for verb, by, _to in here),
        asked_back=sum(verb == Verb.ASKED_BACK and by == person for verb, by, _to in here),
    )
