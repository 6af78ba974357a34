"""What chosen measures come to: case B's plan, gaps that close, and what does not fit yet."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.needs_analysis.domain.matrix import Matrix, matrix_of
from xblocks.needs_analysis.domain.planning import Choice, Closed, choices_of, plan
from xblocks.needs_analysis.offers import Frame, Measure

FRAME_B = Frame(budget="60000", headcount=180)
PLAN_B = (
    # people, hours each, costs (`curriculum-facts 4.10`)
    (34, "12", "14000"),
    (4, "60", "11200"),
    (12, "8", "3600"),
    (34, "6", "6800"),
    (34, "3", "1700"),
    (34, "20", "0"),
    (14, "0", "2400"),
)


def measure(number: int = 1, **facts: object) -> Measure:
    values = {"id": f"m{number}", "label": f"M{number}", "form": "short", "closes": ["k1"]}
    return Measure.model_validate(values | facts)


def small() -> Matrix:
    """Two competences, three people: gaps 3, 1, 0 at K1 and 0, 2, 1 at K2."""
    return matrix_of(
        ["k1", "k2"],
        {"a01": [0, 2], "a02": [2, 0], "a03": [3, 1]},
        {"a01": [3, 2], "a02": [3, 2], "a03": [3, 2]},
    )


def texts(found) -> list[str]:
    return [str(each) for each in found.findings]


def test_the_plan_of_case_b_comes_out_as_in_the_curriculum():
    choices = [
        Choice(measure(number, size=size, hours=hours, cost=cost), ())
        for number, (size, hours, cost) in enumerate(PLAN_B, 1)
    ]
    found = plan(choices, small(), FRAME_B)
    assert [each.hours for each in choices] == [408, 240, 96, 204, 102, 680, 0]
    assert (found.costs, found.hours) == (39700, 1730)
    assert found.budget_left == 20300
    assert found.heads == 34
    assert round(found.hours_per_head, 1) == Fraction(509, 10)


def test_costs_are_of_each_participant_or_of_all():
    each = measure(cost="100", cost_per="person")
    together = measure(2, cost="100")
    found = plan([Choice(each, ("a01", "a02")), Choice(together, ("a01",))], small(), None)
    assert found.costs == 300
    assert (found.budget_left, found.hours_left) == (None, None)


def test_budget_and_hours_left_become_negative_and_are_told():
    choice = Choice(measure(hours="10", cost="150.50", cost_per="person"), ("a01", "a02"))
    frame = Frame(headcount=10, budget="300", hours="15")
    found = plan([choice], small(), frame)
    assert (found.budget_left, found.hours_left) == (Decimal("-1.00"), Decimal(-5))
    assert "The measures cost €1.00 more than the budget holds." in texts(found)
    assert "The measures take 5 hours more than there are." in texts(found)


def test_exactly_the_budget_is_not_too_much():
    choice = Choice(measure(hours="5", cost="300"), ("a01",))
    found = plan([choice], small(), Frame(headcount=10, budget="300", hours="5"))
    assert (found.budget_left, found.hours_left) == (0, 0)
    assert texts(found) == []


@pytest.mark.parametrize(
    ("up_to", "after", "critical"), [(1, 3, 1), (2, 2, 0), (3, 1, 0), (4, 1, 0)]
)
def test_a_measure_closes_gaps_up_to_its_level_and_never_beyond_the_target(up_to, after, critical):
    found = plan([Choice(measure(up_to=up_to), ("a01",))], small(), None)
    assert found.closed[0] == Closed("k1", before=4, after=after, critical=critical)
    assert found.closed[1].closed == 0


def test_the_better_of_two_measures_counts_and_not_their_sum():
    choices = [Choice(measure(up_to=1), ("a01",)), Choice(measure(2, up_to=2), ("a01",))]
    assert plan(choices, small(), None).closed[0].closed == 2


def test_people_the_matrix_does_not_know_close_nothing():
    found = plan([Choice(measure(closes=["k9"]), ("a01", "a77"))], small(), None)
    assert [each.closed for each in found.closed] == [0, 0]


def test_nobody_too_many_and_the_wrong_ones_are_told():
    nobody = texts(plan([Choice(measure(), ())], small(), None))
    assert nobody == ["Nobody takes part in “M1” yet."]
    many = texts(plan([Choice(measure(size=1), ("a01", "a02"))], small(), None))
    assert many == ["“M1” has room for 1 people, you chose 2."]
    idle = texts(plan([Choice(measure(), ("a01", "a03"))], small(), None))
    assert idle == ["“M1” closes no gap of A03. Do they teach the others?"]


def test_who_is_in_too_many_measures_is_named_with_the_hours():
    five = [Choice(measure(number, hours="10"), ("a01",)) for number in range(5)]
    assert texts(plan(five, small(), None)) == []
    found = texts(plan([*five, Choice(measure(6, hours="2.5"), ("a01",))], small(), None))
    assert found == ["A01 is in 6 measures with 52.5 hours. Can that be done?"]


def test_competences_of_high_priority_that_stay_open_are_told():
    chosen = [Choice(measure(up_to=1), ("a01",))]
    assert texts(plan(chosen, small(), None)) == []
    assert texts(plan(chosen, small(), None, high=["k1", "k2"])) == [
        "K1 has high priority. Critical fields that stay open: 1.",
        "K2 has high priority, but nothing closes its gaps.",
    ]


def test_answers_of_a_sheet_become_choices_in_the_order_offered():
    offered = [measure(1), measure(2), measure(3)]
    answers = {
        "measure:m3": {"people": ["a02"], "right": "betrvg-98-1"},
        "measure:m1": {"people": [], "right": ""},
        "reason:m2": "text",
    }
    found = choices_of(offered, answers)
    assert [(each.measure.id, each.people, each.right) for each in found] == [
        ("m1", (), ""),
        ("m3", ("a02",), "betrvg-98-1"),
    ]


levels = st.integers(0, 4)
codes = ("a01", "a02", "a03")
matrices = st.builds(
    lambda actual, target: matrix_of(
        ["k1", "k2"], dict(zip(codes, actual, strict=True)), dict(zip(codes, target, strict=True))
    ),
    *[st.lists(st.lists(st.none() | levels, min_size=2, max_size=2), min_size=3, max_size=3)] * 2,
)
chosen = st.lists(
    st.builds(
        Choice,
        st.builds(
            measure,
            st.integers(1, 9),
            closes=st.sampled_from([["k1"], ["k2"], ["k1", "k2"]]),
            up_to=st.integers(1, 4),
            cost=st.integers(0, 9999),
            hours=st.integers(0, 300),
        ),
        st.lists(st.sampled_from(codes), unique=True).map(tuple),
    ),
    max_size=6,
)


@given(matrices, chosen, chosen)
def test_more_measures_close_at_least_as_much_and_cost_at_least_as_much(matrix, some, others):
    few, more = plan(some, matrix, None), plan([*some, *others], matrix, None)
    assert more.costs >= few.costs
    assert more.hours >= few.hours
    for less, besides, column in zip(few.closed, more.closed, matrix.columns, strict=True):
        assert 0 <= besides.after <= less.after <= column.gaps == less.before
        assert besides.critical <= less.critical <= column.critical
