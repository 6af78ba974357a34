"""What the tree of a course is made of: blocks, and what did not resolve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from course_export.olx.parsing import Element, Unparsable


class ProblemKind(StrEnum):
    """What can go wrong while pointers and policies are resolved."""

    MISSING_FILE = "missing-file"
    UNPARSABLE = "unparsable"
    WRONG_TAG = "wrong-tag"
    CYCLE = "cycle"
    POINTER_CHAIN = "pointer-chain"
    OTHER_URL_NAME = "other-url-name"
    MIXED_POINTER = "mixed-pointer"
    TOO_DEEP = "too-deep"
    POLICY = "policy"


@dataclass(frozen=True)
class Problem:
    """Something that does not resolve: its kind, where it is, and what is meant (`target`)."""

    kind: ProblemKind
    file: str
    line: int
    block: str = ""
    target: str = ""
    cause: Unparsable | None = None


@dataclass(slots=True, eq=False)
class Node:
    """One block.

    `element` is its definition and `file`, `line` are where that stands; `pointer_file` and
    `pointer_line` are where a parent names it (the same place for inline blocks). `html` is the
    file with the content of an html block. `policy` are its settings out of policy.json, which
    beat attributes. `resolved` is False when the definition is missing, broken or a repetition.
    """

    tag: str
    url_name: str
    attrib: dict[str, str]
    element: Element
    file: str
    line: int
    pointer_file: str
    pointer_line: int
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    html: str | None = None
    policy: Mapping[str, Any] = field(default_factory=dict)
    resolved: bool = True

    @property
    def name(self) -> str:
        """How messages name the block: ``tag/url_name``."""
        return f"{self.tag}/{self.url_name}"

    @property
    def inline(self) -> bool:
        """Whether the block is written where its parent names it."""
        return self.file == self.pointer_file

    def setting(self, key: str) -> Any:
        """Value from the policy, else the attribute as text, else None."""
        return self.policy[key] if key in self.policy else self.attrib.get(key)

    def walk(self) -> Iterator[Node]:
        """The block and everything below it, in course order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))


@dataclass
class Tree:
    """A course: `root` is its course block, `nodes` every block in course order.

    `drafts` are unpublished units out of Studio's folder ``drafts``. `used` holds the paths that
    blocks were read from; `documents` the parsed XML files. `policy` holds the entries of
    policy.json that are objects, `policy_keys` the keys of all.
    """

    root: Node
    run: str = ""
    nodes: list[Node] = field(default_factory=list)
    drafts: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    policy: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    policy_file: str = ""
    policy_keys: tuple[str, ...] = ()
    documents: dict[str, Element] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def find(self, tag: str, url_name: str) -> Node | None:
        """The first block of that type and name, or None."""
        return next((n for n in self.nodes if n.tag == tag and n.url_name == url_name), None)
