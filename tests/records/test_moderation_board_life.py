"""A board under everything a group does, in any order: cards, steps, dots of several people.

A plain model beside it says what must be there. Pages are late: what they send may be for a step
that is over, and everything may be sent twice.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.records.moderation_boards import ARRANGE, COLLECT, NOW, VOTE, team
from xblocks.core.errors import Refusal
from xblocks.moderation.board import arranging, cards, reading, undoing, voting
from xblocks.moderation.board.refusals import StepClosed
from xblocks.moderation.domain.board import Act, State, possible

pytestmark = pytest.mark.django_db

MOST, PEOPLE = 3, 3


class Life(RuleBasedStateMachine):
    """Three people, one of whom moderates, and a model of what they have done."""

    anonymity = "named"

    def __init__(self) -> None:
        super().__init__()
        named = {"anonymity": self.anonymity}
        vote = VOTE | named | {"budget": 3}
        self.here = team(COLLECT | named | {"most": MOST}, ARRANGE, vote)
        self.who = [self.here.ada, self.here.bea, self.here.cem]
        self.cards: dict[str, tuple[int, str]] = {}
        self.dots: list[dict[str, int]] = [{} for _ in self.who]

    def is_open(self, step: str) -> bool:
        return self.here.access().progress.is_open(step)

    @rule(act=st.sampled_from(Act))
    def press(self, act: Act) -> None:
        now = self.here.access().progress
        try:
            self.here.act(act)
            assert act in possible(now)
        except Refusal:
            assert act not in possible(now)

    @rule(who=st.integers(0, PEOPLE - 1), times=st.integers(1, 2))
    def write(self, who: int, times: int) -> None:
        key, text = uuid.uuid4().hex, f"Thought {len(self.cards)} of {who}"
        own = [each for each, (author, _text) in self.cards.items() if author == who]
        fits = self.is_open("collect") and len(own) < MOST
        for _time in range(times):
            try:
                self.here.write(self.who[who], text, key)
                assert fits
                self.cards[key] = (who, text)
            except Refusal:
                assert not fits

    @rule(who=st.integers(0, PEOPLE - 1), data=st.data())
    def change_or_take_back(self, who: int, data: st.DataObject) -> None:
        if not self.cards:
            return
        key = data.draw(st.sampled_from(sorted(self.cards)))
        author, text = self.cards[key]
        fits = self.is_open("collect") and author == who
        change = data.draw(st.booleans())
        secret = self.here.secret(self.who[who])
        try:
            if change:
                self.here.write(self.who[who], text + "!", key)
                self.cards[key] = (who, text + "!")
            else:
                cards.withdraw(self.who[who], self.here.board, "collect", key, NOW, secret=secret)
                del self.cards[key]
            assert fits
        except StepClosed:
            assert not self.is_open("collect")
        except Refusal:
            assert self.is_open("collect")
            assert not fits

    @rule(who=st.integers(0, PEOPLE - 1), data=st.data())
    def arrange(self, who: int, data: st.DataObject) -> None:
        groups = [each.id for each in reading.groups(self.here.access())]
        some = st.lists(st.sampled_from(sorted(self.cards) or [""]), max_size=2, unique=True)
        keys, actor = data.draw(some), self.who[who]
        deeds: list[Any] = [
            lambda: arranging.add_group(actor, self.here.board, "arrange", "New", keys, NOW),
            lambda: undoing.undo(
                actor, self.here.board, "arrange", undoing.last_move(self.here.access()) or 0, NOW
            ),
        ]
        if groups:
            group = data.draw(st.sampled_from(groups))
            board = self.here.board
            deeds += [
                lambda: arranging.move_cards(actor, board, "arrange", keys, group, None, NOW),
                lambda: arranging.remove_group(actor, board, "arrange", group, NOW),
            ]
        try:
            data.draw(st.sampled_from(deeds))()
            assert self.is_open("arrange")
        except StepClosed:
            assert not self.is_open("arrange")
        except Refusal:
            pass  # gone, empty, or no longer to be undone: the invariants tell what is there

    @rule(who=st.integers(0, PEOPLE - 1), data=st.data(), times=st.integers(1, 2))
    def put(self, who: int, data: st.DataObject, times: int) -> None:
        groups = [str(each.id) for each in reading.groups(self.here.access())]
        target = data.draw(st.sampled_from(groups or ["1"]))
        number = data.draw(st.integers(0, 3))
        wanted = self.dots[who] | {target: number}
        less = number <= self.dots[who].get(target, 0)
        fits = self.is_open("vote") and bool(groups)
        fits = fits and (less or (number <= 2 and sum(wanted.values()) <= 3))
        for _time in range(times):
            try:
                self.here.put(self.who[who], target, number)
                assert fits
                self.dots[who] = wanted
            except Refusal:
                assert not fits

    @invariant()
    def hidden_cards_are_read_by_their_authors_alone(self) -> None:
        state = self.here.access().state_of("collect")
        for number, who in enumerate(self.who):
            access = self.here.access(who)
            shown = {each.id: each.text for each in reading.cards(access)}
            if state == State.REVEALED:
                assert shown == {key: text for key, (_who, text) in self.cards.items()}
                continue
            assert shown == {}
            secret = self.here.secret(who)
            own = {each.pk: each.text for each in cards.own_cards(access, "collect", secret, None)}
            assert own == {
                key: text for key, (author, text) in self.cards.items() if author == number
            }

    @invariant()
    def sums_are_what_was_put_and_known_when_it_is_over(self) -> None:
        access = self.here.access()
        if access.progress.furthest < 2:
            return
        found = voting.vote_of(access, "vote")
        if access.state_of("vote") != State.CLOSED:
            assert found.sums is None
            return
        assert found.sums is not None
        for target, count in found.sums.items():
            assert count == sum(each.get(target, 0) for each in self.dots)

    @invariant()
    def no_card_lies_in_a_group_that_is_gone(self) -> None:
        access = self.here.access()
        groups = {each.id for each in reading.groups(access)} | {None}
        assert {each.group for each in reading.cards(access)} <= groups


@pytest.mark.parametrize("anonymity", ["named", "anonymous"])
def test_whatever_a_group_does_its_board_is_as_they_were_told(anonymity: str) -> None:
    machine = type(f"Life{anonymity}", (Life,), {"anonymity": anonymity})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
