"""Figures of a matrix: golden tables of both cases, and every figure reckoned a second way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.needs_cases import CASE_A, CASE_B, PlainCase, matrices
from xblocks.needs_analysis.domain import figures, people, priority
from xblocks.needs_analysis.domain.matrix import Matrix, matrix_of
from xblocks.needs_analysis.domain.numbers import round_half_up
from xblocks.needs_analysis.domain.priority import Rank, Weights
from xblocks.needs_analysis.figure_names import FIGURES, OF_COMPETENCE, PEOPLE_FIGURES

BOTH = pytest.mark.parametrize("case", [CASE_A, CASE_B], ids=["A", "B"])


@BOTH
def test_sums_and_coverage_are_those_of_the_curriculum(case: PlainCase) -> None:
    assert figures.figure("sum_target", case.matrix) == case.target
    assert figures.figure("sum_met", case.matrix) == case.met
    assert figures.figure("sum_gaps", case.matrix) == case.gaps
    coverage = figures.figure("coverage", case.matrix)
    assert round_half_up(coverage, 1) == Decimal(case.coverage)


@BOTH
def test_every_row_of_the_table_is_that_of_the_curriculum(case: PlainCase) -> None:
    for competence, told in case.told.items():
        weights = Weights(told.urgency, told.importance)
        found = {
            name: figures.figure(name, case.matrix, competence, weights) for name in OF_COMPETENCE
        }
        assert found["gaps"] == told.gaps, competence
        assert found["affected"] == told.affected, competence
        assert found["critical"] == told.critical, competence
        places = len(told.mean.partition(".")[2])
        assert round_half_up(found["mean_gap"], places) == Decimal(told.mean), competence
        assert round_half_up(found["share"], 0) == told.share, competence
        assert found["class"] == told.share_class, competence
        assert found["points"] == told.points, competence
        assert priority.rank(int(found["points"])) is Rank(told.rank), competence


def test_people_of_case_a() -> None:
    matrix = CASE_A.matrix
    assert figures.figure("highest_gap", matrix) == 3
    assert people.people("highest_gap", matrix, "k2") == ("a01", "a05")
    assert people.people("most_gaps", matrix) == ("a02", "a03", "a09")
    assert people.people("fewest_gaps", matrix) == ("a04", "a07")
    assert {row.code: row.gaps for row in matrix.rows if row.gaps in (4, 11)} == {
        "a02": 11,
        "a03": 11,
        "a09": 11,
        "a04": 4,
        "a07": 4,
    }


def test_people_of_case_b() -> None:
    matrix = CASE_B.matrix
    assert people.people("most_gaps", matrix) == ("b05", "b09")
    assert people.people("fewest_gaps", matrix) == ("b04",)
    assert people.people("surplus", matrix, "v8") == ("b03", "b10")


def test_exactly_sixty_percent_is_class_two() -> None:
    way = figures.way("class", CASE_B.matrix, "v3")
    assert way.result == 2
    assert "exactly 60 percent" in str(way.formula)


@pytest.mark.parametrize(
    ("affected", "known", "share"),
    [(0, 0, 1), (0, 4, 1), (24, 100, 1), (25, 100, 2), (60, 100, 2), (61, 100, 3), (4, 4, 3)],
)
def test_bounds_of_the_classes(affected: int, known: int, share: int) -> None:
    assert priority.share_class(affected, known) == share


@pytest.mark.parametrize(
    ("reached", "rank"), [(1, "low"), (8, "low"), (9, "middle"), (17, "middle"), (18, "high")]
)
def test_bounds_of_the_ranks(reached: int, rank: str) -> None:
    assert priority.rank(reached) is Rank(rank)
    assert priority.rank(reached, safety=True) is Rank.HIGH


def _arrays(matrix: Matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Targets and levels, and where both are known."""
    cells = [[(cell.target, cell.actual) for cell in row.cells] for row in matrix.rows]
    filled = np.array(
        [[[-1 if each is None else each for each in pair] for pair in row] for row in cells]
    )
    return filled[:, :, 0], filled[:, :, 1], (filled >= 0).all(axis=2)


@given(matrices())
def test_figures_are_those_of_numpy(matrix: Matrix) -> None:
    target, actual, known = _arrays(matrix)
    gaps = np.where(known, np.maximum(target - actual, 0), 0)
    met = np.where(known, np.minimum(target, actual), 0)
    wanted = np.where(known, target, 0)
    assert figures.figure("sum_target", matrix) == wanted.sum()
    assert figures.figure("sum_met", matrix) == met.sum()
    assert figures.figure("sum_gaps", matrix) == gaps.sum()
    assert figures.figure("highest_gap", matrix) == gaps.max()
    if wanted.sum():
        assert figures.figure("coverage", matrix) == Fraction(
            100 * int(met.sum()), int(wanted.sum())
        )
    for number, code in enumerate(matrix.competences):
        count = int(known[:, number].sum())
        affected = int((gaps[:, number] >= 1).sum())
        assert figures.figure("gaps", matrix, code) == gaps[:, number].sum()
        assert figures.figure("affected", matrix, code) == affected
        assert figures.figure("critical", matrix, code) == (gaps[:, number] >= 2).sum()
        share = Fraction(100 * affected, count) if count else Fraction(0)
        assert figures.figure("share", matrix, code) == share
        mean = Fraction(int(gaps[:, number].sum()), count) if count else Fraction(0)
        assert figures.figure("mean_gap", matrix, code) == mean
        assert figures.figure("class", matrix, code) == 1 + (share >= 25) + (share > 60)


@given(matrices())
def test_sets_of_people_are_those_of_numpy(matrix: Matrix) -> None:
    target, actual, known = _arrays(matrix)
    gaps = np.where(known, np.maximum(target - actual, 0), 0)
    surplus = np.where(known, np.maximum(actual - target, 0), 0)
    there = known.any(axis=1)
    codes = np.array([row.code for row in matrix.rows])
    sums = gaps.sum(axis=1)
    assert people.people("surplus", matrix) == tuple(codes[surplus.sum(axis=1) > 0])
    if there.any():
        fewest = there & (sums == sums[there].min())
        assert people.people("fewest_gaps", matrix) == tuple(codes[fewest])
    most = there & (sums == sums.max()) & (sums > 0)
    assert people.people("most_gaps", matrix) == tuple(codes[most])
    highest = (gaps.max(axis=1) == gaps.max()) & (gaps.max() > 0)
    assert people.people("highest_gap", matrix) == tuple(codes[highest])


@given(matrices(), st.sampled_from(["sum_target", "sum_met", "sum_gaps"]))
def test_the_way_adds_up_to_the_figure(matrix: Matrix, name: str) -> None:
    way = figures.way(name, matrix)
    told = [str(line.text).split(" = ") for line in way.lines]
    assert all(sum(map(int, terms.split(" + "))) == int(total) for terms, total in told)
    assert sum(int(total) for _terms, total in told) == way.result
    assert str(way.formula).endswith(f"= {way.result}")


def test_the_way_tells_the_rows_of_the_own_matrix() -> None:
    way = figures.way("gaps", CASE_A.matrix, "k1")
    told = {line.label: str(line.text) for line in way.lines}
    assert told["A01"] == "2 − 0 = 2"
    assert told["A07"] == "3 − 3 = 0"
    assert str(way.formula) == "2 + 2 + 2 + 1 + 2 + 2 + 1 + 2 + 2 + 1 = 17"
    potential = figures.way("gaps", CASE_A.matrix, "k2")
    assert "potential" in {line.label: str(line.text) for line in potential.lines}["A11"]


def test_people_ways_name_who_is_meant() -> None:
    way = people.people_way("most_gaps", CASE_A.matrix)
    assert str(way.formula) == "That is: A02, A03, A09."
    assert {line.label: str(line.text) for line in way.lines}["A04"].endswith("= 4")


@given(matrices(), st.sampled_from(sorted(FIGURES)))
def test_every_figure_can_be_told_of_every_matrix(matrix: Matrix, name: str) -> None:
    competence = matrix.competences[-1] if name in OF_COMPETENCE else None
    way = figures.way(name, matrix, competence, Weights(2, 3))
    assert "%(" not in f"{way.rule}{way.formula}{[str(line.text) for line in way.lines]}"


@given(matrices(), st.sampled_from(sorted(PEOPLE_FIGURES)), st.booleans())
def test_every_set_of_people_can_be_told(matrix: Matrix, name: str, of_one: bool) -> None:
    competence = matrix.competences[0] if of_one else None
    way = people.people_way(name, matrix, competence)
    assert way.result == len(people.people(name, matrix, competence))
    assert "%(" not in f"{way.rule}{way.formula}{[str(line.text) for line in way.lines]}"


def test_what_is_not_known_counts_in_no_figure() -> None:
    matrix = matrix_of(("k1",), {"a1": (None,), "a2": (1,)}, {"a1": (4,), "a2": (2,)})
    assert figures.figure("sum_target", matrix) == 2
    assert figures.figure("share", matrix, "k1") == 100
    nobody = matrix_of(("k1",), {"a1": (3,)}, {})
    assert figures.figure("coverage", nobody) == 100
    assert people.people("fewest_gaps", nobody) == ()


def test_a_competence_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        figures.figure("gaps", CASE_A.matrix, "k9")
    with pytest.raises(KeyError):
        people.people("most_gaps", CASE_A.matrix, "k9")
    with pytest.raises(KeyError):
        figures.figure("luck", CASE_A.matrix, "k1")
    with pytest.raises(ValueError, match="urgency"):
        figures.figure("points", CASE_A.matrix, "k1")
