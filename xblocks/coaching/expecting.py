"""When an answer can be expected, told honestly: by a day, or what it waits for instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext, gettext_noop

from xblocks.coaching.clocks import first_target, region_of
from xblocks.coaching.definition import Desk
from xblocks.coaching.domain.clock import moment_after
from xblocks.coaching.domain.values import State, Urgency
from xblocks.coaching.records import Request
from xblocks.host.dates import course_zone, day_of, long_date
from xblocks.roster.records import District

_INSTANT = timedelta(microseconds=1)


class Waits(StrEnum):
    """What a request waits for."""

    SENDING = "sending"
    ANSWER = "answer"
    OVERDUE = "overdue"
    NOBODY = "nobody"
    TRAINEE = "trainee"
    READING = "reading"
    NOTHING = "nothing"


_WORDS = {
    Waits.SENDING: gettext_noop("Not sent yet."),
    Waits.ANSWER: gettext_noop("Answer by %(day)s."),
    Waits.OVERDUE: gettext_noop(
        "The answer was due by %(day)s. It is late, and your coordinator sees that."
    ),
    Waits.NOBODY: gettext_noop(
        "Nobody is there who can answer at the moment. Your coordinator looks for somebody."
    ),
    Waits.TRAINEE: gettext_noop(
        "The expert has a question to you. The time goes on once you write."
    ),
    Waits.READING: gettext_noop("Answered. Say whether it helped."),
    Waits.NOTHING: gettext_noop("Closed."),
}


@dataclass(frozen=True)
class Expected:
    """What a request waits for, and the last working day of its time where the clock runs.

    `NOBODY`: no expert is there for it, so that no day can be promised.
    """

    waits: Waits
    day: date | None = None

    def told(self) -> str:
        """Return it as a sentence in the reader's language, for who asked."""
        day = long_date(_beginning(self.day)) if self.day else ""
        return gettext(_WORDS[self.waits]) % {"day": day}


def expected(request: Request, now: datetime, *, nobody: bool = False) -> Expected:
    """Return what a request waits for; `nobody` tells that no expert is there for it."""
    match State(request.state):
        case State.DRAFT:
            return Expected(Waits.SENDING)
        case State.WAITING_TRAINEE:
            return Expected(Waits.TRAINEE)
        case State.ANSWERED:
            return Expected(Waits.READING)
        case State.CLOSED:
            return Expected(Waits.NOTHING)
    due = due_day(request)
    if nobody:
        return Expected(Waits.NOBODY, due)
    return Expected(Waits.OVERDUE if is_late(request, now) else Waits.ANSWER, due)


def due_day(request: Request) -> date | None:
    """Return the last day of a request's time: what is due at midnight is due the day before."""
    return day_of(request.due_at - _INSTANT) if request.due_at else None


def is_late(request: Request, now: datetime) -> bool:
    """Whether the time of a request is over."""
    return request.due_at is not None and request.due_at <= now


def is_soon(request: Request, now: datetime) -> bool:
    """Whether four fifths of the time are over, and not yet all of it."""
    return request.warn_at is not None and request.warn_at <= now < request.due_at


def due_moment(request: Request) -> datetime | None:
    """Return the beginning of that day, which is told without a time."""
    day = due_day(request)
    return _beginning(day) if day else None


def promise(desk: Desk, urgency: Urgency, district: District | None, now: datetime) -> date:
    """Return the day until which a first reply is promised to what is sent now."""
    region = region_of(district)
    return day_of(moment_after(now, first_target(desk, urgency), region) - _INSTANT)


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, course_zone())
