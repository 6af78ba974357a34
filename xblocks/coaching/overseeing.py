"""What coordinators see of requests: where each stands and with whom, never what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When

from xblocks.coaching.domain.routing import Away
from xblocks.coaching.domain.values import OPEN, RUNNING, State
from xblocks.coaching.duty import Duty, duty_of
from xblocks.coaching.expecting import due_day, is_late, is_soon
from xblocks.coaching.records import Request, RequestStep
from xblocks.coaching.workload import Load, held_by, load_of, open_requests
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.topics import Topic
from xblocks.host.dates import day_of
from xblocks.roster.records import District

PAGE = 50
"""Requests on a page of the list."""

_SHOWN = (
    *("topic", "urgency", "state", "version", "sent_at", "warn_at", "due_at"),
    *("district", "expert", "asker"),
)
"""Columns of a request that are read: none that anybody wrote in."""

_ORDER = (F("due_at").asc(nulls_last=True), "pk")
"""What is due first comes first, what rests last."""

SOON_AWAY = timedelta(days=14)
"""Absences that begin within this time are shown beforehand."""


class View(StrEnum):
    """Which open requests are listed.

    `NOBODY`: none who may answer is there today. `OVERDUE` and `SOON`: the time is over, or four
    fifths of it. `FREE`: nobody has taken it. `TRAINEE`: waits for the trainee.
    """

    OPEN = "open"
    NOBODY = "nobody"
    OVERDUE = "overdue"
    SOON = "soon"
    FREE = "free"
    TRAINEE = "trainee"


@dataclass(frozen=True)
class Filters:
    """What is asked for: a view, and of it a topic or a district (by id)."""

    view: View = View.OPEN
    topic: str = ""
    district: int | None = None


@dataclass(frozen=True)
class Waiting:
    """A request as coordinators see it; `expert` is empty while nobody has it.

    `due` is the last day of its time while the clock runs; `late` and `soon`: the time is over, or
    four fifths of it. `nobody` tells that none who may answer is there today.
    """

    number: int
    topic: str
    district: str
    urgency: str
    state: str
    sent_at: datetime
    due: date | None
    late: bool
    soon: bool
    expert: str
    expert_id: int | None
    nobody: bool
    version: int


@dataclass(frozen=True)
class Absent:
    """An expert who is away or will be soon; `substitute` is empty without one, `open` counts the
    requests they have."""

    name: str
    away: Away
    now: bool
    substitute: str
    open: int


@dataclass(frozen=True)
class Place:
    """How many requests of a topic are open in a district, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Overview:
    """The coordinator's page. `table` has a row for each topic with open requests."""

    rows: Sequence[Waiting]
    more: bool
    counters: Mapping[View, int]
    topics: Sequence[str]
    districts: Sequence[tuple[int, str]]
    table: Mapping[tuple[str, int], Place]
    loads: Sequence[Load]
    absent: Sequence[Absent]


def overview(actor: Actor, filters: Filters, page: int, now: datetime) -> Overview:
    """Return what waits, with whom and how long: first what waits in vain. Raises `NotAllowed`.

    The same number of statements however many requests there are.
    """
    require(actor, Action.OVERSEE)
    duty, held = duty_of(actor.course_key, now), held_by(actor.course_key, now)
    districts = District.objects.filter(course_key=actor.course_key).order_by("key")
    found = open_requests(actor.course_key)
    conditions = _conditions(_in_vain(found, held, duty), now)
    table = _table(found, now)
    # Annotated, because "ORDER BY 1" of a bare constant is the first column to MariaDB.
    rank = Case(When(conditions[View.NOBODY], then=0), default=1, output_field=IntegerField())
    ranked = _narrowed(found, filters, conditions).annotate(rank=rank).order_by("rank", *_ORDER)
    rows = _rows(ranked, page, duty)
    return Overview(
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        counters=_counters(found, conditions),
        topics=[topic for topic in Topic if any(topic == each for each, _district in table)],
        districts=list(districts.values_list("pk", "name")),
        table=table,
        loads=[load_of(person, held, duty) for person in duty.people],
        absent=_absent(duty, held),
    )


@dataclass(frozen=True)
class Reassignable:
    """A request to be given to somebody else: how it stands, who had it and why, who may have it.

    `fitting` are the experts of its topic and district that are there today.
    """

    row: Waiting
    steps: Sequence[RequestStep]
    loads: Sequence[Load]
    fitting: frozenset[int]


def reassignable(actor: Actor, request_id: int, now: datetime) -> Reassignable:
    """Return what a coordinator needs to know to reassign a request.

    Raises `NotAllowed`, `NotFound` (also of a draft or a closed one).
    """
    require(actor, Action.OVERSEE)
    duty, held = duty_of(actor.course_key, now), held_by(actor.course_key, now)
    states = [*(state.value for state in OPEN), State.ANSWERED.value]
    found = Request.objects.filter(course_key=actor.course_key, state__in=states, pk=request_id)
    rows = _rows(found, 1, duty)
    if not rows:
        raise NotFound
    district, asker = found.values_list("district", "asker").get()
    steps = RequestStep.objects.filter(request=request_id).select_related("person", "other")
    return Reassignable(
        row=rows[0],
        steps=list(steps.order_by("id")),
        loads=[
            load_of(person, held, duty)
            for person in duty.people
            if person.pk not in (rows[0].expert_id, asker)
        ],
        fitting=frozenset(duty.fitting(rows[0].topic, district)),
    )


def _in_vain(found: QuerySet[Request], held: Iterable[int], duty: Duty) -> Q:
    """Return the condition on requests that nobody who is there today may answer."""
    free = found.filter(state=State.NEW).order_by().values_list("topic", "district").distinct()
    condition = Q(pk__in=())
    for topic, district in free:
        place = Q(state=State.NEW, topic=topic, district=district)
        condition |= place & _nobody_but_asker(duty.there_for(topic, district))
    waiting = [state.value for state in RUNNING - {State.NEW}]
    for expert in held:
        theirs = Q(state__in=waiting, expert=expert)
        condition |= theirs & _nobody_but_asker(duty.there_instead_of(expert))
    return condition


def _nobody_but_asker(there: Sequence[int]) -> Q:
    """Return the condition that who is there is nobody, or who asked and cannot answer that."""
    if not there:
        return Q()
    return Q(asker=there[0]) if len(there) == 1 else Q(pk__in=())


def _conditions(nobody: Q, now: datetime) -> dict[View, Q]:
    return {
        View.OPEN: Q(),
        View.NOBODY: nobody,
        View.OVERDUE: Q(due_at__lte=now),
        View.SOON: Q(warn_at__lte=now, due_at__gt=now),
        View.FREE: Q(state=State.NEW),
        View.TRAINEE: Q(state=State.WAITING_TRAINEE),
    }


def _counters(found: QuerySet[Request], conditions: Mapping[View, Q]) -> dict[View, int]:
    counted = found.aggregate(
        **{
            f"count_{view.value}": Count("pk", filter=condition) if condition else Count("pk")
            for view, condition in conditions.items()
        }
    )
    return {view: counted[f"count_{view.value}"] for view in conditions}


def _narrowed(
    found: QuerySet[Request], filters: Filters, conditions: Mapping[View, Q]
) -> QuerySet[Request]:
    found = found.filter(conditions[filters.view])
    if filters.topic:
        found = found.filter(topic=filters.topic)
    if filters.district is not None:
        found = found.filter(district=filters.district)
    return found


def _rows(found: QuerySet[Request], page: int, duty: Duty) -> list[Waiting]:
    """Return a page of requests and one more, in the order they were asked for."""
    first = (page - 1) * PAGE
    rows = found.annotate(district_name=F("district__name"), expert_name=F("expert__name"))
    shown = rows.only(*_SHOWN)
    return [_row(request, duty) for request in shown[first : first + PAGE + 1]]


def _row(request: Request, duty: Duty) -> Waiting:
    now = duty.now
    return Waiting(
        number=request.pk,
        topic=request.topic,
        district=request.district_name or "",
        urgency=request.urgency,
        state=request.state,
        sent_at=request.sent_at,
        due=due_day(request),
        late=is_late(request, now),
        soon=is_soon(request, now),
        expert=request.expert_name or "",
        expert_id=request.expert_id,
        nobody=duty.leaves_alone(request),
        version=request.version,
    )


def _table(found: QuerySet[Request], now: datetime) -> dict[tuple[str, int], Place]:
    rows = (
        found.order_by()
        .values_list("topic", "district")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_at__lte=now)))
    )
    return {
        (topic, district or 0): Place(opened, overdue) for topic, district, opened, overdue in rows
    }


def _absent(duty: Duty, held: Mapping[int, Mapping[str, int]]) -> list[Absent]:
    names = {person.pk: person.name for person in duty.people}
    today = day_of(duty.now)
    return [
        Absent(
            name=names[each.person_id],
            away=each,
            now=each.on(today),
            substitute=names.get(each.substitute or 0, ""),
            open=held.get(each.person_id, {}).get("open", 0),
        )
        for each in duty.absences
        if each.since <= today + SOON_AWAY
    ]
