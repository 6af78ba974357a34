"""Votes on a board: budget and cap hold, sums are known when it is closed, groups stay then."""

from __future__ import annotations

import pytest

from tests.records.moderation_boards import (
    ARRANGE,
    COLLECT,
    NOW,
    VOTE,
    Group,
    definition,
    register,
    team,
)
from xblocks.core.errors import BadRequest, NotFound
from xblocks.moderation.board import arranging, moderating, reading, voting
from xblocks.moderation.board.refusals import CardGone, NotForOthers, SeatInUse, StepClosed
from xblocks.moderation.domain.dots import TooManyDots, TooManyOnOne
from xblocks.moderation.records import Ballot, CardGroup

pytestmark = pytest.mark.django_db

NAMED = VOTE | {"anonymity": "named"}
SCALE = NAMED | {"scale": ["bad", "so-so", "good"], "budget": 1, "cap": 1}


@pytest.fixture
def here() -> Group:
    """A team that votes on four cards: two are a group, two stand alone."""
    found = team(COLLECT, ARRANGE, NAMED)
    found.act("open")
    for text in ("One", "Two", "Three", "Four"):
        found.write(found.bea, text)
    found.go_to("arrange")
    found.group("Together", "One", "Two")
    found.go_to("vote")
    return found


def sums(here: Group) -> list[int] | None:
    found = voting.vote_of(here.access(), "vote").sums
    return None if found is None else list(found.values())


def test_a_card_that_stands_alone_is_a_group_of_its_own(here: Group) -> None:
    groups = reading.groups(here.access())
    assert [each.heading for each in groups] == ["Together", "", ""]
    assert all(each.fixed for each in groups)
    assert {each.group for each in reading.cards(here.access())} == {each.id for each in groups}
    found = voting.vote_of(here.access(), "vote")
    assert found.targets == tuple(str(each.id) for each in groups)
    assert (found.budget, found.cap, found.voices) == (2, 2, 3)


def test_groups_nobody_named_and_filled_are_gone_when_the_vote_opens() -> None:
    here = team(COLLECT, ARRANGE, NAMED)
    here.go_to("arrange")
    here.group("Kept for its heading")
    here.group("")
    here.go_to("vote")
    assert [each.heading for each in reading.groups(here.access())] == ["Kept for its heading"]


def test_nobody_sees_a_sum_before_the_vote_is_closed(here: Group) -> None:
    first, *_others = voting.targets_of(here.access(), "vote")
    here.put(here.bea, first, 2)
    for who in (here.ada, here.cem, here.tom):
        found = voting.vote_of(here.access(who), "vote")
        assert (found.sums, found.voted, dict(found.mine.dots)) == (None, 1, {})
    here.act("close")
    assert sums(here) == [2, 0, 0], "those without dots are there, too"


def test_dots_are_set_so_that_twice_is_once(here: Group) -> None:
    first, second, _third = voting.targets_of(here.access(), "vote")
    for _time in range(3):
        assert here.put(here.bea, first, 1).left == 1
    here.put(here.bea, second, 1)
    with pytest.raises(TooManyDots):
        here.put(here.bea, first, 2)
    here.put(here.bea, second, 0)
    here.put(here.bea, first, 2)
    with pytest.raises(TooManyOnOne):
        here.put(here.bea, first, 3)
    here.act("close")
    assert sums(here) == [2, 0, 0]


def test_a_number_that_is_none_and_a_target_that_is_none_are_refused(here: Group) -> None:
    first, *_others = voting.targets_of(here.access(), "vote")
    with pytest.raises(BadRequest):
        here.put(here.bea, first, -1)
    other = team(COLLECT, ARRANGE, NAMED)
    other.go_to("arrange")
    theirs = other.group("Theirs")
    other.go_to("vote")
    for target in ("", "x", "0", theirs):
        with pytest.raises(CardGone):
            here.put(here.bea, target, 1)


@pytest.mark.parametrize("act", ["close", None])
def test_dots_come_neither_early_nor_late(act: str | None) -> None:
    here = team(SCALE)
    if act:
        here.act("open")
        here.act(act)
    with pytest.raises(StepClosed):
        here.put(here.bea, 0, 1)
    assert not Ballot.objects.exists()


def test_a_vote_that_is_closed_never_opens_again(here: Group) -> None:
    here.act("close")
    assert here.acts() == {"go_back"}


def test_seats_vote_by_the_hand_of_moderator_or_proxy(here: Group) -> None:
    first, *_others = voting.targets_of(here.access(), "vote")
    moderating.set_seats(here.ada, here.board, 2, NOW)
    here.put(here.ada, first, 1)
    here.put(here.ada, first, 2, seat=1)
    with pytest.raises(NotForOthers):
        here.put(here.bea, first, 1, seat=2)
    with pytest.raises(NotForOthers):
        here.put(here.ada, first, 1, seat=3)
    assert voting.vote_of(here.access(), "vote", seat=1).mine.dots == {first: 2}
    assert voting.vote_of(here.access(), "vote").mine.dots == {first: 1}
    with pytest.raises(SeatInUse):
        moderating.set_seats(here.ada, here.board, 0, NOW)
    found = voting.vote_of(here.access(), "vote")
    assert (found.voted, found.voices) == (2, 5)


def test_a_scale_has_its_fields_as_targets() -> None:
    here = team(SCALE)
    here.act("open")
    here.put(here.bea, 2, 1)
    with pytest.raises(TooManyDots):
        here.put(here.bea, 1, 1)
    with pytest.raises(CardGone):
        here.put(here.bea, 3, 1)
    here.act("close")
    assert sums(here) == [0, 0, 1]


def test_groups_somebody_voted_on_stay_while_later_ones_are_arranged() -> None:
    again = [COLLECT | {"id": "more"}, ARRANGE | {"id": "again"}, NAMED | {"id": "second"}]
    here = team(COLLECT, ARRANGE, NAMED, *again)
    here.act("open")
    card = here.write(here.bea, "Old")
    here.go_to("vote")
    (old,) = voting.targets_of(here.access(), "vote")
    here.put(here.bea, old, 1)
    here.go_to("more")
    here.write(here.bea, "New", step="more")
    here.go_to("again")
    with pytest.raises(CardGone):
        arranging.move_cards(here.bea, here.board, "again", [card.pk], None, None, NOW)
    with pytest.raises(CardGone):
        arranging.rename_group(here.bea, here.board, "again", int(old), "Forged", "", NOW)
    with pytest.raises(CardGone):
        arranging.remove_group(here.bea, here.board, "again", int(old), NOW)
    here.go_to("second")
    (new,) = voting.targets_of(here.access(), "second")
    assert new != old
    assert voting.vote_of(here.access(), "vote").sums == {old: 1}


def test_a_vote_that_follows_a_vote_is_on_the_same_groups() -> None:
    here = team(COLLECT, NAMED, NAMED | {"id": "second", "budget": 1})
    here.act("open")
    here.write(here.bea, "Robots")
    here.go_to("vote")
    first = voting.targets_of(here.access(), "vote")
    here.go_to("second")
    assert voting.targets_of(here.access(), "second") == first
    here.put(here.bea, first[0], 1, step="second")
    here.act("close")
    assert voting.vote_of(here.access(), "second").sums == {first[0]: 1}
    assert voting.vote_of(here.access(), "vote").sums == {first[0]: 0}


def test_nobody_looks_ahead_to_a_vote(here: Group) -> None:
    ahead = team(COLLECT, NAMED)
    with pytest.raises(NotFound):
        voting.vote_of(ahead.access(), "vote")


def test_an_author_changes_words_under_a_running_board_and_no_rule(here: Group) -> None:
    steps = [COLLECT, ARRANGE, NAMED | {"title": "Our choice", "budget": 9}]
    register(here.where.key, here.exercise.usage_key, definition(*steps))
    assert here.access().step.title == "Vote", "with another rule all stays as it was"
    assert voting.vote_of(here.access(), "vote").budget == 2
    steps[2] = NAMED | {"title": "Our choice"}
    register(here.where.key, here.exercise.usage_key, definition(*steps))
    assert here.access().step.title == "Our choice"
    assert CardGroup.objects.filter(voted="vote").count() == 3
