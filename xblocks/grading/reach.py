"""Which works somebody reaches. What they do not reach does not exist for them."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.grading.domain import Status
from xblocks.grading.records import Seat, Work, WorkMember
from xblocks.grading.refusals import OwnWork
from xblocks.roster.records import District, Person


def graded_districts(actor: Actor) -> frozenset[int]:
    """Return the districts whose works the person grades; staff of the course has all."""
    return actor.districts if actor.has(Role.TRAINER) else frozenset()


def seen_districts(actor: Actor) -> frozenset[int]:
    """Return the districts whose grades the person sees: coordinators those of the course."""
    if actor.has(Role.COORDINATOR):
        found = District.objects.filter(course_key=actor.course_key)
        return frozenset(found.values_list("id", flat=True))
    return graded_districts(actor)


def graded_work(actor: Actor, work_id: int, *, lock: bool = False) -> Work:
    """Return a work the person may grade; raises `NotFound`, `OwnWork`.

    Besides their districts' works a person grades those they have a seat in the jury of. With
    `lock` nobody else decides about it before the transaction ends.
    """
    work = _works(lock=lock).filter(id=work_id, course_key=actor.course_key).first()
    if work is None or not _grades(actor, work):
        raise NotFound
    if _is_own(actor, work):
        raise OwnWork
    return work


def seen_work(actor: Actor, work_id: int) -> Work:
    """Return a work whose grades the person may see; raises `NotFound`, `OwnWork`."""
    work = Work.objects.filter(id=work_id, course_key=actor.course_key).first()
    if work is None or work.district_id not in seen_districts(actor):
        raise NotFound
    if _is_own(actor, work):
        raise OwnWork
    return work


def team_work(actor: Actor, work_id: int, *, lock: bool = False) -> Work:
    """Return a work of the person's own team; raises `NotFound`."""
    work = _works(lock=lock).filter(id=work_id, course_key=actor.course_key).first()
    if work is None or not owned_by(actor, work):
        raise NotFound
    return work


def owned_by(actor: Actor, work: Work) -> bool:
    """Whether a work is that of the person's present team, or their own."""
    return work.owner in own_names(actor)


def own_names(actor: Actor) -> list[str]:
    """Return what works of the person and of their team are filed under (`Work.owner`)."""
    return [
        owner_name(company=company, person=person)
        for company, person in ((actor.company, None), (None, actor.person_id))
        if company or person
    ]


def owner_name(*, company: int | None, person: int | None) -> str:
    """Return what works of a team, or of one person, are filed under (`Work.owner`)."""
    return f"c{company}" if company is not None else f"p{person}"


def team_name(work: Work) -> str:
    """Return whose work it is: the company's name, or that of the person who works alone."""
    if work.company:
        return work.company.name
    return work.person.name if work.person else ""


def company_name(work: Work) -> str:
    """Return the company of a person who works alone, as it is now; empty for a team's work."""
    company = work.person.company if work.person else None
    return company.name if company else ""


def names_of(course_key: str, user_ids: Collection[int | None]) -> dict[int, str]:
    """Return the names accounts have in a course; the account's own where they stand on no list."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    on_list = Person.objects.filter(course_key=course_key, user=OuterRef("pk")).values("name")[:1]
    found = get_user_model().objects.filter(pk__in=wanted).annotate(listed=Subquery(on_list))
    return {
        user_id: listed or username
        for user_id, listed, username in found.values_list("pk", "listed", "username")
    }


def is_blind(work: Work) -> bool:
    """Whether a jury still rates: what its members say must stay hidden from one another."""
    if not work.seats or work.status != Status.WAITING:
        return False
    submitted = Seat.objects.filter(work_id=work.pk).exclude(submitted_at=None)
    return submitted.count() < work.seats


def member_ids(work: Work) -> frozenset[int]:
    """Return the ids of everybody graded with a work."""
    return frozenset(WorkMember.objects.filter(work_id=work.pk).values_list("person_id", flat=True))


def _works(*, lock: bool) -> QuerySet[Work]:
    if lock:
        return Work.objects.select_for_update()
    return Work.objects.select_related("company", "district", "person__company")


def _grades(actor: Actor, work: Work) -> bool:
    if work.district_id in graded_districts(actor):
        return True
    return work.seats > 0 and Seat.objects.filter(work=work, juror_id=actor.user_id).exists()


def _is_own(actor: Actor, work: Work) -> bool:
    if owned_by(actor, work):
        return True
    # Who has left the team is graded with its earlier works all the same.
    return actor.person_id is not None and actor.person_id in member_ids(work)
