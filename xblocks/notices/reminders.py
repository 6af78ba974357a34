"""Reminds of deadlines 7 and 2 days before (`features T4`), each once per person and deadline."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

from django.db import transaction

from xblocks.host.dates import day_of
from xblocks.notices.kinds import DEADLINE_SOON
from xblocks.notices.records import Reminder
from xblocks.notices.telling import subject_of, taking_part, tell

STAGES = (2, 7)
"""Days before the deadline, the last reminder first."""


@dataclass(frozen=True)
class Deadline:
    """Something these people have not done yet. `link` is where; it names the deadline for good."""

    course_key: str
    person_ids: Collection[int]
    title: str
    link: str
    due: datetime


class DeadlineSource(Protocol):
    """What a component knows of open deadlines."""

    def __call__(self, after: datetime, until: datetime) -> Iterable[Deadline]:
        """Return what is due after one moment and up to another, in all courses.

        What lies outside is ignored; so a source may return more than was asked for.
        """
        ...


@dataclass
class Reminded:
    """How many deadlines came near, and how many people were reminded now."""

    deadlines: int = 0
    people: int = 0


_sources: list[DeadlineSource] = []


def register_source(source: DeadlineSource) -> None:
    """Ask this source for deadlines too; called when the app starts, the same twice is one."""
    if source not in _sources:
        _sources.append(source)


def remind(now: datetime) -> Reminded:
    """Remind everybody whose deadline is near. As often as one likes, also twice at once.

    One transaction for each deadline: what breaks off goes on next time.
    """
    result = Reminded()
    until = now + timedelta(days=max(STAGES) + 1)
    for source in _sources:
        for deadline in source(now, until):
            days = stage(deadline.due, now)
            if days is not None:
                result.deadlines += 1
                result.people += _remind(deadline, days, now)
    return result


def forgotten(then: datetime) -> int:
    """Return how many reminders were to be sent at a moment in the past and never were."""
    until = then + timedelta(days=max(STAGES) + 1)
    return sum(
        _missing(deadline, days)
        for source in _sources
        for deadline in source(then, until)
        if (days := stage(deadline.due, then)) is not None
    )


def stage(due: datetime, now: datetime) -> int | None:
    """Return which reminder a deadline is at, in days; None when it is far away or over.

    Days are those of the calendar: what is due on Friday evening is two days away all Wednesday.
    Whoever was not reminded at seven days and has two left is reminded once.
    """
    if due <= now:
        return None
    left = (day_of(due) - day_of(now)).days
    return next((days for days in STAGES if left <= days), None)


def _missing(deadline: Deadline, days: int) -> int:
    people = taking_part(deadline.course_key, deadline.person_ids)
    told = Reminder.objects.filter(
        person__in=people, subject=subject_of(deadline.link), due=deadline.due, days__lte=days
    )
    return len(set(people) - set(told.values_list("person", flat=True)))


@transaction.atomic
def _remind(deadline: Deadline, days: int, now: datetime) -> int:
    """Remind those whom nobody has reminded; of two processes only one writes a person's row."""
    run = uuid4().hex
    about = {"subject": subject_of(deadline.link), "due": deadline.due, "days": days}
    people = taking_part(deadline.course_key, deadline.person_ids)
    done = set(Reminder.objects.filter(person__in=people, **about).values_list("person", flat=True))
    new = [Reminder(person_id=each, run=run, **about) for each in people if each not in done]
    if not new:
        return 0
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    mine = list(
        Reminder.objects.filter(person__in=people, run=run, **about).values_list(
            "person", flat=True
        )
    )
    if mine:
        tell(
            deadline.course_key,
            mine,
            DEADLINE_SOON,
            link=deadline.link,
            params={"title": deadline.title, "due": deadline.due},
            now=now,
        )
    return len(mine)
