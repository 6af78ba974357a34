"""Who gets the certificate. Source: `curriculum-facts 1.1`.

Somebody gets it who was there on 8 of the 9 seminar days, passed every required hand-in and
presented the project (M7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xblocks.core.text import Message, gettext_noop

DAYS = 9
DAYS_NEEDED = 8


@dataclass(frozen=True)
class SeminarDay:
    """A seminar day, from 1. `there` is None as long as nobody noted it, `since` when they did."""

    number: int
    there: bool | None = None
    since: datetime | None = None


class HandInState(StrEnum):
    """Where a hand-in stands for one person.

    `EARLIER`: the team passed it before the person joined.
    """

    OPEN = "open"
    WAITING = "waiting"
    RETURNED = "returned"
    FAILED = "failed"
    PASSED = "passed"
    EARLIER = "earlier"


@dataclass(frozen=True)
class HandIn:
    """Something handed in and reviewed. `before_jury` tells that it is presented in person.

    `at` is when it was decided.
    """

    title: str
    state: HandInState = HandInState.OPEN
    required: bool = True
    before_jury: bool = False
    at: datetime | None = None

    @property
    def passed(self) -> bool:
        """Whether it counts for the certificate."""
        return self.state is HandInState.PASSED

    @property
    def presented(self) -> bool:
        """Whether a jury has seen and decided it; what came back is still to be presented."""
        return self.before_jury and self.state in {HandInState.PASSED, HandInState.FAILED}


@dataclass(frozen=True)
class Practice:
    """An exercise one does alone. It is shown, and the certificate does not depend on it."""

    title: str
    done: bool


@dataclass(frozen=True)
class Evidence:
    """All there is to show of one person in one course; `days` are all nine."""

    days: tuple[SeminarDay, ...] = ()
    hand_ins: tuple[HandIn, ...] = ()
    practice: tuple[Practice, ...] = ()

    @property
    def days_there(self) -> int:
        """On how many seminar days the person was there."""
        return sum(day.there is True for day in self.days)

    @property
    def days_missed(self) -> int:
        """On how many seminar days the person was not there."""
        return sum(day.there is False for day in self.days)

    @property
    def required(self) -> tuple[HandIn, ...]:
        """The hand-ins the certificate depends on."""
        return tuple(each for each in self.hand_ins if each.required)

    @property
    def passed(self) -> tuple[HandIn, ...]:
        """What is passed, voluntary work among it."""
        return tuple(each for each in self.hand_ins if each.passed)

    @property
    def presented(self) -> tuple[HandIn, ...]:
        """What was presented to a jury."""
        return tuple(each for each in self.hand_ins if each.presented)

    @property
    def practised(self) -> tuple[Practice, ...]:
        """The exercises done alone."""
        return tuple(each for each in self.practice if each.done)


@dataclass(frozen=True)
class Standing:
    """Whether somebody has the certificate: since when, or one sentence for each thing missing."""

    missing: tuple[Message, ...]
    since: datetime | None = None

    @property
    def reached(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


_TOLD = {
    HandInState.OPEN: gettext_noop("“%(title)s” is not handed in yet."),
    HandInState.WAITING: gettext_noop("“%(title)s” is handed in and waits for its review."),
    HandInState.RETURNED: gettext_noop("“%(title)s” came back: revise it and hand it in again."),
    HandInState.FAILED: gettext_noop("“%(title)s” is not passed: talk to your trainer."),
    HandInState.EARLIER: gettext_noop(
        "Your team passed “%(title)s” before you joined: ask your trainer whether it counts."
    ),
}


def seminar_days(noted: Iterable[tuple[int, bool, datetime]]) -> tuple[SeminarDay, ...]:
    """Return all nine days from what was noted (day, there, when), the latest note last."""
    known = {number: SeminarDay(number, there, at) for number, there, at in noted}
    return tuple(known.get(number, SeminarDay(number)) for number in range(1, DAYS + 1))


def standing(evidence: Evidence) -> Standing:
    """Decide by the rule above. A course without required hand-ins has no certificate to give."""
    missing = (*_missing_days(evidence), *_missing_hand_ins(evidence))
    return Standing(missing, None if missing else _since(evidence))


def _missing_days(evidence: Evidence) -> tuple[Message, ...]:
    counts = {"there": evidence.days_there, "needed": DAYS_NEEDED, "missed": evidence.days_missed}
    if evidence.days_there >= DAYS_NEEDED:
        return ()
    if evidence.days_missed > DAYS - DAYS_NEEDED:
        return (
            Message(
                gettext_noop(
                    "Seminar days: %(there)s of the %(needed)s you need, and %(missed)s missed. "
                    "Ask your trainer how to make one up."
                ),
                counts,
            ),
        )
    return (Message(gettext_noop("Seminar days: %(there)s of the %(needed)s you need."), counts),)


def _missing_hand_ins(evidence: Evidence) -> tuple[Message, ...]:
    if not evidence.required:
        return (Message(gettext_noop("This course has no required hand-ins yet.")),)
    found = [
        Message(_TOLD[each.state], {"title": each.title})
        for each in evidence.required
        if not each.passed
    ]
    if not evidence.presented:
        found.append(Message(gettext_noop("Your project is not presented yet.")))
    return tuple(found)


def _since(evidence: Evidence) -> datetime | None:
    """Return when the last thing needed was there: the eighth day, or the last hand-in."""
    days = sorted(day.since for day in evidence.days if day.there and day.since)
    moments = [*days[DAYS_NEEDED - 1 : DAYS_NEEDED]]
    moments += [each.at for each in evidence.required if each.at]
    return max(moments, default=None)
