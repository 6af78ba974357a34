"""Whether an answer is right, what is said of a wrong one, and the comparison with the model."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.unit.needs_cases import CASE_A, CASE_B, matrices
from xblocks.core.text import Message
from xblocks.needs_analysis.asked import StudyQuestion
from xblocks.needs_analysis.definition import CaseStudy
from xblocks.needs_analysis.domain import checking, comparing, slips
from xblocks.needs_analysis.domain.checking import Context, Outcome, judge
from xblocks.needs_analysis.domain.comparing import Choice, Fit
from xblocks.needs_analysis.domain.matrix import Matrix, matrix_of
from xblocks.needs_analysis.domain.priority import Rank, Weights
from xblocks.needs_analysis.domain.ways import Way

questions: TypeAdapter[Any] = TypeAdapter(StudyQuestion)
A = Context(CASE_A.matrix, {"k4": Weights(2, 3)})
B = Context(CASE_B.matrix)


def asked(**parts: Any) -> Any:
    """A question about a figure, unless told otherwise."""
    return questions.validate_python({"id": "q1", "kind": "number", "text": "?", **parts})


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ({"figure": "sum_target"}, "223"),
        ({"figure": "coverage", "decimals": 1, "unit": "%"}, "60,1 %"),
        ({"figure": "coverage", "decimals": 1}, "60.1"),
        ({"figure": "coverage", "decimals": 1}, "60,09"),
        ({"figure": "mean_gap", "competence": "k1", "decimals": 2}, "1,42"),
        ({"figure": "mean_gap", "competence": "k1", "decimals": 2}, "1.417"),
        ({"figure": "share", "competence": "k1"}, "83"),
        ({"figure": "points", "competence": "k4"}, 18),
        ({"sum": "5 × 5200"}, "26.000 €"),
        ({"sum": "46 - 100"}, "−54"),
        ({"sum": "84 - 12 - 30", "tolerance": "2"}, "44"),
        ({"figure": "coverage", "decimals": 1, "tolerance": "0.5"}, "60,6"),
    ],
)
def test_right_figures_are_right_in_any_notation(parts: dict[str, Any], answer: Any) -> None:
    verdict = judge(asked(**parts), answer, A)
    assert verdict.right, verdict


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ({"figure": "sum_target"}, "222"),
        ({"figure": "sum_target"}, "223,1"),
        ({"figure": "coverage", "decimals": 1}, "60"),
        ({"figure": "coverage", "decimals": 1}, "60,10"),
        ({"figure": "coverage", "decimals": 1}, "60,08"),
        ({"sum": "84 - 12 - 30", "tolerance": "2"}, "44,1"),
        ({"figure": "coverage", "decimals": 1, "tolerance": "0.5"}, "60,7"),
    ],
)
def test_near_is_not_right_beyond_the_tolerance(parts: dict[str, Any], answer: str) -> None:
    verdict = judge(asked(**parts), answer, A)
    if answer == "60,10":  # the figure as it is asked for, with a zero more
        assert verdict.right
    else:
        assert verdict.outcome is Outcome.WRONG


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        *[({"figure": "sum_gaps"}, value) for value in (None, "", "  ")],
        *[({"kind": "people", "figure": "most_gaps"}, value) for value in (None, [])],
        *[({"kind": "choice", "options": []}, value) for value in (None, "", [])],
    ],
)
def test_nothing_is_open_not_wrong(parts: dict[str, Any], value: Any) -> None:
    if "options" in parts:
        parts = {**parts, "options": [_option("o1", right=True), _option("o2")]}
    verdict = judge(asked(**parts), value, A)
    assert verdict.outcome is Outcome.OPEN
    assert str(verdict.said) == checking.OPEN
    assert not verdict.answered


def test_nonsense_is_wrong_and_told_what_to_write() -> None:
    verdict = judge(asked(figure="sum_gaps"), "viele", A)
    assert verdict.outcome is Outcome.WRONG
    assert "Write it like" in str(verdict.said)


@pytest.mark.parametrize(
    ("parts", "answer", "said"),
    [
        ({"figure": "sum_gaps"}, "80", slips.SET_OFF),
        ({"figure": "gaps", "competence": "k8"}, "1", slips.SET_OFF),
        ({"figure": "affected", "competence": "k1"}, "7", slips.ONLY_CRITICAL),
        ({"figure": "critical", "competence": "k1"}, "10", slips.ALL_GAPS),
        ({"figure": "mean_gap", "competence": "k1", "decimals": 2}, "1,70", slips.BY_AFFECTED),
        ({"figure": "mean_gap", "competence": "k1", "decimals": 2}, "17", slips.A_SUM),
        ({"figure": "coverage", "decimals": 1}, "39,9", slips.MISSING_PART),
        ({"figure": "coverage", "decimals": 1}, "0,601", slips.NO_PERCENT),
        ({"figure": "share", "competence": "k1"}, "0,83", slips.NO_PERCENT),
        ({"figure": "class", "competence": "k6"}, "3", slips.A_CLASS_OFF),
        ({"figure": "coverage", "decimals": 1}, "60,0", slips.ROUNDED),
        ({"sum": "46 - 100"}, "54", slips.OFF_BY_SIGN),
        ({"figure": "sum_gaps"}, "17", checking.WRONG),
    ],
)
def test_frequent_slips_are_named(parts: dict[str, Any], answer: str, said: str) -> None:
    verdict = judge(asked(**parts), answer, A)
    assert verdict.outcome is Outcome.WRONG
    assert str(verdict.said) == said


def test_a_slip_that_comes_to_the_right_figure_is_none() -> None:
    matrix = matrix_of(("k1", "k2"), {"a1": (1, 1)}, {"a1": (1, 2)})  # nobody can do more
    verdict = judge(asked(figure="coverage", decimals=1), "67", Context(matrix))
    assert str(verdict.said) == slips.ROUNDED


@given(matrices(), st.sampled_from(["sum_gaps", "sum_met", "coverage"]), st.integers(0, 400))
def test_a_hint_never_tells_the_figure(matrix: Matrix, figure: str, answer: int) -> None:
    verdict = judge(asked(figure=figure), str(answer), Context(matrix))
    assert verdict.right == (answer == verdict.expected)
    assert not any(sign.isdigit() for sign in str(verdict.said).replace("of 1.", ""))


def test_the_way_ends_with_the_figure_as_it_is_asked_for() -> None:
    verdict = judge(asked(figure="coverage", decimals=1), "1", A)
    assert verdict.way
    assert (str(verdict.expected), str(verdict.way.rounded)) == ("60.1", "60.1")
    assert verdict.way.result == Fraction(13400, 223)
    summed = judge(asked(sum="84 - 12 - 30"), "1", A).way
    assert summed
    assert str(summed.formula) == "84 − 12 − 30 = 42"


def test_figures_of_funding_are_reckoned_by_those_who_know_the_law() -> None:
    question = asked(kind="funding", figure="qg_share", decimals=1, unit="%")
    way = Way(Message("§ 82a"), Message("42 ÷ 240"), Fraction(35, 2))
    told = judge(question, "17,5", Context(CASE_A.matrix, funding=lambda _question: way))
    assert told.right
    with pytest.raises(ValueError, match="cannot be reckoned"):
        judge(question, "17,5", A)


def _option(name: str, *, right: bool = False) -> dict[str, Any]:
    return {"id": name, "label": name, "right": right}


@pytest.mark.parametrize(
    ("value", "outcome", "said"),
    [
        (["o1", "o3"], "right", checking.RIGHT),
        (["o3", "o1"], "right", checking.RIGHT),
        (["o1"], "wrong", checking.MISSING),
        (["o1", "o2", "o3"], "wrong", checking.TOO_MUCH),
        ("o2", "wrong", checking.TOO_MUCH),
    ],
)
def test_choices_are_right_when_they_are_exactly_the_right_ones(
    value: Any, outcome: str, said: str
) -> None:
    options = [_option("o1", right=True), _option("o2"), _option("o3", right=True)]
    verdict = judge(asked(kind="choice", options=options, several=True), value, A)
    assert (verdict.outcome, str(verdict.said)) == (outcome, said)
    assert verdict.expected == ("o1", "o3")


def test_of_one_right_answer_another_is_simply_not_right() -> None:
    options = [_option("o1", right=True), _option("o2")]
    verdict = judge(asked(kind="choice", options=options), "o2", A)
    assert str(verdict.said) == checking.WRONG


@pytest.mark.parametrize(
    ("value", "right"),
    [
        (["a02", "a03", "a09"], True),
        (["a09", "a03", "a02"], True),
        (["a02", "a03", "a09", "a04"], True),
        (["a02", "a03"], False),
        (["a02", "a03", "a09", "a05"], False),
    ],
)
def test_people_are_those_of_the_matrix_and_those_one_can_defend(
    value: list[str], right: bool
) -> None:
    verdict = judge(asked(kind="people", figure="most_gaps", also=["a04"]), value, A)
    assert verdict.right is right
    assert verdict.expected == ("a02", "a03", "a09")


def test_people_an_author_names() -> None:
    question = asked(kind="people", right=["a11"], also=["a10"])
    assert judge(question, ["a11"], A).right
    assert judge(question, ["a10", "a11"], A).right
    assert not judge(question, ["a10"], A).right
    assert judge(question, ["a10"], A).way is None


CASE = CaseStudy.model_validate(
    {
        "kind": "case_study",
        "title": "C",
        "intro": "I",
        "targets": "set",
        "gaps": "asked",
        "competences": [{"id": "k1", "label": "One"}, {"id": "k2", "label": "Two"}],
        "profiles": [
            {"id": "p1", "label": "First", "levels": "3 2"},
            {"id": "p2", "label": "Second", "levels": "1 1"},
        ],
        "people": [
            {"id": "a1", "activity": "x", "profile": "p1", "levels": "1 2"},
            {"id": "a2", "activity": "y", "profile": "p1", "also": ["p2"], "levels": "0 0"},
            {"id": "a3", "activity": "z", "profile": "p2", "levels": "1 4"},
        ],
        "priorities": [
            {"competence": "k1", "urgency": 3, "importance": 2, "also_importance": [3]},
            {"competence": "k2", "urgency": 1, "importance": 1, "safety": True},
        ],
        "frame": {"headcount": 100},
        "measures": [
            {"id": "m1", "label": "M1", "form": "course", "closes": ["k1"], "people": ["a1", "a2"]},
            {"id": "m2", "label": "M2", "form": "short", "closes": ["k2"], "fit": "defensible"},
            {"id": "m3", "label": "M3", "form": "short", "closes": ["k2"], "fit": "unfit"},
        ],
    }
)
ANSWERS = {
    "profile:a1": "p1",
    "profile:a2": "p2",
    "gap:a1:k1": 2,
    "gap:a1:k2": 1,
    "gap:a2:k1": 1,
    "weighing:k1": {"urgency": 3, "importance": 3, "class": 3, "points": 27},
    "weighing:k2": {"urgency": 1, "importance": None},
    "measure:m1": {"people": ["a2", "a3"], "right": ""},
    "measure:m3": {"people": ["a1"], "right": ""},
}
OWN = comparing.matrix_with(CASE, {"a1": "p1", "a2": "p2"})


def test_profiles_are_the_same_defensible_different_or_open() -> None:
    found = {each.person: each.fit for each in comparing.profiles(CASE, ANSWERS)}
    assert found == {"a1": Fit.SAME, "a2": Fit.DEFENSIBLE, "a3": Fit.OPEN}
    other = {each.person: each.fit for each in comparing.profiles(CASE, {"profile:a3": "p1"})}
    assert other["a3"] is Fit.DIFFERENT


def test_gaps_are_compared_with_the_own_targets_and_the_model() -> None:
    found = {(each.person, each.competence): each for each in comparing.cells(CASE, OWN, ANSWERS)}
    assert found["a1", "k1"].fits
    assert not found["a1", "k2"].fits
    assert (found["a2", "k1"].right, found["a2", "k1"].model) == (1, 3)
    assert found["a2", "k1"].fits
    assert (found["a3", "k1"].right, found["a3", "k1"].fits) == (None, False)


def test_priorities_follow_from_the_own_matrix_and_the_own_weights() -> None:
    first, second = comparing.priorities(CASE, OWN, ANSWERS)
    assert (first.share, first.right_points) == (3, 27)
    assert all(first.parts.values())
    assert (first.urgency_fit, first.importance_fit) == (Fit.SAME, Fit.DEFENSIBLE)
    assert (first.model_share, first.model_points, first.model_rank) == (3, 18, Rank.HIGH)
    assert second.right_points is None
    assert [name for name, right in second.parts.items() if right] == ["urgency"]
    assert (second.importance_fit, second.model_points) == (Fit.OPEN, 2)
    assert second.model_rank is Rank.HIGH  # occupational safety


def test_priorities_reckoned_wrongly_are_told() -> None:
    for part, wrong in (("share", {"class": 2}), ("points", {"points": 26}), ("urgency", {})):
        given = {**ANSWERS["weighing:k1"], **(wrong or {"urgency": 1, "points": 9})}
        parts = comparing.priorities(CASE, OWN, {"weighing:k1": given})[0].parts
        assert [name for name, right in parts.items() if not right] == [part]


def test_measures_are_compared_with_people_and_gaps() -> None:
    first, second, third = comparing.measures(CASE, OWN, ANSWERS)
    assert (first.choice, first.missing, first.besides) == (Choice.SAME, ("a1",), ("a3",))
    assert first.needless == ("a3",)
    assert (second.choice, second.chosen, second.missing) == (Choice.LEFT, False, ())
    assert (third.choice, third.needless) == (Choice.UNFIT, ("a1",))
    nothing = comparing.measures(CASE, OWN, {})
    assert [each.choice for each in nothing] == [Choice.LEFT_OUT, Choice.LEFT, Choice.LEFT]
    assert [each.missing for each in nothing] == [(), (), ()]
