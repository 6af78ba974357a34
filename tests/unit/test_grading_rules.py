"""The rules of grading on plain values (`curriculum-facts 1.10`)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.rubric import Rubric, UnknownCriterion, UnknownLevel, assess
from xblocks.grading import domain
from xblocks.grading.domain import Decision, Deviation, Rating, Shelf, Status, Terms
from xblocks.grading.points import book_points, kept
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

LEVELS = ["missing", "in parts", "met", "convincing"]
RUBRIC = Rubric.model_validate(
    {
        "criteria": [
            {"id": "aim", "label": "Aim", "weight": 40, "must": True, "levels": LEVELS},
            {"id": "way", "label": "Way", "weight": 60, "levels": LEVELS},
        ]
    }
)
GOOD = {"aim": 3, "way": 2}
WEAK = {"aim": 1, "way": 1}
TERMS = Terms(RUBRIC, revisions=1, returned=0)
AGAIN = Terms(RUBRIC, revisions=1, returned=1)
LEVEL_CHOICES = st.fixed_dictionaries({"aim": st.integers(0, 3), "way": st.integers(0, 3)})


@pytest.mark.parametrize(
    ("terms", "levels", "decision"),
    [
        (TERMS, GOOD, Decision.PASSED),
        (AGAIN, GOOD, Decision.PASSED),
        (TERMS, WEAK, Decision.RETURNED),
        (AGAIN, WEAK, Decision.FAILED),
        (TERMS, {"aim": 0, "way": 3}, Decision.RETURNED),
        (AGAIN, {"aim": 0, "way": 3}, Decision.FAILED),
        (Terms(RUBRIC, revisions=0, returned=0), WEAK, Decision.FAILED),
        (Terms(None, revisions=1, returned=0), {}, Decision.PASSED),
    ],
)
def test_the_rule_passes_then_returns_then_fails(
    terms: Terms, levels: dict[str, int], decision: Decision
) -> None:
    judgement = domain.judge(terms, Rating(levels=levels))
    assert judgement.decision is judgement.suggested is decision


@given(LEVEL_CHOICES, st.sampled_from(Decision), st.booleans())
def test_whoever_differs_from_the_rule_says_why(
    levels: dict[str, int], decision: Decision, again: bool
) -> None:
    terms = AGAIN if again else TERMS
    suggested = domain.judge(terms, Rating(levels=levels)).decision
    rating = Rating(levels=levels, decision=decision, reason=" \n")
    if decision is suggested:
        assert domain.judge(terms, rating).decision is decision
    else:
        with pytest.raises(ReasonMissing):
            domain.judge(terms, rating)
    explained = Rating(levels=levels, decision=decision, reason="They were ill.")
    judgement = domain.judge(terms, explained)
    assert (judgement.decision, judgement.suggested) == (decision, suggested)


def test_a_later_change_needs_a_reason_even_along_the_rule() -> None:
    with pytest.raises(ReasonMissing):
        domain.judge(TERMS, Rating(levels=GOOD), changed_later=True)
    judgement = domain.judge(TERMS, Rating(levels=GOOD, reason="Miscounted."), changed_later=True)
    assert judgement.decision is Decision.PASSED


def test_nothing_is_decided_before_every_criterion_has_a_level() -> None:
    with pytest.raises(RatingIncomplete) as caught:
        domain.judge(TERMS, Rating(levels={"aim": 3}, decision=Decision.FAILED, reason="x"))
    assert caught.value.criteria == ("way",)
    assert "Way" in str(caught.value)


def test_another_grade_for_one_member_needs_a_reason_and_points_to_differ_from() -> None:
    silent = Rating(levels=GOOD, deviations={7: Deviation(Decimal(40))})
    with pytest.raises(DeviationWithoutReason):
        domain.judge(TERMS, silent)
    with pytest.raises(NoPoints):
        domain.judge(
            Terms(None, revisions=0, returned=0),
            Rating(deviations={7: Deviation(Decimal(40), "Was away.")}),
        )


@pytest.mark.parametrize(
    ("rating", "refusal"),
    [
        (Rating(levels={"aim": 4}), UnknownLevel),
        (Rating(levels={"aim": -1}), UnknownLevel),
        (Rating(levels={"else": 1}), UnknownCriterion),
        (Rating(comments={"else": "x"}), UnknownComment),
        (Rating(comments={"aim": "x" * 5_001}), TextTooLong),
        (Rating(summary="x" * 5_001), TextTooLong),
        (Rating(note="x" * 5_001), TextTooLong),
        (Rating(reason="x" * 2_001), TextTooLong),
        (Rating(summary="\ud83d"), TextUnreadable),
        (Rating(deviations={9: Deviation(Decimal(40), "x")}), NotAMember),
        (Rating(deviations={7: Deviation(Decimal("100.001"), "x")}), PointsOutOfRange),
        (Rating(deviations={7: Deviation(Decimal("-0.001"), "x")}), PointsOutOfRange),
        (Rating(deviations={7: Deviation(Decimal("NaN"), "x")}), PointsOutOfRange),
        (Rating(deviations={7: Deviation(Decimal("Infinity"), "x")}), PointsOutOfRange),
        (Rating(deviations={7: Deviation(Decimal(1), "x" * 2_001)}), TextTooLong),
    ],
)
def test_what_is_no_rating_is_not_even_kept_as_a_draft(
    rating: Rating, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        domain.check_rating(RUBRIC, rating, {7})


def test_a_work_without_rubric_has_neither_levels_nor_comments_on_criteria() -> None:
    for rating in (Rating(levels={"aim": 1}), Rating(comments={"aim": "x"})):
        with pytest.raises(UnknownComment):
            domain.check_rating(None, rating, set())
    domain.check_rating(None, Rating(summary="Thank you."), set())


@given(LEVEL_CHOICES)
def test_points_kept_decide_as_exact_points_do(levels: dict[str, int]) -> None:
    exact = assess(RUBRIC, levels).points
    stored = kept(exact)
    assert (stored >= RUBRIC.pass_points) == (exact >= RUBRIC.pass_points)
    assert abs(Fraction(stored) - exact) <= Fraction(1, 2000)


@given(st.decimals(0, 100, places=3), st.integers(1, 300), st.integers(0, 100), st.booleans())
def test_the_grade_book_never_lifts_anybody_over_the_limit(
    points: Decimal, possible: int, limit: int, failed: bool
) -> None:
    earned = book_points(points, possible, limit, failed=failed)
    assert 0 <= earned <= possible
    if points < limit or not failed:
        assert abs(Fraction(earned) - Fraction(points) * possible / 100) < 1
    if points < limit or failed:
        assert earned * 100 < limit * possible or earned == 0


@pytest.mark.parametrize(
    ("points", "possible", "earned"),
    [
        ("66.667", 100, 67),
        ("66.666", 10, 7),
        ("59.999", 100, 59),
        ("60", 100, 60),
        ("60", 10, 6),
        ("59.5", 10, 5),
        ("12.5", 100, 13),
        ("100", 1, 1),
        ("0", 40, 0),
    ],
)
def test_points_in_the_grade_book(points: str, possible: int, earned: int) -> None:
    assert book_points(Decimal(points), possible, 60) == earned


@pytest.mark.parametrize(
    ("points", "possible", "earned"),
    [("75", 100, 59), ("100", 10, 5), ("100", 1, 0), ("40", 100, 40), ("0", 100, 0)],
)
def test_who_failed_stays_below_the_limit_whatever_the_points(
    points: str, possible: int, earned: int
) -> None:
    assert book_points(Decimal(points), possible, 60, failed=True) == earned


def test_what_outweighed_the_points_is_named() -> None:
    bare, high = {"aim": 0, "way": 3}, Decimal("60")
    label = RUBRIC.criteria[0].label
    failed = domain.why_not(RUBRIC, bare, Decision.FAILED, high)
    assert (failed.failed_musts, failed.capped_at) == ((label,), 60)
    back = domain.why_not(RUBRIC, bare, Decision.RETURNED, high)
    assert (back.failed_musts, back.capped_at) == ((label,), None)
    low = domain.why_not(RUBRIC, {"aim": 1, "way": 1}, Decision.FAILED, Decimal("33.333"))
    assert low == domain.WhyNot()
    assert domain.why_not(RUBRIC, bare, Decision.PASSED, high) == domain.WhyNot()
    assert domain.why_not(None, {}, Decision.FAILED, None) == domain.WhyNot()


def test_a_jury_that_agrees_and_one_that_does_not() -> None:
    agreement = domain.agreement(
        RUBRIC, [{"aim": 3, "way": 0}, {"aim": 3, "way": 2}, {"aim": 3, "way": 3}]
    )
    aim, way = agreement.criteria
    assert (aim.levels, aim.spread, aim.same, aim.proposal) == ((3, 3, 3), 0, 100, 3)
    assert (way.levels, way.spread, way.same, way.proposal) == ((0, 2, 3), 3, 0, 2)
    assert agreement.same == 50


def test_two_of_three_jurors_who_agree_are_a_third_of_the_pairs() -> None:
    agreement = domain.agreement(RUBRIC, [GOOD, GOOD, WEAK])
    assert [row.same for row in agreement.criteria] == [33, 33]


@given(st.lists(LEVEL_CHOICES, min_size=1, max_size=5))
def test_agreement_keeps_within_its_bounds(ratings: list[dict[str, int]]) -> None:
    agreement = domain.agreement(RUBRIC, ratings)
    for row in agreement.criteria:
        assert 0 <= row.same <= 100
        assert (row.same == 100) == (row.spread == 0)
        assert row.proposal in row.levels


def test_every_status_has_its_shelf() -> None:
    shelves = {status: domain.shelf_of(status, late=False) for status in Status}
    assert shelves[Status.WAITING] is Shelf.WAITING
    assert domain.shelf_of(Status.WAITING, late=True) is Shelf.LATE
    assert {shelves[Status.PASSED], shelves[Status.FAILED]} == {Shelf.DONE}
    assert {shelves[Status.WITHDRAWN], shelves[Status.SUPERSEDED]} == {Shelf.GONE}
    assert domain.shelf_of(Status.RETURNED, late=True) is Shelf.RETURNED


def test_the_new_deadline_is_days_from_the_decision() -> None:
    decided = datetime(2027, 3, 1, 18, 5, tzinfo=UTC)
    assert domain.revise_by(decided, 14) == datetime(2027, 3, 15, 18, 5, tzinfo=UTC)


def test_who_handed_in_early_keeps_the_later_deadline_of_the_milestone():
    decided = datetime(2027, 3, 1, 18, 5, tzinfo=UTC)
    due = datetime(2027, 4, 1, 22, 0, tzinfo=UTC)
    assert domain.revise_by(decided, 14, due) == due
