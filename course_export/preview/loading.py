"""Turns an archive into a course in memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey
from opaque_keys.edx.locator import CourseLocator

from course_export.olx.nodes import Node, Tree
from course_export.olx.reader import CourseFiles, UnusableArchive, read_archive
from course_export.olx.tree import build_tree
from course_export.preview import rules
from course_export.preview.course import Course, Entry
from course_export.preview.inherited import handed_down
from xblocks.core.text import gettext_noop


def load_course(path: Path) -> Course:
    """Read a course from an archive or folder; raises `UnusableArchive`."""
    files = read_archive(path)
    return build_course(files, build_tree(files))


def build_course(files: CourseFiles, tree: Tree) -> Course:
    """Build the course of a tree. Blocks are read when somebody first looks at them."""
    key = _course_key(tree)
    course = Course(key, Entry(_usage_key(key, tree.root), tree.root, None, {}), files.files)
    course.grading = _grading_policy(files, tree.run)
    _grow(course)
    course.arrange()
    course.partitions = rules.partitions(course)
    course.rules = rules.rules(course)
    course.gates = rules.gates(course)
    return course


def _course_key(tree: Tree) -> CourseKey:
    pointer = tree.documents.get("course.xml")
    org, number = (
        pointer.get(name, "") if pointer is not None else "" for name in ("org", "course")
    )
    try:
        return CourseLocator(org, number, tree.run)
    except InvalidKeyError:
        raise UnusableArchive(
            "course-key",
            gettext_noop(
                "course.xml names no valid course: organisation “%(org)s”, course “%(number)s”,"
                " run “%(run)s”. Run `wbm check` for all findings."
            ),
            org=org,
            number=number,
            run=tree.run,
        ) from None


def _grow(course: Course) -> None:
    """Add the blocks below the root; the first of two with one name stays, as on import."""
    course.entries[str(course.root.key)] = course.root
    pending = [course.root]
    while pending:
        parent = pending.pop()
        inherited = handed_down(parent.node, dict(parent.inherited))
        for node in parent.node.children:
            try:
                key = _usage_key(course.key, node)
            except InvalidKeyError:
                course.left_out.append(node.name)
                continue
            if str(key) in course.entries or not node.resolved:
                course.left_out.append(node.name)
                continue
            entry = Entry(key, node, parent, inherited)
            course.entries[str(key)] = entry
            parent.children.append(entry)
            pending.append(entry)


def _usage_key(course_key: CourseKey, node: Node) -> Any:
    name = node.url_name or f"{node.tag}_line_{node.line}"
    return course_key.make_usage_key(node.tag, name)


def _grading_policy(files: CourseFiles, run: str) -> dict[str, Any]:
    """The policy file, or nothing when it is missing or broken: the checks tell about that."""
    try:
        policy = json.loads(files.files[f"policies/{run}/grading_policy.json"])
    except (KeyError, ValueError):
        return {}
    return policy if isinstance(policy, dict) else {}
