"""What leaves the server while cards are hidden, votes run and steps lie ahead: all is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.records.moderation_board_pages import STEPS, Room, key, room, with_steps
from xblocks.moderation.desk.board import board_html, state
from xblocks.moderation.records import Ballot, Card, CardGroup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

SECRET = "Qzxhidden"
EVERYBODY = ("ada", "bea", "tom")


def look_everywhere(here: Room) -> None:
    """Everybody opens every page there is of the board, and asks what is new."""
    for who in EVERYBODY:
        for name in ("", "state", "csv", "print"):
            for query in ({}, {"look": "s1"}, {"look": "s4"}, {"wall": "1"}, {"seat": "1"}):
                here.get(who, name, **query)
        actor = here.people[who]
        here.heard.append((who, "block", board_html(actor, here.exercise, _now())))


def _now() -> datetime:
    return timezone.now()


@pytest.mark.parametrize("anonymity", ["named", "anonymous"])
def test_a_hidden_card_is_in_no_answer_to_anybody_but_its_author(anonymity: str) -> None:
    here = room(steps=with_steps(s1={"anonymity": anonymity}))
    here.begin()
    here.open()
    here.post("ada", "seats", count="2")
    here.heard.clear()
    card = key()
    here.whole("bea")
    assert here.write("bea", f"{SECRET} of Bea", card).status_code == 200
    here.write("bea", f"{SECRET} changed", card)
    for who in EVERYBODY:
        since = here.state(who)
        here.post("ada", "seats", count="3")
        here.get(who, "state", since=since["rev"], frame=since["frame"], key=since["key"])
    here.write("ada", "Another one")
    here.write("ada", f"{SECRET}", card)  # somebody tries to change it
    here.post("ada", "withdraw", step="s1", card=card)
    here.post("ada", "take_off", card=card)
    here.post("ada", "move", step="s1", card=card, group="0")
    look_everywhere(here)
    here.act("close")
    look_everywhere(here)
    others = [(who, where, text) for who, where, text in here.heard if who != "bea"]
    assert len(others) > 40
    for who, where, text in others:
        assert SECRET not in text, (who, where)
        assert card not in text, (who, where)
    assert any(SECRET in text for who, _where, text in here.heard if who == "bea")
    here.act("reveal")
    assert SECRET in here.whole("ada")
    assert SECRET in here.whole("tom")


def test_of_hidden_cards_only_their_number_is_told() -> None:
    here = room()
    here.begin()
    here.open()
    before = here.state("tom")
    here.write("bea", "x" * 199)
    long = here.state("tom")
    here.write("bea", "y")
    short = here.state("tom")
    assert "1 card lies there" in long["whole"]
    assert "2 cards lie there" in short["whole"]
    assert len(long["whole"]) - len(before["whole"]) < 60


@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_of_a_later_step_is_told_but_that_it_comes(who: str) -> None:
    here = room()
    here.begin()
    here.open()
    here.heard.clear()
    look_everywhere(here)
    told = "".join(text for reader, _where, text in here.heard if reader == who)
    assert "Step 1 of 4" in told
    for step in STEPS[1:]:
        assert step["title"] not in told
        assert step["task"] not in told
        assert f'"{step["id"]}"' not in told


def test_no_sum_leaves_the_server_before_the_vote_is_closed() -> None:
    here = room()
    here.begin()
    here.to_arranging("One", "Two")
    for what in ("close", "go_on", "open"):
        here.act(what)
    here.heard.clear()
    here.whole("bea")
    group = _groups(here)[0]
    for number in (1, 2):
        answer = here.post("bea", "dots", step="s3", target=group, number=number)
        assert answer.json()["mine"]["dots"] == {group: number}
    look_everywhere(here)
    for who, where, text in here.heard:
        if who != "bea":
            assert "wbm-sums" not in text, (who, where)
            assert f'"{group}": 2' not in text, (who, where)
            assert 'data-mine="2"' not in text, (who, where)
            assert ";2;" not in text, (who, where)
    assert "1 of 2 have voted." in here.whole("ada")
    here.act("close")
    assert "wbm-sums" in here.whole("ada")


def test_an_anonymous_card_and_dot_name_nobody_on_any_page_and_in_no_row() -> None:
    here = room(steps=with_steps(s1={"anonymity": "anonymous"}))
    here.begin()
    here.open()
    here.whole("bea")
    here.write("bea", "Thought without name")
    here.act("reveal")
    here.act("go_on")
    here.act("open")
    here.act("close")
    here.act("go_on")
    here.act("open")
    here.whole("bea")
    here.post("bea", "dots", step="s3", target=_groups(here)[0], number=1)
    here.act("close")
    rows = [*Card.objects.values(), *Ballot.objects.values()]
    assert all(row.get("author_id") is None and row.get("person_id") is None for row in rows)
    assert all(row["mark"] == "" for row in rows)
    for text in (here.whole("tom", look="s1"), here.get("tom", "csv").content.decode()):
        assert "Thought without name" in text
        line = next(each for each in text.splitlines() if "Thought without name" in each)
        assert "Bea" not in line.split("Thought without name")[0][-80:]
        assert "Bea" not in line.split("Thought without name")[1][:80]


@pytest.mark.parametrize("anonymity", ["named", "anonymous"])
def test_a_browser_gets_its_secret_with_the_page_and_for_this_board_alone(anonymity: str) -> None:
    here = room(steps=with_steps(s1={"anonymity": anonymity}))
    here.begin()
    here.open()
    answer = here.get("bea")
    if anonymity == "named":
        assert "wbm_board" not in answer.cookies
        return
    cookie = answer.cookies["wbm_board"]
    assert cookie["path"] == here.url()
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "wbm_board" not in here.get("bea").cookies
    assert "wbm_board" not in here.get("tom").cookies


@pytest.fixture
def small() -> Room:
    here = room()
    here.begin()
    here.open()
    return here


def test_an_unchanged_board_answers_with_one_statement_and_no_body(
    small: Room, django_assert_num_queries: Callable[..., Any]
) -> None:
    now = small.state("bea")
    known = {"since": now["rev"], "frame": now["frame"], "key": now["key"]}
    assert small.get("bea", "state", **known).status_code == 204
    request = RequestFactory().get(small.url("state"), known)  # without what the preview asks
    with django_assert_num_queries(1):
        answer = state(request, course_key=small.where.key, board_id=small.board.pk)
    assert answer.status_code == 204
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.items())
    assert len(head) + len(answer.content) < 300
    small.write("ada", "New")
    assert small.get("bea", "state", **known).status_code == 200


def test_a_page_whose_key_is_none_goes_the_whole_way(small: Room) -> None:
    now = small.state("bea")
    known = {"since": now["rev"], "frame": now["frame"], "key": "forged"}
    answer = small.get("bea", "state", **known)
    assert answer.status_code == 200
    assert "whole" not in answer.json()
    assert Client().get(small.url("state"), known).status_code == 403
    assert small.get("cem", "state", **known).status_code == 404


def test_only_what_has_changed_is_sent(small: Room) -> None:
    cards = [f"Thought {number}" for number in range(5)]
    for text in cards:
        small.write("ada", text)
    for what in ("reveal", "go_on", "open"):
        small.act(what)
    now = small.state("bea")
    moved = Card.objects.order_by("position").last()
    assert moved
    small.post("ada", "move", step="s2", card=moved.pk, group="new")
    answer = small.get("bea", "state", since=now["rev"], frame=now["frame"], key=now["key"])
    news = json.dumps(answer.json())
    assert moved.text in news
    assert sum(text in news for text in cards) == 1


def _groups(here: Room) -> list[str]:
    groups = CardGroup.objects.filter(board=here.board, removed=False).order_by("position", "id")
    return [str(each) for each in groups.values_list("pk", flat=True)]
