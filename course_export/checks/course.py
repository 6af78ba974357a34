"""The course under examination, as all stages see it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from course_export.checks.references import Link, links
from course_export.checks.values import decoded
from course_export.olx.nodes import Node, Tree
from course_export.olx.parsing import Unparsable, parse
from course_export.olx.reader import CourseFiles

MAX_TEXT: Final = 20_000_000
"""Bytes of a file that is searched for links."""


class Course:
    """Files, tree and settings of one course; everything read once."""

    def __init__(self, archive: CourseFiles, tree: Tree) -> None:
        self.archive = archive
        self.files: Mapping[str, bytes] = archive.files
        self.tree = tree
        self.root = tree.root
        self.nodes = tree.nodes
        self.all_nodes = [*tree.nodes, *tree.drafts]
        self.policy_file = tree.policy_file
        self._texts: dict[str, str | None] = {}

    @cached_property
    def policy(self) -> Mapping[str, Any]:
        """The settings of the course itself out of policy.json."""
        return self.tree.policy.get(f"course/{self.tree.run}", {})

    @cached_property
    def by_tag(self) -> Mapping[str, list[Node]]:
        """The blocks of the course by type, in course order."""
        blocks: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            blocks[node.tag].append(node)
        return blocks

    @cached_property
    def url_names(self) -> frozenset[str]:
        """Every name a link may jump to."""
        return frozenset(node.url_name for node in self.all_nodes)

    @cached_property
    def advanced_modules(self) -> frozenset[str]:
        """Block types the course switches on in Studio."""
        value = decoded(self.setting("advanced_modules"))
        return frozenset(map(str, value)) if isinstance(value, list) else frozenset()

    @cached_property
    def links(self) -> list[Link]:
        """Every internal link of the course, its pages and its drafts."""
        return list(links(self))

    def setting(self, key: str) -> Any:
        """A setting of the course: policy first, as in the platform, then the attribute."""
        return self.policy[key] if key in self.policy else self.root.attrib.get(key)

    def knows(self, key: str) -> bool:
        """Whether the course's own settings can tell; without its policy they cannot."""
        return bool(self.policy) or key in self.root.attrib

    def setting_place(self, key: str) -> tuple[str, int]:
        """File and line where a setting of the course stands."""
        if key in self.policy:
            return self.policy_file, self.line_of(self.policy_file, key)
        return self.root.file, self.root.line

    def text(self, path: str) -> str | None:
        """A file as text, or None when it is missing, not UTF-8 or too large for a text."""
        if path not in self._texts:
            data = self.files.get(path, b"")
            readable = path in self.files and len(data) <= MAX_TEXT
            try:
                self._texts[path] = data.decode("utf-8") if readable else None
            except UnicodeDecodeError:
                self._texts[path] = None
        return self._texts[path]

    def line_of(self, path: str, key: str) -> int:
        """The first line of a JSON file that names `key`; 1 when none does."""
        text = self.text(path) or ""
        position = text.find(json.dumps(key, ensure_ascii=False))
        return text.count("\n", 0, position) + 1 if position >= 0 else 1

    def xml_files_beside(self) -> Iterator[tuple[str, Unparsable]]:
        """Files of drafts that the tree does not reach and that cannot be parsed."""
        for path, data in self.files.items():
            if path.startswith("drafts/") and path.endswith(".xml") and path not in self.tree.used:
                parsed = parse(data)
                if isinstance(parsed, Unparsable):
                    yield path, parsed
