"""The case studies hold every figure of `curriculum-facts 4.4, 4.9, 4.10`, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from course_export.curriculum.language import LANGUAGES, Language
from tests.export.needs_cases import STUDIES, answered, figures, study
from xblocks.needs_analysis.domain import priority
from xblocks.needs_analysis.domain.comparing import model_matrix, model_weights
from xblocks.needs_analysis.domain.numbers import round_half_up
from xblocks.needs_analysis.domain.papers import table_of
from xblocks.needs_analysis.domain.priority import Rank

PROFILES = {
    "case-a": {
        "p1": "2 3 3 2 2 2 2 2",
        "p2": "3 2 3 4 3 3 2 3",
        "p3": "2 2 2 1 3 4 4 2",
        "p4": "1 1 3 1 2 1 1 2",
    },
    "case-b": {
        "s1": "3 3 2 2 2 2 3 1",
        "s2": "4 4 3 3 3 3 3 4",
        "s3": "3 3 4 2 3 2 2 1",
        "s4": "2 2 1 2 2 2 3 1",
    },
}
PEOPLE = {
    "case-a": """
        a01 52 p1 0 0 2 1 1 3 2 3
        a02 47 p1 0 1 2 0 0 1 1 2
        a03 38 p1 0 1 2 0 1 1 1 1
        a04 29 p1 1 1 3 1 2 3 2 2
        a05 55 p1 0 0 3 2 1 3 2 4
        a06 44 p2 1 1 3 2 1 2 1 2
        a07 33 p2 3 2 3 3 2 3 1 2
        a08 26 p2 2 2 3 3 3 2 1 1
        a09 41 p3 0 0 1 0 1 3 2 2
        a10 36 p3 0 1 1 1 2 3 4 3
        a11 34 p4 1 2 1 1 1 1 0 1
        a12 58 p4 0 0 1 0 1 1 0 3
    """,
    "case-b": """
        b01 22 s1 2 2 1 0 1 1 2 1
        b02 40 s1 2 1 1 1 2 1 3 1
        b03 30 s1 1 2 2 0 1 1 2 2
        b04 40 s1 2 2 1 2 2 2 3 1
        b05 40 s2 3 2 2 2 2 2 3 2
        b06 40 s2 3 3 3 1 2 3 2 2
        b07 20 s3 2 2 3 0 3 1 2 1
        b08 40 s3 2 2 4 1 2 2 2 0
        b09 25 s4 0 1 0 0 1 1 2 1
        b10 20 s4 1 1 1 1 1 1 3 2
    """,
}
"""Person, age (A) or hours a week (B), target profile, levels."""

ROWS = {
    "case-a": """
        k1 17 10 7 1.42 83 3 3 3 27 high
        k2 17 9 6 1.42 75 3 3 3 27 high
        k4 12 9 3 1.00 75 2 3 3 18 high
        k5 13 10 3 1.08 83 2 2 3 12 middle
        k6 6 6 0 0.50 50 2 3 2 12 middle
        k3 9 7 2 0.75 58 2 2 2 8 low
        k7 9 8 1 0.75 67 1 2 3 6 low
        k8 6 5 1 0.50 42 1 2 2 4 low
    """,
    "case-b": """
        v1 12 10 2 1.20 100 3 3 3 27 high
        v2 12 10 2 1.20 100 3 3 3 27 high
        v5 7 7 0 0.70 70 3 3 3 27 high
        v4 14 9 5 1.40 90 2 2 3 12 middle
        v6 7 7 0 0.70 70 2 2 3 12 middle
        v8 5 3 2 0.50 30 2 3 2 12 middle
        v3 6 6 0 0.60 60 1 2 2 4 low
        v7 4 4 0 0.40 40 1 2 2 4 low
    """,
}
"""Competence, sum of gaps, affected, critical, mean, share, D, W, class, points, rank."""

ANSWERS = {
    "case-a": {
        "sum-target": "223",
        "sum-met": "134",
        "coverage": "60,1 %",
        "sum-gaps": "89",
        "most-gaps": ["a02", "a03", "a09"],
        "fewest-gaps": ["a04", "a07"],
        "highest-gap": "3",
        "highest-gap-who": ["a01", "a05"],
        "k1-mean": "1,42",
        "k3-share": "58",
        "over-50": "45,2",
        "age-type": "o1",
        "retrain": "42",
        "new-places": "50",
        "places": "53",
        "rest": "11",
        "no-alternative": "o1",
        "potential": ["a11"],
        "costs": "26.000 €",
        "class-share": "50",
        "employer-costs": "5.200",
        "agency-costs": "20.800",
        "employer-costs-agreed": "4.680",
        "agency-costs-agreed": "21.320",
        "wage-base": "31.000",
        "wage-grant": "15.500",
        "wage-grant-agreed": "17.050",
        "assumption": ["o1", "o2", "o3"],
        "qg-share": "17,5",
        "qg-threshold": "10",
        "qg-missing": "o1",
    },
    "case-b": {
        "sum-target": "196",
        "sum-met": "129",
        "coverage": "65,8",
        "sum-gaps": "67",
        "most-gaps": ["b05", "b09"],
        "fewest-gaps": ["b04"],
        "v4-gaps": "14",
        "v3-share": "60",
        "v3-class": "2",
        "boundary": "o1",
        "return-rate": "79,4",
        "unprepared": "51,9",
        "funding-82": "o1",
        "council": "o1",
        "obligatory": "o1",
        "ai-literacy": "o1",
    },
}

both = pytest.mark.parametrize("language", LANGUAGES)
cases = pytest.mark.parametrize("name", ["case-a", "case-b"])


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@both
@cases
def test_profiles_and_people_are_those_of_the_curriculum(name: str, language: Language) -> None:
    case = study(name, language)
    assert {each.id: each.levels for each in case.profiles} == PROFILES[name]
    wanted = lines(PEOPLE[name])
    assert [[each.id, each.profile, *each.levels.split()] for each in case.people] == [
        [person, *rest] for person, _number, *rest in wanted
    ]
    numbers = [each.age if name == "case-a" else each.hours for each in case.people]
    assert numbers == [int(line[1]) for line in wanted]


@both
def test_who_has_no_qualification_that_counts_here(language: Language) -> None:
    unqualified = {each.id for each in study("case-a", language).people if not each.qualified}
    assert unqualified == {"a02", "a03", "a09", "a11"}
    assert all(each.qualified for each in study("case-b", language).people)


@both
@cases
def test_every_row_of_the_model_answer_comes_out(name: str, language: Language) -> None:
    case = study(name, language)
    matrix, weights = model_matrix(case), model_weights(case)
    wanted = lines(ROWS[name])
    assert {line[0] for line in wanted} == {each.id for each in case.competences}
    for key, *numbers, rank in wanted:
        column, weight = matrix.column(key), weights[key]
        share_class = priority.share_class(column.affected, column.known)
        points = priority.points(weight.urgency, weight.importance, share_class)
        assert [
            *(str(each) for each in (column.gaps, column.affected, column.critical)),
            str(round_half_up(column.mean, 2)),
            str(round_half_up(100 * column.share, 0)),
            *(str(each) for each in (weight.urgency, weight.importance, share_class, points)),
        ] == numbers, key
        assert priority.rank(points, safety=weight.safety) is Rank(rank), key


@both
def test_occupational_safety_is_marked(language: Language) -> None:
    weights = model_weights(study("case-a", language))
    assert [key for key, each in weights.items() if each.safety] == ["k1"]


@both
@cases
def test_every_question_has_the_answer_of_the_curriculum(name: str, language: Language) -> None:
    for question, value in ANSWERS[name].items():
        assert answered(name, language, question, value).right, question


@both
@pytest.mark.parametrize("name", STUDIES)
def test_figures_take_nothing_but_the_exact_number(name: str, language: Language) -> None:
    for question in figures(name, language):
        assert question.tolerance == "0"
        right = answered(name, language, question.id, None).expected
        assert isinstance(right, Decimal)
        assert answered(name, language, question.id, str(right)).right, question.id
        off = right + Decimal(1).scaleb(-question.decimals)
        assert not answered(name, language, question.id, str(off)).right, question.id


@both
@pytest.mark.parametrize("name", STUDIES)
def test_figures_and_people_are_told_how_they_are_reached(name: str, language: Language) -> None:
    for question in study(name, language).questions:
        if question.kind == "choice":
            assert all(option.why for option in question.options), question.id
        else:
            way = answered(name, language, question.id, None).way
            assert way or question.way, question.id
            if question.kind == "number" and question.sum:
                assert question.way, question.id


@both
def test_the_dossier_of_a_holds_forecast_and_age(language: Language) -> None:
    found = study("case-a", language)
    forecast, age = (table_of(each) for each in found.dossier if each.draw == "bars")
    assert forecast
    assert age
    assert [[str(number) for number in row.numbers] for row in forecast.rows] == [
        ["84", "30", "-54", "12"],
        ["10", "46", "36", "0"],
        ["18", "26", "8", "2"],
        ["14", "20", "6", "1"],
        ["30", "28", "-2", "2"],
        ["22", "24", "2", "0"],
        ["34", "30", "-4", "2"],
        ["16", "16", "0", "0"],
        ["12", "12", "0", "0"],
        ["240", "232", "-8", "19"],
    ]
    assert forecast.total is forecast.rows[-1]
    for row in forecast.rows:
        today, needed, difference, _retiring = row.numbers
        assert today is not None
        assert needed is not None
        assert needed - today == difference, row.name
    assert [row.numbers for row in age.rows] == [(each,) for each in (9, 15, 22, 28, 10)]
    told = " ".join(each.text or "" for each in found.dossier)
    millions = {"de": "18 Mio. €", "en": "€18 million"}[language]
    for fact in (
        "240",
        "60",
        millions,
        "9",
        "31",
        "5.200 €" if language == "de" else "€5,200",
    ):
        assert fact in told, fact


@both
def test_the_dossier_of_b_holds_age_and_survey(language: Language) -> None:
    found = study("case-b", language)
    tables = [table_of(each) for each in found.dossier if each.draw != "table"]
    numbers = [[row.numbers for row in table.entries] for table in tables if table]
    assert numbers == [
        [(5,), (8,), (7,), (10,), (4,)],
        [(4, 9, 10, 4)],
        [(21,), (17,), (15,), (9,)],
        [(19,), (12,), (11,), (7,)],
    ]
    assert [each.draw for each in found.dossier if each.draw != "table"] == [
        *("bars", "shares", "bars", "bars"),
    ]
    told = " ".join(each.text or "" for each in found.dossier)
    for fact in ("180", "34", "14", "12", "7", "27"):
        assert fact in told, fact
    dates = {"de": ["01.07.2027", "01.03.2027"], "en": ["1 July 2027", "1 March 2027"]}[language]
    assert all(day in told for day in dates)


@both
@pytest.mark.parametrize("name", STUDIES)
def test_the_levels_are_explained_where_they_are_used(name: str, language: Language) -> None:
    scales = [
        section.table
        for section in study(name, language).dossier
        if len(section.table) == 5 and [row[0] for row in section.table] == list("01234")
    ]
    assert len(scales) == 1
    assert all(row[2].endswith("?") for row in scales[0])


@both
@cases
def test_the_papers_do_not_tell_what_is_asked(name: str, language: Language) -> None:
    found = study(name, language)
    told = " ".join([found.intro, *(each.text or "" for each in found.dossier)])
    asked = {"case-a": ["42", "53", "60,1", "17,5"], "case-b": ["65,8", "79,4", "51,9"]}[name]
    for secret in asked:
        assert secret not in told, secret
        assert secret.replace(",", ".") not in told, secret
