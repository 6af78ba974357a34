"""The tree of a form: what templates draw of a value."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xblocks.exercises.editing.posted import name_of
from xblocks.exercises.editing.shapes import (
    Amounts,
    Choice,
    Choices,
    Fixed,
    Group,
    Number,
    Path,
    Reference,
    References,
    Several,
    Shape,
    Text,
    Variants,
    Words,
)

SUMMARY = 110
"""Characters of an entry's summary."""

Problems = Mapping[Path, Sequence[str]]
"""Sentences about fields, in the reader's language."""


@dataclass
class Option:
    """Something to choose. `known` is false when what it refers to is gone."""

    value: str
    label: str
    chosen: bool = False
    known: bool = True
    detail: str = ""


@dataclass
class Node:
    """A piece of the form. `kind` names its template, `place` is the path as JSON for scripts.

    `state` is what hidden fields hold: the length of a list, an entry that is folded, an order.
    """

    kind: str
    shape: Shape
    path: Path
    text: str = ""
    errors: Sequence[str] = ()
    children: list[Node] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    state: str = ""
    opened: bool = True
    summary: str = ""
    number: int = 0
    count: int = 0
    problems: int = 0

    @property
    def name(self) -> str:
        """The name of the field."""
        return name_of(self.path)

    @property
    def ident(self) -> str:
        """The id of the element, which links of findings lead to."""
        return "ed-" + self.name.replace("/", "-")

    @property
    def place(self) -> str:
        """The path for scripts."""
        return json.dumps(self.path)

    @property
    def list_place(self) -> str:
        """The path of the list an entry stands in."""
        return json.dumps(self.path[:-1])

    @property
    def full(self) -> bool:
        """Whether a list takes no further entry."""
        return isinstance(self.shape, Several) and self.count == self.shape.most

    @property
    def multiline(self) -> bool:
        """Whether the field grows with its text. What others name things by stays on one line."""
        return isinstance(self.shape, Text) and not self.shape.identifier


@dataclass
class Section:
    """Fields that stand together. `count` is that of a list, when there is one."""

    label: str
    nodes: list[Node]

    @property
    def name(self) -> str:
        """A word for addresses inside the page."""
        return "-".join(str(each) for each in self.nodes[0].path)

    @property
    def problems(self) -> int:
        """How many findings there are inside."""
        return sum(node.problems for node in self.nodes)

    @property
    def count(self) -> int | None:
        """How many entries a list inside has."""
        return next((each.count for each in self.nodes if each.kind == "several"), None)

    @property
    def single(self) -> bool:
        """Whether the one piece inside needs no heading of its own."""
        return len(self.nodes) == 1 and self.nodes[0].kind in {"several", "group"}


def sections(root: Node) -> list[Section]:
    """Return the fields of a document and of the definition in it, section by section."""
    found: list[Section] = []
    for node in _top(root):
        if node.kind == "fixed":
            continue
        label = node.shape.section or node.shape.label
        section = next((each for each in found if each.label == label), None)
        if section is None:
            section = Section(label, [])
            found.append(section)
        section.nodes.append(node)
    return found


def _top(root: Node) -> Iterator[Node]:
    for node in root.children:
        if node.path == ("definition",):
            yield from node.children
        else:
            yield node


def summary_of(shape: Shape, value: Any) -> str:
    """Return one line that tells an entry from others."""
    if isinstance(shape, Variants):
        shape = shape.of(value)
    if isinstance(shape, Group):
        texts = [value.get(name) for name in shape.summary]
        value = next((each for each in texts if isinstance(each, str) and each.strip()), "")
    line = " ".join(str(value).split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1].rstrip() + "…"


def build(root: Shape, value: Any, opened: Collection[Path], problems: Problems) -> Node:
    """Return the tree of a value that fits; entries are folded unless their path is in `opened`."""
    return _Builder(root, value, opened, problems).node(root, value, ())


class _Builder:
    def __init__(
        self, root: Shape, value: Any, opened: Collection[Path], problems: Problems
    ) -> None:
        self.opened = opened
        self.problems = problems
        self.lists = _lists(root, value)

    def node(self, shape: Shape, value: Any, path: Path) -> Node:
        make = getattr(self, f"_{type(shape).__name__.lower()}", self._simple)
        node: Node = make(shape, value, path)
        node.errors = self.problems.get(path, ())
        node.problems = sum(
            len(found) for place, found in self.problems.items() if place[: len(path)] == path
        )
        return node

    def _simple(self, shape: Shape, value: Any, path: Path) -> Node:
        if isinstance(shape, Number):
            return Node("number", shape, path, text=_written(shape, value))
        kind = type(shape).__name__.lower()
        if isinstance(value, bool):
            return Node(kind, shape, path, text="true" if value else "")
        return Node(kind, shape, path, text="" if value is None else str(value))

    def _fixed(self, shape: Fixed, _value: Any, path: Path) -> Node:
        return Node("fixed", shape, path)

    def _choice(self, shape: Choice, value: Any, path: Path) -> Node:
        options = [Option(each, label, each == value) for each, label in shape.options]
        return Node("choice", shape, path, options=_with_other(options, value))

    def _choices(self, shape: Choices, value: Any, path: Path) -> Node:
        options = [Option(each, label, each in value) for each, label in shape.options]
        return self._ticked(shape, value, path, options)

    def _references(self, shape: References, value: Any, path: Path) -> Node:
        options = [
            Option(each, each, each in value, detail=told) for each, told in self._targets(shape.to)
        ]
        return self._ticked(shape, value, path, options)

    def _ticked(self, shape: Words, value: Any, path: Path, options: list[Option]) -> Node:
        """With what is chosen though it is not offered: unknown, or chosen twice."""
        unseen = list(value)
        for option in options:
            if option.value in unseen:
                unseen.remove(option.value)
        options += [Option(each, each, chosen=True, known=False) for each in unseen]
        return Node("choices", shape, path, options=options, state=json.dumps(value))

    def _reference(self, shape: Reference, value: Any, path: Path) -> Node:
        options = [
            Option(each, each, each == value, detail=told) for each, told in self._targets(shape.to)
        ]
        also = [Option(each, label, each == value) for each, label in shape.also]
        return Node("reference", shape, path, options=_with_other([*options, *also], value))

    def _amounts(self, shape: Amounts, value: Any, path: Path) -> Node:
        known = dict(self._targets(shape.to))
        names = [*known, *(name for name in value if name not in known)]
        node = Node("amounts", shape, path, state=json.dumps(names))
        for name in names:
            child = self.node(shape.number, value.get(name), (*path, name))
            child.summary = known.get(name, "") or name
            child.opened = name in known
            node.children.append(child)
        return node

    def _group(self, shape: Group, value: Any, path: Path) -> Node:
        if value is None:
            return Node("absent", shape, path)
        fields = sorted(shape.fields, key=lambda each: each.name == "id")  # what matters least
        children = [self.node(each, value[each.name], (*path, each.name)) for each in fields]
        return Node("group", shape, path, children=children)

    def _variants(self, shape: Variants, value: Any, path: Path) -> Node:
        node = self._group(shape.of(value), value, path)
        node.kind, node.shape = "variants", shape
        node.options = [
            Option(kind, group.label, kind == value[shape.tag])
            for kind, group in shape.options.items()
        ]
        return node

    def _several(self, shape: Several, value: Any, path: Path) -> Node:
        node = Node("several", shape, path, state=str(len(value)), count=len(value))
        if isinstance(shape.item, Variants):
            node.options = [Option(kind, each.label) for kind, each in shape.item.options.items()]
        node.children = [
            self._item(shape, each, (*path, index), len(value)) for index, each in enumerate(value)
        ]
        return node

    def _item(self, shape: Several, value: Any, path: Path, count: int) -> Node:
        opened = shape.inline or path in self.opened
        node = Node("item", shape, path, opened=opened, number=int(path[-1]) + 1, count=count)
        inner = shape.item.of(value) if isinstance(shape.item, Variants) else shape.item
        if isinstance(value, dict) and "id" in value:
            node.text = str(value["id"])
        node.summary = summary_of(inner, value)
        if opened:
            node.children = [self.node(shape.item, value, path)]
        else:
            node.state = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return node

    def _targets(self, name: str) -> list[tuple[str, str]]:
        return self.lists.get(name, [])


def _lists(root: Shape, value: Any) -> dict[str, list[tuple[str, str]]]:
    """The lists of the definition by name: ids of their entries with a summary."""
    shape = root.field("definition") if isinstance(root, Group) and "definition" in root else root
    if shape is not root:
        value = value["definition"]
    found: dict[str, list[tuple[str, str]]] = {}
    for each in shape.fields if isinstance(shape, Group) else ():
        if isinstance(each, Several):
            entries = [entry for entry in value[each.name] if isinstance(entry, dict)]
            seen = {str(entry.get("id")): summary_of(each.item, entry) for entry in entries}
            found[each.name] = list(seen.items())
    return found


def _with_other(options: list[Option], value: Any) -> list[Option]:
    """The options with a first empty one where nothing is chosen, or with what is not offered."""
    if any(option.chosen for option in options):
        return options
    if value in ("", None):
        return [Option("", "", chosen=True), *options]
    return [*options, Option(str(value), str(value), chosen=True, known=False)]


def _written(shape: Number, value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    number = Decimal(str(value)) / shape.scale
    return format(number.normalize(), "f")
