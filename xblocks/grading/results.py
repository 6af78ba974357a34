"""What a team may know of its works: nothing here reads drafts, seats, jurors' ratings or notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.rubric import FULL, Given, Rubric
from xblocks.grading.domain import Decision, Status, WhyNot, why_not
from xblocks.grading.feedback import GivenFile, given_files
from xblocks.grading.points import total_of
from xblocks.grading.presenters import given_of, rubric_of
from xblocks.grading.reach import names_of, own_names
from xblocks.grading.records import MemberScore, Review, Work, WorkMember
from xblocks.grading.showing import ShownPoints, points_of, shown_review


@dataclass(frozen=True)
class Feedback:
    """A final review as the team reads it. `points` of 100, None without rubric.

    `shown` tells them out of the points there are, and what was reckoned beside them.

    `why_not` tells what outweighed the points. `files` are served by ``wbm:results_file``.
    """

    number: int
    grader: str
    decision: Decision
    levels: Mapping[str, int]
    comments: Mapping[str, str]
    summary: str
    points: Decimal | None
    revise_by: datetime | None
    at: datetime
    shown: ShownPoints | None = None
    why_not: WhyNot = field(default_factory=WhyNot)
    files: tuple[GivenFile, ...] = ()


@dataclass(frozen=True)
class Result:
    """A version the team handed in, with what graders decided about it, the last one first.

    `total` is out of how many points it is told. `own_points` of 100 are the reader's, with the
    reason where they differ from the team's; None as long as there are none, or when a newer
    version carries them.
    """

    work_id: int
    usage_key: str
    title: str
    number: int
    status: Status
    handed_in_at: datetime
    handed_in_by: str
    due: datetime | None
    late: bool
    revise_by: datetime | None
    rubric: Rubric | None
    feedback: tuple[Feedback, ...]
    own_points: Decimal | None
    own_reason: str
    total: int = FULL

    @property
    def own_text(self) -> str:
        """The reader's points in words; empty as long as there are none."""
        return "" if self.own_points is None else points_of(self.own_points, self.total)


def results_for_team(actor: Actor, usage_key: str | None = None) -> list[Result]:
    """Return the versions of the person's team and those they are graded with, newest first.

    Of one exercise, or of all. Six statements at most, whatever there is. Raises `NotAllowed`.
    """
    require(actor, Action.SEE_RESULTS)
    works = list(_works(actor, usage_key))
    given = _given(works)
    feedback = _feedback(actor.course_key, works, given)
    own = {
        score.work_id: score
        for score in MemberScore.objects.filter(person=actor.person_id, work__in=works)
    }
    return [
        _result(work, feedback.get(work.pk, ()), own.get(work.pk), given[work.pk]) for work in works
    ]


def _works(actor: Actor, usage_key: str | None) -> QuerySet[Work]:
    mine = Q(owner__in=own_names(actor)) | Q(
        id__in=WorkMember.objects.filter(person=actor.person_id).values("work")
    )
    works = Work.objects.filter(mine, course_key=actor.course_key)
    if usage_key is not None:
        works = works.filter(usage_key=usage_key)
    return works.select_related("handed_in_by").defer("content").order_by("-handed_in_at", "-id")


def _given(works: Iterable[Work]) -> dict[int, Given | None]:
    """Return what was reckoned of works; those of single people are read with their content."""
    alone = {work.pk: work for work in works if work.person_id}
    contents = Work.objects.filter(pk__in=alone).values_list("pk", "content") if alone else ()
    for pk, content in contents:
        alone[pk].content = content
    return {work.pk: given_of(work) for work in works}


def _feedback(
    course_key: str, works: Iterable[Work], given: Mapping[int, Given | None]
) -> dict[int, tuple[Feedback, ...]]:
    rubrics = {work.pk: rubric_of(work.block_type, work.definition_hash) for work in works}
    reviews = list(
        Review.objects.filter(work__in=list(rubrics), kind=Review.FINAL).order_by("-number")
    )
    names = names_of(course_key, [review.grader_id for review in reviews])
    files = given_files({review.work_id for review in reviews})
    found: dict[int, tuple[Feedback, ...]] = {}
    for review in reviews:
        decision = Decision(review.decision)
        row = Feedback(
            number=review.number,
            grader=names.get(review.grader_id, ""),
            decision=decision,
            levels=review.levels,
            comments=review.comments,
            summary=review.summary,
            points=review.points,
            revise_by=review.revise_by,
            at=review.created_at,
            shown=shown_review(
                rubrics[review.work_id], given[review.work_id], review.levels, review.points
            ),
            why_not=why_not(rubrics[review.work_id], review.levels, decision, review.points),
            files=tuple(file for file in files if file.review_id == review.pk),
        )
        found[review.work_id] = (*found.get(review.work_id, ()), row)
    return found


def _result(
    work: Work, feedback: tuple[Feedback, ...], own: MemberScore | None, given: Given | None
) -> Result:
    rubric = rubric_of(work.block_type, work.definition_hash)
    return Result(
        work_id=work.pk,
        usage_key=work.usage_key,
        title=work.title,
        number=work.number,
        status=Status(work.status),
        handed_in_at=work.handed_in_at,
        handed_in_by=work.handed_in_by.name,
        due=work.due,
        late=work.late,
        revise_by=work.revise_by,
        rubric=rubric,
        feedback=feedback,
        own_points=own.points if own else None,
        own_reason=own.deviation_reason if own else "",
        total=total_of(rubric, given),
    )
