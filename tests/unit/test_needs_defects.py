"""The editor tells what is wrong with a needs analysis, and where."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.needs_definitions import (
    CASE,
    FRAME,
    FULL,
    MEASURE,
    REASON,
    RUBRIC,
    asked,
    case,
    inquiry,
    living,
    own,
)
from xblocks.exercises.editing.problems import check as checked
from xblocks.exercises.editing.tools import EditorTools
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany, adapter
from xblocks.needs_analysis.domain.defects import WARNINGS, check
from xblocks.needs_analysis.domain.defects_interviews import chain
from xblocks.needs_analysis.interviews import Inquiry

Place = tuple[str | int, ...]


def found(definition: CaseStudy | LivingCase | OwnCompany) -> list[tuple[str, Place]]:
    return [(finding.code, finding.place) for finding in check(definition)]


def measured(*measures: dict[str, Any], **changes: Any) -> CaseStudy:
    return case(frame=FRAME, measures=list(measures), **changes)


def asking(**question: Any) -> CaseStudy:
    return measured(MEASURE, questions=[{"id": "q1", "text": "?", **question}])


def drawn(head: str, *rows: str, **section: Any) -> CaseStudy:
    return case(dossier=[{"title": "T", "head": head, "rows": list(rows), **section}])


def test_definitions_without_faults_have_no_findings() -> None:
    for definition in (case(), living(), own(), measured(MEASURE), case(**FULL)):
        assert check(definition) == []


def test_two_of_the_same_name_are_told() -> None:
    twice = [{"id": "k1", "label": "Welding"}, {"id": "k2", "label": "welding"}]
    assert found(case(competences=twice)) == [("label-twice", ("competences", "k2", "label"))]
    profiles = [{**each, "label": "Same"} for each in CASE["profiles"]]
    assert found(case(profiles=profiles)) == [("label-twice", ("profiles", "p2", "label"))]
    both = own(competences=twice, profiles=[])
    assert found(both) == [("label-twice", ("competences", "k2", "label"))]


def test_a_profile_nobody_has_is_told_unless_one_can_defend_it() -> None:
    first, second = CASE["people"]
    alone = [first, {**second, "profile": "p1"}]
    assert found(case(people=alone)) == [("profile-unused", ("profiles", "p2"))]
    assert found(case(people=[{**first, "also": ["p2"]}, alone[1]])) == []


def test_a_matrix_without_any_gap_is_told() -> None:
    able = [{**each, "levels": "4 4"} for each in CASE["people"]]
    assert found(case(people=able)) == [("no-gap", ("people",))]


def test_setting_targets_needs_a_choice() -> None:
    alone = {
        "profiles": CASE["profiles"][:1],
        "people": [{**each, "profile": "p1"} for each in CASE["people"]],
    }
    assert found(case(targets="set", **alone)) == [("no-choice", ("targets",))]
    assert found(case(targets="given", **alone)) == []
    assert found(case(targets="set")) == []


@pytest.mark.parametrize("bad", ["84 -", "84 ** 2", "(3 + 4", "1 / 0", "twelve"])
def test_a_sum_that_cannot_be_reckoned_is_told(bad: str) -> None:
    where = ("questions", "q1", "sum")
    assert found(asking(kind="number", sum=bad)) == [("bad-sum", where)]
    assert found(asking(kind="number", sum="84 - 12 - 30")) == []
    assert found(living(questions=[{"id": "q1", "kind": "number", "text": "?", "sum": bad}])) == [
        ("bad-sum", where)
    ]


def test_a_choice_needs_a_wrong_answer() -> None:
    options = [{"id": "o1", "label": "A", "right": True}, {"id": "o2", "label": "B", "right": True}]
    question = {"kind": "choice", "several": True}
    assert found(asking(**question, options=options)) == [
        ("all-right", ("questions", "q1", "options"))
    ]
    assert found(asking(**question, options=[*options, {"id": "o3", "label": "C"}])) == []


def test_a_question_for_people_needs_somebody() -> None:
    """A01 alone can do more than asked for, and only at K2."""
    question = {"kind": "people", "figure": "surplus"}
    assert found(asking(**question, competence="k1")) == [("nobody", ("questions", "q1", "figure"))]
    assert found(asking(**question, competence="k2")) == []
    assert found(asking(kind="people", right=["a02"])) == []


def test_funding_needs_people_and_wages() -> None:
    question = {"id": "q1", "kind": "funding", "text": "?", "figure": "costs", "measure": "m1"}
    assert found(measured(MEASURE, questions=[question])) == []
    nobody = {**MEASURE, "people": [], "fit": "defensible"}
    assert found(measured(nobody, questions=[question])) == [
        ("no-figure", ("questions", "q1", "figure"))
    ]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ({"min_length": 60}, ("lengths", ("reasons", "r1", "min_length"))),
        ({"min_length": 20}, ("model-length", ("reasons", "r1", "model"))),
        ({"max_length": 10}, ("model-length", ("reasons", "r1", "model"))),
    ],
)
def test_lengths_must_fit_the_model_answer(
    reason: dict[str, Any], expected: tuple[str, Place]
) -> None:
    text = {"rubric": RUBRIC, "figures_share": 0}
    assert found(case(reasons=[{**REASON, **reason}], **text)) == [expected]
    assert found(case(reasons=[REASON], **text)) == []


def test_what_counts_must_be_there() -> None:
    graded = {"reasons": [REASON], "rubric": RUBRIC}
    share = ("share-of-nothing", ("figures_share",))
    assert found(case(**graded, figures_share=40)) == [share]
    assert found(case(**graded, figures_share=40, gaps="asked")) == []
    assert found(case(**graded, figures_share=0)) == []
    assert found(case(**graded, figures_share=100, gaps="asked")) == [share]
    assert found(case(figures_share=100)) == []


def test_priorities_are_for_every_competence_or_for_none() -> None:
    weighed = [{"competence": "k1", "urgency": 1, "importance": 1}]
    assert found(case(priorities=weighed)) == [("priority-missing", ("priorities",))]
    assert found(case(priorities=[*weighed, {**weighed[0], "competence": "k2"}])) == []


def test_what_has_high_priority_needs_a_measure() -> None:
    """K2: one of two has a gap, class 2; 3 × 3 × 2 = 18 is high, 2 × 3 × 2 = 12 is not."""
    low = {"competence": "k1", "urgency": 1, "importance": 1}
    high = {"competence": "k2", "urgency": 3, "importance": 3}
    unmet = [("gap-unmet", ("priorities", 1))]
    assert found(measured(MEASURE, priorities=[low, high])) == unmet
    assert found(measured(MEASURE, priorities=[low, {**high, "urgency": 2}])) == []
    safety = {**high, "urgency": 1, "importance": 1, "safety": True}
    assert found(measured(MEASURE, priorities=[low, safety])) == unmet
    other = {**MEASURE, "id": "m2", "closes": ["k2"], "people": ["a02"], "hours": "0"}
    assert found(measured(MEASURE, other, priorities=[low, high])) == []
    unfit = {**other, "fit": "unfit"}
    assert found(measured(MEASURE, unfit, priorities=[low, high])) == unmet
    assert found(case(priorities=[low, high])) == []


def test_rights_are_those_of_the_data_of_law() -> None:
    unknown = {**MEASURE, "rights": ["betrvg-98-1", "betrvg-999"]}
    assert found(measured(unknown)) == [("no-right", ("measures", "m1", "rights", 1))]
    hidden = {**MEASURE, "rights": ["betrvg-81-4"]}
    assert found(measured(hidden)) == [("right-hidden", ("measures", "m1", "rights", 0))]
    unasked = case(frame={**FRAME, "ask_rights": False}, measures=[hidden])
    assert found(unasked) == []


def test_model_measures_do_something_for_somebody() -> None:
    people = ("measures", "m1", "people")
    assert found(measured({**MEASURE, "people": []})) == [("measure-nobody", people)]
    assert found(measured({**MEASURE, "people": [], "size": 10, "hours": "1"})) == []
    assert found(measured({**MEASURE, "people": ["a02"]})) == [("measure-idle", people)]
    assert found(measured({**MEASURE, "up_to": 1})) == [("measure-idle", people)]
    passed_on = {**MEASURE, "closes": ["k2"], "people": ["a01"]}
    assert found(measured(passed_on)) == [], "A01 can pass on what they can do"
    assert found(measured({**MEASURE, "people": ["a02"], "fit": "unfit"})) == []


def test_the_model_answer_keeps_to_budget_and_hours() -> None:
    dear = {**MEASURE, "cost": "1000.01"}
    assert found(measured(dear)) == [("over-budget", ("frame", "budget"))]
    assert found(measured({**MEASURE, "cost": "1000"})) == []
    assert found(measured({**dear, "fit": "defensible"})) == []
    assert found(measured({**MEASURE, "hours": "300.5"})) == [("over-hours", ("frame", "hours"))]
    assert found(case(frame={"headcount": 9}, measures=[dear])) == []


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ({"rows": ["x | 1 | many"], "drawn": [3]}, ("chart-words", ("dossier", 0, "rows", 0))),
        ({"rows": ["x | a | b"]}, ("chart-empty", ("dossier", 0, "draw"))),
        ({"rows": ["x | 1 | 9999999999"]}, ("chart-large", ("dossier", 0, "rows", 0))),
        (
            {"rows": ["x | 1 | 1", "y | 3 | -1"], "draw": "shares"},
            ("chart-negative", ("dossier", 0, "rows", 1)),
        ),
        (
            {"rows": ["x | 0 | 0", "y | 3 | 1"], "draw": "shares"},
            ("chart-nothing", ("dossier", 0, "rows", 0)),
        ),
    ],
)
def test_charts_need_numbers_that_can_be_drawn(
    section: dict[str, Any], expected: tuple[str, Place]
) -> None:
    whole = {"draw": "bars", "rows": [], **section}
    rows = whole.pop("rows")
    assert found(drawn("Name | A | B", *rows, **whole)) == [expected]


def test_charts_need_columns_that_can_be_told_apart() -> None:
    head, row = "N | A | B | C | D", "x | 1 | 2 | 3 | 4"
    crowded = ("chart-crowded", ("dossier", 0, "drawn"))
    assert found(drawn(head, row, draw="bars")) == [crowded]
    assert found(drawn(head, row, draw="bars", drawn=[2, 3, 5])) == []
    assert found(drawn(head, row, draw="shares")) == []
    wide = drawn("N | A | B | C | D | E | F | G", "x | 1 | 2 | 3 | 4 | 5 | 6 | 7", draw="shares")
    assert found(wide) == [crowded]


def test_bars_may_be_negative() -> None:
    assert found(drawn("N | A", "x | -3", "y | 2", draw="bars")) == []


def test_tables_that_are_not_drawn_hold_anything() -> None:
    assert found(drawn("N | A", "x | many", "y | -3")) == []


def test_a_question_that_waits_for_itself_is_told() -> None:
    ring = asked(inquiry(0), inquiry(1, after="i1q3"), inquiry(2, after="i1q2"))
    at: Place = ("interviewees", "i1", "inquiries")
    assert found(ring) == [
        ("never-open", (*at, "i1q2", "after")),
        ("never-open", (*at, "i1q3", "after")),
    ]


def test_a_question_there_is_never_time_for_is_told() -> None:
    late = asked(inquiry(0), inquiry(1, minutes=16), inquiry(2))
    place = ("interviewees", "i1", "inquiries", "i1q2", "minutes")
    assert found(late) == [("never-time", place)]
    assert found(asked(inquiry(0), inquiry(1, minutes=15), inquiry(2))) == []


def test_one_answer_tells_of_a_field_once() -> None:
    (piece,) = inquiry(0)["evidence"]
    twice = asked(
        inquiry(0, evidence=[piece, {**piece, "level": 3}]), inquiry(1), inquiry(2), minutes=30
    )
    place = ("interviewees", "i1", "inquiries", "i1q1", "evidence")
    assert found(twice) == [("evidence-twice", (*place, 0)), ("evidence-twice", (*place, 1))]


def test_time_makes_people_choose_and_leaves_room_for_what_matters() -> None:
    assert found(living(minutes=35)) == [("no-choice", ("minutes",))]
    nothing = asked(inquiry(0, matters="useful"), inquiry(1), inquiry(2))
    assert found(nothing) == [("no-key", ("interviewees",))]
    much = asked(inquiry(0), inquiry(1, matters="key"), inquiry(2, matters="key"))
    assert found(much) == [("key-too-long", ("minutes",))]


def test_what_must_be_asked_first_counts_into_the_time_of_what_matters() -> None:
    first, second, third = (inquiry(number) for number in range(3))
    keys = asked({**first, "matters": "useful"}, {**second, "matters": "key"}, third, minutes=24)
    assert ("key-too-long", ("minutes",)) in found(keys)


def test_questions_are_about_what_one_can_be_told() -> None:
    question = {"id": "q1", "kind": "number", "text": "?", "figure": "gaps", "competence": "k2"}
    assert found(living(questions=[question])) == [("untold", ("questions", "q1", "competence"))]
    assert found(living(questions=[{**question, "competence": "k1"}])) == []


NAMES = ("a", "b", "c", "d", "e")


@given(st.lists(st.sampled_from([None, *NAMES]), min_size=len(NAMES), max_size=len(NAMES)))
def test_a_chain_ends_or_runs_in_a_ring(afters: list[str | None]) -> None:
    inquiries = {
        name: Inquiry(id=name, text="?", minutes=1, answer="!", after=after)
        for name, after in zip(NAMES, afters, strict=True)
    }
    for name in NAMES:
        path = chain(name, inquiries)
        step: str | None = name
        for _ in range(len(NAMES)):
            step = inquiries[step].after if step else None
        assert (path is None) == (step is not None)
        if path is not None:
            assert path[0] == name
            assert len(set(path)) == len(path)
            assert inquiries[path[-1]].after is None


def test_the_editor_lets_warnings_pass_and_shows_them_at_their_field() -> None:
    tools = EditorTools(check=check, warnings=WARNINGS)
    people = [{**each, "profile": "p1"} for each in CASE["people"]]
    questions = [{"id": "q1", "kind": "number", "text": "?", "sum": "1 +"}]
    definition = case(people=people, questions=questions).model_dump(mode="json")
    document = {"display_name": "A case", "weight": 1.0, "definition": definition}
    problems = {each.path: each.warning for each in checked(adapter, document, tools).problems}
    assert problems == {
        ("definition", "profiles", 1): True,
        ("definition", "questions", 0, "sum"): False,
    }


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        (
            {"profiles": [{"id": "p1", "label": "P", "levels": "2 5"}]},
            ("profiles", 0, "levels"),
            "Write a level from 0 to 4 for each competence: 2 3 3 2",
        ),
        (
            {"frame": {"headcount": 5, "budget": "-3"}},
            ("frame", "budget"),
            "Write a number like 5200 or 0.5, not below 0.",
        ),
        (
            {"frame": {"headcount": 5, "budget": "1.000,00"}},
            ("frame", "budget"),
            "Write a number like 5200 or 0.5, not below 0.",
        ),
    ],
)
def test_levels_and_amounts_say_how_they_are_written(
    changes: dict[str, Any], path: Place, said: str
) -> None:
    document = {"display_name": "A case", "definition": {**CASE, **changes}}
    problems = checked(adapter, document, EditorTools(check=check)).problems
    assert (("definition", *path), said) in [(each.path, str(each.message)) for each in problems]
