"""What a browser posts of a form tree."""

from __future__ import annotations

from xblocks.exercises.editing.form import Node

CHECKED = {True: "true", False: "false"}


def pairs_of(node: Node) -> list[tuple[str, str]]:
    """The pairs of names and texts, in the order of the page."""
    below = [pair for child in node.children for pair in pairs_of(child)]
    name = node.name
    if node.kind == "item" and not node.opened:
        return [(name + "!", node.state)]
    if node.kind == "absent":
        return [(name + "?", "")]
    if node.kind == "several":
        return [(name + "#", node.state), *below]
    if node.kind == "choices":
        ticked = [(name, each.value) for each in node.options if each.chosen]
        return [(name + "=", node.state), *ticked]
    if node.kind == "amounts":
        return [(name + "=", node.state), *below]
    if node.kind in {"choice", "reference"}:
        return [(name, next(each.value for each in node.options if each.chosen))]
    return _other(node, name, below)


def _other(node: Node, name: str, below: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if node.kind == "switch":
        return [(name, CHECKED[bool(node.text)])]
    if node.kind == "variants":
        kind = next(each.value for each in node.options if each.chosen)
        return [(f"{name}/kind", kind), *below]
    if node.kind == "group":
        return [(name + "?", "1"), *below] if node.shape.optional else below
    return [(name, node.text)] if node.kind in {"text", "number"} else below
