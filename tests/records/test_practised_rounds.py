"""What trainers read of triads: how often somebody played, never how it went."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.triad_hall import Hall
from xblocks.role_play.practised import practised
from xblocks.role_play.records import TriadRound
from xblocks.role_play.triad.rules import Step
from xblocks.role_play.triad.running import Press

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return Hall()


def played(hall: Hall) -> dict[str, tuple[int, int]]:
    """Rounds and those advised in, by name."""
    return {each.name: (each.rounds, each.advised) for each in practised(hall.tom)}


def test_everybody_of_a_round_has_played_it_and_one_has_advised(hall: Hall) -> None:
    hall.ended()
    assert played(hall) == {"Cem": (1, 0), "Dia": (0, 0), "Ada": (1, 1), "Ben": (1, 0)}
    assert {each.name for each in practised(hall.tom) if each.anything} == {"Ada", "Ben", "Cem"}


def test_after_three_rounds_everybody_has_advised_once(hall: Hall) -> None:
    group = hall.begun()
    for _round in range(3):
        hall.to(Step.INTENTION, group)
        hall.press(Press.NEXT, group)
    assert group.ended_at
    assert played(hall) == {"Dia": (0, 0), "Cem": (3, 1), "Ada": (3, 1), "Ben": (3, 1)}


def test_a_round_counts_once_it_is_over(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    assert set(played(hall).values()) == {(0, 0)}
    hall.press(Press.NEXT, group)
    assert played(hall)["Ada"] == (1, 1)


def test_a_round_without_a_talk_does_not_count(hall: Hall) -> None:
    hall.press(Press.END, hall.played(Step.PREPARE))
    assert set(played(hall).values()) == {(0, 0)}


def test_a_pair_has_two_who_played(hall: Hall) -> None:
    group = hall.played(Step.INTENTION, hall.dia, hall.cem)
    hall.press(Press.NEXT, group, hall.dia)
    assert played(hall) == {"Dia": (1, 1), "Cem": (1, 0), "Ada": (0, 0), "Ben": (0, 0)}


def test_it_stands_by_company_and_name_however_often_somebody_played(hall: Hall) -> None:
    hall.ended()
    names = [(each.company, each.name) for each in practised(hall.tom)]
    assert names == [("Mill", "Cem"), ("Mill", "Dia"), ("Works", "Ada"), ("Works", "Ben")]


def test_of_other_courses_and_of_other_districts_nothing_is_counted(hall: Hall) -> None:
    hall.ended()
    elsewhere = Hall()
    assert set(played(elsewhere).values()) == {(0, 0)}
    assert "Eve" not in played(hall)
    assert {each.name: each.rounds for each in practised(hall.uta)} == {"Eve": 0}


def test_who_was_forgotten_leaves_the_others_their_round(hall: Hall) -> None:
    hall.ended()
    TriadRound.objects.update(colleague=None)
    assert played(hall)["Ada"] == (1, 1)
    assert played(hall)["Ben"] == (0, 0)


@pytest.mark.usefixtures("plain_desk")
def test_the_page_shows_both_numbers_and_nothing_of_the_round(hall: Hall, client: Client) -> None:
    hall.ended()
    client.force_login(User.objects.get(pk=hall.tom.user_id))
    html = client.get(reverse("wbm:practice", args=[hall.where.key])).content.decode()
    cells = re.findall(r"<th scope=\"row\"[^>]*>(\w+)</th>((?:\s*<td[^>]*>\d+</td>)+)", html)
    numbers = {name: re.findall(r">(\d+)<", rest) for name, rest in cells}
    assert numbers["Ada"] == ["0", "1", "1", "0"]
    assert numbers["Cem"] == ["0", "1", "0", "0"]
    assert "3 of 4 trainees have practised." in html
    assert not [word for word in ("Wnote", "Wstrength", "Wwish", "Wintention") if word in html]
