"""Which works of an exercise somebody takes home, and which of them they have taken already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.grading.domain import Status
from xblocks.grading.points import total_of
from xblocks.grading.presenters import given_of, rubric_of
from xblocks.grading.reach import company_name, graded_districts, seen_districts, team_name
from xblocks.grading.records import DownloadMark, MemberScore, Work

SETTLED = timedelta(minutes=2)
CHUNK = 200


@dataclass(frozen=True)
class Grade:
    """A member's points of an exercise, as one line of an export.

    `points` of 100, told out of `total`; `said` is what was reckoned beside what was rated. `team`
    is the company, also that of who worked alone.
    """

    usage_key: str
    title: str
    district: str
    team: str
    member: str
    email: str
    number: int
    status: Status
    late: bool
    points: Decimal
    total: int
    said: str
    deviation_reason: str
    decided_at: datetime | None


def works_to_download(
    actor: Actor, usage_key: str, *, district: int | None = None, only_new: bool = False
) -> Iterator[Work]:
    """Yield the works of an exercise by id, a few at a time; withdrawn ones are left out.

    `only_new` leaves out what was downloaded up to the last mark. Raises, at once, `NotAllowed`
    and `NotFound` (a district beyond reach).
    """
    require(actor, Action.GRADE)
    works = _in_reach(actor, usage_key, graded_districts(actor), district)
    if only_new:
        mark = DownloadMark.objects.filter(user=actor.user_id, usage_key=usage_key).first()
        works = works.filter(id__gt=mark.last_work_id if mark else 0)
    return works.select_related("company", "person__company", "district").iterator(chunk_size=CHUNK)


def mark_downloaded(actor: Actor, usage_key: str, now: datetime) -> None:
    """Remember that the person has everything of an exercise handed in until now.

    The last two minutes are left out: a hand-in may get its id before another one and appear
    after it. They are offered once more. Raises `NotAllowed`, `Masquerading`.
    """
    require_own_hand(actor, Action.GRADE)
    settled = _in_reach(actor, usage_key, graded_districts(actor), None).filter(
        handed_in_at__lte=now - SETTLED
    )
    last = settled.values_list("id", flat=True).last()
    if last is not None:
        DownloadMark.objects.update_or_create(
            user_id=actor.user_id,
            usage_key=usage_key,
            defaults={"last_work_id": last, "at": now},
        )


def grade_list(
    actor: Actor, *, usage_key: str | None = None, district: int | None = None
) -> Iterator[Grade]:
    """Yield the points of everybody in reach, a few at a time.

    Raises, at once, `NotAllowed` and `NotFound` (a district beyond reach).
    """
    require(actor, Action.SEE_GRADES)
    scores = MemberScore.objects.filter(
        work__course_key=actor.course_key,
        work__district__in=_chosen(seen_districts(actor), district),
    )
    if usage_key is not None:
        scores = scores.filter(usage_key=usage_key)
    found = scores.select_related(
        "work__company", "work__person__company", "work__district", "person"
    ).order_by("id")
    return map(_grade, found.iterator(chunk_size=CHUNK))


def _in_reach(
    actor: Actor, usage_key: str, districts: frozenset[int], district: int | None
) -> QuerySet[Work]:
    works = Work.objects.filter(
        course_key=actor.course_key,
        usage_key=usage_key,
        district__in=_chosen(districts, district),
    )
    return works.exclude(status=Status.WITHDRAWN).order_by("id")


def _chosen(districts: frozenset[int], district: int | None) -> frozenset[int]:
    if district is None:
        return districts
    if district not in districts:
        raise NotFound
    return frozenset({district})


def _grade(score: MemberScore) -> Grade:
    work = score.work
    given = given_of(work)
    return Grade(
        usage_key=score.usage_key,
        title=work.title,
        district=work.district.name,
        team=company_name(work) or team_name(work),
        member=score.person.name,
        email=score.person.email,
        number=work.number,
        status=Status(work.status),
        late=work.late,
        points=score.points,
        total=total_of(rubric_of(work.block_type, work.definition_hash), given),
        said=f"{given.label}: {given.said}" if given else "",
        deviation_reason=score.deviation_reason,
        decided_at=work.decided_at,
    )
