"""Points not out of 100, and grades of which a part is reckoned (`curriculum-facts 4.9`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xblocks.core.rubric import Given, Rubric, assess
from xblocks.grading import domain
from xblocks.grading.domain import Decision, Rating, Terms
from xblocks.grading.points import TOLD, kept, of_full, of_total, rounded, total_of
from xblocks.grading.showing import points_of, shown

pytestmark = pytest.mark.usefixtures("english")
LEVELS = ["missing", "in parts", "met", "convincing"]


@pytest.fixture
def english() -> Iterator[None]:
    with override("en"):
        yield


def rubric(*weights: int, must: bool = False, **more: int) -> Rubric:
    """Return a rubric whose first criterion is a must, if wanted."""
    criteria = [
        {"id": f"c{n}", "label": f"C{n}", "weight": w, "levels": LEVELS, "must": must and n == 0}
        for n, w in enumerate(weights)
    ]
    return Rubric.model_validate({"criteria": criteria, **more})


REASONS = rubric(6, 6, 4, 4, must=True, total=20)
ALL = st.fixed_dictionaries({f"c{n}": st.integers(0, 3) for n in range(4)})
FIGURES = st.integers(1, 97).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def figures(right: int, of: int, percent: int = 40) -> Given:
    return Given("Figures", percent, Fraction(right * 100, of), f"{right} of {of} right")


def test_a_rubric_of_twenty_points_is_reckoned_out_of_a_hundred() -> None:
    found = assess(REASONS, {"c0": 3, "c1": 2, "c2": 2, "c3": 1})
    assert (
        found.points
        == found.rated
        == Fraction(6 + 4, 1) * 5 + (Fraction(8, 3) + Fraction(4, 3)) * 5
    )
    assert found.passed
    told = shown(REASONS, None, found)
    assert (told.points, told.total, told.given) == ("14", 20, None)


def test_weights_sum_up_to_the_points_in_all_and_a_rubric_without_total_has_a_hundred() -> None:
    assert rubric(50, 50).total == 100
    with pytest.raises(ValidationError, match="sum up to 20; now they make 19"):
        rubric(6, 6, 4, 3, total=20)
    with pytest.raises(ValidationError, match="sum up to 100; now they make 20"):
        rubric(6, 6, 4, 4)


@given(ALL, FIGURES, st.integers(0, 100))
def test_the_whole_is_both_parts_by_their_percent(
    levels: dict[str, int], counted: tuple[int, int], percent: int
) -> None:
    right, of = counted
    found = assess(REASONS, levels, figures(right, of, percent))
    weights = (6, 6, 4, 4)
    rated = sum(Fraction(levels[f"c{n}"], 3) * w for n, w in enumerate(weights)) * 5
    assert found.rated == rated
    assert found.points == Fraction(right, of) * percent + rated * (100 - percent) / 100
    assert found.passed == (found.points >= 60 and levels["c0"] > 0)


def test_figures_lift_over_the_limit_and_a_must_at_nought_still_fails() -> None:
    weak, all_right = {"c0": 1, "c1": 1, "c2": 1, "c3": 1}, figures(14, 14)
    assert not assess(REASONS, weak).passed
    assert assess(REASONS, weak, all_right).points == 60
    terms = Terms(REASONS, revisions=1, returned=0, given=all_right)
    judged = domain.judge(terms, Rating(levels=weak))
    assert (judged.decision, judged.points) == (Decision.PASSED, Decimal(60))
    bare = {"c0": 0, "c1": 3, "c2": 3, "c3": 3}
    assert domain.judge(terms, Rating(levels=bare)).decision is Decision.RETURNED
    without = Terms(REASONS, revisions=1, returned=0, given=figures(0, 14))
    assert domain.judge(without, Rating(levels=weak)).decision is Decision.RETURNED


@given(ALL, FIGURES, st.integers(0, 100))
def test_no_rounding_lifts_a_work_to_the_limit(
    levels: dict[str, int], counted: tuple[int, int], percent: int
) -> None:
    exact = assess(REASONS, levels, figures(*counted, percent)).points
    for value in (kept(exact), rounded(exact, TOLD), rounded(kept(exact), TOLD)):
        assert (value >= 60) == (exact >= 60)
    assert abs(Fraction(kept(exact)) - exact) < Fraction(1, 1000)


def test_points_just_below_the_limit_do_not_look_like_it() -> None:
    assert kept(Fraction(5_999_999, 100_000)) == Decimal("59.999")
    assert rounded(Decimal("59.999"), TOLD) == Decimal("59.99")
    assert rounded(Fraction(200, 3), TOLD) == Decimal("66.67")


def test_beside_a_reckoned_part_the_whole_is_out_of_a_hundred() -> None:
    given_part = figures(12, 14)
    told = shown(
        REASONS, given_part, assess(REASONS, dict.fromkeys(("c0", "c1", "c2", "c3"), 3), given_part)
    )
    assert (told.points, told.total) == ("94.29", 100)
    assert (told.rated, told.rated_total, told.rated_percent) == ("20", 20, 60)
    assert (total_of(REASONS, None), total_of(REASONS, given_part), total_of(None, None)) == (
        20,
        100,
        100,
    )


@given(st.integers(1, 100), st.data())
def test_points_entered_out_of_a_total_come_back_as_they_were(
    total: int, data: st.DataObject
) -> None:
    entered = Decimal(data.draw(st.integers(0, total * 100))) / 100
    assert of_total(of_full(entered, total), total) == Fraction(entered)


def test_somebodys_points_are_told_out_of_what_there_is() -> None:
    assert points_of(Decimal("80"), 20) == "16 of 20"
    assert points_of(Decimal("42.857"), 7) == "3 of 7"
    assert points_of(Decimal("66.667"), 100) == "66.67"
