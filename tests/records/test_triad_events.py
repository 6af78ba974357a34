"""What the platform's tracking hears of triads: that they play, nothing of how."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.records.grading_cases import course
from tests.records.triad_rows import round_of, triad
from xblocks.role_play import reporting

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2027, 3, 1, 19, 0, tzinfo=UTC)
HEARD: list[tuple[str, int, dict[str, Any]]] = []


def hear(name: str, facts: dict[str, Any], _course: str, _usage: str, user_id: int) -> None:
    """Take an event; see `xblocks.host.events`."""
    HEARD.append((name.removeprefix("wbm.role_play."), user_id, facts))


class Room:
    """Ada, Ben and Cem are a triad, Tom is their trainer."""

    def __init__(self) -> None:
        self.where = course()
        company = self.where.company("Works")
        self.ada, self.ben, self.cem = (
            self.where.trainee(name, company) for name in ("Ada", "Ben", "Cem")
        )
        self.tom = self.where.trainer("Tom")
        self.triad = triad(self.where.key, self.ada, self.ben, self.cem)

    def everybody(self, verb: str, facts: dict[str, Any]) -> list[tuple[str, int, dict[str, Any]]]:
        """What is heard when a triad is told of as a whole."""
        return [(verb, each.user_id, facts) for each in (self.ada, self.ben, self.cem)]


@pytest.fixture
def room(settings: Any) -> Room:
    HEARD.clear()
    settings.WBM_EVENTS = f"{__name__}.hear"
    return Room()


def heard() -> list[tuple[str, int, dict[str, Any]]]:
    """All that was heard, by account."""
    return sorted(HEARD, key=lambda each: each[1])


def test_who_opens_a_triad_is_told_of_alone(room: Room) -> None:
    alone = triad(room.where.key, room.ben)
    reporting.report_triad_opened(room.ben, alone)
    assert [("triad_opened", room.ben.user_id, {"members": 1})] == HEARD


def test_a_beginning_is_everybodys_whoever_pressed(room: Room) -> None:
    reporting.report_triad_begun(room.cem, room.triad)
    assert heard() == room.everybody("triad_begun", {"members": 3})


def test_the_end_of_a_round_is_everybodys_whoever_advised(room: Room) -> None:
    reporting.report_round_finished(room.ben, room.triad, 2)
    assert heard() == room.everybody("round_finished", {"number": 2})


def test_of_who_left_or_never_signed_in_nothing_is_told(room: Room) -> None:
    room.triad.members.filter(person=room.ben.person_id).update(left_at=LATER)
    cem = room.triad.members.get(person=room.cem.person_id).person
    cem.user = None
    cem.save()
    reporting.report_round_finished(room.ada, room.triad, 1)
    assert [("round_finished", room.ada.user_id, {"number": 1})] == HEARD


def test_who_rates_is_told_of_without_level_word_or_name(room: Room) -> None:
    round_of(room.triad, 1, (room.ada, room.ben, room.cem))
    reporting.report_round_rated(room.cem, room.triad, 1)
    assert [("round_rated", room.cem.user_id, {"number": 1})] == HEARD


def test_of_a_trainer_who_rates_nothing_is_told(room: Room) -> None:
    reporting.report_round_rated(room.tom, room.triad, 1)
    assert heard() == []
