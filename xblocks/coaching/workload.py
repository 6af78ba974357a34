"""Who is there, and what each expert has to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from xblocks.coaching.domain.routing import Away, Expertise, covering, on_duty
from xblocks.coaching.domain.values import OPEN, State
from xblocks.coaching.reach import absences_of, expertise_of, experts
from xblocks.coaching.records import Request
from xblocks.host.dates import day_of
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


@dataclass(frozen=True)
class Duty:
    """The experts of a course with topics and districts read, and who is away from today on."""

    people: Sequence[Person]
    absences: Sequence[Away]
    now: datetime

    @cached_property
    def active(self) -> frozenset[int]:
        """Everybody's id."""
        return frozenset(person.pk for person in self.people)

    @cached_property
    def expertise(self) -> list[Expertise]:
        """What everybody answers."""
        return expertise_of(self.people)

    def fitting(self, topic: str, district: int | None) -> list[int]:
        """Return the experts of a topic and district that are there today."""
        return [
            each
            for each in covering(self.expertise, topic, district)
            if self._there([each]) == [each]
        ]

    def away(self, person_id: int) -> Away | None:
        """Return the absence of somebody who is away today."""
        today = day_of(self.now)
        own = (each for each in self.absences if each.person_id == person_id)
        return next((each for each in own if each.on(today)), None)

    def nobody_for(self, topic: str, district: int | None) -> bool:
        """Whether a free request would wait in vain today."""
        return not self._there(covering(self.expertise, topic, district))

    def is_left_alone(self, person_id: int) -> bool:
        """Whether the requests of an expert wait in vain today."""
        return not self._there([person_id])

    def _there(self, people: Sequence[int]) -> list[int]:
        return on_duty(people, self.absences, self.active, day_of(self.now))


def duty_of(course_key: str, now: datetime) -> Duty:
    """Return who answers in a course; four statements."""
    people = list(experts(course_key).prefetch_related("topics", "districts__district"))
    return Duty(people, absences_of([person.pk for person in people], day_of(now)), now)


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
