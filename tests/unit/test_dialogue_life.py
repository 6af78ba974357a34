"""A person's talks over a long time, with an author at work and storage in between."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.unit.dialogue_cases import SEEDS, good, parsed, scene, statement
from xblocks.core.errors import Refusal
from xblocks.role_play import domain
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.domain import Attempt, History, Position


def variants() -> list[Dialogue]:
    """What an author makes of the good dialogue: words, effects, ways, names."""
    words, effects, longer, renamed, easier = good(), good(), good(), good(), good()
    words["scenes"][0]["statements"][0]["text"] = "«other words»"
    effects["scenes"][0]["statements"][0]["effects"] = {"trust": -4}
    longer["scenes"][1]["statements"][1]["next"] = "three"
    longer["scenes"].append(
        scene("three", statement("three", "a", "end"), statement("three", "b", "one"))
    )
    renamed["scenes"][1]["statements"][0]["id"] = "z"
    easier["indicators"][0]["start"] = 10
    return [parsed(raw) for raw in (good(), words, effects, longer, renamed, easier)]


VARIANTS = variants()


class Life(RuleBasedStateMachine):
    """Does what people do; remembers everything ever said and the best score ever earned."""

    def __init__(self) -> None:
        super().__init__()
        self.definition = VARIANTS[0]
        self.history = History()
        self.transcript: list[tuple[int, dict[str, Any]]] = []
        self.best = 0.0
        self.pages: list[Position] = []

    @property
    def current(self) -> Attempt:
        assert self.history.current is not None
        return self.history.current

    @property
    def position(self) -> Position:
        return domain.view(self.definition, self.current)

    def started(self) -> bool:
        return self.history.current is not None

    def keep(self, attempt: Attempt) -> None:
        self.history = self.history.updated(attempt)

    @rule(seed=SEEDS)
    def restart(self, seed: int) -> None:
        seen = self.current.number if self.started() else 0
        self.history = domain.restart(self.definition, self.history, seed, seen)
        assert self.position.moment is not None
        assert self.position.last is None

    @precondition(started)
    @rule(number=st.integers(0, 3), clicks=st.integers(1, 2))
    def say(self, number: int, clicks: int) -> None:
        position = self.position
        self.pages.append(position)
        if position.moment is None:
            return
        choice = position.moment.choices[number % len(position.moment.choices)]
        for _click in range(clicks):
            self.keep(domain.say(self.definition, self.current, choice.id, position.turn))
        assert self.current.moves == position.turn + 1
        assert self.current.turns[-1].text == choice.text
        assert self.current.turns[-1].scene == position.moment.id

    @precondition(started)
    @rule(clicks=st.integers(1, 2))
    def rewind(self, clicks: int) -> None:
        position = self.position
        self.pages.append(position)
        if not position.can_rewind:
            return
        for _click in range(clicks):
            self.keep(domain.rewind(self.definition, self.current, position.turn))
        assert self.current.moves == position.turn + 1
        assert self.position.moment is not None

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def use_an_old_page(self, data: st.DataObject) -> None:
        page = data.draw(st.sampled_from(self.pages))
        before = self.history
        try:
            attempt = self.history.seen(page.number)
            if page.moment is None:
                attempt = domain.rewind(self.definition, attempt, page.turn)
            else:
                choice = data.draw(st.sampled_from(page.moment.choices))
                attempt = domain.say(self.definition, attempt, choice.id, page.turn)
        except Refusal:
            assert self.history == before
        else:
            self.keep(attempt)
            assert self.current.moves <= max(before.current.moves, page.turn + 1)

    @rule(definition=st.sampled_from(VARIANTS))
    def author_changes_the_definition(self, definition: Dialogue) -> None:
        self.definition = definition

    @rule()
    def store_and_load(self) -> None:
        stored = json.loads(json.dumps(self.history.to_json()))
        assert History.from_json(stored) == self.history
        self.history = History.from_json(stored)

    @precondition(started)
    @rule()
    def storage_is_damaged(self) -> None:
        broken = [*self.history.to_json(), {"what": "is this"}]
        self.history = History.from_json(broken)
        assert self.history.damaged

    @invariant()
    def no_turn_is_ever_lost_or_rewritten(self) -> None:
        said = [
            (attempt.number, turn.model_dump(exclude={"taken_back"}))
            for attempt in self.history.attempts
            for turn in attempt.turns
        ]
        assert said[: len(self.transcript)] == self.transcript
        self.transcript = said

    @invariant()
    def the_best_score_never_falls(self) -> None:
        best = domain.best_attempt(self.history.attempts)
        score = (best.score or 0.0) if best else 0.0
        assert self.best <= score <= 1.0
        self.best = score

    @invariant()
    def what_is_stored_is_kept(self) -> None:
        numbers = [attempt.number for attempt in self.history.attempts]
        assert numbers == sorted(set(numbers))
        assert all(raw == {"what": "is this"} for raw in self.history.kept)

    @precondition(started)
    @invariant()
    def every_look_makes_sense(self) -> None:
        position = self.position
        assert all(0 <= gauge.value <= 10 for gauge in position.gauges)
        shown = [position.moment is not None, position.ending is not None, position.interrupted]
        assert shown.count(True) == 1
        assert (position.last is None) == (not self.current.path)


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
test_a_long_life_loses_nothing = Life.TestCase
