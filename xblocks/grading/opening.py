"""Everything one page of a grader needs of one work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.rubric import Given, Rubric
from xblocks.grading.domain import Decision, Status
from xblocks.grading.drafts import Draft, draft_of
from xblocks.grading.jury import Jury, jury_of
from xblocks.grading.notes import Note, notes_of
from xblocks.grading.presenters import definition_of, given_of, rubric_of
from xblocks.grading.reach import (
    company_name,
    graded_work,
    is_blind,
    names_of,
    owner_name,
    seen_work,
    team_name,
)
from xblocks.grading.records import MemberScore, Review, ScoreChange, Work, WorkMember
from xblocks.roster.records import Person


@dataclass(frozen=True)
class GivenReview:
    """A review as colleagues read it; `decision` is None for a juror's."""

    work_id: int
    kind: str
    number: int
    grader: str
    levels: Mapping[str, int]
    comments: Mapping[str, str]
    summary: str
    decision: Decision | None
    suggested: Decision | None
    reason: str
    points: Decimal | None
    revise_by: datetime | None
    at: datetime


@dataclass(frozen=True)
class GradedMember:
    """Somebody graded with a work. `points` of 100, `reason` where they differ from the team's.

    `in_grade_book` is False while there is no account to give them to; `earned` of `possible` are
    what they come to there, None where the exercise counts nothing.
    """

    person_id: int
    name: str
    points: Decimal | None
    reason: str
    in_grade_book: bool
    earned: int | None
    possible: int | None


@dataclass(frozen=True)
class OpenedWork:
    """A work before a grader. `holder` names who has claimed it; `mine` that it is the reader.

    `team` is the company's name, or that of the person who works `alone`, with their `company`.
    `given` is what was reckoned of it.
    """

    work: Work
    team: str
    company: str
    alone: bool
    district: str
    definition: Mapping[str, Any]
    rubric: Rubric | None
    given: Given | None
    members: tuple[GradedMember, ...]
    holder: str
    mine: bool
    stale: bool
    draft: Draft
    jury: Jury | None
    reviews: tuple[GivenReview, ...]
    notes: tuple[Note, ...]
    earlier: tuple[Work, ...]


@dataclass(frozen=True)
class ScoreStep:
    """A change of somebody's points, with the review it came from."""

    person_id: int
    name: str
    review_id: int
    work_id: int
    points: Decimal
    reason: str
    at: datetime


@dataclass(frozen=True)
class History:
    """All versions of one team and exercise, the newest first, with reviews and points given."""

    works: tuple[Work, ...]
    reviews: tuple[GivenReview, ...]
    scores: tuple[ScoreStep, ...]


def open_work(actor: Actor, work_id: int, now: datetime) -> OpenedWork:
    """Return a work with everything its grader works with, in at most 14 statements.

    Looking claims nothing. Raises `NotAllowed`, `NotFound`, `OwnWork`.
    """
    require(actor, Action.SIT_IN_JURY)
    work = graded_work(actor, work_id)
    holder, blind = work.claimed_by_id, is_blind(work)
    return OpenedWork(
        work=work,
        team=team_name(work),
        company=company_name(work),
        alone=work.person_id is not None,
        district=work.district.name,
        definition=definition_of(work.definition_hash),
        rubric=rubric_of(work.block_type, work.definition_hash),
        given=given_of(work),
        members=_members(work),
        holder=names_of(work.course_key, {holder}).get(holder, "") if holder else "",
        mine=holder == actor.user_id,
        stale=work.claimed_until is not None and work.claimed_until <= now,
        draft=draft_of(actor, work),
        jury=jury_of(actor, work) if work.seats else None,
        reviews=_reviews(actor, [work], {work.pk} if blind else set()),
        notes=tuple(notes_of(actor, work, blind=blind)),
        earlier=_earlier(work),
    )


def history(
    actor: Actor, usage_key: str, company: int | None = None, *, person: int | None = None
) -> History:
    """Return all versions of a team, or of one person, with all reviews and points.

    Raises `NotAllowed`, and `NotFound` when there is none the person may see.
    """
    require(actor, Action.SEE_GRADES)
    owner = owner_name(company=company, person=person)
    works = Work.objects.filter(
        course_key=actor.course_key, usage_key=usage_key, owner=owner
    ).order_by("-number")
    found = list(works.select_related("company", "person"))
    seen_work(actor, found[0].pk if found else 0)
    steps = (
        ScoreChange.objects.filter(review__work__in=found)
        .select_related("person", "review")
        .order_by("-id")
    )
    return History(
        works=tuple(found),
        reviews=_reviews(actor, found, {each.pk for each in found if is_blind(each)}),
        scores=tuple(
            ScoreStep(
                step.person_id,
                step.person.name,
                step.review_id,
                step.review.work_id,
                step.points,
                step.deviation_reason,
                step.created_at,
            )
            for step in steps
        ),
    )


def _earlier(work: Work) -> tuple[Work, ...]:
    """Return the versions before this one, the last one first."""
    if work.number == 1:
        return ()
    found = Work.objects.filter(usage_key=work.usage_key, owner=work.owner)
    return tuple(found.filter(number__lt=work.number).order_by("-number"))


def _members(work: Work) -> tuple[GradedMember, ...]:
    people = WorkMember.objects.filter(work=work).select_related("person").order_by("person__name")
    scores: dict[int, MemberScore] = {}
    if work.status != Status.WAITING:
        scores = {score.person_id: score for score in MemberScore.objects.filter(work=work)}
    return tuple(_member(each.person, scores.get(each.person_id)) for each in people)


def _member(person: Person, score: MemberScore | None) -> GradedMember:
    return GradedMember(
        person_id=person.pk,
        name=person.name,
        points=score.points if score else None,
        reason=score.deviation_reason if score else "",
        in_grade_book=score is not None and score.handed_to_id is not None,
        earned=score.earned if score else None,
        possible=score.possible if score else None,
    )


def _reviews(actor: Actor, works: list[Work], blind: set[int]) -> tuple[GivenReview, ...]:
    """Return reviews, the newest first. Those of `blind` works are shown to their authors alone."""
    rows = [
        row
        for row in Review.objects.filter(work__in=works).order_by("-id")
        if row.kind == Review.FINAL or row.work_id not in blind or row.grader_id == actor.user_id
    ]
    names = names_of(actor.course_key, [row.grader_id for row in rows])
    return tuple(
        GivenReview(
            work_id=row.work_id,
            kind=row.kind,
            number=row.number,
            grader=names.get(row.grader_id, ""),
            levels=row.levels,
            comments=row.comments,
            summary=row.summary,
            decision=Decision(row.decision) if row.decision else None,
            suggested=Decision(row.suggested) if row.suggested else None,
            reason=row.reason,
            points=row.points,
            revise_by=row.revise_by,
            at=row.created_at,
        )
        for row in rows
    )
