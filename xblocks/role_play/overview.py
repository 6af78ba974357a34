"""What an author sees of the talk as a whole. Never for learners."""

from __future__ import annotations

from dataclasses import dataclass

from xblocks.role_play.definition import Dialogue
from xblocks.role_play.graph import Outcome, explore, reachable, scenes_by_id


@dataclass(frozen=True)
class Edge:
    """A statement and where it leads (`next` is a scene or `end`)."""

    id: str
    text: str
    effects: dict[str, int]
    criteria: tuple[str, ...]
    next: str


@dataclass(frozen=True)
class Node:
    """A scene; `reachable` is false when no path leads to it."""

    id: str
    phase: str | None
    says: str | None
    edges: tuple[Edge, ...]
    reachable: bool


@dataclass(frozen=True)
class Overview:
    """The scenes breadth first, the unreachable ones last, and what the talk can come to.

    `best` and `worst` are empty when the talk cannot end. `endings` holds, for every ending that
    can occur, the shortest way there.
    """

    nodes: tuple[Node, ...]
    best: Outcome | None
    worst: Outcome | None
    endings: tuple[Outcome, ...]


def overview(definition: Dialogue) -> Overview:
    """Summary of the graph; bears definitions with defects."""
    scenes = scenes_by_id(definition)
    found = reachable(definition)
    order = [*found, *(name for name in scenes if name not in found)]
    exploration = explore(definition)
    return Overview(
        tuple(_node(definition, name, is_reachable=name in found) for name in order),
        exploration.best,
        exploration.worst,
        exploration.endings,
    )


def _node(definition: Dialogue, name: str, *, is_reachable: bool) -> Node:
    scene = scenes_by_id(definition)[name]
    edges = tuple(
        Edge(each.id, each.text, dict(each.effects), tuple(each.criteria), each.next)
        for each in scene.statements
    )
    return Node(scene.id, scene.phase, scene.says, edges, is_reachable)
