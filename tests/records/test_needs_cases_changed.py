"""A case that its author changes while somebody works on it: nothing is lost, every page opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from tests.records.needs_cases import LONG, NOW, Case, case, data, register, sent
from tests.records.needs_living_cases import Hall
from tests.unit.needs_living_cases import data as living_data
from xblocks.needs_analysis.refusals import NotReady
from xblocks.needs_analysis.sheets import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

STEPS = ("dossier", "matrix", "figures", "priorities", "measures", "reasons", "summary", "result")
LATER = NOW + timedelta(days=1)

RULES = [
    {"targets": targets, "gaps": gaps, "feedback": feedback}
    for targets in ("given", "set")
    for gaps in ("shown", "asked")
    for feedback in ("at_once", "at_end")
]


def other(**rules: Any) -> dict[str, Any]:
    """The case with one of everything removed and one of everything new."""
    old = data()
    new_person = {"id": "b09", "activity": "Welder", "profile": "p1", "levels": "1 1"}
    surplus = {"kind": "people", "figure": "surplus", "competence": "k3", "text": "Who more?"}
    course = {"id": "m3", "label": "Course", "form": "course", "closes": ["k3", "k2"]}
    return {
        **old,
        "competences": [old["competences"][1], {"id": "k3", "label": "Teaching"}],
        "people": [*old["people"][1:], new_person],
        "questions": [*old["questions"][1:], {"id": "more", **surplus}],
        "priorities": [
            old["priorities"][1],
            {"competence": "k3", "urgency": 1, "importance": 1},
        ],
        "measures": [old["measures"][1], course | {"people": ["b09"]}],
        "reasons": [old["reasons"][0] | {"id": "r2"}],
        **rules,
    }


def open_all(here: Case) -> None:
    browser = here.browser()
    for step in STEPS:
        sent(browser.get(here.url("_step", step)))
    for name in ("matrix", "dossier"):
        sent(browser.get(here.url("_beside", name)))
    assert browser.get(here.url("_print")).status_code in (200, 302)


@pytest.mark.parametrize("rules", RULES, ids=str)
def test_open_work_goes_on_under_the_changed_case(rules: dict[str, Any]) -> None:
    here = case(**rules)
    here.answer_all()
    here.exercise = register(here.where, usage_key=here.exercise.usage_key, **other(**rules))
    open_all(here)
    here.save("reason:r2", LONG)
    if rules["targets"] == "set":
        here.save("profile:b09", "p1")
    here.save("measure:m3", chosen="1", people="b09")
    assert here.hand_in().stage is Stage.HANDED_IN
    open_all(here)
    assert here.opened().answers["reason:r1"] == LONG


@pytest.mark.parametrize("rules", RULES[::2], ids=str)
def test_a_returned_work_is_revised_under_the_changed_case(rules: dict[str, Any]) -> None:
    here = case(**rules)
    here.decide(here.done(), {"why": 0, "fit": 0})
    here.exercise = register(here.where, usage_key=here.exercise.usage_key, **other(**rules))
    open_all(here)
    browser = here.browser()
    address = here.url("_save", "measure:m3")
    sent(browser.post(address, {"chosen": "1", "people": "b09", "version": "0"}))
    answer = browser.post(address, {"chosen": "1", "people": "b02", "version": "0"})
    assert answer.status_code == 409
    assert "B09" in answer.content.decode()
    here.save("reason:r2", LONG)
    work = here.hand_in(now=LATER).work
    assert work
    open_all(here)
    here.decide(work, {"why": 2, "fit": 2}, LATER)
    open_all(here)


def test_a_profile_that_is_gone_must_be_set_anew() -> None:
    here = case(targets="set")
    here.answer_all()
    people = [each | {"profile": "p8", "also": []} for each in data()["people"]]
    profiles = [data()["profiles"][1], {"id": "p8", "label": "Mend a line", "levels": "1 1"}]
    here.exercise = register(
        here.where,
        usage_key=here.exercise.usage_key,
        **data(targets="set", people=people, profiles=profiles),
    )
    summary = here.page("summary")
    assert "B01" in summary
    assert "B03" not in summary
    with pytest.raises(NotReady):
        here.hand_in()
    for person in ("b01", "b02"):
        here.save(f"profile:{person}", "p8")
    assert here.hand_in().stage is Stage.HANDED_IN


def test_a_living_case_that_becomes_a_case_study_can_be_begun_anew() -> None:
    hall = Hall()
    hall.debriefed("ann-self")
    study = register(hall.where, usage_key=hall.case.usage_key, graded=False)
    here = Case(hall.where, study, hall.ada, hall.ben, hall.tom)
    open_all(here)
    sent(here.browser().post(here.url("_anew"), {"round": "1"}))
    assert here.opened().stage is Stage.OPEN
    here.answer_all()
    assert here.hand_in().stage is Stage.CLOSED


def test_a_question_its_author_broke_does_not_keep_anybody_from_the_debriefing() -> None:
    hall = Hall()
    broken = {"id": "q9", "kind": "number", "sum": "4 / 0", "text": "How much?"}
    hall.change_case(questions=[broken])
    hall.begin()
    hall.close()
    answer = hall.post("finish", **{"q-q9": "5"})
    assert answer.status_code == 200
    assert hall.page()
    assert hall.now().summary()["questions"] == 0


def test_a_living_case_weighs_nothing_so_it_asks_for_no_points() -> None:
    hall = Hall()
    name = living_data()["competences"][0]["id"]
    points = {"id": "q9", "kind": "number", "figure": "points", "competence": name, "text": "?"}
    with pytest.raises(ValidationError, match="Points of priority"):
        hall.change_case(questions=[points])
