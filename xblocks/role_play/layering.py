"""The scenes of a talk in layers, so that answers lead downwards; the base of every picture of it.

Those few answers that would have to lead up, or to the scene itself, lead back: loops of the talk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from xblocks.role_play.definition import END, Dialogue
from xblocks.role_play.graph import reachable, scenes_by_id

SWEEPS = 8
"""How often the order within the layers is improved, down and up in turn."""

Link = tuple[str, str]
"""From a scene to a scene or the end."""

Via = tuple[str, str, int]
"""Where a long link passes a layer: the link and the layer."""

Slot = str | Via


@dataclass(frozen=True)
class Layering:
    """`layers` hold scenes, the end (in the last one, if it can come) and where long links pass.

    `back` are the links that lead up or to the scene itself, `apart` the scenes no way leads to.
    """

    layers: tuple[tuple[Slot, ...], ...]
    back: frozenset[Link]
    apart: tuple[str, ...]

    def scenes(self) -> Iterator[tuple[int, int, str]]:
        """Layer, place in it, and name of every scene and of the end."""
        for depth, layer in enumerate(self.layers):
            for place, name in enumerate(each for each in layer if isinstance(each, str)):
                yield depth, place, name


def layered(definition: Dialogue) -> Layering:
    """Return the layers; bears definitions with defects."""
    scenes = scenes_by_id(definition)
    found = reachable(definition)
    ways: dict[str, list[str]] = {
        name: list(
            dict.fromkeys(
                each.next
                for each in scenes[name].statements
                if each.next in scenes or each.next == END
            )
        )
        for name in found
    }
    ways.pop(END, None)  # a scene of this name is a defect; the end it is not
    back, order = _searched(ways, definition.start)
    ways = {name: ways[name] for name in order if name != END}
    depth = _depths(ways, back, order)
    layers = _with_passages(ways, back, depth, order)
    return Layering(
        tuple(map(tuple, _ordered(layers, ways, back))),
        frozenset(back),
        tuple(name for name in scenes if name not in depth and name != END),
    )


def _searched(ways: dict[str, list[str]], start: str) -> tuple[set[Link], list[str]]:
    """The links that close a circle, and the scenes so that all others lead onwards."""
    back: set[Link] = set()
    done: list[str] = []
    if start not in ways:
        return back, done
    path: dict[str, Iterator[str]] = {start: iter(ways[start])}
    while path:
        here = next(reversed(path))
        there = next(path[here], None)
        if there is None:
            del path[here]
            done.append(here)
        elif there in path:
            back.add((here, there))
        elif there not in done:
            path[there] = iter(ways.get(there, []))
    return back, done[::-1]


def _depths(ways: dict[str, list[str]], back: set[Link], order: list[str]) -> dict[str, int]:
    """The layer of each scene: one more than that of the deepest before it; the end is last."""
    depth = dict.fromkeys(order, 0)
    for here in order:
        for there in ways.get(here, []):
            if (here, there) not in back:
                depth[there] = max(depth[there], depth[here] + 1)
    if END in depth:
        depth[END] = max(depth.values())
        deepest = max((each for name, each in depth.items() if name != END), default=-1)
        depth[END] = max(depth[END], deepest + 1)
    return depth


def _with_passages(
    ways: dict[str, list[str]], back: set[Link], depth: dict[str, int], order: list[str]
) -> list[list[Slot]]:
    layers: list[list[Slot]] = [[] for _each in range(max(depth.values(), default=-1) + 1)]
    for here in order:
        layers[depth[here]].append(here)
        for there in ways.get(here, []):
            if (here, there) not in back:
                for level in range(depth[here] + 1, depth[there]):
                    layers[level].append((here, there, level))
    return layers


def chain(
    link: Link, layer_of: dict[str, int] | None = None, *, first: int = 0, last: int = 0
) -> list[Slot]:
    """The slots a link goes through from its scene to its end."""
    here, there = link
    if layer_of is not None:
        first, last = layer_of[here], layer_of[there]
    return [here, *((here, there, level) for level in range(first + 1, last)), there]


def _ordered(
    layers: list[list[Slot]], ways: dict[str, list[str]], back: set[Link]
) -> list[list[Slot]]:
    """Each layer ordered by where its neighbours stand, so that few links cross."""
    layer_of = {name: at for at, layer in enumerate(layers) for name in layer if type(name) is str}
    above: dict[Slot, list[Slot]] = {}
    below: dict[Slot, list[Slot]] = {}
    for here, targets in ways.items():
        for there in targets:
            if (here, there) not in back:
                slots = chain((here, there), layer_of)
                for upper, lower in pairwise(slots):
                    below.setdefault(upper, []).append(lower)
                    above.setdefault(lower, []).append(upper)
    best, least = layers, _crossings(layers, below)
    for sweep in range(SWEEPS):
        near = above if sweep % 2 == 0 else below
        layers = _swept(layers, near, down=sweep % 2 == 0)
        crossings = _crossings(layers, below)
        if crossings < least:
            best, least = layers, crossings
    return best


def _swept(
    layers: list[list[Slot]], near: dict[Slot, list[Slot]], *, down: bool
) -> list[list[Slot]]:
    swept: dict[int, list[Slot]] = {}
    place: dict[Slot, float] = {}
    for at in range(len(layers)) if down else reversed(range(len(layers))):
        wanted = {}
        for now, slot in enumerate(layers[at]):
            known = [place[each] for each in near.get(slot, []) if each in place]
            wanted[slot] = sum(known) / len(known) if known else float(now)
        swept[at] = sorted(layers[at], key=wanted.__getitem__)
        middle = (len(swept[at]) - 1) / 2
        place |= {slot: now - middle for now, slot in enumerate(swept[at])}
    return [swept[at] for at in range(len(layers))]


def _crossings(layers: list[list[Slot]], below: dict[Slot, list[Slot]]) -> int:
    total = 0
    for upper, lower in pairwise(layers):
        place = {slot: now for now, slot in enumerate(lower)}
        ends = [sorted(place[each] for each in below.get(slot, [])) for slot in upper]
        flat: list[int] = []
        for several in ends:
            total += sum(end < before for end in several for before in flat)
            flat += several
    return total
