"""The first of something, written by many at once: all of it is kept, nobody is undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.at_once import at_once, own_connections
from tests.records.needs_cases import LONG, case
from tests.records.needs_living_cases import Hall
from tests.records.needs_own_cases import NOW, team
from xblocks.needs_analysis import asking
from xblocks.needs_analysis.conversation import Conversation
from xblocks.needs_analysis.domain.grid import Grid
from xblocks.needs_analysis.sheets import Opened, Saved
from xblocks.needs_analysis.team import columns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_desk")]

FIRST = {"question:sum": "1", "question:cover": "2", "question:pick": "o1", "reason:r1": LONG}


def test_the_first_answers_of_a_case(tmp_path: Path) -> None:
    here = case()
    with own_connections(tmp_path):
        saved = at_once(
            [lambda name=name, value=value: here.save(name, value) for name, value in FIRST.items()]
        )
        (found,) = at_once([here.opened])
    assert {type(each) for each in saved} == {Saved}, saved
    assert isinstance(found, Opened)
    assert found.answers == FIRST


def test_beginning_a_living_case(tmp_path: Path) -> None:
    hall = Hall()
    with own_connections(tmp_path):
        begun = at_once([lambda: asking.begin(hall.ada, hall.case, 0, NOW)] * 4)
    assert {type(each) for each in begun} == {Conversation}, begun
    assert {each.round for each in begun if isinstance(each, Conversation)} == {1}


def test_the_first_rows_and_columns_of_a_team(tmp_path: Path) -> None:
    here = team()
    with own_connections(tmp_path):
        done = at_once(
            [
                lambda: here.add("MO-1"),
                lambda: here.add("MO-2"),
                lambda: columns.add_skill(here.bea, here.own, "Welding", NOW),
                lambda: columns.add_skill(here.ada, here.own, "Teaching", NOW),
            ]
        )
        (found,) = at_once([here.grid])
    assert not [each for each in done if isinstance(each, Exception)], done
    assert isinstance(found, Grid)
    assert {each.code for each in found.people} == {"MO-1", "MO-2"}
    assert {each.label for each in found.skills} >= {"Welding", "Teaching"}
