"""What the platform's tracking hears of moderation, and that it hears nothing of single hands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import xblocks.moderation
from course_export.preview.models import Completion
from tests.records.moderation_boards import NOW, VOTE, team
from tests.records.moderation_clock_hall import Hall
from tests.records.moderation_plan_room import room
from tests.records.moderation_scenes_stage import ALL, Stage
from xblocks.core.events import EVENTS
from xblocks.moderation.board import measures

pytestmark = pytest.mark.django_db(transaction=True)
HEARD: list[tuple[str, int, dict[str, Any]]] = []


def hear(name: str, facts: dict[str, Any], _course: str, _usage: str, user_id: int) -> None:
    """Take an event; see `xblocks.host.events`."""
    HEARD.append((name.removeprefix("wbm.moderation."), user_id, facts))


@pytest.fixture(autouse=True)
def listening(settings: Any) -> None:
    HEARD.clear()
    settings.WBM_EVENTS = f"{__name__}.hear"


def heard() -> list[tuple[str, dict[str, Any]]]:
    """Verb and facts of all that was heard."""
    return [(name, facts) for name, _user, facts in HEARD]


def test_a_plan_is_begun_and_handed_in_once() -> None:
    here = room()
    plan = here.written()
    here.hand_in(plan)
    here.hand_in(plan)
    here.copy(plan)
    verbs = [name for name, _facts in heard()]
    assert verbs == ["planned", "checked", "planned"]
    assert HEARD[0][2] == {"attempt": 1}
    assert 0 <= HEARD[1][2]["score"] <= 1
    assert HEARD[2][2] == {"attempt": 2}


def test_the_end_of_a_run_is_told_in_minutes() -> None:
    hall = Hall()
    run = hall.start()
    hall.press(run, "end", 125)
    assert heard() == [("run_ended", {"minutes": 2})]


def test_a_round_is_begun_and_closed() -> None:
    stage = Stage()
    stage.begin()
    stage.play(*ALL)
    assert heard() == [
        ("round_begun", {"attempt": 1}),
        ("round_closed", {"attempt": 1, "score": 0.375}),
    ]


def test_of_a_board_only_what_the_group_has_agreed_on_is_told_for_all_of_it() -> None:
    here = team()
    here.act("open")
    here.write(here.bea, "Robots")
    here.act("reveal")
    here.act("go_on")
    here.go_to("plan")
    assert HEARD == []
    assert not Completion.objects.exists()
    measures.add(here.bea, here.board, "plan", measures.Values("Train"), NOW)
    here.act("close")
    everybody = {here.ada.user_id, here.bea.user_id, here.cem.user_id}
    assert {(name, user, facts["measures"]) for name, user, facts in HEARD} == {
        ("agreed", user, 1) for user in everybody
    }
    assert len(HEARD) == 3
    assert set(Completion.objects.values_list("user", flat=True)) == everybody


def test_votes_and_cards_without_names_are_no_event() -> None:
    scale = VOTE | {"scale": ["good", "bad"], "anonymity": "anonymous"}
    here = team(scale)
    here.act("open")
    here.put(here.bea, 0, 1)
    here.act("close")
    assert HEARD == []


def test_every_event_that_is_declared_is_reported_somewhere() -> None:
    folder = Path(xblocks.moderation.__file__).parent
    code = "".join(each.read_text() for each in folder.rglob("*.py"))
    for name in EVENTS:
        if name.startswith("wbm.moderation."):
            verb = name.rpartition(".")[2]
            calls = re.findall(rf"^(?!def |from |import ).*report_{verb}\(", code, re.MULTILINE)
            assert calls, name
