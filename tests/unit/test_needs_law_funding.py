"""§ 82 and § 82a SGB III: case A to the cent, every limit, and what always holds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.needs_law_cases import course, expected_shares, frame, person, team_a
from xblocks.needs_analysis.domain.allowance import allowance
from xblocks.needs_analysis.domain.funding import Funding, funding
from xblocks.needs_analysis.domain.funding_rates import counted, split
from xblocks.needs_analysis.domain.funding_told import cost_lines, hints, wage_lines
from xblocks.needs_analysis.domain.law import law

LAW = law()


def of(*ages: int, **frame_facts: Any) -> Funding:
    people = [person(number, age=age) for number, age in enumerate(ages, 1)]
    return funding(course(), people, frame(**frame_facts), LAW)


def refusals(found: Funding) -> list[str]:
    return [line.rule.id for line in found.refused]


@pytest.mark.parametrize(
    ("agreement", "employer", "agency", "grant"),
    [(False, "5200", "20800", "15500"), (True, "4680", "21320", "17050")],
)
def test_case_a_comes_out_as_in_the_curriculum(agreement, employer, agency, grant):
    found = funding(course(), team_a(), frame(), LAW, agreement=agreement)
    assert found.costs == Decimal("26000")
    assert found.employer_costs == Decimal(employer)
    assert found.agency_costs == Decimal(agency)
    assert found.wage_base == Decimal("31000")
    assert found.wage_grant == Decimal(grant)
    assert found.class_share == (45 if agreement else 50)
    assert refusals(found) == []


def test_a_works_agreement_of_the_frame_counts_like_one_assumed():
    assumed = funding(course(), team_a(), frame(), LAW, agreement=True)
    assert funding(course(), team_a(), frame(agreement=True), LAW).shares == assumed.shares


def test_the_calculation_is_told_in_words_and_numbers_with_its_paragraph():
    found = funding(course(), team_a(), frame(), LAW)
    told = [(line.rule.paragraph, str(line.said)) for line in cost_lines(found, LAW)]
    assert told[0] == ("§ 82 Abs. 2 SGB III", "The course costs 5 × €5200 = €26000.")
    assert "§ 82 Abs. 2 Satz 4 SGB III" in dict(told)
    assert told[-1][1] == "The agency can take over €26000 − €5200 = €20800."
    wages = [str(line.said) for line in wage_lines(found, LAW)]
    assert wages[0] == "Wages: 5 × 200 h × €31 = €31000."
    assert wages[-1].endswith("€31000 × 50% = up to €15500.")


def test_nothing_is_a_claim_and_it_is_applied_for_before():
    found = funding(course(), team_a(), frame(), LAW)
    rules = [line.rule.id for line in hints(found, LAW)]
    assert rules[:2] == ["sgb3-82-discretion", "sgb3-324"]
    assert "sgb3-82-agreement" in rules
    assert "sgb3-82-full-wages" in rules
    agreed = funding(course(), team_a(), frame(agreement=True), LAW)
    assert "sgb3-82-agreement" not in [line.rule.id for line in hints(agreed, LAW)]


def test_every_line_has_a_day_of_wording_and_of_review():
    found = funding(course(), team_a(), frame(), LAW)
    for line in [*cost_lines(found, LAW), *wage_lines(found, LAW), *hints(found, LAW)]:
        assert line.rule.stand.isoformat() == "2026-08-19"
        assert line.rule.review > line.rule.stand


@pytest.mark.parametrize(
    ("headcount", "employer", "grant"),
    [(1, 0, 75), (49, 0, 75), (50, 50, 50), (499, 50, 50), (500, 75, 25), (50_000, 75, 25)],
)
def test_the_size_of_the_company_decides_on_both_percentages(headcount, employer, grant):
    found = of(30, headcount=headcount, affected=0)
    assert found.class_share == employer
    assert found.employer_costs == Decimal(5200) * employer / 100
    assert found.wage_grant == Decimal(200 * 31) * grant / 100


@pytest.mark.parametrize(
    ("headcount", "employer", "grant"), [(49, 0, 80), (50, 45, 55), (500, 70, 30)]
)
def test_an_agreement_takes_five_points_off_and_adds_five(headcount, employer, grant):
    found = of(30, headcount=headcount, affected=0, agreement=True)
    assert found.class_share == employer
    assert found.wage_grant == Decimal(200 * 31) * grant / 100


@pytest.mark.parametrize(
    ("age", "headcount", "employer"),
    [(44, 240, 2600), (45, 240, 0), (45, 499, 0), (45, 500, 3900), (70, 500, 3900)],
)
def test_from_45_on_the_employer_pays_nothing_below_500(age, headcount, employer):
    assert of(age, headcount=headcount, affected=0).employer_costs == employer


@pytest.mark.parametrize(("headcount", "employer"), [(499, 0), (500, 3900)])
def test_a_severe_disability_counts_like_the_age(headcount, employer):
    found = funding(course(), [person(disabled=True)], frame(headcount=headcount), LAW)
    assert found.employer_costs == employer


def test_an_age_nobody_knows_is_not_taken_for_45():
    found = funding(course(), [person(age=None)], frame(), LAW)
    assert found.employer_costs == 2600


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"hours": "120"}, ["sgb3-82-hours"]),
        ({"hours": "0"}, ["sgb3-82-hours"]),
        ({"approved": False}, ["sgb3-82-approved"]),
        ({"upgrade": True}, ["sgb3-22-1a"]),
        ({"obligatory": True}, ["sgb3-82-obligatory", "gewo-111"]),
        ({"adaptation": True}, ["sgb3-82-beyond"]),
        ({"hours": "8", "approved": False}, ["sgb3-82-hours", "sgb3-82-approved"]),
    ],
)
def test_what_stands_against_funding_is_named_and_the_employer_pays(facts, rules):
    found = funding(course(**facts), team_a(), frame(), LAW)
    assert refusals(found) == rules
    assert not found.possible
    assert (found.employer_costs, found.agency_costs, found.wage_grant) == (26000, 0, 0)
    assert hints(found, LAW) == []


@pytest.mark.parametrize(("hours", "possible"), [("120", False), ("120.5", True), ("121", True)])
def test_more_than_120_hours_means_more(hours, possible):
    assert funding(course(hours=hours), team_a(), frame(), LAW).possible is possible


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"qualified_years": 1}, "sgb3-82-qualified"),
        ({"qualified_years": 2}, None),
        ({"qualified": False, "qualified_years": 0}, None),
        ({"funded_years": 1}, "sgb3-82-again"),
        ({"funded_years": 2}, None),
    ],
)
def test_two_years_hold_for_the_qualification_and_for_earlier_funding(facts, rule):
    found = funding(course(), [person(1, **facts), person(2)], frame(), LAW)
    assert refusals(found) == ([rule] if rule else [])
    assert found.employer_costs == (5200 + 2600 if rule else 2 * 2600)
    assert found.wage_grant == (3100 if rule else 6200)


def test_the_way_to_a_qualification_is_funded_up_to_the_full_wages():
    people = [person(1, qualified=False, funded_years=0), person(2)]
    found = funding(course(degree=True), people, frame(), LAW)
    assert [each.wage_grant for each in found.shares] == [6200, 3100]
    assert [each.employer for each in found.shares] == [0, 2600]
    assert "sgb3-82-full-wages" in [line.rule.id for line in wage_lines(found, LAW)]


def test_a_group_nobody_knows_goes_by_the_general_rule():
    found = funding(course(size=3, cost="100", cost_per="group"), [person(1, age=50)], frame(), LAW)
    assert [each.costs for each in found.shares] == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert [each.employer_percent for each in found.shares] == [0, 50, 50]
    assert found.costs == 100


def test_nobody_costs_nothing():
    found = funding(course(), [], frame(), LAW)
    assert not found.possible
    assert found.costs == found.wage_base == 0


@pytest.mark.parametrize(
    ("hours", "weight"),
    [(10, "0.25"), (11, "0.5"), (20, "0.5"), (21, "0.75"), (30, "0.75"), (31, "1"), (40, "1")],
)
def test_part_time_counts_in_part(hours, weight):
    assert counted([hours], LAW) == Decimal(weight)


def test_part_timers_can_bring_a_company_below_a_limit():
    hours = [40] * 40 + [20] * 18
    assert counted(hours, LAW) == 49


@pytest.mark.parametrize(
    ("affected", "headcount", "share", "threshold", "met"),
    [
        (42, 240, Fraction(35, 2), 10, True),
        (24, 240, Fraction(10), 10, True),
        (23, 240, Fraction(23 * 100, 240), 10, False),
        (25, 249, Fraction(2500, 249), 10, True),
        (25, 250, Fraction(10), 20, False),
        (50, 250, Fraction(20), 20, True),
    ],
)
def test_the_allowance_has_a_threshold_by_size(affected, headcount, share, threshold, met):
    found = allowance(frame(affected=affected, headcount=headcount), LAW)
    assert (found.share, found.threshold, found.met) == (share, threshold, met)


def test_case_a_lacks_the_agreement_alone():
    found = allowance(frame(), LAW)
    assert found.met
    assert [line.rule.id for line in found.missing] == ["sgb3-82a-agreement"]
    assert allowance(frame(agreement=True), LAW).missing == ()


def test_below_ten_employees_a_declaration_is_enough():
    assert allowance(frame(headcount=9, affected=9), LAW).missing == ()
    assert allowance(frame(headcount=10, affected=9), LAW).missing != ()


people = st.lists(
    st.builds(
        person,
        st.integers(1, 99),
        age=st.none() | st.integers(15, 75),
        qualified=st.booleans(),
        disabled=st.booleans(),
        qualified_years=st.none() | st.integers(0, 5),
        funded_years=st.none() | st.integers(0, 5),
    ),
    max_size=12,
    unique_by=lambda each: each.id,
)
amounts = st.decimals(0, 99_999, places=2).map(str)
courses = st.builds(
    course,
    hours=st.integers(0, 400).map(str),
    cost=amounts,
    cost_per=st.sampled_from(["person", "group"]),
    size=st.none() | st.integers(1, 30),
    approved=st.booleans(),
    degree=st.booleans(),
    upgrade=st.booleans(),
    obligatory=st.booleans(),
    adaptation=st.booleans(),
)
frames = st.builds(
    frame,
    headcount=st.integers(1, 2000),
    affected=st.just(0),
    agreement=st.booleans(),
    wage=amounts,
)


@given(courses, people, frames)
def test_shares_add_up_and_nobody_gets_or_pays_less_than_nothing(measure, those, around):
    found = funding(measure, those, around, LAW)
    assert found.employer_costs + found.agency_costs == found.costs
    for each in found.shares:
        assert each.employer + each.agency == each.costs
        assert min(each.employer, each.agency, each.wage_grant) >= 0
        assert each.wage_grant <= each.wage_base
    if not found.possible:
        assert found.agency_costs == found.wage_grant == 0
    lines = [*cost_lines(found, LAW), *wage_lines(found, LAW), *hints(found, LAW)]
    assert all(str(line.said) for line in lines)


@given(courses, people, frames)
def test_an_agreement_never_makes_it_dearer(measure, those, around):
    without = funding(measure, those, around.model_copy(update={"agreement": False}), LAW)
    agreed = funding(measure, those, around, LAW, agreement=True)
    assert agreed.employer_costs <= without.employer_costs
    assert agreed.wage_grant >= without.wage_grant


@given(courses, people, frames, st.integers(1, 2000))
def test_a_larger_company_never_pays_less(measure, those, around, larger):
    sizes = sorted((around.headcount, larger))
    small, large = (
        funding(measure, those, around.model_copy(update={"headcount": size}), LAW)
        for size in sizes
    )
    assert small.employer_costs <= large.employer_costs
    assert small.wage_grant >= large.wage_grant


@given(st.integers(0, 50_000), people, st.integers(1, 2000), st.booleans())
def test_the_calculation_agrees_with_the_wording_written_out(cost, those, headcount, agreed):
    fundable = [
        each.model_copy(update={"qualified_years": None, "funded_years": None}) for each in those
    ]
    measure, around = course(cost=str(cost)), frame(headcount=headcount, affected=0)
    found = funding(measure, fundable, around, LAW, agreement=agreed)
    employer, agency = expected_shares(cost, fundable, headcount, agreed=agreed)
    assert (Fraction(found.employer_costs), Fraction(found.agency_costs)) == (employer, agency)


@given(st.decimals(0, 1_000_000, places=2), st.integers(1, 200))
def test_a_sum_is_split_to_the_cent(total, parts):
    found = split(total, parts)
    assert sum(found) == total
    assert max(found) - min(found) <= Decimal("0.01")
