"""Decides a work by the draft that was shown, and decides again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.grading import domain, shelving
from xblocks.grading.domain import Decision, Judgement, Rating, Status
from xblocks.grading.drafts import DECIDED, last_review, rating_of
from xblocks.grading.feedback import give_files, keep_files
from xblocks.grading.notes import write_note
from xblocks.grading.presenters import days_to_revise, presenter_of, terms_of
from xblocks.grading.reach import graded_work, names_of
from xblocks.grading.records import Review, ReviewDraft, Seat, Work
from xblocks.grading.refusals import (
    ClaimHeld,
    ClaimLost,
    DraftConflict,
    ForTheChair,
    JuryOpen,
    NewerVersion,
    NotWaiting,
    ReviewedMeanwhile,
)
from xblocks.grading.scoring import write_scores
from xblocks.grading.telling import tell_decided


@transaction.atomic
def decide(actor: Actor, work_id: int, draft_version: int, now: datetime) -> Review:
    """Decide a work by the actor's draft as saved; the same draft twice is one review.

    Review, status, internal note, scores of all members and what the component makes of it
    (`Presenter.decided`) are written together or not at all.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `NotWaiting`, `ClaimLost`,
    `ClaimHeld`, `ForTheChair`, `JuryOpen`, `DraftConflict`, those of `domain.judge`.
    """
    require_own_hand(actor, Action.GRADE)
    work = graded_work(actor, work_id, lock=True)
    done = _done_before(actor, work, draft_version)
    if done is not None:
        return done
    if work.status != Status.WAITING:
        raise NotWaiting
    _may_decide(actor, work)
    rating = drafted(actor, work, draft_version)
    return _conclude(actor, work, rating, draft_version, domain.judge(terms_of(work), rating), now)


@transaction.atomic
def regrade(
    actor: Actor,
    work_id: int,
    draft_version: int,
    seen_review: int,
    now: datetime,
    *,
    without: Collection[int] = (),
) -> Review:
    """Decide a decided work again, with a reason; the earlier reviews stay.

    Files the team has stay with the team, but for those in `without`, by id.

    `seen_review` is the number of the final review the actor looked at (`Draft.based_on`). A
    score stays in the grade book when a work is returned now, until it is decided again.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `NotWaiting`, `NewerVersion`,
    `ReviewedMeanwhile`, `DraftConflict`, those of `domain.judge`.
    """
    require_own_hand(actor, Action.GRADE)
    work = graded_work(actor, work_id, lock=True)
    done = _done_before(actor, work, draft_version)
    if done is not None:
        return done
    if work.status == Status.SUPERSEDED:
        raise NewerVersion
    if work.status not in DECIDED:
        raise NotWaiting
    last = last_review(work)
    if last is None or last.number != seen_review:
        raise ReviewedMeanwhile
    rating = drafted(actor, work, draft_version)
    judgement = domain.judge(terms_of(work), rating, changed_later=True)
    review = _conclude(actor, work, rating, draft_version, judgement, now)
    keep_files(last, review, without)
    return review


def drafted(actor: Actor, work: Work, draft_version: int) -> Rating:
    """Return the draft as it was shown; raises `DraftConflict` when it is another by now."""
    row = ReviewDraft.objects.select_for_update().filter(work=work, grader=actor.user_id).first()
    if row is None:
        raise DraftConflict(None, Rating(), 0)
    if row.version != draft_version:
        raise DraftConflict(None, rating_of(row), row.version)
    return rating_of(row)


def write_review(
    actor: Actor,
    work: Work,
    kind: str,
    rating: Rating,
    draft_version: int,
    now: datetime,
    judgement: Judgement | None = None,
) -> Review:
    """Write the next review of its kind; the caller holds the work's lock."""
    last = Review.objects.filter(work=work, kind=kind).aggregate(number=Max("number"))["number"]
    returned = judgement is not None and judgement.decision is Decision.RETURNED
    return Review.objects.create(
        work=work,
        kind=kind,
        number=(last or 0) + 1,
        grader_id=actor.user_id,
        levels=dict(rating.levels),
        comments={name: text for name, text in rating.comments.items() if text.strip()},
        summary=rating.summary,
        decision=judgement.decision if judgement else "",
        suggested=judgement.suggested if judgement else "",
        reason=rating.reason if judgement else "",
        points=judgement.points if judgement else None,
        revise_by=domain.revise_by(now, days_to_revise(work), work.due) if returned else None,
        draft_version=draft_version,
        created_at=now,
    )


def _done_before(actor: Actor, work: Work, draft_version: int) -> Review | None:
    """Return the review this very draft has become already, as after a double click."""
    return Review.objects.filter(
        work=work, kind=Review.FINAL, grader=actor.user_id, draft_version=draft_version
    ).first()


def _may_decide(actor: Actor, work: Work) -> None:
    if work.seats:
        seats = list(Seat.objects.filter(work=work))
        if not any(seat.juror_id == actor.user_id and seat.is_chair for seat in seats):
            raise ForTheChair
        if sum(seat.submitted_at is not None for seat in seats) < work.seats:
            raise JuryOpen
    elif work.claimed_by_id is None:
        raise ClaimLost
    elif work.claimed_by_id != actor.user_id:
        holder = work.claimed_by_id
        raise ClaimHeld(names_of(work.course_key, {holder})[holder])


def _conclude(
    actor: Actor,
    work: Work,
    rating: Rating,
    draft_version: int,
    judgement: Judgement,
    now: datetime,
) -> Review:
    review = write_review(actor, work, Review.FINAL, rating, draft_version, now, judgement)
    if rating.note.strip():
        write_note(actor, work, rating.note, now)
    give_files(actor, work, review)
    write_scores(work, review, judgement, rating)
    before = work.status
    shelving.move(
        work,
        Status(judgement.decision),
        decided_at=now,
        revise_by=review.revise_by,
        claimed_by_id=None,
        claimed_until=None,
    )
    tell_decided(work, before, judgement, rating)
    presenter_of(work.block_type).decided(work, review)
    return review
