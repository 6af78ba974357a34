"""The grader's sheet as shown: criteria with their levels, points, suggestion, members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from xblocks.core.errors import Refusal
from xblocks.core.rubric import Assessment, Given, Rubric, RubricCriterion, assess
from xblocks.grading.desk.words import DECISION_NAMES
from xblocks.grading.domain import WhyNot, labels_of, why_not
from xblocks.grading.opening import GivenReview, OpenedWork
from xblocks.grading.points import of_total, total_of
from xblocks.grading.service import Decision, Rating
from xblocks.grading.showing import ShownPoints, points_text, shown, shown_review
from xblocks.host.dates import long_date


@dataclass(frozen=True)
class Level:
    """A level of a criterion, with the points it gives."""

    number: int
    text: str
    points: str
    chosen: bool


@dataclass(frozen=True)
class Criterion:
    """A criterion with the level and the comment given for it; `chosen` None for no level yet."""

    id: str
    label: str
    weight: int
    must: bool
    levels: tuple[Level, ...]
    chosen: Level | None
    comment: str


@dataclass(frozen=True)
class Member:
    """Somebody graded with the work; `points` and `reason` where they differ from the team's."""

    person_id: int
    name: str
    points: str
    reason: str


@dataclass(frozen=True)
class Choice:
    """A decision one can make."""

    decision: Decision
    name: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class Tally:
    """What the levels come to; `missing` and `failed` hold labels of criteria.

    `points` is None for a work without rubric, `suggested` as long as levels are missing.
    """

    points: ShownPoints | None
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    suggested: Decision | None
    suggested_name: str


def criteria_of(rubric: Rubric | None, rating: Rating | GivenReview) -> list[Criterion]:
    """Return the rubric with what was given for each criterion."""
    return [_criterion(each, rating) for each in (rubric.criteria if rubric else ())]


def tally_of(
    rubric: Rubric | None, given: Given | None, rating: Rating, suggested: Decision
) -> Tally:
    """Return what a rating comes to; levels that do not exist count as missing."""
    assessment = _assessed(rubric, given, rating)
    by_rule = suggested if assessment is None or assessment.complete else None
    return Tally(
        points=shown(rubric, given, assessment) if rubric and assessment else None,
        missing=labels_of(rubric, assessment.missing) if rubric and assessment else (),
        failed=labels_of(rubric, assessment.failed_musts) if rubric and assessment else (),
        suggested=by_rule,
        suggested_name=str(DECISION_NAMES[by_rule]) if by_rule else "",
    )


def choices_of(rating: Rating, suggested: Decision | None, revise_days: int) -> list[Choice]:
    """Return the decisions; the one that is suggested is chosen unless another one was."""
    hints = {
        Decision.PASSED: gettext("Nothing more is to be done here."),
        Decision.RETURNED: gettext("To be handed in again within %(days)s days.")
        % {"days": revise_days},
        Decision.FAILED: gettext("This cannot be handed in again."),
    }
    chosen = rating.decision or suggested
    return [
        Choice(each, str(DECISION_NAMES[each]), hints[each], each is chosen) for each in Decision
    ]


def members_of(opened: OpenedWork, rating: Rating) -> list[Member]:
    """Return everybody graded with the work, with points that differ."""
    total = total_of(opened.rubric, opened.given)
    found = []
    for each in opened.members:
        own = rating.deviations.get(each.person_id)
        found.append(
            Member(
                each.person_id,
                each.name,
                points_text(of_total(own.points, total)) if own and own.points.is_finite() else "",
                own.reason if own else "",
            )
        )
    return found


@dataclass(frozen=True)
class ShownReview:
    """A review that was given, as it is read."""

    given: GivenReview
    criteria: list[Criterion]
    decision: str
    tone: str
    suggested: str
    points: ShownPoints | None
    at: str
    revise_by: str
    why_not: WhyNot

    @property
    def overridden(self) -> bool:
        """Whether the decision is another one than the rule's."""
        return self.given.decision is not self.given.suggested


def reviews_of(
    rubric: Rubric | None, reckoned: Given | None, reviews: Iterable[GivenReview]
) -> list[ShownReview]:
    """Return reviews of one work as they are read."""
    return [_review(rubric, reckoned, each) for each in reviews]


def _review(rubric: Rubric | None, reckoned: Given | None, given: GivenReview) -> ShownReview:
    tones = {Decision.PASSED: "good", Decision.RETURNED: "attention", Decision.FAILED: "danger"}
    return ShownReview(
        given=given,
        criteria=criteria_of(rubric, given),
        decision=str(DECISION_NAMES[given.decision]) if given.decision else "",
        tone=tones[given.decision] if given.decision else "",
        suggested=str(DECISION_NAMES[given.suggested]) if given.suggested else "",
        points=shown_review(rubric, reckoned, given.levels, given.points),
        at=long_date(given.at),
        revise_by=long_date(given.revise_by),
        why_not=why_not(rubric, given.levels, given.decision, given.points)
        if given.decision
        else WhyNot(),
    )


def _criterion(criterion: RubricCriterion, rating: Rating | GivenReview) -> Criterion:
    given, top = rating.levels.get(criterion.id), len(criterion.levels) - 1
    levels = tuple(
        Level(number, text, points_text(Fraction(number * criterion.weight, top)), number == given)
        for number, text in enumerate(criterion.levels)
    )
    return Criterion(
        id=criterion.id,
        label=criterion.label,
        weight=criterion.weight,
        must=criterion.must,
        levels=levels,
        chosen=next((level for level in levels if level.chosen), None),
        comment=rating.comments.get(criterion.id, ""),
    )


def _assessed(rubric: Rubric | None, given: Given | None, rating: Rating) -> Assessment | None:
    if rubric is None:
        return None
    try:
        return assess(rubric, rating.levels, given)
    except Refusal:
        return assess(rubric, {}, given)
