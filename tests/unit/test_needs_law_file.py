"""The file a lawyer corrects: complete, obeyed by calculations, and precise about mistakes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.needs_law_cases import course, frame, person
from xblocks.needs_analysis.domain.allowance import allowance
from xblocks.needs_analysis.domain.funding import funding
from xblocks.needs_analysis.domain.law import FILE, NEEDED, LawUnreadable, law, read_law
from xblocks.needs_analysis.domain.norms import AREAS, STRENGTHS

TEXT = FILE.read_text(encoding="utf-8")


def corrected(rule: str, old: str, new: str) -> str:
    """Return the file with `old` replaced once, in the given rule."""
    begin = TEXT.index(f"  - id: {rule}\n")
    end = TEXT.find("\n  - id: ", begin + 1)
    entry = TEXT[begin:end]
    assert old in entry
    return TEXT[:begin] + entry.replace(old, new, 1) + TEXT[end:]


def problems(text: str) -> list[str]:
    with pytest.raises(LawUnreadable) as refused:
        read_law(text)
    return list(refused.value.problems)


def test_every_rule_has_its_day_its_review_and_both_languages():
    found = law()
    for norm in [*found.rules.values(), *found.rights.values()]:
        assert norm.stand <= date(2026, 11, 22)
        assert norm.review == date(2027, 1, 15)
        assert norm.paragraph
        assert norm.source in found.sources
        assert norm.text.de != norm.text.en


def test_rules_of_all_areas_and_rights_of_all_strengths_are_there():
    found = law()
    assert {each.area for each in found.rules.values()} == set(AREAS)
    assert {each.strength for each in found.rights.values()} == set(STRENGTHS)
    assert set(NEEDED) <= set(found.rules)


@pytest.mark.parametrize(
    ("right", "strength"),
    [
        ("betrvg-92", "consultation"),
        ("betrvg-92a", "consultation"),
        ("betrvg-94", "codetermination"),
        ("betrvg-95", "codetermination"),
        ("betrvg-96-1", "consultation"),
        ("betrvg-96-1a", "mediation"),
        ("betrvg-97-1", "consultation"),
        ("betrvg-97-2", "codetermination"),
        ("betrvg-98-1", "codetermination"),
        ("betrvg-98-2", "recall"),
        ("betrvg-98-3", "codetermination"),
        ("betrvg-98-6", "codetermination"),
        ("betrvg-87-1-6", "codetermination"),
    ],
)
def test_rights_are_as_strong_as_the_law_says(right, strength):
    assert law().rights[right].strength == strength
    assert right in [each.id for each in law().picked()]


def test_rights_of_single_people_cannot_be_named_for_a_measure():
    picked = {each.id for each in law().picked()}
    assert picked.isdisjoint({"betrvg-81-4", "betrvg-82-2", "betrvg-37-6", "betrvg-79"})


@pytest.mark.parametrize(
    ("rule", "old", "new", "employer"),
    [
        ("sgb3-82-costs", "below: 500, value: 50", "below: 500, value: 40", 2080),
        ("sgb3-82-costs", "below: 50, value: 0", "below: 241, value: 0", 0),
        ("sgb3-82-age", "age: 45", "age: 30", 0),
        ("sgb3-82-hours", "more_than: 120", "more_than: 200", 5200),
    ],
)
def test_a_number_corrected_in_the_file_changes_the_result(rule, old, new, employer):
    found = funding(course(), [person(age=30)], frame(), read_law(corrected(rule, old, new)))
    assert found.employer_costs == employer


def test_points_of_agreements_are_taken_from_the_file():
    other = read_law(corrected("sgb3-82-agreement", "grant_points: 5", "grant_points: 10"))
    found = funding(course(), [person()], frame(), other, agreement=True)
    assert found.wage_grant == Decimal(6200) * 60 / 100


def test_the_threshold_of_the_allowance_is_taken_from_the_file():
    other = read_law(corrected("sgb3-82a-threshold", "value: 10", "value: 18"))
    assert not allowance(frame(), other).met


def test_a_rule_with_days_of_its_own_keeps_them():
    later = corrected(
        "sgb3-82-costs",
        "mark: certain",
        "stand: 2027-01-10\n    review: 2027-07-15\n    mark: certain",
    )
    rule = read_law(later).rules["sgb3-82-costs"]
    assert (rule.stand, rule.review) == (date(2027, 1, 10), date(2027, 7, 15))


def test_a_rule_is_outdated_the_day_after_its_review():
    rule = law().rules["sgb3-82-costs"]
    assert not rule.outdated(date(2027, 1, 15))
    assert rule.outdated(date(2027, 1, 16))


@pytest.mark.parametrize(
    ("rule", "old", "new", "said"),
    [
        ("sgb3-82-hours", "more_than: 120", "more_than: many", "numbers › more_than"),
        ("sgb3-82-hours", "more_than: 120", "more_then: 120", "names numbers there are not"),
        ("sgb3-82-hours", "more_than: 120", "more_than: -1", "numbers › more_than"),
        ("sgb3-82-full-wages", "100", "110", "more than 100"),
        ("sgb3-82-costs", "below: 500", "below: 50", "must rise"),
        ("sgb3-82-costs", "{value: 75}", "{below: 900, value: 75}", "the last has none"),
        ("sgb3-82-costs", "value: 75", "value: 175", "more than 100 percent"),
        ("sgb3-82-costs", "mark: certain", "mark: perhaps", "mark"),
        ("sgb3-82-costs", "mark: certain", "mark: check", "What must be checked"),
        ("sgb3-82-costs", "source: G", "source: H", "There is no source H"),
        ("sgb3-82-costs", "area: employees", "area: staff", "area"),
        ("sgb3-82-costs", "title:", "titel:", "titel"),
        ("sgb3-22-1a", "2028-04-01", "1 April 2028", "days › before"),
        ("betrvg-97-2", "strength: codetermination", "strength: strong", "strength"),
    ],
)
def test_a_mistake_is_named_with_rule_and_line(rule, old, new, said):
    text = corrected(rule, old, new)
    found = [each for each in problems(text) if said in each]
    assert found
    assert all(f"({rule}" in each or f"› {rule}" in each for each in found)
    line = int(found[0].split("line ")[1].split()[0])
    begin = text[: text.index(f"- id: {rule}\n")].count("\n") + 1
    end = text[: text.find("\n  - id: ", text.index(f"- id: {rule}\n"))].count("\n") + 1
    assert begin <= line <= end


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("rules: [", "This is no YAML"),
        ("- one", "dict"),
        (TEXT.replace("stand: 2026-08-19", "stand: 2027-08-19", 1), "review must come after"),
        (TEXT.replace("- id: sgb3-324\n", "- id: sgb3-325\n"), "sgb3-324 is missing"),
        (TEXT.replace("- id: betrvg-79\n", "- id: betrvg-77\n"), "stands twice"),
        (
            TEXT.replace("      share_points: 5\n", "").replace("{share_points}", "5"),
            "share_points is missing",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text, said):
    assert any(said in each for each in problems(text))


def test_every_problem_is_named_at_once():
    text = corrected("sgb3-82-hours", "120", "many").replace("value: 75}", "value: much}", 1)
    assert len(problems(text)) == 2
