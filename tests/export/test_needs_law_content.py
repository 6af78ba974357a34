"""What exercises of the course say of law stands in the file of rules."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from course_export.curriculum.language import LANGUAGES, Language
from tests.export.needs_cases import study
from xblocks.needs_analysis.domain.allowance import allowance
from xblocks.needs_analysis.domain.funding import funding
from xblocks.needs_analysis.domain.law import law

both = pytest.mark.parametrize("language", LANGUAGES)


@both
@pytest.mark.parametrize("name", ["case-a", "case-b"])
def test_every_right_that_fits_a_measure_can_be_picked(name: str, language: Language) -> None:
    used = {right for each in study(name, language).measures for right in each.rights}
    assert used
    assert used <= {each.id for each in law().picked()}


@both
@pytest.mark.parametrize(
    ("agreement", "employer", "agency", "grant"),
    [(False, 5_200, 20_800, 15_500), (True, 4_680, 21_320, 17_050)],
)
def test_the_course_of_a_is_funded_as_the_curriculum_says(
    language: Language, *, agreement: bool, employer: int, agency: int, grant: int
) -> None:
    case = study("case-a", language)
    assert case.frame
    (course,) = [each for each in case.measures if each.id == "m1"]
    people = [each for each in case.people if each.id in course.people]
    found = funding(course, people, case.frame, law(), agreement=agreement)
    assert (found.costs, found.wage_base) == (26_000, 31_000)
    assert (found.employer_costs, found.agency_costs) == (employer, agency)
    assert found.wage_grant == grant


@both
def test_a_reaches_the_threshold_of_the_allowance_and_lacks_the_agreement(
    language: Language,
) -> None:
    case = study("case-a", language)
    assert case.frame
    found = allowance(case.frame, law())
    assert (found.share, found.threshold, found.met) == (Decimal("17.5"), 10, True)
    assert [line.rule.id for line in found.missing] == ["sgb3-82a-agreement"]


@both
def test_no_measure_of_the_plan_of_b_is_funded(language: Language) -> None:
    case = study("case-b", language)
    assert case.frame
    planned = [each for each in case.measures if each.fit == "model"]
    assert len(planned) == 7
    for each in planned:
        found = funding(each, [], case.frame, law())
        assert not found.possible
        assert "sgb3-82-hours" in [line.rule.id for line in found.refused]


@both
def test_german_rules_write_in_german_and_english_ones_in_english(language: Language) -> None:
    """No “€5” in German, no “5 €” in English, no stray marks of the other language."""
    for norm in [*law().rules.values(), *law().rights.values()]:
        text = norm.text.told(language) + norm.title.told(language)
        wrong = r"€[\d{]|“" if language == "de" else r"[\d}] €|„|\b(?:und|der|nicht)\b"
        assert not re.search(wrong, text), norm.id
