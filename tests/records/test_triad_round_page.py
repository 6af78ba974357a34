"""The page of a round: its adviser shows it, invites a trainer and takes both back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.records.triad_hall import Hall
from xblocks.core.people import Actor
from xblocks.role_play.records import TriadRound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

As = Callable[[Actor], Client]


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def row(hall: Hall) -> TriadRound:
    """A round of Ada (adviser), Ben and Cem that is over."""
    return hall.ended()[1]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(hall: Hall, row: TriadRound, act: str = "") -> str:
    name = f"wbm:triad_round_{act}" if act else "wbm:triad_round"
    return reverse(name, args=[hall.where.key, row.pk])


def read(hall: Hall, row: TriadRound, actor: Actor) -> tuple[int, str]:
    answer = signed_in(actor).get(url(hall, row))
    return answer.status_code, answer.content.decode()


def do(hall: Hall, row: TriadRound, actor: Actor, act: str, **form: Any) -> tuple[int, str]:
    answer = signed_in(actor).post(url(hall, row, act), form)
    return answer.status_code, answer.content.decode()


def test_the_adviser_reads_their_round_and_who_else_does(hall: Hall, row: TriadRound) -> None:
    status, html = read(hall, row, hall.ada)
    assert status == 200
    assert "Your triad does not read it." in html
    assert "Wstrength" in html
    assert "Wwish" in html


def test_the_triad_reads_the_round_while_it_is_shown_to_it(hall: Hall, row: TriadRound) -> None:
    assert "Wstrength" not in read(hall, row, hall.ben)[1]
    assert do(hall, row, hall.ada, "release", to_triad="1")[0] == 302
    status, html = read(hall, row, hall.ben)
    assert status == 200
    assert "Wstrength" in html
    assert "Who reads this round" not in html
    do(hall, row, hall.ada, "release", to_triad="0")
    status, html = read(hall, row, hall.ben)
    assert status == 200
    assert "Wstrength" not in html


def test_a_trainer_rates_by_invitation_and_reads_the_rest_only_when_shown(
    hall: Hall, row: TriadRound
) -> None:
    assert read(hall, row, hall.tom)[0] == 404
    do(hall, row, hall.ada, "invite", trainer=hall.tom.person_id)
    status, html = read(hall, row, hall.tom)
    assert status == 200
    assert "Your rating" in html
    assert "Wstrength" not in html
    assert do(hall, row, hall.tom, "rate", **{"level-b1": "3", "strength": "Tstrong"})[0] == 302
    assert "Tstrong" in read(hall, row, hall.ada)[1]
    do(hall, row, hall.ada, "release", to_trainer="1")
    assert "Wstrength" in read(hall, row, hall.tom)[1]
    do(hall, row, hall.ada, "invite", trainer="")
    assert read(hall, row, hall.tom)[0] == 404


def test_the_invited_trainer_finds_the_round_in_their_list(hall: Hall, row: TriadRound) -> None:
    listed = reverse("wbm:triad_invitations", args=[hall.where.key])
    assert url(hall, row) not in signed_in(hall.tom).get(listed).content.decode()
    do(hall, row, hall.ada, "invite", trainer=hall.tom.person_id)
    assert url(hall, row) in signed_in(hall.tom).get(listed).content.decode()
    assert url(hall, row) not in signed_in(hall.uta).get(listed).content.decode()


def test_a_wish_without_a_strength_is_refused_and_what_was_typed_stays(
    hall: Hall, row: TriadRound
) -> None:
    do(hall, row, hall.ada, "invite", trainer=hall.tom.person_id)
    form = {"level-b4": "2", "strength": "", "wish": "Twish"}
    status, html = do(hall, row, hall.tom, "rate", **form)
    assert status == 422
    assert 'role="alert"' in html
    assert ">Twish</textarea>" in html
    assert 'name="level-b4" value="2" checked' in html


def test_level_five_is_refused(hall: Hall, row: TriadRound) -> None:
    do(hall, row, hall.ada, "invite", trainer=hall.tom.person_id)
    status, html = do(hall, row, hall.tom, "rate", **{"level-b1": "5", "strength": "Tstrong"})
    assert status == 422
    assert ">Tstrong</textarea>" in html


@pytest.mark.parametrize("act", ["release", "invite", "rate"])
def test_nobody_else_does_anything_with_a_round(hall: Hall, row: TriadRound, act: str) -> None:
    for actor in (hall.dia, hall.eve, hall.uta, hall.ben):
        assert do(hall, row, actor, act, to_triad="1", trainer=hall.uta.person_id)[0] in {403, 404}
    row.refresh_from_db()
    assert (row.to_triad, row.to_trainer, row.trainer_id) == (False, False, None)
