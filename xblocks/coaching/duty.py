"""Who is there today to answer what (`features C2`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from xblocks.coaching.domain.routing import Away, Expertise, covering, on_duty
from xblocks.coaching.domain.values import RUNNING, State
from xblocks.coaching.reach import absences_of, expertise_of, experts
from xblocks.coaching.records import Request
from xblocks.host.dates import day_of
from xblocks.roster.records import Person


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

    def there_for(self, topic: str, district: int | None) -> list[int]:
        """Return who answers free requests of a topic and district today."""
        return self._there(covering(self.expertise, topic, district))

    def there_instead_of(self, person_id: int) -> list[int]:
        """Return who answers the requests of an expert today: they, or who stands in for them."""
        return self._there([person_id])

    def answering(self, request: Request) -> list[int]:
        """Return who is to answer a request today, by id; empty when there is nobody.

        Of a request somebody has: they, or who stands in for them. Of a new one: the experts of
        its topic and district, or who stands in for them. Never who asked.
        """
        if request.expert_id is not None:
            there = self.there_instead_of(request.expert_id)
        elif request.state == State.NEW:
            there = self.there_for(request.topic, request.district_id)
        else:
            return []
        return [person for person in there if person != request.asker_id]

    def leaves_alone(self, request: Request) -> bool:
        """Whether the clock of a request runs and nobody can answer it today."""
        return request.state in RUNNING and not self.answering(request)

    def _there(self, people: Sequence[int]) -> list[int]:
        return on_duty(people, self.absences, self.active, day_of(self.now))


def duty_of(course_key: str, now: datetime) -> Duty:
    """Return who answers in a course; four statements."""
    people = list(experts(course_key).prefetch_related("topics", "districts__district"))
    return Duty(people, absences_of([person.pk for person in people], day_of(now)), now)


def without_expert(requests: Sequence[Request], now: datetime) -> frozenset[int]:
    """Return those of the requests of one course whose clock runs and that nobody can answer."""
    running = [request for request in requests if request.state in RUNNING]
    if not running:
        return frozenset()
    duty = duty_of(running[0].course_key, now)
    return frozenset(request.pk for request in running if duty.leaves_alone(request))
