"""The rows of the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from xblocks.core.people import Actor
from xblocks.grading.domain import Status
from xblocks.grading.reach import company_name, names_of, team_name
from xblocks.grading.records import Seat, Work, WorkMember
from xblocks.grading.waiting import days_waited


@dataclass(frozen=True)
class Row:
    """A version in the queue. `team` is the company's name, or the person's who works alone.

    `alone` tells a single person's, `company` is then theirs.

    `waited` counts working days since it was handed in.

    `holder` is the name of who claimed it (`mine`: the reader); `stale` tells that the claim has
    run out. `submitted` of `seats` have rated where a jury does, `seated` have sat down.
    """

    work_id: int
    usage_key: str
    title: str
    team: str
    members: tuple[str, ...]
    company: str
    alone: bool
    district: str
    number: int
    status: Status
    handed_in_at: datetime
    waited: int
    due: datetime | None
    late: bool
    revise_by: datetime | None
    holder: str
    mine: bool
    stale: bool
    seats: int
    seated: int
    submitted: int


def rows_of(actor: Actor, ids: Sequence[int], now: datetime) -> tuple[Row, ...]:
    """Return works as rows, in the order of `ids`, in at most four statements."""
    works = {
        work.pk: work
        for work in Work.objects.filter(id__in=ids)
        .select_related("company", "person__company", "district")
        .defer("content")
    }
    members: dict[int, list[str]] = {}
    people = WorkMember.objects.filter(work__in=ids).order_by("person__search_text")
    for work_id, name in people.values_list("work_id", "person__name"):
        members.setdefault(work_id, []).append(name)
    seats = _seats([work.pk for work in works.values() if work.seats])
    holders = names_of(actor.course_key, [work.claimed_by_id for work in works.values()])
    return tuple(
        _row(actor, works[each], members.get(each, []), seats.get(each, (0, 0)), holders, now)
        for each in ids
        if each in works
    )


def _seats(work_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return how many have sat down and how many have rated, by work."""
    if not work_ids:
        return {}
    found: dict[int, tuple[int, int]] = {}
    for work_id, at in Seat.objects.filter(work__in=work_ids).values_list(
        "work_id", "submitted_at"
    ):
        seated, submitted = found.get(work_id, (0, 0))
        found[work_id] = (seated + 1, submitted + (at is not None))
    return found


def _row(
    actor: Actor,
    work: Work,
    members: list[str],
    seats: tuple[int, int],
    holders: Mapping[int, str],
    now: datetime,
) -> Row:
    return Row(
        work_id=work.pk,
        usage_key=work.usage_key,
        title=work.title,
        team=team_name(work),
        members=tuple(members),
        company=company_name(work),
        alone=work.person_id is not None,
        district=work.district.name,
        number=work.number,
        status=Status(work.status),
        handed_in_at=work.handed_in_at,
        waited=days_waited(work.handed_in_at, work.district, now),
        due=work.due,
        late=work.late,
        revise_by=work.revise_by,
        holder=holders.get(work.claimed_by_id, ""),
        mine=work.claimed_by_id == actor.user_id,
        stale=work.claimed_until is not None and work.claimed_until <= now,
        seats=work.seats,
        seated=seats[0],
        submitted=seats[1],
    )
