"""Claims: who grades a version. One grader at a time, for eight hours, prolonged while working."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.grading.domain import CLAIM_LASTS, Status
from xblocks.grading.reach import graded_work, names_of
from xblocks.grading.records import Work
from xblocks.grading.refusals import ClaimHeld, ClaimLost, ClaimStale, ForAJury, NotWaiting
from xblocks.notices import service as notices
from xblocks.roster.records import Person


@transaction.atomic
def claim(actor: Actor, work_id: int, now: datetime) -> datetime:
    """Hold a work that nobody holds; return until when. One's own claim is prolonged.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `ForAJury`, `NotWaiting`,
    `ClaimHeld`, and `ClaimStale` when the one before let the time run out (see `take_over`).
    """
    require_own_hand(actor, Action.GRADE)
    _claimable(actor, work_id)
    if not _hold(actor, work_id, now, Q(claimed_by=None) | Q(claimed_by=actor.user_id)):
        raise _reason(work_id, now)
    return now + CLAIM_LASTS


@transaction.atomic
def prolong(actor: Actor, work_id: int, now: datetime) -> datetime:
    """Hold one's work for longer, also after the time ran out if nobody took over.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `ForAJury`, `NotWaiting`,
    `ClaimHeld`, `ClaimLost`.
    """
    require_own_hand(actor, Action.GRADE)
    _claimable(actor, work_id)
    return hold_on(actor, work_id, now)


@transaction.atomic
def release(actor: Actor, work_id: int) -> None:
    """Give one's work back to the queue; the draft stays. Not holding it is fine.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`.
    """
    require_own_hand(actor, Action.GRADE)
    graded_work(actor, work_id)
    Work.objects.filter(id=work_id, claimed_by=actor.user_id).update(
        claimed_by=None, claimed_until=None, version=F("version") + 1
    )


@transaction.atomic
def take_over(actor: Actor, work_id: int, holder_id: int, now: datetime) -> datetime:
    """Hold a work whose claim by `holder_id` has run out; return until when. They are told.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `ForAJury`, `NotWaiting`,
    `ClaimHeld`, `ClaimStale` (somebody else let it run out meanwhile), `ClaimLost` (nobody
    holds it any more).
    """
    require_own_hand(actor, Action.GRADE)
    work = _claimable(actor, work_id)
    stale = Q(claimed_by=holder_id, claimed_until__lte=now)
    if not _hold(actor, work_id, now, stale):
        raise _reason(work_id, now)
    if holder_id != actor.user_id:
        _tell(work, holder_id, now)
    return now + CLAIM_LASTS


def hold_on(actor: Actor, work_id: int, now: datetime) -> datetime:
    """Prolong the actor's claim within another use case; raises as `prolong`."""
    if not _hold(actor, work_id, now, Q(claimed_by=actor.user_id)):
        raise _reason(work_id, now)
    return now + CLAIM_LASTS


def _claimable(actor: Actor, work_id: int) -> Work:
    work = graded_work(actor, work_id)
    if work.seats:
        raise ForAJury
    return work


def _tell(work: Work, holder_id: int, now: datetime) -> None:
    """Tell who held a work that somebody else does now."""
    people = Person.objects.filter(course_key=work.course_key, user=holder_id)
    notices.tell(
        work.course_key,
        list(people.values_list("id", flat=True)),
        notices.CLAIM_TAKEN_OVER,
        link=reverse("wbm:grading_work", args=[work.course_key, work.pk]),
        params={"title": work.title},
        now=now,
    )


def _hold(actor: Actor, work_id: int, now: datetime, allowed: Q) -> bool:
    """Claim in one conditional statement: of several who try, exactly one changes the row."""
    return bool(
        Work.objects.filter(allowed, id=work_id, status=Status.WAITING).update(
            claimed_by=actor.user_id, claimed_until=now + CLAIM_LASTS, version=F("version") + 1
        )
    )


def _reason(work_id: int, now: datetime) -> NotWaiting | ClaimHeld | ClaimLost:
    """Return why a claim was not possible, as the work stands this moment."""
    work = Work.objects.select_for_update().get(id=work_id)
    if work.status != Status.WAITING:
        return NotWaiting()
    if work.claimed_by_id is None or work.claimed_until is None:
        return ClaimLost()
    holder = names_of(work.course_key, {work.claimed_by_id})[work.claimed_by_id]
    if work.claimed_until > now:
        return ClaimHeld(holder)
    return ClaimStale(holder, work.claimed_by_id)
