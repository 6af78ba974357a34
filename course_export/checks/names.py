"""Stage 3: the names blocks are stored and linked under."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from course_export.checks.course import Course
from course_export.checks.finding import Finding, Severity
from course_export.olx.nodes import Node, ProblemKind
from xblocks.core.text import gettext_noop


class MissingUrlName(Finding, code="missing-url-name", severity=Severity.WARNING):
    """A block has no url_name. The platform makes one up from display_name or the content.

    When that changes, answers and grades of learners no longer belong to it.
    """

    sentence = gettext_noop("This <%(tag)s> has no url_name. Give it one that never changes.")


class DerivedNameCollision(Finding, code="derived-name-collision", severity=Severity.ERROR):
    """Two blocks of a type without url_name have the same display_name, so also the same name."""

    sentence = gettext_noop(
        "Several blocks <%(tag)s> without url_name are called “%(name)s”, so they become one."
        " Give each a url_name."
    )


class MergedBlocks(Finding, code="duplicate-url-name", severity=Severity.ERROR):
    """Type and url_name are used twice. The settings of both are mixed into one block."""

    sentence = gettext_noop(
        "%(block)s stands here and in %(first)s, and both would be merged into one."
        " Give this one another url_name."
    )


class RenamedBlock(Finding, code="renamed-duplicate", severity=Severity.ERROR):
    """Type and url_name are used twice. The second gets a name that depends on its content.

    With every change of the content learners lose their answers.
    """

    sentence = gettext_noop(
        "%(block)s stands here and in %(first)s, and this one would be renamed."
        " Give it another url_name."
    )


class DroppedPointer(Finding, code="dropped-duplicate", severity=Severity.ERROR):
    """Two pointers lead to the same file. The second is dropped with everything below it."""

    sentence = gettext_noop(
        "%(block)s is referred to here and in %(first)s, and this reference would be dropped."
        " Remove it, or copy the file under another url_name."
    )


class BadUrlName(Finding, code="bad-url-name", severity=Severity.ERROR):
    """The url_name has characters a usage key cannot hold, so the block is dropped."""

    sentence = gettext_noop(
        "The url_name “%(name)s” has characters that are not allowed, so the block would be"
        " dropped. Use only a–z, 0–9, “_” and “-”."
    )


class SharedUrlName(Finding, code="shared-url-name", severity=Severity.WARNING):
    """Blocks of different types have the same url_name.

    Links with /jump_to_id/ cannot tell them apart and lead to either.
    """

    sentence = gettext_noop(
        "%(block)s has the same url_name as %(first)s, so links to it are ambiguous."
        " Give it another url_name."
    )


_LEGAL: Final = re.compile(r"[\w\-~.:]+")
_CLEANED: Final = re.compile(r"[^\w.%-]+")
_UNNAMED: Final = frozenset({"discussion"})
"""Blocks whose name nobody needs: they keep no state and nothing links to them."""
_RENAMED: Final = frozenset("problem sequential video chapter poll_question vertical".split())
"""Types for which the importer makes a second name unique."""


def check(course: Course) -> Iterator[Finding]:
    """Names that are missing, illegal or used twice."""
    derived: dict[tuple[str, str], list[Node]] = defaultdict(list)
    first: dict[str, Node] = {}
    by_key: dict[tuple[str, str], Node] = {}
    cycles = {p.block for p in course.tree.problems if p.kind is ProblemKind.CYCLE}
    for node in course.nodes:
        name = node.url_name
        if not name:
            if node.parent is not None:
                yield from _unnamed(node, derived)
            continue
        if not _LEGAL.fullmatch(name):
            yield BadUrlName.at_pointer(node, "url_name", name=name)
        twin = by_key.setdefault((node.tag, name), node)
        if twin is not node:
            if node.name not in cycles:
                yield _duplicate(node, twin)
        elif (other := first.setdefault(name, node)) is not node and other.parent is not None:
            yield SharedUrlName.at_pointer(node, "url_name", first=other.name)
    for (tag, name), nodes in derived.items():
        for node in nodes[1:]:
            yield DerivedNameCollision.at_pointer(node, "url_name", tag=tag, name=name)


def _unnamed(node: Node, derived: dict[tuple[str, str], list[Node]]) -> Iterator[Finding]:
    if node.tag in _UNNAMED:
        return
    yield MissingUrlName.at_pointer(node, "url_name", tag=node.tag)
    label = node.attrib.get("name") or node.attrib.get("display_name")
    if label:
        derived[node.tag, _CLEANED.sub("_", label)].append(node)


def _duplicate(node: Node, twin: Node) -> Finding:
    """What becomes of the second block depends on its type, its parent and how it is written."""
    kind: type[Finding] = MergedBlocks
    if node.tag in _RENAMED:
        in_unit = node.parent is not None and node.parent.tag == "vertical"
        kind = RenamedBlock if node.inline or in_unit else DroppedPointer
    return kind.at_pointer(node, "url_name", first=f"{twin.pointer_file}:{twin.pointer_line}")
