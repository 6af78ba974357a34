"""Where the works of an exercise stand: what components ask within their own use cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from xblocks.core.errors import NotFound
from xblocks.grading.domain import Status
from xblocks.grading.reach import owner_name
from xblocks.grading.records import Seat, Work


@dataclass(frozen=True)
class Standing:
    """The version of a team that counts.

    `status` is a value of `Status`; `in_review` tells that somebody holds it or sits in its jury;
    `revise_by` is the deadline of a returned one.
    """

    work_id: int
    usage_key: str
    number: int
    status: Status
    in_review: bool
    handed_in_at: datetime
    late: bool
    revise_by: datetime | None


def standing_work(usage_key: str, owner: str, *, lock: bool = False) -> Work | None:
    """Return the newest version that was not withdrawn; None before the first."""
    works = Work.objects.select_for_update() if lock else Work.objects.all()
    return (
        works.filter(usage_key=usage_key, owner=owner)
        .exclude(status=Status.WITHDRAWN)
        .order_by("-number")
        .first()
    )


def latest(usage_key: str, *, company: int | None = None, person: int | None = None) -> Work | None:
    """Return the version of a team, or of one person, that counts; None before the first.

    For components, which have checked who asks.
    """
    return standing_work(usage_key, owner_name(company=company, person=person))


def works_of(
    usage_key: str, *, company: int | None = None, person: int | None = None
) -> list[Work]:
    """Return all versions of a team, or of one person, the newest first; for components.

    Also withdrawn ones.
    """
    owner = owner_name(company=company, person=person)
    return list(Work.objects.filter(usage_key=usage_key, owner=owner).order_by("-number"))


def standings(*, company: int, now: datetime) -> dict[str, Standing]:
    """Return where every exercise of a team stands, by usage key, in two statements."""
    works = Work.objects.filter(owner=owner_name(company=company, person=None))
    found = _standings(_counting(works), now)
    return {usage_key: standing for (_company, usage_key), standing in found.items()}


def standings_of(
    usage_keys: Collection[str], *, companies: Collection[int], now: datetime
) -> dict[tuple[int | None, str], Standing]:
    """Return where exercises of several teams stand, by company and usage key, in two statements.

    For components, which have checked who asks.
    """
    works = Work.objects.filter(usage_key__in=usage_keys, company__in=companies)
    return _standings(_counting(works), now)


def standing(
    usage_key: str, *, company: int | None = None, person: int | None = None, now: datetime
) -> Standing:
    """Return where one exercise of a team, or of one person, stands.

    Raises `NotFound` before the first hand-in.
    """
    work = latest(usage_key, company=company, person=person)
    if work is None:
        raise NotFound
    return _standings([work], now)[company, usage_key]


def _counting(works: QuerySet[Work]) -> QuerySet[Work]:
    return works.exclude(status=Status.WITHDRAWN).order_by("number").defer("content")


def _standings(works: Iterable[Work], now: datetime) -> dict[tuple[int | None, str], Standing]:
    newest = {(work.company_id, work.usage_key): work for work in works}
    juries = [w.pk for w in newest.values() if w.seats and w.status == Status.WAITING]
    seated = (
        set(Seat.objects.filter(work__in=juries).values_list("work_id", flat=True))
        if juries
        else set()
    )
    return {
        key: Standing(
            work_id=work.pk,
            usage_key=work.usage_key,
            number=work.number,
            status=Status(work.status),
            in_review=work.status == Status.WAITING and (work.pk in seated or _is_held(work, now)),
            handed_in_at=work.handed_in_at,
            late=work.late,
            revise_by=work.revise_by,
        )
        for key, work in newest.items()
    }


def _is_held(work: Work, now: datetime) -> bool:
    return work.claimed_until is not None and work.claimed_until > now
