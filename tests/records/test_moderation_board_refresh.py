"""What is new on a board takes few statements, however many cards and people there are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import RequestFactory

from tests.records.moderation_board_pages import Room, key, room, with_steps
from xblocks.moderation.board import marks
from xblocks.moderation.desk.board import state
from xblocks.moderation.records import CardGroup

pytestmark = pytest.mark.django_db

MOST = {"s1": 10, "s2": 12, "s3": 11}
"""Statements a refresh takes at most, by step; one of them finds the account."""

Counted = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def crowded() -> Room:
    """A board of twenty people with a secret of Bea's browser."""
    here = room(steps=with_steps(s1={"anonymity": "anonymous", "most": 50}))
    here.begin()
    works = here.people["ada"].company
    for number in range(18):
        here.where.trainee(f"More {number}", type(here.board.company).objects.get(pk=works))
    here.open()
    for who in ("ada", "bea"):
        here.browser(who).cookies["wbm_board"] = marks.new_secret()
    return here


def _refreshed(here: Room, step: str, counted: Counted, change: Callable[[], Any]) -> None:
    """Ask for what a change made new; the page is told of it, and no more is asked for."""
    now = here.state("bea")
    known = {"since": now["rev"], "frame": now["frame"], "key": now["key"]}
    assert change().status_code == 200
    request = RequestFactory().get(here.url("state"), known)  # without what the preview asks
    request.COOKIES["wbm_board"] = here.browser("bea").cookies["wbm_board"].value
    request.user = here.browser("bea").get(here.url()).wsgi_request.user
    bool(request.user.pk)
    with counted(MOST[step]):
        answer = state(request, course_key=here.where.key, board_id=here.board.pk)
    assert answer.status_code == 200
    assert b'"whole"' not in answer.content


@pytest.mark.parametrize("cards", [2, 40])
def test_a_refresh_takes_few_statements_whatever_lies_there(
    crowded: Room, cards: int, django_assert_max_num_queries: Counted
) -> None:
    here = crowded
    keys = [key() for _number in range(cards)]
    for number, card in enumerate(keys):
        assert here.write("ada", f"Thought {number}", card).status_code == 200
    here.write("bea", "Own")
    _refreshed(here, "s1", django_assert_max_num_queries, lambda: here.write("ada", "One more"))
    for what in ("reveal", "go_on", "open"):
        assert here.act(what).status_code == 200
    moved = {"step": "s2", "card": keys[0], "group": "new"}
    assert here.post("ada", "move", **moved).status_code == 200
    group = CardGroup.objects.get(board=here.board).pk
    moved = {"step": "s2", "card": keys[1], "group": group}
    _refreshed(here, "s2", django_assert_max_num_queries, lambda: here.post("ada", "move", **moved))
    for what in ("close", "go_on", "open"):
        assert here.act(what).status_code == 200
    put = {"step": "s3", "target": group, "number": "1"}
    _refreshed(here, "s3", django_assert_max_num_queries, lambda: here.post("ada", "dots", **put))
