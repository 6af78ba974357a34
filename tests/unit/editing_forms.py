"""What a browser posts of a form tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xblocks.exercises.editing.form import Node, build
from xblocks.exercises.editing.shapes import Group, Path

CHECKED = {True: "true", False: "false"}


def pairs_of(node: Node) -> list[tuple[str, str]]:
    """The pairs of names and texts, in the order of the page."""
    below = [pair for child in node.children for pair in pairs_of(child)]
    return [*OWN.get(node.kind, lambda _node: [])(node), *below]


def _item(node: Node) -> list[tuple[str, str]]:
    return [] if node.opened else [(node.name + "!", node.state)]


def _ticked(node: Node) -> list[tuple[str, str]]:
    ticked = [(node.name, each.value) for each in node.options if each.chosen]
    return [(node.name + "=", node.state), *ticked]


def _selected(node: Node) -> list[tuple[str, str]]:
    return [(node.name, next(each.value for each in node.options if each.chosen))]


def _variants(node: Node) -> list[tuple[str, str]]:
    return [(f"{node.name}/kind", next(each.value for each in node.options if each.chosen))]


OWN: dict[str, Callable[[Node], list[tuple[str, str]]]] = {
    "absent": lambda node: [(node.name + "?", "")],
    "group": lambda node: [(node.name + "?", "1")] if node.shape.optional else [],
    "several": lambda node: [(node.name + "#", node.state)],
    "amounts": lambda node: [(node.name + "=", node.state)],
    "item": _item,
    "choices": _ticked,
    "choice": _selected,
    "reference": _selected,
    "variants": _variants,
    "switch": lambda node: [(node.name, CHECKED[bool(node.text)])],
    "text": lambda node: [(node.name, node.text)],
    "number": lambda node: [(node.name, node.text)],
}


def nodes(node: Node) -> list[Node]:
    """A node and all below it."""
    return [node, *(each for child in node.children for each in nodes(child))]


def unfolded(form: Group, value: Any) -> frozenset[Path]:
    """The paths of all entries that can be folded, which unfold the whole form."""
    opened: frozenset[Path] = frozenset()
    while True:
        tree = nodes(build(form, value, opened, {}))
        found = frozenset(n.path for n in tree if n.kind == "item" and not n.shape.inline)
        if found == opened:
            return opened
        opened = found
