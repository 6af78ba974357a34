"""Handing in a version, and taking it back while nobody reviews it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from xblocks.core.definitions import canonical
from xblocks.core.errors import NotFound, TooLarge
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import keep_version
from xblocks.grading import shelving
from xblocks.grading.domain import Status, check_text, shelf_of
from xblocks.grading.presenters import definition_of, presenter_of
from xblocks.grading.reach import own_names, owner_name, team_work
from xblocks.grading.records import Seat, Work, WorkMember
from xblocks.grading.refusals import (
    DefinitionChanged,
    InReview,
    NotAMember,
    NotWaiting,
    WorkClosed,
    WorkWaits,
)
from xblocks.grading.standing import standing_work
from xblocks.grading.telling import tell_handed_in, tell_withdrawn
from xblocks.roster.domain import key_of
from xblocks.roster.records import KEY_LENGTH, Company, Person

MAX_CONTENT = 1_000_000
NO_DUE = datetime(9000, 1, 1, tzinfo=UTC)


@transaction.atomic
def hand_in(
    actor: Actor,
    exercise: Exercise,
    *,
    company: int | None,
    members: Collection[int],
    content: Mapping[str, Any],
    definition_hash: str,
    due: datetime | None,
    late: bool,
    now: datetime,
) -> Work:
    """Hand in a version for the actor's team, or with `company` None for the actor alone.

    `members` are the persons graded, the actor among them, all of the team now; `definition_hash`
    is what the content was written under. Whether `late` is accepted the component has decided.

    Raises `NotAllowed`, `Masquerading`, `NotFound` (a foreign team or course), `NotAMember`,
    `DefinitionChanged`, `WorkWaits`, `WorkClosed`, `TooLarge`, `TextUnreadable`.
    """
    require_own_hand(actor, Action.HAND_IN)
    owner = owner_name(company=company, person=actor.person_id)
    if exercise.course_key != actor.course_key or owner not in own_names(actor):
        raise NotFound
    team = _team(actor, members, alone=company is None)
    if definition_hash != exercise.definition_hash:
        raise DefinitionChanged
    text = _text(content)
    shelving.ready_pile(exercise, team.district_id)
    keep_version(exercise)
    before = standing_work(exercise.usage_key, owner, lock=True)
    _refuse_second(before)
    last = _last_number(exercise.usage_key, owner)
    work = Work(
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        block_type=exercise.block_type,
        title=exercise.title,
        company_id=company,
        person_id=None if company is not None else actor.person_id,
        district_id=team.district_id,
        owner=owner,
        open_owner=owner,
        number=last + 1,
        returns=before.returns + 1 if before else 0,
        handed_in_at=now,
        handed_in_by_id=actor.person_id,
        due=due,
        late=late,
        content=text,
        definition_hash=definition_hash,
        seats=presenter_of(exercise.block_type).jury(definition_of(definition_hash)),
        status=Status.WAITING,
        shelf=shelf_of(Status.WAITING, late=late),
        sort_name=team.key if company is not None else key_of(actor.name)[:KEY_LENGTH],
        sort_due=due or NO_DUE,
    )
    _write(work, members)
    if before:
        shelving.move(before, Status.SUPERSEDED)
    tell_handed_in(work)
    return work


@transaction.atomic
def withdraw(actor: Actor, work_id: int, now: datetime) -> None:
    """Take back what nobody reviews yet; a version that came back before counts again.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotWaiting`, `InReview`.
    """
    require_own_hand(actor, Action.HAND_IN)
    work = team_work(actor, work_id, lock=True)
    if work.status != Status.WAITING:
        raise NotWaiting
    claimed = work.claimed_until is not None and work.claimed_until > now
    if claimed or (work.seats and Seat.objects.filter(work=work).exists()):
        raise InReview
    shelving.move(work, Status.WITHDRAWN, claimed_by_id=None, claimed_until=None)
    before = standing_work(work.usage_key, work.owner, lock=True)
    if before:
        shelving.move(before, Status.RETURNED)
    tell_withdrawn(work)


def _team(actor: Actor, members: Collection[int], *, alone: bool) -> Company:
    """Return the company, once every member is found in it; who has left is in none."""
    present = Person.objects.filter(
        course_key=actor.course_key, company_id=actor.company, left_at=None
    ).values_list("id", flat=True)
    allowed = {actor.person_id} if alone else set(present)
    if actor.person_id not in members or not set(members) <= allowed:
        raise NotAMember
    company = Company.objects.filter(id=actor.company, course_key=actor.course_key).first()
    if company is None:
        raise NotFound
    return company


def _text(content: Mapping[str, Any]) -> str:
    text = canonical(dict(content))
    if len(text) > MAX_CONTENT:
        raise TooLarge(limit="1 MB")
    check_text(text, MAX_CONTENT)
    return text


def _refuse_second(before: Work | None) -> None:
    if before is None or before.status == Status.RETURNED:
        return
    raise WorkWaits if before.status == Status.WAITING else WorkClosed


def _last_number(usage_key: str, owner: str) -> int:
    found = Work.objects.filter(usage_key=usage_key, owner=owner).order_by("-number")
    return found.values_list("number", flat=True).first() or 0


def _write(work: Work, members: Collection[int]) -> None:
    """Write work and members; when two hand in at once, the database lets one pass."""
    try:
        with transaction.atomic():
            work.save()
            WorkMember.objects.bulk_create(
                [WorkMember(work=work, person_id=person) for person in sorted(set(members))]
            )
    except IntegrityError:
        raise WorkWaits from None
    shelving.put(work)
