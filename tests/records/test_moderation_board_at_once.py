"""Many tabs of one person at the same moment, in processes of their own."""

from __future__ import annotations

from tests.records import moderation_board_rounds as board_rounds


def test_one_card_and_one_budget_whatever_the_tabs_send_at_once() -> None:
    found = board_rounds.prove(6)
    told = (found.doubled, found.over, found.untrue, found.errors)
    assert told == (0, 0, 0, 0), found
