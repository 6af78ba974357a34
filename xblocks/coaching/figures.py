"""Figures of a month, without persons: how much was asked, how fast the first reply came.

Times are told of the whole course alone: a topic often has one expert, and its times would be a
figure about a person. Only months that are over are told, so that nobody can compare yesterday's
figures with today's. Small groups are held back (`domain.suppression`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median_low

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from xblocks.coaching.domain.suppression import SMALLEST, Protected, protect, protect_parts
from xblocks.coaching.records import Request
from xblocks.core.calendar import HolidaysOf, working_days_between
from xblocks.core.errors import NotFound
from xblocks.core.holidays import german_holidays
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.topics import Topic
from xblocks.host.dates import course_zone, day_of
from xblocks.roster.records import District

REPLIED_WITHIN = (1, 3, 5)
"""Working days until the first reply that are told apart; 5 is the promise
(`curriculum-facts 1.11`)."""

CLOSED_AS: Sequence[bool | None] = (True, False, None)
"""Solved, not solved, taken back."""


@dataclass(frozen=True)
class Figures:
    """A month in figures; `month` is its first day.

    `asked` counts the requests sent, a row for each of `topics` and a column for each of
    `districts` (empty for requests without one). `replied` has the parts of `REPLIED_WITHIN` and
    what took longer, `closed` those of `CLOSED_AS`; the last of each is the whole. `typical` are
    the working days to the first reply that half of them did not exceed, None under 5 replies.
    """

    month: date
    topics: tuple[Topic, ...]
    districts: tuple[str, ...]
    asked: Protected
    replied: Protected
    typical: int | None
    closed: Protected


def months(actor: Actor, now: datetime) -> list[date]:
    """Return the months there are figures of, by their first days, the latest first."""
    require(actor, Action.OVERSEE)
    first = _requests(actor).aggregate(first=Min("sent_at"))["first"]
    if first is None:
        return []
    found, month = [], day_of(now).replace(day=1)
    begin = day_of(first).replace(day=1)
    while (month := _before(month)) >= begin:
        found.append(month)
    return found


def figures(actor: Actor, month: date, now: datetime) -> Figures:
    """Return the figures of a month of `months`; raises `NotAllowed`, `NotFound`."""
    require(actor, Action.OVERSEE)
    if month not in months(actor, now):
        raise NotFound
    span = (_begin(month), _begin(_after(month)))
    districts: dict[int | None, str] = dict(
        District.objects.filter(course_key=actor.course_key)
        .order_by("key")
        .values_list("pk", "name")
    )
    sent = _requests(actor).filter(sent_at__gte=span[0], sent_at__lt=span[1])
    if sent.filter(district=None).exists():
        districts[None] = ""
    waited = _waited(
        _requests(actor).filter(first_reply_at__gte=span[0], first_reply_at__lt=span[1])
    )
    solved = _counted(
        _requests(actor).filter(closed_at__gte=span[0], closed_at__lt=span[1]), "solved"
    )
    within = Counter(bisect_left(REPLIED_WITHIN, days) for days in waited)
    return Figures(
        month=month,
        topics=tuple(Topic),
        districts=tuple(districts.values()),
        asked=protect(_table(sent, districts)),
        replied=protect_parts([within[each] for each in range(len(REPLIED_WITHIN) + 1)]),
        typical=median_low(waited) if len(waited) >= SMALLEST else None,
        closed=protect_parts([solved[each,] for each in CLOSED_AS]),
    )


def _requests(actor: Actor) -> QuerySet[Request]:
    return Request.objects.filter(course_key=actor.course_key)


def _counted(found: QuerySet[Request], *names: str) -> Counter[tuple[object, ...]]:
    rows = found.order_by().values_list(*names).annotate(count=Count("pk"))
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def _table(sent: QuerySet[Request], districts: Iterable[int | None]) -> list[list[int]]:
    counts, columns = _counted(sent, "topic", "district"), list(districts)
    return [[counts[topic.value, district] for district in columns] for topic in Topic]


def _waited(replied: QuerySet[Request]) -> list[int]:
    """Return the working days from sending to the first reply, of each."""
    holidays: dict[str, HolidaysOf] = {}
    found = []
    rows = replied.order_by().values_list("sent_at", "first_reply_at", "district__states")
    for sent_at, replied_at, states in rows.iterator():
        of_district = holidays.setdefault(
            states or "", german_holidays(frozenset(filter(None, (states or "").split("|"))))
        )
        found.append(working_days_between(day_of(sent_at), day_of(replied_at), of_district))
    return found


def _begin(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month, time.min), course_zone())


def _before(month: date) -> date:
    return date(month.year - 1, 12, 1) if month.month == 1 else month.replace(month=month.month - 1)


def _after(month: date) -> date:
    return date(month.year + 1, 1, 1) if month.month == 12 else month.replace(month=month.month + 1)
