"""A grader's draft: saved while typing, never overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.core.rubric import Assessment
from xblocks.grading import domain
from xblocks.grading.claims import hold_on
from xblocks.grading.domain import Decision, Deviation, Rating, Status
from xblocks.grading.presenters import rubric_of, terms_of
from xblocks.grading.reach import graded_work, member_ids
from xblocks.grading.records import MemberScore, Review, ReviewDraft, Seat, Work
from xblocks.grading.refusals import (
    DraftConflict,
    JuryOpen,
    NewerVersion,
    NoSeat,
    NotWaiting,
    SeatSubmitted,
)

DECIDED = frozenset({Status.RETURNED, Status.PASSED, Status.FAILED})


@dataclass(frozen=True)
class Draft:
    """A draft as kept: `version` 0 is one not saved yet.

    `assessment` is what the levels come to (None without rubric), `suggested` the decision the
    rule would make of them now. `based_on` is the number of the final review the draft changes,
    0 before the first.
    """

    rating: Rating
    version: int
    saved_at: datetime | None
    assessment: Assessment | None
    suggested: Decision
    based_on: int


@transaction.atomic
def draft(actor: Actor, work_id: int) -> Draft:
    """Return the actor's draft; a new one repeats the last final review, if there is one.

    Raises `NotAllowed`, `NotFound`, `OwnWork`.
    """
    require(actor, Action.SIT_IN_JURY)
    return draft_of(actor, graded_work(actor, work_id))


@transaction.atomic
def save_draft(
    actor: Actor, work_id: int, seen_version: int, rating: Rating, now: datetime
) -> Draft:
    """Keep what the grader has entered and hold the work for another eight hours.

    The same rating again is no change. A decided work has drafts too: for `regrade`.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, those of `domain.check_rating`,
    `ClaimLost`, `ClaimHeld`, `NotWaiting`, `NewerVersion`, `NoSeat`, `SeatSubmitted`, `JuryOpen`,
    and `DraftConflict` with both ratings when `seen_version` is not the stored one.
    """
    require_own_hand(actor, Action.SIT_IN_JURY)
    work = graded_work(actor, work_id, lock=True)
    rubric = rubric_of(work.block_type, work.definition_hash)
    members = member_ids(work) if rating.deviations else frozenset()
    domain.check_rating(rubric, rating, members)
    _enter(actor, work, now)
    row = ReviewDraft.objects.select_for_update().filter(work=work, grader=actor.user_id).first()
    if row is None:
        row = ReviewDraft(work=work, grader_id=actor.user_id, version=0)
    stored = rating_of(row)
    if not (row.version and stored == rating):
        if row.version != seen_version:
            raise DraftConflict(rating, stored, row.version)
        _write(row, rating, now)
    return _shown(work, rating, row, last_review(work))


def draft_of(actor: Actor, work: Work) -> Draft:
    """Return the actor's draft of a work they may grade.

    After a final review the next draft begins with what was decided, whoever decided it.
    """
    row = ReviewDraft.objects.filter(work=work, grader=actor.user_id).first()
    last = last_review(work)
    rating = rating_of(row) if row else Rating()
    if last and (row is None or row.updated_at <= last.created_at):
        rating = _again(last)
    return _shown(work, rating, row, last)


def rating_of(row: ReviewDraft | Review) -> Rating:
    """Return what a row holds as plain values."""
    draft_only = row if isinstance(row, ReviewDraft) else None
    return Rating(
        levels=row.levels,
        comments=row.comments,
        summary=row.summary,
        decision=Decision(row.decision) if row.decision else None,
        reason=row.reason,
        note=draft_only.note if draft_only else "",
        deviations=_deviations(draft_only.deviations) if draft_only else {},
    )


def last_review(work: Work) -> Review | None:
    """Return the final review that counts; as long as a work waits there is none."""
    if work.status == Status.WAITING:
        return None
    return Review.objects.filter(work=work, kind=Review.FINAL).order_by("-number").first()


def _enter(actor: Actor, work: Work, now: datetime) -> None:
    """Refuse whoever may not rate at this moment; hold the work for whoever may."""
    if work.status in DECIDED:
        require(actor, Action.GRADE)
    elif work.status == Status.SUPERSEDED:
        raise NewerVersion
    elif work.status != Status.WAITING:
        raise NotWaiting
    elif work.seats:
        _sit(actor, work)
    else:
        require(actor, Action.GRADE)
        hold_on(actor, work.pk, now)


def _sit(actor: Actor, work: Work) -> None:
    """Let a juror rate, and the chair once all have."""
    seats = {seat.juror_id: seat for seat in Seat.objects.filter(work=work)}
    own = seats.get(actor.user_id)
    if own is None:
        raise NoSeat
    if own.submitted_at is None:
        return
    if not own.is_chair:
        raise SeatSubmitted
    if sum(seat.submitted_at is not None for seat in seats.values()) < work.seats:
        raise JuryOpen


def _write(row: ReviewDraft, rating: Rating, now: datetime) -> None:
    row.levels = dict(rating.levels)
    row.comments = dict(rating.comments)
    row.summary = rating.summary
    row.decision = rating.decision or ""
    row.reason = rating.reason
    row.note = rating.note
    row.deviations = {
        str(person): {"points": str(each.points), "reason": each.reason}
        for person, each in rating.deviations.items()
    }
    row.version += 1
    row.updated_at = now
    row.save()


def _deviations(stored: dict[str, Any]) -> dict[int, Deviation]:
    return {
        int(person): Deviation(Decimal(each["points"]), each["reason"])
        for person, each in stored.items()
    }


def _again(review: Review) -> Rating:
    """Return a final review as the start of another one, without the reason given then."""
    scores = MemberScore.objects.filter(review=review).exclude(deviation_reason="")
    deviations = {each.person_id: Deviation(each.points, each.deviation_reason) for each in scores}
    return replace(rating_of(review), reason="", deviations=deviations)


def _shown(work: Work, rating: Rating, row: ReviewDraft | None, last: Review | None) -> Draft:
    terms = terms_of(work)
    assessment = terms.assess(rating.levels)
    return Draft(
        rating=rating,
        version=row.version if row else 0,
        saved_at=row.updated_at if row else None,
        assessment=assessment,
        suggested=domain.suggest(terms, assessment),
        based_on=last.number if last else 0,
    )
