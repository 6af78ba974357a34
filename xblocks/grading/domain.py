"""The rules of grading on plain values. Source: `curriculum-facts 1.9, 1.10`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from statistics import median_low

from xblocks.core.rubric import FULL, Assessment, Given, Rubric, assess
from xblocks.grading.points import kept
from xblocks.grading.refusals import (
    DeviationWithoutReason,
    NoPoints,
    NotAMember,
    PointsOutOfRange,
    RatingIncomplete,
    ReasonMissing,
    TextTooLong,
    TextUnreadable,
    UnknownComment,
)

CLAIM_LASTS = timedelta(hours=8)
COMMENT_LENGTH = 5_000
REASON_LENGTH = 2_000


class Status(StrEnum):
    """Where a handed-in version stands."""

    WAITING = "waiting"
    RETURNED = "returned"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Decision(StrEnum):
    """What a review comes to; each is the status of the work afterwards."""

    PASSED = "passed"
    RETURNED = "returned"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether nothing more can be handed in: only then are there scores."""
        return self is not Decision.RETURNED


class Shelf(StrEnum):
    """Where the queue keeps a version."""

    WAITING = "waiting"
    LATE = "late"
    RETURNED = "returned"
    DONE = "done"
    GONE = "gone"


_SHELVES = {
    Status.RETURNED: Shelf.RETURNED,
    Status.PASSED: Shelf.DONE,
    Status.FAILED: Shelf.DONE,
    Status.WITHDRAWN: Shelf.GONE,
    Status.SUPERSEDED: Shelf.GONE,
}


def shelf_of(status: Status, *, late: bool) -> Shelf:
    """Return the shelf of a version; `late` tells how it was handed in."""
    if status is Status.WAITING:
        return Shelf.LATE if late else Shelf.WAITING
    return _SHELVES[status]


@dataclass(frozen=True)
class Deviation:
    """Points of 100 for one member instead of the team's, and why."""

    points: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Rating:
    """What a grader has entered so far.

    `levels` and `comments` by criterion id, `summary` on the whole, `decision` None for the one
    the rule suggests, `reason` for another one, `note` for colleagues only, `deviations` by
    person id.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    decision: Decision | None = None
    reason: str = ""
    note: str = ""
    deviations: Mapping[int, Deviation] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """What a work is judged by: rubric (None without grade) and how often it may come back.

    `returned` counts how often it has come back before; `given` is what was reckoned of it.
    """

    rubric: Rubric | None
    revisions: int
    returned: int
    given: Given | None = None

    def assess(self, levels: Mapping[str, int]) -> Assessment | None:
        """Return what levels come to with what was reckoned; None without grade.

        Raises `UnknownCriterion`, `UnknownLevel`.
        """
        return assess(self.rubric, levels, self.given) if self.rubric else None


@dataclass(frozen=True)
class Judgement:
    """A decision with the one the rule suggests, and the team's points of 100."""

    decision: Decision
    suggested: Decision
    points: Decimal | None


def check_rating(rubric: Rubric | None, rating: Rating, members: Collection[int]) -> None:
    """Refuse what cannot even be a draft.

    Raises `UnknownCriterion`, `UnknownLevel`, `UnknownComment`, `TextTooLong`, `TextUnreadable`,
    `NotAMember`, `PointsOutOfRange`.
    """
    known = {each.id for each in rubric.criteria} if rubric else set()
    if rubric:
        assess(rubric, rating.levels)
    for criterion in (*rating.comments, *(() if rubric else rating.levels)):
        if criterion not in known:
            raise UnknownComment(criterion=criterion)
    for text in (*rating.comments.values(), rating.summary, rating.note):
        check_text(text, COMMENT_LENGTH)
    for text in (rating.reason, *(each.reason for each in rating.deviations.values())):
        check_text(text, REASON_LENGTH)
    for person, deviation in rating.deviations.items():
        if person not in members:
            raise NotAMember
        if not (deviation.points.is_finite() and 0 <= deviation.points <= FULL):
            raise PointsOutOfRange


def check_text(text: str, limit: int) -> None:
    """Refuse a text of more than `limit` characters or with lone surrogates."""
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextUnreadable from None


def suggest(terms: Terms, assessment: Assessment | None) -> Decision:
    """Return what the rule says: passed; else back while revisions are left; else failed."""
    if assessment is None or assessment.passed:
        return Decision.PASSED
    return Decision.RETURNED if terms.returned < terms.revisions else Decision.FAILED


def judge(terms: Terms, rating: Rating, *, changed_later: bool = False) -> Judgement:
    """Return the decision a rating comes to.

    `changed_later` marks a regrade, which always needs a reason. Raises `RatingIncomplete`,
    `ReasonMissing`, `DeviationWithoutReason`, `NoPoints`.
    """
    assessment = _complete(terms, rating)
    suggested = suggest(terms, assessment)
    decision = rating.decision or suggested
    if (decision is not suggested or changed_later) and not rating.reason.strip():
        raise ReasonMissing
    for deviation in rating.deviations.values():
        if assessment is None:
            raise NoPoints
        if not deviation.reason.strip():
            raise DeviationWithoutReason
    return Judgement(decision, suggested, kept(assessment.points) if assessment else None)


def _complete(terms: Terms, rating: Rating) -> Assessment | None:
    assessment = terms.assess(rating.levels)
    if terms.rubric and assessment and not assessment.complete:
        named = ", ".join(labels_of(terms.rubric, assessment.missing))
        raise RatingIncomplete(assessment.missing, named)
    return assessment


@dataclass(frozen=True)
class WhyNot:
    """Why a work is not passed though its points may say otherwise.

    `failed_musts` are the labels of must-criteria at level 0; `capped_at` is the pass limit the
    grade book stays below (`book_points`), None where the points are below it anyway.
    """

    failed_musts: tuple[str, ...] = ()
    capped_at: int | None = None


def why_not(
    rubric: Rubric | None, levels: Mapping[str, int], decision: Decision, points: Decimal | None
) -> WhyNot:
    """Return what outweighed the points of a decided work; nothing for a passed one."""
    if rubric is None or points is None or decision is Decision.PASSED:
        return WhyNot()
    capped = decision is Decision.FAILED and points >= rubric.pass_points
    return WhyNot(
        failed_musts=labels_of(rubric, assess(rubric, levels).failed_musts),
        capped_at=rubric.pass_points if capped else None,
    )


def labels_of(rubric: Rubric, ids: Collection[str]) -> tuple[str, ...]:
    """Return the labels of criteria, in the order of the rubric."""
    return tuple(each.label for each in rubric.criteria if each.id in ids)


def revise_by(now: datetime, days: int, due: datetime | None = None) -> datetime:
    """Return until when a returned work is to be handed in again.

    Who handed in early keeps the deadline of the milestone when that is later.
    """
    given = now + timedelta(days=days)
    return max(given, due) if due else given


@dataclass(frozen=True)
class CriterionAgreement:
    """How far a jury agrees on one criterion.

    `levels` in the order of the seats; `spread` is highest minus lowest; `same` the percentage of
    pairs of jurors with the same level; `proposal` the middle level, the lower of two.
    """

    criterion: str
    levels: tuple[int, ...]
    spread: int
    same: int
    proposal: int


@dataclass(frozen=True)
class Agreement:
    """How far a jury agrees: per criterion, and on average (`same`, percent)."""

    criteria: tuple[CriterionAgreement, ...]
    same: int


def agreement(rubric: Rubric, ratings: Sequence[Mapping[str, int]]) -> Agreement:
    """Compare complete ratings of a jury, at least one."""
    rows = []
    for criterion in rubric.criteria:
        levels = tuple(rating[criterion.id] for rating in ratings)
        pairs = list(combinations(levels, 2))
        same = round(100 * sum(a == b for a, b in pairs) / len(pairs)) if pairs else 100
        rows.append(
            CriterionAgreement(
                criterion.id, levels, max(levels) - min(levels), same, median_low(levels)
            )
        )
    return Agreement(tuple(rows), round(sum(row.same for row in rows) / len(rows)))
