"""The queue: what waits, is mine, is late, came back, is done – filtered, sorted, in pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.grading.domain import Shelf
from xblocks.grading.ordering import Place, Slice, Sort, count_up_to, first_places
from xblocks.grading.reach import seen_districts
from xblocks.grading.records import Pile, Seat, Work
from xblocks.grading.rows import Row, rows_of
from xblocks.grading.waiting import days_waited, waited_since

PAGE_SIZE = 50
COUNTED_UP_TO = 100
LONG_DAYS = 5
"""Working days after which a work has waited long (`design`: details that tell care)."""


class View(StrEnum):
    """The piles of work a queue shows, one at a time; each has its counter."""

    WAITING = "waiting"
    MINE = "mine"
    LATE = "late"
    RETURNED = "returned"
    DONE = "done"


OPEN_SHELVES = (Shelf.WAITING, Shelf.LATE)
SHELVES: Mapping[View, tuple[Shelf, ...]] = {
    View.WAITING: OPEN_SHELVES,
    View.MINE: OPEN_SHELVES,
    View.LATE: (Shelf.LATE,),
    View.RETURNED: (Shelf.RETURNED,),
    View.DONE: (Shelf.DONE,),
}


@dataclass(frozen=True)
class Filters:
    """What of the queue is asked for. `min_days` working days at least were works handed in ago."""

    view: View = View.WAITING
    district: int | None = None
    usage_key: str | None = None
    min_days: int = 0
    sort: Sort = Sort.AGE
    ascending: bool = True

    @property
    def order(self) -> Sort:
        """The sort that makes a difference: works of one exercise have one title."""
        return Sort.AGE if self.usage_key and self.sort is Sort.EXERCISE else self.sort


@dataclass(frozen=True)
class Counters:
    """How many works there are in the district and of the exercise asked for.

    `waiting` includes `late`. `mine` counts in all districts. `long_waiting` are those waiting
    for `LONG_DAYS` working days or longer, counted up to 100.
    """

    waiting: int
    mine: int
    late: int
    returned: int
    done: int
    long_waiting: int


@dataclass(frozen=True)
class Choice:
    """Something a queue can be filtered by; `waiting` works are behind it."""

    key: str
    label: str
    waiting: int


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue. `next` and `previous` are places to ask for, None at the ends."""

    rows: tuple[Row, ...]
    counters: Counters
    districts: tuple[Choice, ...]
    exercises: tuple[Choice, ...]
    next: str | None
    previous: str | None


def queue(
    actor: Actor,
    filters: Filters,
    now: datetime,
    *,
    after: str | None = None,
    before: str | None = None,
) -> QueuePage:
    """Return a page of at most 50 works, in at most ten statements however many there are.

    `after` and `before` are the places a page named as its next and previous one. Trainers see
    their districts, coordinators the course. Raises `NotAllowed`, `NotFound` (a district or an
    exercise beyond reach), `BadRequest` (a place of another sorting).
    """
    require(actor, Action.SEE_GRADES)
    districts = seen_districts(actor)
    piles = list(Pile.objects.filter(district__in=districts).select_related("district"))
    wanted = _slice(filters, districts, piles, now)
    held = _held(actor)
    if before is not None:
        edge = Place.from_text(before, filters.order)
        turned = replace(wanted, after=edge, ascending=not wanted.ascending)
        found = _places(filters, turned, held, now)
        page, more = found[:PAGE_SIZE][::-1], len(found) > PAGE_SIZE
        has_next, has_previous = True, more
    else:
        place = Place.from_text(after, filters.order) if after is not None else None
        found = _places(filters, replace(wanted, after=place), held, now)
        page, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
        has_next, has_previous = more, place is not None
    return QueuePage(
        rows=rows_of(actor, [each.work_id for each in page], now),
        counters=_counters(filters, wanted, piles, len(held), now),
        districts=_districts(piles),
        exercises=_exercises(piles, filters.district),
        next=page[-1].to_text() if page and has_next else None,
        previous=page[0].to_text() if page and has_previous else None,
    )


def following(actor: Actor, filters: Filters, work_id: int, now: datetime) -> int | None:
    """Return the next work behind this one in the same order which nobody else holds.

    None at the end. Looks at most 50 works ahead. Raises as `queue`.
    """
    require(actor, Action.SEE_GRADES)
    districts = seen_districts(actor)
    work = Work.objects.filter(id=work_id, district__in=districts).defer("content").first()
    if work is None:
        raise NotFound
    piles = list(Pile.objects.filter(district__in=districts).select_related("district"))
    wanted = _slice(filters, districts, piles, now)
    after = Place(getattr(work, filters.order.value), work.pk)
    found = _places(filters, replace(wanted, after=after), _held(actor), now)
    ids = [each.work_id for each in found]
    free = Q(claimed_by=None) | Q(claimed_by=actor.user_id) | Q(claimed_until__lte=now)
    open_ids = set(Work.objects.filter(free, id__in=ids).values_list("id", flat=True))
    return next((each for each in ids if each in open_ids), None)


def my_works(actor: Actor, now: datetime) -> tuple[Row, ...]:
    """Return the open works the person holds or sits in the jury of, the oldest first.

    The whole queue of a jury's guest. Raises `NotAllowed`.
    """
    require(actor, Action.SIT_IN_JURY)
    works = Work.objects.filter(id__in=_held(actor)).order_by("handed_in_at", "id")
    return rows_of(actor, list(works.values_list("id", flat=True)), now)


def _slice(
    filters: Filters, districts: frozenset[int], piles: Sequence[Pile], now: datetime
) -> Slice:
    if filters.district is not None:
        if filters.district not in districts:
            raise NotFound
        districts = frozenset({filters.district})
    if filters.usage_key not in (None, *(pile.usage_key for pile in piles)):
        raise NotFound
    with_works = districts & {pile.district_id for pile in piles}
    return Slice(
        districts=tuple(sorted(with_works)),
        shelves=SHELVES[filters.view],
        sort=filters.order,
        usage_key=filters.usage_key,
        before=_before(filters.min_days, piles, now) if filters.min_days > 0 else None,
        ascending=filters.ascending,
    )


def _before(days: int, piles: Sequence[Pile], now: datetime) -> dict[int, datetime]:
    """Return by district before when works were handed in that have waited so many days.

    Reckoned here and not in the database: holidays differ from district to district.
    """
    districts = {pile.district_id: pile.district for pile in piles}
    return {each: waited_since(days, district, now) for each, district in districts.items()}


def _places(filters: Filters, wanted: Slice, held: frozenset[int], now: datetime) -> list[Place]:
    if filters.view is not View.MINE:
        return first_places(wanted, PAGE_SIZE + 1)
    return _own_places(filters, wanted, held, now)


def _own_places(
    filters: Filters, wanted: Slice, held: frozenset[int], now: datetime
) -> list[Place]:
    """Return what the person holds, filtered and sorted here: never more than a few dozen.

    With more conditions the database might choose another index than that of the ids. A guest of
    a jury holds works of districts that have no pile in reach.
    """
    works = Work.objects.filter(id__in=held).select_related("district").defer("content")
    places = [
        Place(getattr(work, wanted.sort.value), work.pk)
        for work in works
        if filters.usage_key in (None, work.usage_key)
        and filters.district in (None, work.district_id)
        and days_waited(work.handed_in_at, work.district, now) >= filters.min_days
    ]
    places.sort(key=lambda each: (each.value, each.work_id), reverse=not wanted.ascending)
    if wanted.after is not None:
        limit = (wanted.after.value, wanted.after.work_id)
        places = [
            each
            for each in places
            if (limit < (each.value, each.work_id)) is wanted.ascending
            and limit != (each.value, each.work_id)
        ]
    return places[: PAGE_SIZE + 1]


def _held(actor: Actor) -> frozenset[int]:
    """Return the open works the person has claimed or sits in the jury of, in any district."""
    shelves = [shelf.value for shelf in OPEN_SHELVES]
    claimed = Work.objects.filter(claimed_by=actor.user_id, shelf__in=shelves)
    seated = Work.objects.filter(
        id__in=Seat.objects.filter(juror=actor.user_id).values("work"), shelf__in=shelves
    )
    return frozenset(
        work_id
        for works in (claimed, seated)
        for work_id in works.filter(course_key=actor.course_key).values_list("id", flat=True)
    )


def _counters(
    filters: Filters, wanted: Slice, piles: Sequence[Pile], mine: int, now: datetime
) -> Counters:
    counted = [
        pile
        for pile in piles
        if pile.district_id in wanted.districts and filters.usage_key in (None, pile.usage_key)
    ]
    late = sum(pile.late for pile in counted)
    long_waiting = replace(
        wanted,
        shelves=OPEN_SHELVES,
        sort=Sort.AGE,
        before=_before(LONG_DAYS, piles, now),
        after=None,
        ascending=True,
    )
    return Counters(
        waiting=late + sum(pile.waiting for pile in counted),
        mine=mine,
        late=late,
        returned=sum(pile.returned for pile in counted),
        done=sum(pile.done for pile in counted),
        long_waiting=count_up_to(long_waiting, COUNTED_UP_TO),
    )


def _districts(piles: Sequence[Pile]) -> tuple[Choice, ...]:
    found: dict[int, Choice] = {}
    for pile in piles:
        known = found.get(pile.district_id)
        waiting = pile.waiting + pile.late + (known.waiting if known else 0)
        found[pile.district_id] = Choice(str(pile.district_id), pile.district.name, waiting)
    return tuple(sorted(found.values(), key=lambda each: each.label))


def _exercises(piles: Sequence[Pile], district: int | None) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for pile in piles:
        if district not in (None, pile.district_id):
            continue
        known = found.get(pile.usage_key)
        waiting = pile.waiting + pile.late + (known.waiting if known else 0)
        found[pile.usage_key] = Choice(pile.usage_key, pile.title, waiting)
    return tuple(sorted(found.values(), key=lambda each: each.label))
