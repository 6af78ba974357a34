"""Handing in for the team, taking back, and giving more time."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.grading.records import Work
from xblocks.host import events
from xblocks.notices import service as notices
from xblocks.transfer_project import domain
from xblocks.transfer_project.log import Verb, note
from xblocks.transfer_project.reach import (
    cared_companies,
    locked_folder,
    milestone_of,
    own_company,
    team_of,
)
from xblocks.transfer_project.records import Extension
from xblocks.transfer_project.refusals import (
    ChangedMeanwhile,
    DeadlinePassed,
    NoDeadline,
    NoReason,
    NotLater,
    NotReady,
    NotWritable,
)
from xblocks.transfer_project.standing import position
from xblocks.transfer_project.telling import tell
from xblocks.transfer_project.writing import touch, values

REASON_LENGTH = 500


@transaction.atomic
def hand_in(actor: Actor, exercise: Exercise, revision: int, now: datetime) -> Work:
    """Hand in what stands in the folder, for everybody in the team now.

    `revision` is that of the folder the person has seen. Raises `NotAllowed`, `Masquerading`,
    `NoTeam`, `NotWritable`, `ChangedMeanwhile`, `DeadlinePassed`, `NotReady`, and what
    `grading.hand_in` raises.
    """
    require_own_hand(actor, Action.HAND_IN)
    company = own_company(actor)
    definition = milestone_of(exercise)
    folder = locked_folder(exercise, company)
    here = position(exercise, company, folder, now)
    if not here.stage.writable:
        raise NotWritable
    if here.deadline.closed:
        raise DeadlinePassed
    content = values(definition, folder)
    ready = domain.readiness(definition, content)
    if not ready.ready:
        raise NotReady(ready)
    if revision != folder.revision:
        raise ChangedMeanwhile
    team = team_of(company)
    work = grading.hand_in(
        actor,
        exercise,
        company=company,
        members=[person.pk for person in team],
        content=content,
        definition_hash=exercise.definition_hash,
        due=here.deadline.due,
        late=here.deadline.late,
        now=now,
    )
    touch(folder)
    note(folder, actor, Verb.HANDED_IN, now, version=work.number, late=work.late)
    others = [person.pk for person in team if person.pk != actor.person_id]
    tell(exercise, others, notices.WORK_HANDED_IN, now)
    return work


@transaction.atomic
def withdraw(actor: Actor, exercise: Exercise, now: datetime) -> None:
    """Take the team's version back while nobody reviews it.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`, `NotWaiting`, `InReview`.
    """
    require_own_hand(actor, Action.HAND_IN)
    company = own_company(actor)
    milestone_of(exercise)
    folder = locked_folder(exercise, company)
    work = grading.latest(exercise.usage_key, company=company)
    if work is None:
        raise NotFound
    grading.withdraw(actor, work.pk, now)
    touch(folder)
    note(folder, actor, Verb.WITHDREW, now, version=work.number)


@transaction.atomic
def extend(
    actor: Actor, exercise: Exercise, company: int, due: datetime, reason: str, now: datetime
) -> None:
    """Give a team more time, with a reason its members read.

    Coordinators any team, trainers those of their districts. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `NotWritable`, `NoDeadline`, `NotLater`, `NoReason`.
    """
    require_own_hand(actor, Action.EXTEND)
    milestone_of(exercise)
    if exercise.course_key != actor.course_key:
        raise NotFound
    if company not in {each.pk for each in cared_companies(actor)}:
        raise NotFound
    reason = " ".join(reason.split())
    if not reason or len(reason) > REASON_LENGTH:
        raise NoReason
    folder = locked_folder(exercise, company)
    here = position(exercise, company, folder, now)
    if not here.stage.writable:
        raise NotWritable
    if here.deadline.due is None:
        raise NoDeadline
    if due <= max(here.deadline.due, now):
        raise NotLater
    Extension.objects.create(
        folder=folder,
        due=due,
        reason=reason,
        given_by_id=actor.user_id,
        given_by_name=actor.name,
        at=now,
    )
    touch(folder)
    note(folder, actor, Verb.EXTENDED, now, until=due.isoformat())
    team = team_of(company)
    tell(exercise, [person.pk for person in team], notices.DEADLINE_EXTENDED, now, due)
    events.report(
        "transfer_project",
        "extended",
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        user_ids=[person.user_id for person in team if person.user_id],
        days=ceil((due - here.deadline.due) / timedelta(days=1)),
    )
