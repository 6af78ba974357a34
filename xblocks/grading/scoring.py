"""Points of the members: ours, and those in the platform's grade book."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from xblocks.exercises.records import Exercise
from xblocks.grading.domain import Decision, Deviation, Judgement, Rating
from xblocks.grading.points import KEPT, book_points
from xblocks.grading.presenters import rubric_of
from xblocks.grading.records import MemberScore, Review, ScoreChange, Work, WorkMember
from xblocks.host import grades
from xblocks.roster.records import Person


def write_scores(work: Work, review: Review, judgement: Judgement, rating: Rating) -> None:
    """Give every member their points, as part of the decision's transaction.

    A returned work has no grade yet: whatever score there was stays until the next decision. A
    failed one stays below the pass limit in the grade book; points of a single person, given with
    a reason, count as they are.
    """
    if judgement.points is None or judgement.decision is Decision.RETURNED:
        return
    possible = _possible(work.usage_key)
    people = WorkMember.objects.filter(work=work).order_by("person_id")
    accounts = dict(people.values_list("person_id", "person__user_id"))
    kept = {
        score.person_id: score
        for score in MemberScore.objects.select_for_update().filter(
            usage_key=work.usage_key, person__in=accounts
        )
    }
    for person_id, user_id in accounts.items():
        own = rating.deviations.get(person_id)
        score = kept.get(person_id) or MemberScore(usage_key=work.usage_key, person_id=person_id)
        failed = judgement.decision is Decision.FAILED and own is None
        _fill(score, work, review, own or Deviation(judgement.points), possible, failed=failed)
        _hand_over(score, user_id)
        score.save()
        ScoreChange.objects.create(
            usage_key=work.usage_key,
            person_id=person_id,
            review=review,
            points=score.points,
            deviation_reason=score.deviation_reason,
            created_at=review.created_at,
        )


@transaction.atomic
def account_linked(person: Person) -> None:
    """Hand a person's scores over to the account they have now; the same twice is one."""
    accounts_linked([person.pk])


@transaction.atomic
def accounts_linked(person_ids: Collection[int]) -> None:
    """Hand the scores of people over to the accounts they have now."""
    waiting = (
        MemberScore.objects.select_for_update()
        .filter(person__in=person_ids)
        .exclude(person__user=None)
        .order_by("id")
        .values_list("id", "person__user_id", "handed_to_id")
    )
    late = {score_id: user for score_id, user, handed_to in waiting if user != handed_to}
    for score in MemberScore.objects.filter(id__in=late).select_related("work").order_by("id"):
        _hand_over(score, late[score.pk])
        score.save(update_fields=["handed_to"])


def _possible(usage_key: str) -> int | None:
    """Return whole points of the exercise in the grade book: its weight (`platform-facts 1`).

    None where it counts nothing, or is no longer part of the course.
    """
    weight = Exercise.objects.filter(usage_key=usage_key).values_list("weight", flat=True).first()
    return max(1, round(weight)) if weight else None


def _fill(
    score: MemberScore,
    work: Work,
    review: Review,
    given: Deviation,
    possible: int | None,
    *,
    failed: bool,
) -> None:
    rubric = rubric_of(work.block_type, work.definition_hash)
    limit = rubric.pass_points if rubric else 0
    score.work = work
    score.review = review
    score.points = given.points.quantize(KEPT)
    score.deviation_reason = given.reason
    score.possible = possible
    score.earned = (
        None if possible is None else book_points(score.points, possible, limit, failed=failed)
    )


def _hand_over(score: MemberScore, user_id: int | None) -> None:
    """Write the score into the account's grade book; without account it waits."""
    score.handed_to_id = None
    if user_id is None or score.earned is None or score.possible is None:
        return
    work = score.work
    grades.set_score(
        work.course_key, work.usage_key, work.block_type, user_id, score.earned, score.possible
    )
    score.handed_to_id = user_id
