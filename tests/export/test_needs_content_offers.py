"""Measures, reasons and rules of the needs analyses, and where the course has them.

Sources: `curriculum-facts 1.6, 1.7, 4.9, 4.10, 6.12`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.loader import load_course
from course_export.curriculum.markdown import render
from tests.export.milestone_cases import CONTENT, file_of
from tests.export.needs_cases import FILES, STUDIES, company, study
from xblocks.core.rubric import Rubric
from xblocks.needs_analysis.domain.comparing import model_matrix
from xblocks.needs_analysis.domain.numbers import round_half_up
from xblocks.needs_analysis.domain.planning import Choice, plan

MEASURES_A = {
    "m1": ("course", {"k1", "k2", "k4"}, "200", {"a01", "a02", "a03", "a04", "a05"}),
    "m2": ("short", {"k1"}, "24", {"a06", "a08", "a09", "a10", "a12"}),
    "m3": ("workplace", {"k2"}, "16", {"a06", "a09", "a10", "a12"}),
    "m4": ("tandem", {"k4"}, "24", {"a06", "a07", "a08"}),
    "m7": ("degree", {"k2", "k4", "k7"}, "6", {"a02", "a03", "a09"}),
}
MEASURES_B = {
    "m1": (34, "12", 408, 14000),
    "m2": (4, "60", 240, 11200),
    "m3": (12, "8", 96, 3600),
    "m4": (34, "6", 204, 6800),
    "m5": (34, "3", 102, 1700),
    "m6": (34, "20", 680, 0),
    "m7": (14, "0", 0, 2400),
}

both = pytest.mark.parametrize("language", LANGUAGES)
cases = pytest.mark.parametrize("name", ["case-a", "case-b"])


@both
def test_the_model_measures_of_a_are_those_of_the_curriculum(language: Language) -> None:
    case = study("case-a", language)
    found = {each.id: each for each in case.measures}
    for name, (form, closes, hours, people) in MEASURES_A.items():
        each = found[name]
        assert (each.form, set(each.closes), each.hours) == (form, closes, hours), name
        assert (set(each.people), each.fit) == (people, "model"), name
    assert (found["m1"].cost, found["m1"].cost_per, found["m1"].approved) == (
        "5200",
        "person",
        True,
    )
    assert {"a01", "a05", "a12"} <= set(found["m6"].people), "mentors of K8"
    assert found["m7"].degree
    short_of_data = {row.code for row in model_matrix(case).rows if row.cells[4].gap}
    assert set(found["m5"].people) == short_of_data
    assert case.frame is not None
    assert (case.frame.headcount, case.frame.affected, case.frame.wage) == (240, 42, "31")
    assert not case.frame.agreement


@both
def test_the_plan_of_b_costs_and_takes_what_the_curriculum_says(language: Language) -> None:
    case = study("case-b", language)
    chosen = [Choice(each, tuple(each.people)) for each in case.measures if each.fit == "model"]
    assert {
        each.measure.id: (each.measure.size, each.measure.hours, each.hours, each.costs)
        for each in chosen
    } == MEASURES_B
    found = plan(chosen, model_matrix(case), case.frame)
    assert (found.costs, found.budget_left, found.hours) == (39_700, 20_300, 1_730)
    assert round_half_up(found.hours_per_head, 1) == Decimal("50.9")
    assert all(Decimal(each.measure.hours) <= 120 for each in chosen)


@both
def test_the_model_answer_of_a_says_what_its_measures_come_to(language: Language) -> None:
    case = study("case-a", language)
    chosen = [Choice(each, tuple(each.people)) for each in case.measures if each.fit == "model"]
    found = plan(chosen, model_matrix(case), case.frame)
    (model,) = [each.model for each in case.reasons if each.id == "measures"]
    sums = (int(found.costs), int(found.hours))
    spelled = {
        "de": [f"{number:,}".replace(",", ".") for number in sums],
        "en": [f"{number:,}" for number in sums],
    }[language]
    assert all(each in model for each in spelled), spelled
    before, after = (
        sum(each.before for each in found.closed),
        sum(each.after for each in found.closed),
    )
    target = model_matrix(case).target
    assert Fraction(target - before, target) < Fraction(61, 100)
    assert Fraction(target - after, target) > Fraction(80, 100), "as the measure of success says"


@both
@cases
def test_there_are_enough_measures_to_go_wrong(name: str, language: Language) -> None:
    found = study(name, language).measures
    assert sum(each.fit == "unfit" for each in found) >= 3
    assert sum(each.fit == "defensible" for each in found) >= 2
    assert all(each.why for each in found)
    assert all(each.rights for each in found if each.fit != "unfit")


@both
@cases
def test_reasons_are_graded_by_twenty_points(name: str, language: Language) -> None:
    case = study(name, language)
    assert case.rubric is not None
    assert case.rubric.total == 20
    assert [(each.id, each.weight) for each in case.rubric.criteria] == [
        *(("priorities", 6), ("measures", 6), ("fairness", 4), ("success", 4)),
    ]
    assert all(len(each.levels) == 4 for each in case.rubric.criteria)
    assert [each.id for each in case.reasons] == [each.id for each in case.rubric.criteria]
    assert any(each.variants for each in case.reasons)


@both
def test_both_cases_are_graded_by_the_same_rubric(language: Language) -> None:
    first, second = (study(name, language).rubric for name in ("case-a", "case-b"))
    assert isinstance(first, Rubric)
    assert first == second


@both
def test_the_cases_are_told_and_worked_on_as_planned(language: Language) -> None:
    rules = {
        name: (case.targets, case.gaps, case.feedback, case.rubric is not None)
        for name in STUDIES
        for case in [study(name, language)]
    }
    assert rules == {
        "case-a": ("given", "shown", "at_once", True),
        "case-b": ("set", "shown", "at_end", True),
        "matrix-4x4": ("given", "asked", "at_once", False),
    }


@both
def test_the_training_is_small_and_shows_everything_once(language: Language) -> None:
    matrix = model_matrix(study("matrix-4x4", language))
    gaps = {cell.gap for row in matrix.rows for cell in row.cells}
    assert (len(matrix.rows), len(matrix.competences), gaps) == (4, 4, {0, 1, 2})
    assert sum(column.surplus for column in matrix.columns) == 2
    assert (matrix.target, matrix.met, matrix.gaps) == (38, 26, 12)


@both
def test_what_is_open_in_law_is_said_with_its_day(language: Language) -> None:
    """`curriculum-facts 6.12`: the amendment of article 4 is adopted, the rest is to be checked."""
    case = study("case-b", language)
    (question,) = [each for each in case.questions if each.id == "ai-literacy"]
    day = {"de": "22.11.2026", "en": "22 November 2026"}[language]
    assert day in (question.hint or "")
    assert day in (case.closing or "")
    law_day = {"de": "19.08.2026", "en": "19 August 2026"}[language]
    for name in ("case-a", "case-b"):
        assert law_day in (study(name, language).closing or "")


@both
def test_the_own_matrix_says_what_does_not_belong_in_it(language: Language) -> None:
    found = company(language)
    words = {
        "de": ("Betriebsrat", "§ 94", "Einwilligung", "Kürzel statt Namen", "Unter 5", "Löscht"),
        "en": ("council", "§ 94", "Consent", "Codes instead of names", "below 5", "delete"),
    }[language]
    assert all(word in found.intro for word in words)
    assert 6 <= len(found.competences) <= 8
    assert found.milestone == "m3"


@both
@pytest.mark.parametrize("name", FILES)
def test_prose_is_sound_markdown(name: str, language: Language) -> None:
    found = study(name, language) if name in STUDIES else company(language)
    texts = [found.intro]
    if name in STUDIES:
        case = study(name, language)
        texts += [case.closing or "", *(each.text or "" for each in case.dossier)]
        texts += [text for each in case.reasons for text in (each.model, *each.variants)]
    for text in texts:
        assert render(text, file_of(name)).defects == []


@both
def test_the_course_has_them_where_the_curriculum_says(language: Language) -> None:
    """The training before day 5, A at day 5, B in O2 before M3, the own matrix at M3."""
    sections = list(load_course(CONTENT, language).course.sections())
    order = [section.id for section in sections]
    places = {
        block.id: section
        for section in sections
        for unit in section.units
        for block in unit.blocks
        if block.id in FILES
    }
    assert {name: (each.id, each.week, each.grade) for name, each in places.items()} == {
        "matrix-4x4": ("matrix-training", 10, "training"),
        "case-a": ("case-study-a", 10, "case"),
        "case-b": ("case-study-b", 12, "case"),
        "own-company": ("milestone-3", 13, "milestone"),
    }
    wanted = ["matrix-training", "day-5", "case-study-a", "day-6", "o2", "case-study-b"]
    assert [each for each in order if each in wanted] == wanted


@both
def test_a_case_study_weighs_about_as_much_as_a_milestone(language: Language) -> None:
    course = load_course(CONTENT, language).course
    works = [section.grade for section in course.sections() if section.grade]
    share = {kind.id: kind.share / works.count(kind.id) for kind in course.grading.types}
    assert 0.05 <= share["case"] <= share["milestone"] + 0.02
    assert share["training"] <= 0.05
