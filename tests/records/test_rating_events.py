"""What the platform's tracking hears of rating practice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records.rating_hall import Hall

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = {"b1": "3", "b4": "2", "b7": "-"}
HEARD: list[tuple[str, int, dict[str, Any]]] = []


def hear(name: str, facts: dict[str, Any], _course: str, _usage: str, user_id: int) -> None:
    """Take an event; see `xblocks.host.events`."""
    HEARD.append((name.removeprefix("wbm.role_play."), user_id, facts))


@pytest.fixture
def hall(settings: Any, plain_desk: None) -> Hall:
    HEARD.clear()
    settings.WBM_EVENTS = f"{__name__}.hear"
    return Hall()


def test_looking_at_a_talk_is_no_event(hall: Hall) -> None:
    hall.page()
    hall.page(hall.tom)
    assert HEARD == []


def test_a_rating_is_begun_once_and_done_once(hall: Hall) -> None:
    hall.post("save", b1="3")
    hall.post("finish", b4="2")
    assert [name for name, _user, _facts in HEARD] == ["rating_begun"]
    assert HEARD[0][1:] == (hall.ada.user_id, {"attempt": 1})
    hall.post("finish", **WHOLE)
    hall.post("finish", **WHOLE)
    assert HEARD[1:] == [("rated", hall.ada.user_id, {"attempt": 1})]


def test_another_rating_is_another_attempt(hall: Hall) -> None:
    hall.post("finish", **WHOLE)
    hall.post("anew")
    hall.post("anew")
    assert HEARD[2:] == [("rating_begun", hall.ada.user_id, {"attempt": 2})]


def test_no_level_of_the_sheet_is_told(hall: Hall) -> None:
    hall.post("finish", **WHOLE)
    assert {fact for _name, _user, facts in HEARD for fact in facts} == {"attempt"}
