"""Percent agreement and AC1 against published examples.

The three tables of two raters: A. R. Feinstein and D. V. Cicchetti, "High agreement but low kappa",
Journal of Clinical Epidemiology 43 (1990), and K. L. Gwet, "Kappa statistic is not satisfactory for
assessing the extent of agreement between raters" (2002), who gives AC1 for them. The table of four
raters with ratings missing stands in K. L. Gwet, Handbook of Inter-Rater Reliability.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.role_play.rating.agreement import agreement

N = None
FOUR_RATERS = [
    *[(1, 1, N, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4)],
    *[(4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (N, 5, 5, 5), (N, N, 1, 1), (N, N, 3, N)],
]


def table(both: int, first: int, second: int, neither: int) -> list[tuple[str, str]]:
    """Units of two raters who say yes or no."""
    cells = {("+", "+"): both, ("+", "-"): first, ("-", "+"): second, ("-", "-"): neither}
    return [pair for pair, number in cells.items() for _each in range(number)]


@pytest.mark.parametrize(
    ("cells", "percent", "ac1"),
    [
        ((118, 5, 2, 0), 0.944, 0.9408),
        ((40, 9, 6, 45), 0.85, 0.7007),
        ((80, 10, 5, 5), 0.85, 0.8080),
    ],
)
def test_two_raters_agree_as_published(
    cells: tuple[int, int, int, int], percent: float, ac1: float
) -> None:
    found = agreement(table(*cells), 2)
    assert found is not None
    assert float(found.observed) == pytest.approx(percent)
    assert float(found.ac1) == pytest.approx(ac1, abs=5e-5)


def test_two_raters_with_three_categories_agree_as_published() -> None:
    """Two abstractors of medical charts; the package irrCAC gives 0.89 and 0.8493305 for them."""
    cells = [(13, 0, 0), (0, 20, 7), (0, 4, 56)]
    pairs = [
        (row, column)
        for row, numbers in enumerate(cells)
        for column, number in enumerate(numbers)
        for _each in range(number)
    ]
    found = agreement(pairs, 3)
    assert found is not None
    assert float(found.observed) == pytest.approx(0.89)
    assert float(found.ac1) == pytest.approx(0.8493305, abs=5e-8)


def test_four_raters_with_ratings_missing_agree_as_published() -> None:
    found = agreement(FOUR_RATERS, 5)
    assert found is not None
    assert float(found.observed) == pytest.approx(0.8181818)
    assert float(found.by_chance) == pytest.approx(0.1903212)
    assert float(found.ac1) == pytest.approx(0.77544, abs=5e-6)


@given(st.lists(st.integers(1, 5), min_size=1))
def test_the_same_ratings_agree_wholly(levels: list[int]) -> None:
    found = agreement([(each, each) for each in levels], 5)
    assert found is not None
    assert found.observed == found.ac1 == 1


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1))
def test_it_does_not_matter_who_of_two_rated_first(pairs: list[tuple[int, int]]) -> None:
    found = agreement(pairs, 5)
    assert found == agreement([(b, a) for a, b in pairs], 5)
    assert found is not None
    assert found.ac1 <= found.observed <= 1
    assert found.observed == Fraction(sum(a == b for a, b in pairs), len(pairs))


def test_what_only_one_rated_cannot_agree() -> None:
    assert agreement([(1, None), (None, 2)], 5) is None


def test_there_are_two_categories_at_least() -> None:
    with pytest.raises(ValueError, match="1"):
        agreement([(1, 1)], 1)
