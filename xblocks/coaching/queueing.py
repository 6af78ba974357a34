"""The expert's queue: what is to be done, by due date, and how much there is of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from xblocks.coaching.domain.values import RUNNING, State
from xblocks.coaching.reach import covered, served_by, stood_in_for
from xblocks.coaching.records import Request
from xblocks.coaching.rows import Row, rows_of
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.roster.records import District

PAGE_SIZE = 50
LAST_PAGE = 2_000


class View(StrEnum):
    """Piles of an expert, one shown at a time.

    `TODO`: everything whose clock runs and that the expert may answer, taken or free. `FREE`:
    nobody has it yet. `MINE`: taken and still to answer. `TRAINEE`: waits for the trainee.
    `OTHERS`: colleagues answer it; no word of it is shown. What somebody has in whose place the
    expert stands today is theirs too.
    """

    TODO = "todo"
    FREE = "free"
    MINE = "mine"
    TRAINEE = "trainee"
    ANSWERED = "answered"
    CLOSED = "closed"
    OTHERS = "others"


_DUE_FIRST = ("due_at", "id")
_LAST_FIRST = ("-updated_at", "-id")
_ORDER = {
    View.TODO: _DUE_FIRST,
    View.FREE: _DUE_FIRST,
    View.MINE: _DUE_FIRST,
    View.OTHERS: (F("due_at").asc(nulls_last=True), "id"),  # some of them rest
    View.TRAINEE: _LAST_FIRST,
    View.ANSWERED: _LAST_FIRST,
    View.CLOSED: _LAST_FIRST,
}

_OTHERS_STATES = (State.ASSIGNED, State.WAITING_EXPERT, State.WAITING_TRAINEE)


@dataclass(frozen=True)
class Filters:
    """What of the queue is asked for. `late`: only what waits too long."""

    view: View = View.TODO
    topic: str = ""
    district: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Choice:
    """Something the queue can be filtered by; `todo` requests are behind it."""

    key: str
    label: str
    todo: int


@dataclass(frozen=True)
class Counters:
    """How many requests each view has, whatever is filtered.

    `late` of those to do are over their time, `soon` have used four fifths of it.
    """

    views: Mapping[View, int]
    late: int = 0
    soon: int = 0
    topics: tuple[Choice, ...] = ()
    districts: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue; `more` tells that there is another one after it."""

    rows: tuple[Row, ...]
    counters: Counters
    page: int
    more: bool
    filters: Filters = field(default_factory=Filters)


_STATES = {
    View.TRAINEE: State.WAITING_TRAINEE,
    View.ANSWERED: State.ANSWERED,
    View.CLOSED: State.CLOSED,
}
_OF_PEOPLE = frozenset({View.MINE, *_STATES})
"""Views by who has a request: a person is of one course, and naming the course as well would lead
databases to an index of all that was ever closed in it."""


@dataclass(frozen=True)
class _Reach:
    """Whose requests somebody answers, and the condition on those they may take."""

    held_by: frozenset[int]
    covered: Q
    reader: int

    @property
    def mine(self) -> Q:
        """What the reader answers, for themselves or as a substitute."""
        return Q(expert__in=self.held_by)

    @property
    def free(self) -> Q:
        """What lies open for them to take."""
        return Q(state=State.NEW) & self.covered & ~Q(asker=self.reader)

    @property
    def todo(self) -> Q:
        """What waits for them."""
        # That the clock runs follows from the rest; said once more it lets databases find the few
        # open requests by index, which an "or" alone does not.
        own = self.mine & Q(state__in=(State.ASSIGNED, State.WAITING_EXPERT))
        return Q(state__in=list(RUNNING)) & (self.free | own)

    @property
    def others(self) -> Q:
        """What colleagues have taken of it."""
        return Q(state__in=_OTHERS_STATES) & self.covered & ~self.mine & ~Q(asker=self.reader)

    def of(self, view: View) -> Q:
        """Return the condition of a view."""
        match view:
            case View.TODO:
                return self.todo
            case View.FREE:
                return self.free
            case View.OTHERS:
                return self.others
            case View.MINE:
                return self.mine & Q(state__in=(State.ASSIGNED, State.WAITING_EXPERT))
        return self.mine & Q(state=_STATES[view])


def queue(actor: Actor, filters: Filters, page: int, now: datetime) -> QueuePage:
    """Return a page of at most 50 requests, counted from 1, in at most nine statements.

    An expert sees requests of their topics and districts, and what was handed to them. Raises
    `NotAllowed`.
    """
    require(actor, Action.ANSWER)
    reach = _reach(actor, now)
    page = min(max(page, 1), LAST_PAGE)
    first = (page - 1) * PAGE_SIZE
    found = _wanted(actor, reach, filters, now)
    ordered = found.order_by(*_ORDER[filters.view]).values_list("pk", flat=True)
    ids = list(ordered[first : first + PAGE_SIZE + 1])
    return QueuePage(
        rows=rows_of(ids[:PAGE_SIZE], reach.reader, reach.held_by, now),
        counters=_counters(actor, reach, now),
        page=page,
        more=len(ids) > PAGE_SIZE,
        filters=filters,
    )


def _reach(actor: Actor, now: datetime) -> _Reach:
    away = stood_in_for(actor, now)
    person = actor.person_id or 0
    return _Reach(frozenset({person, *away}), covered(served_by(actor, away)), person)


def _wanted(actor: Actor, reach: _Reach, filters: Filters, now: datetime) -> QuerySet[Request]:
    found = Request.objects.filter(reach.of(filters.view))
    if filters.view not in _OF_PEOPLE:
        found = found.filter(course_key=actor.course_key)
    if filters.topic:
        found = found.filter(topic=filters.topic)
    if filters.district is not None:
        found = found.filter(district__in=District.objects.filter(pk=filters.district))
    if filters.late:
        found = found.filter(due_at__lte=now)
    return found


def _counters(actor: Actor, reach: _Reach, now: datetime) -> Counters:
    course = Request.objects.filter(course_key=actor.course_key)
    mine = Request.objects.filter(reach.mine).values_list("state").annotate(Count("pk"))
    held = dict(mine.order_by())
    views = {view: held.get(state, 0) for view, state in _STATES.items()}
    views[View.MINE] = held.get(State.ASSIGNED, 0) + held.get(State.WAITING_EXPERT, 0)
    views[View.OTHERS] = course.filter(reach.others).count()
    todo = (
        course.filter(reach.todo)
        .values("topic", "district", "district__name")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(due_at__lte=now)),
            soon=Count("pk", filter=Q(warn_at__lte=now, due_at__gt=now)),
        )
        .order_by()
    )
    rows = list(todo)
    views[View.TODO] = sum(row["count"] for row in rows)
    views[View.FREE] = views[View.TODO] - views[View.MINE]
    return Counters(
        views=views,
        late=sum(row["late"] for row in rows),
        soon=sum(row["soon"] for row in rows),
        topics=_choices([(row["topic"], row["topic"], row["count"]) for row in rows]),
        districts=_choices(
            [
                (str(row["district"]), row["district__name"], row["count"])
                for row in rows
                if row["district"] is not None
            ]
        ),
    )


def _choices(rows: Sequence[tuple[str, str, int]]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for key, label, count in rows:
        known = found.get(key)
        found[key] = Choice(key, label, count + (known.todo if known else 0))
    return tuple(sorted(found.values(), key=lambda each: each.label))
