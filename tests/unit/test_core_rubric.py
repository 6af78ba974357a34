"""Points and the pass rule of `curriculum-facts 1.10`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xblocks.core.rubric import Rubric, UnknownCriterion, UnknownLevel, assess

LEVELS = ["missing", "in parts", "met", "convincing"]


def rubric(*weights: int, musts: tuple[int, ...] = (), **kwargs: Any) -> Rubric:
    return Rubric.model_validate(
        {
            "criteria": [
                {
                    "id": f"c{n}",
                    "label": f"Criterion {n}",
                    "weight": weight,
                    "must": n in musts,
                    "levels": LEVELS,
                }
                for n, weight in enumerate(weights)
            ],
            **kwargs,
        }
    )


SKETCH = rubric(25, 30, 20, 25, musts=(0, 1))


def test_points_are_level_by_three_times_weight() -> None:
    levels = {"c0": 3, "c1": 2, "c2": 1, "c3": 0}
    assert assess(SKETCH, levels).points == Fraction(25) + 20 + Fraction(20, 3)


def test_exactly_sixty_points_pass() -> None:
    even = rubric(40, 30, 30)
    assert assess(even, {"c0": 3, "c1": 2, "c2": 0}).points == 60
    assert assess(even, {"c0": 3, "c1": 2, "c2": 0}).passed


def test_a_must_at_level_zero_fails_whatever_the_points() -> None:
    result = assess(SKETCH, {"c0": 0, "c1": 3, "c2": 3, "c3": 3})
    assert result.points == 75
    assert result.failed_musts == ("c0",)
    assert not result.passed


def test_nothing_is_passed_before_every_criterion_has_a_level() -> None:
    result = assess(SKETCH, {"c0": 3, "c1": 3, "c2": 3})
    assert result.points == 75
    assert result.missing == ("c3",)
    assert not result.complete
    assert not result.passed


def test_foreign_criteria_and_levels_are_refused() -> None:
    with pytest.raises(UnknownCriterion):
        assess(SKETCH, {"x": 1})
    for level in (-1, 4):
        with pytest.raises(UnknownLevel):
            assess(SKETCH, {"c0": level})


def test_weights_that_do_not_sum_up_to_100_and_double_ids_are_refused() -> None:
    with pytest.raises(ValidationError, match="sum up to 100"):
        rubric(50, 49)
    line = {"id": "a", "label": "A", "weight": 50, "levels": LEVELS}
    with pytest.raises(ValidationError, match="same short name"):
        Rubric.model_validate({"criteria": [line, line]})


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.integers(0, 3))
def test_a_better_level_never_costs_points(levels: list[int], place: int) -> None:
    chosen = {f"c{n}": level for n, level in enumerate(levels)}
    better = chosen | {f"c{place}": min(3, levels[place] + 1)}
    assert 0 <= assess(SKETCH, chosen).points <= assess(SKETCH, better).points <= 100
    assert not assess(SKETCH, chosen).passed or assess(SKETCH, better).passed
