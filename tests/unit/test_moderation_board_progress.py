"""Where a group stands on its board: what a moderator may do, whatever the steps are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from xblocks.moderation.definition import CardBoard, adapter
from xblocks.moderation.domain.board import (
    Act,
    NotNow,
    Progress,
    Stage,
    State,
    after,
    continues,
    is_finished,
    possible,
    progress_of,
    stages_of,
)

stages = st.lists(
    st.sampled_from(["collect", "arrange", "vote", "scale", "plan"]), min_size=1, max_size=6
).map(
    lambda kinds: tuple(
        Stage(f"s{number}", "vote" if kind == "scale" else kind, kind == "vote")
        for number, kind in enumerate(kinds)
    )
)


def begin(*kinds: str) -> Progress:
    found = tuple(Stage(kind, kind, kind == "vote") for kind in kinds)  # type: ignore[arg-type]
    return Progress(found, (State.WAITING,) * len(found))


def walk(now: Progress, *acts: str) -> Progress:
    for act in acts:
        now = after(now, Act(act))
    return now


class Moderating(RuleBasedStateMachine):
    """Somebody presses every button there is, again and again."""

    @initialize(kinds=stages)
    def begin(self, kinds: tuple[Stage, ...]) -> None:
        self.now = Progress(kinds, (State.WAITING,) * len(kinds))
        self.revealed: set[int] = set()
        self.closed_votes: set[int] = set()
        self.voted = -1
        self.begun = 0

    @rule(act=st.sampled_from(Act))
    def press(self, act: Act) -> None:
        allowed = possible(self.now)
        before = self.now
        if act not in allowed:
            with pytest.raises(NotNow):
                after(self.now, act)
            return
        self.now = after(self.now, act)
        at = before.at
        if act in {Act.OPEN, Act.REOPEN}:
            assert at not in self.revealed, "what was revealed collects no more cards"
            assert at not in self.closed_votes, "who has seen the sums votes no more"
        if act == Act.REOPEN and before.stage.kind == "arrange":
            assert self.voted < at, "groups with dots on them stay"
        if act == Act.OPEN and before.stage.on_groups:
            self.voted = max(self.voted, at)
        if self.now.states[at] == State.REVEALED:
            self.revealed.add(at)
        if before.stage.kind == "vote" and self.now.states[at] == State.CLOSED:
            self.closed_votes.add(at)
        if self.now.state != State.WAITING:
            self.begun = max(self.begun, self.now.at)

    @invariant()
    def one_step_at_most_is_open_and_the_group_stands_there(self) -> None:
        opened = [n for n, state in enumerate(self.now.states) if state == State.OPEN]
        assert opened in ([], [self.now.at])

    @invariant()
    def what_lies_ahead_is_untouched(self) -> None:
        assert self.now.furthest == max(self.begun, self.now.at)
        assert set(self.now.states[self.now.furthest + 1 :]) <= {State.WAITING}

    @invariant()
    def what_the_group_has_left_is_finished(self) -> None:
        for number in range(self.now.furthest):
            if number != self.now.at:
                assert is_finished(self.now.stages[number], self.now.states[number])

    @invariant()
    def what_is_revealed_or_voted_stays(self) -> None:
        assert all(self.now.states[number] == State.REVEALED for number in self.revealed)
        assert all(self.now.states[number] == State.CLOSED for number in self.closed_votes)

    @invariant()
    def nobody_is_stuck_before_the_end(self) -> None:
        end = self.now.at == len(self.now.stages) - 1
        finished = is_finished(self.now.stage, self.now.state)
        assert possible(self.now) or (end and finished and self.now.at == 0)


TestModerating = Moderating.TestCase


@given(stages)
def test_every_board_can_be_led_to_its_end(kinds: tuple[Stage, ...]) -> None:
    now = Progress(kinds, (State.WAITING,) * len(kinds))
    for number, stage in enumerate(kinds):
        last = "reveal" if stage.kind == "collect" else "close"
        now = walk(now, "open", last, *(["go_on"] if number + 1 < len(kinds) else []))
    assert now.at == len(kinds) - 1
    assert all(is_finished(*pair) for pair in zip(now.stages, now.states, strict=True))


def test_closed_cards_may_be_opened_again_until_they_are_revealed() -> None:
    now = walk(begin("collect"), "open", "close")
    assert possible(now) == {Act.REOPEN, Act.REVEAL}
    assert possible(walk(now, "reopen", "reveal")) == frozenset()


def test_nobody_goes_on_from_cards_that_are_still_hidden() -> None:
    now = walk(begin("collect", "arrange"), "open", "close")
    assert Act.GO_ON not in possible(now)
    assert Act.GO_ON in possible(walk(now, "reveal"))


def test_nobody_leaves_an_open_step() -> None:
    now = walk(begin("collect", "arrange"), "open", "reveal", "go_on", "open")
    assert possible(now) == {Act.CLOSE}


def test_groups_are_arranged_again_until_somebody_can_vote_on_them() -> None:
    now = walk(begin("collect", "arrange", "vote"), "open", "reveal", "go_on", "open", "close")
    back = walk(now, "go_on", "go_back")
    assert Act.REOPEN in possible(back)
    voted = walk(now, "go_on", "open", "close", "go_back")
    assert Act.REOPEN not in possible(voted)


def test_a_vote_on_a_scale_fixes_no_groups() -> None:
    kinds = (Stage("a", "arrange"), Stage("v", "vote"))
    now = Progress(kinds, (State.CLOSED, State.CLOSED))
    assert Act.REOPEN in possible(now)


def test_the_way_back_hides_nothing_that_was_read() -> None:
    now = walk(begin("collect", "arrange"), "open", "reveal", "go_on", "open", "close", "go_back")
    assert (now.at, now.furthest) == (0, 1)


def test_progress_is_read_from_what_is_kept() -> None:
    kinds = begin("collect", "arrange").stages
    now = progress_of(kinds, {"collect": "revealed"}, "arrange")
    assert now.states == (State.REVEALED, State.WAITING)
    assert (now.at, now.is_open("arrange"), now.state_of("collect")) == (1, False, "revealed")


def board(**changes: object) -> CardBoard:
    steps = [
        {"kind": "collect", "id": "c", "title": "Collect", "task": "What?"},
        {"kind": "vote", "id": "v", "title": "Mood", "task": "How?", "scale": ["bad", "good"]},
    ]
    for name, value in changes.items():
        steps[0 if name in {"most", "hidden", "anonymity"} else 1][name] = value  # type: ignore[assignment]
    found = adapter.validate_python(
        {"kind": "card_board", "title": "B", "intro": "I", "group": "team", "steps": steps}
    )
    assert isinstance(found, CardBoard)
    return found


@pytest.mark.parametrize(
    ("changes", "goes_on"),
    [
        ({"title": "How is the mood?"}, True),
        ({"task": "How are you?"}, True),
        ({"scale": ["poor", "fine"]}, True),
        ({"scale": ["poor", "so-so", "fine"]}, False),
        ({"most": 9}, False),
        ({"hidden": False}, False),
        ({"anonymity": "anonymous"}, False),
        ({"cap": 1}, False),
    ],
)
def test_authors_change_words_under_a_group_and_no_rule(
    changes: dict[str, object], goes_on: bool
) -> None:
    assert continues(board(), board(**changes)) is goes_on


def test_stages_know_which_votes_are_on_groups() -> None:
    assert [stage.on_groups for stage in stages_of(board())] == [False, False]
    assert [stage.on_groups for stage in stages_of(board(scale=[]))] == [False, True]
