"""What the platform's tracking hears of a needs analysis, and that it hears no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import xblocks.needs_analysis
from tests.records import needs_cases, needs_own_cases, transfer_cases
from tests.records.needs_living_cases import ANSWERS, NOW, Hall
from xblocks.core.events import EVENTS
from xblocks.needs_analysis import asking, handing_in
from xblocks.transfer_project import handing_over
from xblocks.transfer_project.service import Seen

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = [
    {"id": "aim", "kind": "text", "label": "Aim"},
    {"id": "own", "kind": "handover", "label": "Our matrix", "required": False},
]
HEARD: list[tuple[str, int, dict[str, Any]]] = []


def hear(name: str, facts: dict[str, Any], _course: str, _usage: str, user_id: int) -> None:
    """Take an event; see `xblocks.host.events`."""
    HEARD.append((name.removeprefix("wbm."), user_id, facts))


@pytest.fixture(autouse=True)
def listening(settings: Any) -> None:
    HEARD.clear()
    settings.WBM_EVENTS = f"{__name__}.hear"


def heard(of: str = "needs_analysis") -> list[tuple[str, dict[str, Any]]]:
    """What was heard of a component: verb and facts."""
    return [
        (name.removeprefix(f"{of}."), facts) for name, _who, facts in HEARD if name.startswith(of)
    ]


def test_a_case_is_begun_once_and_its_figures_are_told_once() -> None:
    here = needs_cases.case()
    here.answer_all({"sum": "1"})
    assert heard() == [("started", {"attempt": 1})]
    work = here.hand_in().work
    assert work
    ((verb, facts),) = heard()[1:]
    assert (verb, facts["attempt"]) == ("reckoned", 1)
    assert 0 < facts["score"] < 1
    here.decide(work, {"why": 0, "fit": 0})
    assert {user for _name, user, _facts in HEARD} == {here.ada.user_id}
    assert [verb for verb, _facts in heard("grading")] == ["handed_in", "returned"]
    assert len(heard()) == 2


def test_beginning_anew_is_another_attempt() -> None:
    here = needs_cases.case(graded=False)
    here.answer_all()
    here.hand_in()
    handing_in.begin_anew(here.ada, here.exercise, 1, NOW)
    assert heard()[2:] == [("started", {"attempt": 2})]


def test_a_living_case_tells_minutes_and_how_much_was_seen_through() -> None:
    hall = Hall()
    hall.begin()
    hall.ask("ann-self", "ann-self")
    spent = hall.now().interview.spent
    asking.close(hall.ada, hall.case, 1, NOW)
    asking.finish(hall.ada, hall.case, 1, ANSWERS, NOW)
    asking.finish(hall.ada, hall.case, 1, ANSWERS, NOW)
    told = heard()
    assert told[:2] == [("started", {"attempt": 1}), ("asked", {"attempt": 1, "minutes": spent})]
    ((verb, facts),) = told[2:]
    assert (verb, facts["minutes"]) == ("debriefed", spent)
    assert 0 <= facts["score"] <= 1
    asking.begin(hall.ada, hall.case, 1, NOW)
    assert heard()[3:] == [("started", {"attempt": 2})]


def test_a_matrix_handed_over_is_told_for_all_of_the_team() -> None:
    here = needs_own_cases.team()
    row = here.add("P1")[0]
    here.set(row, "k1", "2")
    m3 = transfer_cases.exercise(here.where, milestone="m3", fields=FIELDS, anchors=[])
    mark = handing_over.offer(here.ada, m3, "own", rows=True).mark
    handing_over.hand_over(here.ada, m3, "own", mark, Seen(0), NOW, rows=True)
    assert [(name, user, facts) for name, user, facts in HEARD] == [
        ("transfer_project.handed_over", here.ada.user_id, {"rows": True}),
        ("transfer_project.handed_over", here.bea.user_id, {"rows": True}),
    ]


def test_every_event_that_is_declared_is_reported_somewhere() -> None:
    folder = Path(xblocks.needs_analysis.__file__).parent
    code = "".join(each.read_text() for each in folder.rglob("*.py"))
    for name in EVENTS:
        if name.startswith("wbm.needs_analysis."):
            verb = name.rpartition(".")[2]
            calls = re.findall(rf"^(?!def |from |import ).*report_{verb}\(", code, re.MULTILINE)
            assert calls, name
