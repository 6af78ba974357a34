"""What each expert has to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from xblocks.coaching.domain.routing import Away
from xblocks.coaching.domain.values import OPEN, State
from xblocks.coaching.duty import Duty
from xblocks.coaching.records import Request
from xblocks.roster.records import Person


@dataclass(frozen=True)
class Load:
    """What an expert has: open requests, and of these overdue ones and those that rest.

    `districts` are names, empty for one who serves all; `away` is set while they are away.
    """

    person_id: int
    name: str
    topics: tuple[str, ...]
    districts: tuple[str, ...]
    open: int = 0
    overdue: int = 0
    resting: int = 0
    away: Away | None = None


def open_requests(course_key: str) -> QuerySet[Request]:
    """Return the requests of a course that somebody still has to answer."""
    return Request.objects.filter(course_key=course_key, state__in=[state.value for state in OPEN])


def held_by(course_key: str, now: datetime) -> dict[int, dict[str, int]]:
    """Return what experts have, by id: how many are `open`, `overdue`, `resting`. One statement."""
    counted = (
        open_requests(course_key)
        .exclude(expert=None)
        .order_by()
        .values("expert")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lte=now)),
            resting=Count("pk", filter=Q(state=State.WAITING_TRAINEE)),
        )
    )
    return {row.pop("expert"): row for row in counted}


def load_of(person: Person, held: Mapping[int, Mapping[str, int]], duty: Duty) -> Load:
    """Return what somebody of `duty.people` has."""
    return Load(
        person_id=person.pk,
        name=person.name,
        topics=tuple(each.topic for each in person.topics.all()),
        districts=tuple(sorted(each.district.name for each in person.districts.all())),
        away=duty.away(person.pk),
        **held.get(person.pk, {}),
    )
