"""Times an expert offers: series over clock changes, overlaps, guard time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from xblocks.coaching.domain.unfit import (
    InThePast,
    NoSuchTime,
    NotOffered,
    SeriesTooLong,
    TooFarAhead,
)
from xblocks.core.text import gettext_noop

SHORTEST, LONGEST = 15, 240
"""Minutes an appointment may last."""
MOST_SEATS = 30
MOST_TIMES = 26
"""Dates of a series: every week for half a year, every second for a year."""
FARTHEST = timedelta(days=366)
RHYTHMS = (1, 2, 4)
"""Weeks between the dates of a series."""
GUARDS = (0, 2 * 60, 24 * 60, 48 * 60, 7 * 24 * 60)
"""Minutes before the start until when one can book."""
PLACE_LENGTH = 300


@dataclass(frozen=True)
class Span:
    """From `start` up to, and without, `end`; both with a time zone."""

    start: datetime
    end: datetime

    def meets(self, other: Span) -> bool:
        """Whether nobody could be at both; one may begin when the other ends."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Offer:
    """What an expert wants to offer: local day and time, minutes, dates, and how one books.

    `times` dates with `weeks` weeks between them; `guard` in minutes.
    """

    day: date
    at: time
    minutes: int = 45
    times: int = 1
    weeks: int = 1
    seats: int = 1
    guard: int = 24 * 60
    place: str = ""


def check(offer: Offer) -> None:
    """Refuse an offer outside its limits: raises `NotOffered`, `SeriesTooLong`."""
    if not (SHORTEST <= offer.minutes <= LONGEST and 1 <= offer.seats <= MOST_SEATS):
        raise NotOffered(
            gettext_noop(
                "An appointment lasts %(shortest)s to %(longest)s minutes and has at most %(seats)s"
                " places."
            ),
            shortest=SHORTEST,
            longest=LONGEST,
            seats=MOST_SEATS,
        )
    if offer.guard not in GUARDS or offer.weeks not in RHYTHMS:
        raise NotOffered
    if len(offer.place) > PLACE_LENGTH or not offer.place.isprintable():
        raise NotOffered(
            gettext_noop("Say in one line how you meet, %(limit)s characters at most."),
            limit=PLACE_LENGTH,
        )
    if not 1 <= offer.times <= MOST_TIMES:
        raise SeriesTooLong(times=MOST_TIMES)


def spans(offer: Offer, zone: tzinfo, now: datetime) -> list[Span]:
    """Return the times of an offer: the same time of the clock on every date.

    Raises what `check`, `start_of` and `local` raise, and `SeriesTooLong` for dates later than a
    year from now.
    """
    check(offer)
    first = start_of(offer.day, offer.at, zone, now)
    days = [offer.day + timedelta(weeks=offer.weeks * number) for number in range(1, offer.times)]
    if days and days[-1] > (now + FARTHEST).date():
        raise SeriesTooLong(times=MOST_TIMES)
    starts = [first, *(local(day, offer.at, zone) for day in days)]
    length = timedelta(minutes=offer.minutes)
    return [Span(start, start + length) for start in starts]


def start_of(day: date, at: time, zone: tzinfo, now: datetime) -> datetime:
    """Return the moment, in UTC, at which something offered begins.

    Raises `InThePast`, `TooFarAhead`, `NoSuchTime`.
    """
    if day < (now - timedelta(days=1)).date():
        raise InThePast
    if day > (now + FARTHEST).date():
        raise TooFarAhead
    start = local(day, at, zone)
    if start <= now:
        raise InThePast
    return start


def local(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which a clock in `zone` shows a time; the first of two.

    Raises `NoSuchTime` when the clock is put forward over it.
    """
    moment = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)
    shown = moment.astimezone(zone)
    if (shown.date(), shown.time()) != (day, at.replace(tzinfo=None, fold=0)):
        raise NoSuchTime(day=f"{day:%d.%m.%Y}", time=f"{at:%H:%M}")
    return moment


def closes(start: datetime, guard: int) -> datetime:
    """Return from when on nobody books any more."""
    return start - timedelta(minutes=guard)


def clash(wanted: Sequence[Span], known: Iterable[Span]) -> Span | None:
    """Return the first of the `known` that meets one of those `wanted`, or None."""
    ordered = sorted(known, key=lambda span: span.start)
    return next((span for span in ordered if any(span.meets(each) for each in wanted)), None)


def free_seat(seats: int, taken: Iterable[int]) -> int | None:
    """Return the lowest seat, counted from 1, that nobody has; None when there is none."""
    sat = frozenset(taken)
    return next((seat for seat in range(1, seats + 1) if seat not in sat), None)
