"""Whose request somebody reaches. What they do not reach does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from django.db.models import Q, QuerySet

from xblocks.coaching.definition import Desk, adapter
from xblocks.coaching.domain.routing import Away, Expertise, covering
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Absence, Request
from xblocks.core.errors import NotFound, NotOnRoster
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, may
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.host.dates import day_of
from xblocks.roster.records import Person

BLOCK_TYPE = "wbm_coaching"


class Side(StrEnum):
    """How somebody stands to a request.

    `ASKER`, `TEAM` (a mate of theirs, where the request is the team's), `HOLDER` (the expert who
    answers), `SUBSTITUTE` (stands in for the holder today), `FREE` (an expert who may take it),
    `COLLEAGUE` (an expert who knows that somebody else has it, and reads no word of it).
    """

    ASKER = "asker"
    TEAM = "team"
    HOLDER = "holder"
    SUBSTITUTE = "substitute"
    FREE = "free"
    COLLEAGUE = "colleague"


ASKING = frozenset({Side.ASKER, Side.TEAM})
ANSWERING = frozenset({Side.HOLDER, Side.SUBSTITUTE})
READING = ASKING | ANSWERING | {Side.FREE}


@lru_cache(maxsize=32)
def parsed(definition: str) -> Desk:
    """Return a definition out of its JSON text."""
    return adapter.validate_json(definition)


def desk_of(exercise: Exercise) -> Desk:
    """Return the desk an exercise is; raises `NotFound` for anything else."""
    if exercise.block_type != BLOCK_TYPE:
        raise NotFound
    return parsed(exercise.definition)


def find_desk(actor: Actor, usage_key: str) -> Exercise:
    """Return a desk of the person's course; raises `NotFound`."""
    exercise = exercises.find(usage_key)
    if exercise.course_key != actor.course_key:
        raise NotFound
    desk_of(exercise)
    return exercise


def desks(course_key: str) -> QuerySet[Exercise]:
    """Return the desks of a course, the first that was registered first."""
    return Exercise.objects.filter(course_key=course_key, block_type=BLOCK_TYPE).order_by("pk")


def the_desk(course_key: str) -> Exercise | None:
    """Return the desk of a course, the first where there are several; None without one."""
    return desks(course_key).first()


def desk_for(request: Request) -> Desk | None:
    """Return the desk a request was sent to; None once its author has taken it away."""
    found = Exercise.objects.filter(usage_key=request.usage_key, block_type=BLOCK_TYPE).first()
    return parsed(found.definition) if found else None


def own_person(actor: Actor) -> int:
    """Return the actor's id on the list; raises `NotOnRoster` (staff need not be on it)."""
    if actor.person_id is None:
        raise NotOnRoster
    return actor.person_id


def experts(course_key: str) -> QuerySet[Person]:
    """Return all who answer in a course now, by name."""
    found = Person.objects.filter(
        course_key=course_key, left_at=None, roles__role=Role.EXPERT
    ).order_by("search_text", "id")
    return found.distinct()


def expertise_of(people: Iterable[Person]) -> list[Expertise]:
    """Return what people answer; their topics and districts must have been prefetched."""
    return [
        Expertise(
            person.pk,
            frozenset(each.topic for each in person.topics.all()),
            frozenset(each.district_id for each in person.districts.all()),
        )
        for person in people
    ]


def experts_for(course_key: str, topic: str, district: int | None) -> list[Person]:
    """Return the experts of a topic and district, away or not, by name. Three statements."""
    people = list(experts(course_key).prefetch_related("topics", "districts"))
    wanted = set(covering(expertise_of(people), topic, district))
    return [person for person in people if person.pk in wanted]


def absences_of(people: Iterable[int], since: date) -> list[Away]:
    """Return the absences of people that are not over before a day."""
    rows = Absence.objects.filter(person__in=list(people), until__gte=since).order_by("since", "id")
    return [Away(row.person_id, row.since, row.until, row.substitute_id) for row in rows]


def stood_in_for(actor: Actor, now: datetime) -> list[int]:
    """Return for whom somebody stands in today."""
    if actor.person_id is None or not may(actor, Action.ANSWER):
        return []
    day = day_of(now)
    rows = Absence.objects.filter(
        substitute=actor.person_id,
        since__lte=day,
        until__gte=day,
        person__course_key=actor.course_key,
        person__left_at=None,
    ).exclude(person=actor.person_id)
    return sorted(set(rows.values_list("person", flat=True)))


def served_by(actor: Actor, people: Iterable[int]) -> list[Expertise]:
    """Return what somebody answers themselves, and what `people` do for whom they stand in.

    One statement, none when they stand in for nobody.
    """
    own = Expertise(actor.person_id or 0, actor.topics, actor.districts)
    others = list(people)
    if not others:
        return [own]
    rows = list(
        experts(actor.course_key)
        .filter(pk__in=others)
        .values_list("pk", "topics__topic", "districts__district")
    )
    return [
        own,
        *(
            Expertise(
                person,
                frozenset(topic for pk, topic, _place in rows if pk == person and topic),
                frozenset(place for pk, _topic, place in rows if pk == person and place),
            )
            for person in sorted({pk for pk, _topic, _place in rows})
        ),
    ]


def covered(served: Iterable[Expertise]) -> Q:
    """Return the condition on requests that `served` covers, as `Expertise.covers` has it."""
    condition = Q(pk__in=())
    for each in served:
        districts = Q(district=None) | Q(district__in=each.districts) if each.districts else Q()
        condition |= Q(topic__in=each.topics) & districts
    return condition


def side_of(actor: Actor, request: Request, now: datetime) -> Side | None:
    """Return how somebody stands to a request; None when it does not exist for them."""
    if request.course_key != actor.course_key or actor.person_id is None:
        return None
    if may(actor, Action.ASK):
        if request.asker_id == actor.person_id:
            return Side.ASKER
        if _of_team(actor, request):
            return Side.TEAM
    if request.state == State.DRAFT or request.asker_id == actor.person_id:
        return None
    return _side_of_expert(actor, request, now) if may(actor, Action.ANSWER) else None


def _of_team(actor: Actor, request: Request) -> bool:
    return (
        request.for_team
        and request.state != State.DRAFT
        and actor.company is not None
        and actor.company == request.company_id
    )


def _side_of_expert(actor: Actor, request: Request, now: datetime) -> Side | None:
    if request.expert_id == actor.person_id:
        return Side.HOLDER
    people = stood_in_for(actor, now)
    if request.expert_id in people:
        return Side.SUBSTITUTE
    if any(each.covers(request.topic, request.district_id) for each in served_by(actor, people)):
        return Side.FREE if request.state == State.NEW else Side.COLLEAGUE
    had_it = Q(person=actor.person_id) | Q(other=actor.person_id)
    return Side.COLLEAGUE if request.steps.filter(had_it).exists() else None


def readable(actor: Actor, request_id: int, now: datetime) -> Request:
    """Return a request whose content somebody reads; raises `NotFound`."""
    return reached(actor, request_id, now)[0]


def reached(actor: Actor, request_id: int, now: datetime) -> tuple[Request, Side]:
    """Return a request somebody reads, and how they stand to it; raises `NotFound`."""
    request = Request.objects.filter(pk=request_id, course_key=actor.course_key).first()
    side = side_of(actor, request, now) if request else None
    if request is None or side not in READING:
        raise NotFound
    return request, side


def may_answer(actor: Actor, request: Request, now: datetime) -> bool:
    """Whether somebody answers a request: who has it, or who stands in for them today."""
    return side_of(actor, request, now) in ANSWERING


def locked(actor: Actor, request_id: int) -> Request:
    """Return a request of the course for this transaction alone; raises `NotFound`.

    Says nothing of whether the person may see it.
    """
    found = Request.objects.select_for_update()
    request = found.filter(pk=request_id, course_key=actor.course_key).first()
    if request is None:
        raise NotFound
    return request
