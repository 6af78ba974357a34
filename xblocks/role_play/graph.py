"""Searches over the talk: which scenes and values can be reached, and what is best.

A state is a scene together with the values of the indicators. There are at most
60 x 11^3 of them, so the search visits all, breadth first; cycles do no harm.
A state is packed into one whole number: ``scene * size + values``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from xblocks.core.definitions import fingerprint
from xblocks.role_play.definition import END, Dialogue, Scene
from xblocks.role_play.rules import (
    HIGHEST,
    Values,
    clamped,
    effects_of,
    ending_of,
    start_values,
)

SPAN = HIGHEST + 1
"""How many values an indicator can take."""

_UNSEEN = -1
_ORIGIN = -2
_CLOSING = -1
_SLOTS = 4
"""A scene has at most this many statements, so a move fits into ``state * 4 + slot``."""


class Step(NamedTuple):
    """One statement said in one scene."""

    scene: str
    statement: str


@dataclass(frozen=True)
class Outcome:
    """Final values and a shortest path that leads to them."""

    values: Values
    ending: str | None
    path: tuple[Step, ...]

    @property
    def total(self) -> int:
        """Sum of all indicators."""
        return sum(self.values)


@dataclass(frozen=True)
class Exploration:
    """Everything that can happen in a talk."""

    visited: dict[str, tuple[Values, ...]]
    """Per reachable scene the values with which one may arrive there."""
    finals: tuple[Values, ...] = ()
    """Every possible final state, the quickest to reach first."""
    best: Outcome | None = None
    """The highest sum; of several, the one with the shortest path."""
    worst: Outcome | None = None
    """The lowest sum; of several, the one with the shortest path."""
    endings: tuple[Outcome, ...] = ()
    """For every ending that can occur the shortest way there, in the author's order."""


def scenes_by_id(definition: Dialogue) -> dict[str, Scene]:
    """The scenes under their names; of doubles the first counts."""
    scenes: dict[str, Scene] = {}
    for scene in definition.scenes:
        scenes.setdefault(scene.id, scene)
    return scenes


def reachable(definition: Dialogue) -> tuple[str, ...]:
    """Scenes that can come up, breadth first from the start."""
    scenes = scenes_by_id(definition)
    found = [definition.start] if definition.start in scenes else []
    for scene in found:
        for statement in scenes[scene].statements:
            if statement.next in scenes and statement.next not in found:
                found.append(statement.next)
    return tuple(found)


def able_to_end(definition: Dialogue) -> frozenset[str]:
    """Scenes from which the end can be reached."""
    scenes = scenes_by_id(definition)
    able = {END}
    growing = True
    while growing:
        more = {
            scene.id
            for scene in scenes.values()
            if scene.id not in able and any(each.next in able for each in scene.statements)
        }
        able |= more
        growing = bool(more)
    return frozenset(able - {END})


def explore(definition: Dialogue) -> Exploration:
    """Visit every state once. Remembered by fingerprint; jumps to unknown scenes are left out."""
    return _explored(_Keyed(fingerprint(definition), definition))


def best_sum(definition: Dialogue) -> int:
    """The highest final sum that can be reached; 0 when the talk cannot end."""
    best = explore(definition).best
    return best.total if best else 0


def best_path(definition: Dialogue) -> tuple[Step, ...]:
    """The shortest way to the highest final sum; empty when the talk cannot end."""
    best = explore(definition).best
    return best.path if best else ()


@dataclass(frozen=True)
class _Keyed:
    """Carries a definition into the cache, which knows it by its fingerprint."""

    key: str
    definition: Dialogue = field(compare=False)


def _table(effects: Values) -> list[int]:
    """For every packed state of the values the one after these effects."""
    table = [0]
    for effect in effects:
        axis = [clamped(value + effect) for value in range(SPAN)]
        table = [high * SPAN + low for high in table for low in axis]
    return table


@lru_cache(maxsize=32)
def _explored(keyed: _Keyed) -> Exploration:
    definition = keyed.definition
    if definition.start not in scenes_by_id(definition):
        return Exploration({})
    return _Search(definition).run()


class _Search:
    """One breadth-first search."""

    def __init__(self, definition: Dialogue) -> None:
        self.definition = definition
        self.scenes = list(scenes_by_id(definition).values())
        self.index = {scene.id: number for number, scene in enumerate(self.scenes)}
        axes = [range(SPAN)] * len(definition.indicators)
        self.points: list[Values] = list(product(*axes))
        self.size = len(self.points)
        self.came_from = array("l", [_UNSEEN]) * (len(self.scenes) * self.size)
        self.finals: dict[int, int] = {}

    def run(self) -> Exploration:
        queue = self._visit_all()
        visited: dict[str, list[Values]] = {}
        for state in queue:
            scene, values = divmod(state, self.size)
            visited.setdefault(self.scenes[scene].id, []).append(self.points[values])
        shortest: dict[str | None, int] = {}
        for values in self.finals:
            shortest.setdefault(self._ending(values), values)
        return Exploration(
            {scene: tuple(values) for scene, values in visited.items()},
            tuple(self.points[values] for values in self.finals),
            self._outcome(max(self.finals, key=self._total, default=None)),
            self._outcome(min(self.finals, key=self._total, default=None)),
            tuple(
                outcome
                for ending in self.definition.endings
                if (outcome := self._outcome(shortest.pop(ending.id, None)))
            ),
        )

    def _total(self, values: int) -> int:
        return sum(self.points[values])

    def _ending(self, values: int) -> str | None:
        ending = ending_of(self.definition, self.points[values])
        return ending.id if ending else None

    def _outcome(self, values: int | None) -> Outcome | None:
        if values is None:
            return None
        path = tuple(self._steps_to(self.finals[values]))[::-1]
        return Outcome(self.points[values], self._ending(values), path)

    def _visit_all(self) -> list[int]:
        size, came_from, finals, edges = self.size, self.came_from, self.finals, self._edges()
        first = self.index[self.definition.start] * size
        first += self.points.index(start_values(self.definition))
        came_from[first] = _ORIGIN
        queue = [first]
        for state in queue:
            scene, values = divmod(state, size)
            for slot, table, target in edges[scene]:
                after = table[values]
                if target == _CLOSING:
                    finals.setdefault(after, state * _SLOTS + slot)
                elif came_from[target + after] == _UNSEEN:
                    came_from[target + after] = state * _SLOTS + slot
                    queue.append(target + after)
        return queue

    def _edges(self) -> list[list[tuple[int, list[int], int]]]:
        """Per scene: the statement's number, its table of values, the first state of its target."""
        tables: dict[Values, list[int]] = {}
        edges = []
        for scene in self.scenes:
            ways = []
            for slot, statement in enumerate(scene.statements):
                if statement.next != END and statement.next not in self.index:
                    continue
                effects = effects_of(self.definition, statement)
                if effects not in tables:
                    tables[effects] = _table(effects)
                closing = statement.next == END
                target = _CLOSING if closing else self.index[statement.next] * self.size
                ways.append((slot, tables[effects], target))
            edges.append(ways)
        return edges

    def _steps_to(self, move: int) -> Iterator[Step]:
        """The steps up to a move, the last first."""
        while move >= 0:
            state, slot = divmod(move, _SLOTS)
            scene = self.scenes[state // self.size]
            yield Step(scene.id, scene.statements[slot].id)
            move = self.came_from[state]
