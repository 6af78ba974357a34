"""How many people of a group said what in a talk, small numbers held back (R11).

A number of 1 to 4 is left out. Because those who come to a scene also leave it, further numbers
are left out until nobody who knows all that is shown can tell of a small number that it is one.
Nothing (0) is nobody and is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from xblocks.role_play.definition import END, Dialogue
from xblocks.role_play.graph import Step, scenes_by_id

SMALLEST: Final = 5
"""Groups of fewer people are not shown."""

Walk = Sequence[Step]
"""What somebody said from the beginning to the end of a talk, without what they took back."""

ROUND: Final = Step("", "")
"""Leads from the end back to the start, once for everybody: so all that comes also goes."""


@dataclass(frozen=True)
class PathMap:
    """Numbers of people: of everybody, and for each statement. None is held back.

    Not `enough`: so few people are through that nothing at all is told.
    """

    enough: bool
    people: int | None = None
    numbers: Mapping[Step, int | None] = field(default_factory=dict)

    @property
    def holds_back(self) -> bool:
        """Whether a number is held back."""
        return self.people is None or None in self.numbers.values()


def path_map(definition: Dialogue, walks: Iterable[Iterable[Walk]]) -> PathMap:
    """Count the people behind each statement. `walks` are those of each person.

    Walks that do not fit the talk as it is now are left out.
    """
    ways = _ways(definition)
    said = [
        {step for walk in own if _fits(definition, ways, walk) for step in walk} for own in walks
    ]
    counts = dict.fromkeys(ways, 0) | {ROUND: sum(bool(each) for each in said)}
    for each in said:
        for step in each:
            counts[step] += 1
    if counts[ROUND] < SMALLEST:
        return PathMap(enough=False)
    hidden = held_back({**ways, ROUND: (END, definition.start)}, counts)
    shown = {step: None if step in hidden else count for step, count in counts.items()}
    return PathMap(enough=True, people=shown.pop(ROUND), numbers=shown)


def held_back(ways: Mapping[Step, tuple[str, str]], counts: Mapping[Step, int]) -> frozenset[Step]:
    """Return the steps whose numbers are not told. `ways` says where each leads from and to.

    Who knows the other numbers, that as many leave a scene as come to it, and that a hidden number
    is at least 1, must take each small number for one of 5 or more as well.
    """
    small = sorted(step for step, count in counts.items() if 0 < count < SMALLEST)
    hidden = set(small)
    for step in small:
        _Cover(ways, counts, hidden).protect(step)
    return frozenset(hidden)


class _Cover:
    """Finds what must be hidden as well, until a small number may be a large one.

    Numbers flow round: out of a scene into the next, from the end back to the start. What more can
    flow round through a step is what it may grow. Where that is too little, the numbers on the
    cheapest way round are hidden.
    """

    def __init__(
        self,
        ways: Mapping[Step, tuple[str, str]],
        counts: Mapping[Step, int],
        hidden: set[Step],
    ) -> None:
        self.ways = {step: way for step, way in ways.items() if counts[step]}
        self.costs = {step: 0 if step in hidden else counts[step] for step in self.ways}
        self.up = dict.fromkeys(self.ways, SMALLEST)
        self.down = {step: counts[step] - 1 for step in self.ways}
        self.counts = counts
        self.hidden = hidden
        self.leaving: dict[str, list[tuple[Step, str, bool]]] = {}
        for step, (tail, head) in self.ways.items():
            self.leaving.setdefault(tail, []).append((step, head, True))
            self.leaving.setdefault(head, []).append((step, tail, False))

    def protect(self, small: Step) -> None:
        """Hide what keeps a small number from being taken for one of 5 or more."""
        start, goal = self.ways[small][1], self.ways[small][0]
        self.up[small] = self.down[small] = 0
        missing = SMALLEST - self.counts[small]
        while missing > 0 and start != goal:
            found = self._cheapest(start, goal)
            more = min([missing, *((self.up if up else self.down)[step] for step, up in found)])
            for step, up in found:
                self.up[step] += -more if up else more
                self.down[step] += more if up else -more
                self.costs[step] = 0
                self.hidden.add(step)
            missing -= more

    def _cheapest(self, start: str, goal: str) -> list[tuple[Step, bool]]:
        """Return the steps of the cheapest way on which something is to spare (Dijkstra).

        True: along the step, its number would grow. There is a way: with one more person who says
        what is rarely said, everything else on their way and the whole group would grow.
        """
        came: dict[str, tuple[str, Step, bool]] = {}
        reached: list[tuple[int, str, str, Step, bool]] = [(0, start, "", ROUND, True)]
        while goal not in came:
            cost, place, before, by, up = heappop(reached)
            if place in came:
                continue
            came[place] = before, by, up
            for step, following, grows in self.leaving[place]:
                if (self.up if grows else self.down)[step]:
                    heappush(reached, (cost + self.costs[step], following, place, step, grows))
        found = []
        while goal != start:
            goal, step, up = came[goal]
            found.append((step, up))
        return found


def _ways(definition: Dialogue) -> dict[Step, tuple[str, str]]:
    return {
        Step(scene.id, each.id): (scene.id, each.next)
        for scene in scenes_by_id(definition).values()
        for each in scene.statements
    }


def _fits(definition: Dialogue, ways: Mapping[Step, tuple[str, str]], walk: Walk) -> bool:
    """Whether a walk leads from the start of this talk to its end."""
    place = definition.start
    for step in walk:
        if step.scene != place or step not in ways:
            return False
        place = ways[step][1]
    return place == END
