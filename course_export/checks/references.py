"""Links and asset names in the texts of a course."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from lxml import etree

from course_export.olx.nodes import Node

if TYPE_CHECKING:
    from course_export.checks.course import Course

MARKERS: Final = ("/static/", "/jump_to_id/", "/course/courseware/")

# As in the platform a link counts between two equal quotes; Markdown of ours uses parentheses.
_LINK: Final = re.compile(
    r"""(\\?["']|&quot;)(/static/|/jump_to_id/|/course/courseware/)([^\n<>]*?)\1"""
    r"""|\((/static/|/jump_to_id/|/course/courseware/)([^()\s"'<>]*)\)"""
)
_UNSAFE: Final = re.compile(r"[^\w.%-]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of a text: which kind, to what, and where it stands.

    `position` counts the characters of `text`, which begins on the line `first` of `file`.
    """

    prefix: str
    target: str
    file: str
    block: str
    text: str
    position: int
    first: int

    @property
    def line(self) -> int:
        """The line of the link in its file, from 1."""
        return self.text.count("\n", 0, self.position) + self.first

    @property
    def url(self) -> str:
        """The link as written, without query and fragment."""
        return self.prefix + self.target


def asset_key(name: str) -> str:
    """The name under which the platform keeps an asset: one level, unsafe characters as “_”."""
    return _UNSAFE.sub("_", name.replace("/", "_"))


def links(course: Course) -> Iterator[Link]:
    """Every internal link of the course, its pages and its drafts."""
    owners = {node.html: node for node in course.all_nodes if node.html}
    for path in course.files:
        if path.endswith(".html") and not path.startswith("static/"):
            owner = owners.get(path)
            # A file that no block refers to is not imported; that is a finding of its own.
            if owner is not None or path.startswith(("about/", "info/", "tabs/")):
                text = course.text(path)
                if text is not None and _marked(text):
                    yield from _in_text(text, path, 1, owner.name if owner else "")
    marked = {path for path in course.tree.documents if _marked(course.text(path) or "")}
    for node in course.all_nodes:
        if node.file in marked and not node.children and node.resolved:
            yield from _in_node(node)


def _marked(text: str) -> bool:
    return "/static/" in text or "/jump_to_id/" in text or "/course/courseware/" in text


def _in_node(node: Node) -> Iterator[Link]:
    source = etree.tostring(node.element, encoding="unicode", with_tail=False)
    if _marked(source):
        yield from _in_text(source, node.file, node.line, node.name)


def _in_text(text: str, file: str, first: int, block: str) -> Iterator[Link]:
    for match in _LINK.finditer(text):
        target = html.unescape(match[3] if match[2] else match[5])
        target = unquote(target.partition("#")[0].partition("?")[0]).rstrip("\\")
        yield Link(match[2] or match[4], target, file, block, text, match.start(), first)
