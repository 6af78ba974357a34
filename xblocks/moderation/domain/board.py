"""Where a group stands on its board, and what its moderator may do about it.

Steps follow each other. A group stands at one of them, and at most this one is open. It goes on
when a step is finished, so what a later step holds is nowhere before. A finished step opens again
only where that makes nothing readable or forgeable: cards once revealed and votes once closed stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from xblocks.core.errors import Conflict
from xblocks.core.text import gettext_noop
from xblocks.moderation.definition import CardBoard


class State(StrEnum):
    """How far a step is. Cards are first closed or at once revealed; the rest is closed."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"


class Act(StrEnum):
    """What the moderator does with the step the group stands at."""

    OPEN = "open"
    CLOSE = "close"
    REVEAL = "reveal"
    REOPEN = "reopen"
    GO_ON = "go_on"
    GO_BACK = "go_back"


class NotNow(Conflict):
    """The step is not, or no longer, in a state in which this can be done."""

    code = "not_now"
    sentence = gettext_noop("This step is somewhere else already. We show you where it stands.")


@dataclass(frozen=True)
class Stage:
    """What the rules know of a step. `on_groups`: a vote on groups of cards, not on a scale."""

    id: str
    kind: Literal["collect", "arrange", "vote", "plan"]
    on_groups: bool = False


@dataclass(frozen=True)
class Progress:
    """The stages with their states, and the number of the one the group stands at, from 0."""

    stages: tuple[Stage, ...]
    states: tuple[State, ...]
    at: int = 0

    @property
    def stage(self) -> Stage:
        """The one the group stands at."""
        return self.stages[self.at]

    @property
    def state(self) -> State:
        """The state of the one the group stands at."""
        return self.states[self.at]

    @property
    def furthest(self) -> int:
        """The number of the last stage the group has been at: what comes after nobody reads."""
        begun = (number for number, state in enumerate(self.states) if state != State.WAITING)
        return max(self.at, max(begun, default=0))

    def state_of(self, step: str) -> State:
        """Return the state of a stage by id; raises KeyError."""
        for stage, state in zip(self.stages, self.states, strict=True):
            if stage.id == step:
                return state
        raise KeyError(step)

    def is_open(self, step: str) -> bool:
        """Whether the group stands at this stage and works on it."""
        return self.stage.id == step and self.state == State.OPEN


def stages_of(definition: CardBoard) -> tuple[Stage, ...]:
    """Return what the rules know of a board's steps."""
    return tuple(
        Stage(step.id, step.kind, step.kind == "vote" and not step.scale)
        for step in definition.steps
    )


def progress_of(stages: Sequence[Stage], states: Mapping[str, str], step: str) -> Progress:
    """Return where a group stands: `states` by step id as they are kept, `step` where it stands."""
    names = [stage.id for stage in stages]
    return Progress(
        tuple(stages),
        tuple(State(states.get(name, State.WAITING)) for name in names),
        names.index(step),
    )


def possible(now: Progress) -> frozenset[Act]:
    """Return what the moderator may do now."""
    return frozenset(_within_step(now) | _between_steps(now))


def after(now: Progress, act: Act) -> Progress:
    """Return where the group stands after an act; raises `NotNow`."""
    if act not in possible(now):
        raise NotNow
    match act:
        case Act.GO_ON:
            return replace(now, at=now.at + 1)
        case Act.GO_BACK:
            return replace(now, at=now.at - 1)
        case Act.OPEN | Act.REOPEN:
            state = State.OPEN
        case Act.CLOSE:
            state = State.CLOSED
        case Act.REVEAL:
            state = State.REVEALED
    return replace(now, states=(*now.states[: now.at], state, *now.states[now.at + 1 :]))


def is_finished(stage: Stage, state: State) -> bool:
    """Whether the group can go on from a stage: cards are revealed, the rest is closed."""
    return state == (State.REVEALED if stage.kind == "collect" else State.CLOSED)


def continues(kept: CardBoard, new: CardBoard) -> bool:
    """Whether a group can go on with what an author has changed: words alone, and no rule."""
    return _rules(kept) == _rules(new)


def _within_step(now: Progress) -> set[Act]:
    collects = now.stage.kind == "collect"
    match now.state:
        case State.WAITING:
            return {Act.OPEN}
        case State.OPEN:
            return {Act.CLOSE, Act.REVEAL} if collects else {Act.CLOSE}
        case State.CLOSED if collects:
            return {Act.REVEAL, Act.REOPEN}
        case State.CLOSED if _may_reopen(now):
            return {Act.REOPEN}
    return set()


def _may_reopen(now: Progress) -> bool:
    """Whether a closed step that is no collection may be worked on again.

    Groups that somebody has put dots on stay as they were when the dots were put.
    """
    if now.stage.kind == "vote":
        return False
    later = zip(now.stages[now.at + 1 :], now.states[now.at + 1 :], strict=True)
    voted = any(stage.on_groups and state != State.WAITING for stage, state in later)
    return now.stage.kind == "plan" or not voted


def _between_steps(now: Progress) -> set[Act]:
    found = set()
    if is_finished(now.stage, now.state) and now.at + 1 < len(now.stages):
        found.add(Act.GO_ON)
    # Who works on an open step keeps it; a step that has only closed its cards is not over either.
    at_rest = now.state == State.WAITING or is_finished(now.stage, now.state)
    if at_rest and now.at > 0:
        found.add(Act.GO_BACK)
    return found


def _rules(definition: CardBoard) -> list[dict[str, object]]:
    """Return the steps without their words."""
    found = []
    for step in definition.steps:
        rules = step.model_dump(exclude={"title", "task", "scale"})
        rules["fields"] = len(step.scale) if step.kind == "vote" else 0
        found.append(rules)
    return [{"group": definition.group}, *found]
