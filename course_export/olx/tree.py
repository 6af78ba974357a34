"""The blocks of a course as one tree, with pointer files resolved the way the platform does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from course_export.olx.nodes import Node, Problem, ProblemKind, Tree
from course_export.olx.parsing import Element, Unparsable, attributes, line_of, parse, parse_json
from course_export.olx.reader import CourseFiles

__all__ = ["CONTAINERS", "XML_BLOCKS", "Node", "Problem", "ProblemKind", "Tree", "build_tree"]

CONTAINERS: Final = frozenset(
    "course chapter sequential vertical conditional split_test library_content itembank"
    " legacy_library_content randomize problemset videosequence wrapper nonstaff_error".split()
)
"""Tags whose child elements are blocks."""

XML_BLOCKS: Final = CONTAINERS | frozenset(
    "html problem video discussion about static_tab course_info word_cloud poll_question lti"
    " annotatable customtag custom_tag_template error hidden image slides book textbook"
    " library library_sourced".split()
)
"""Tags the platform resolves pointers for; all others must stand inline (`platform-facts 3`)."""

NOT_BLOCKS: Final = frozenset({"wiki", "textbook", "show", "xblock_asides", "meta"})
"""Child elements of containers that are settings of the container."""

MAX_DEPTH: Final = 60
"""Levels of blocks. A course has four to seven."""


def build_tree(files: CourseFiles) -> Tree:
    """Resolve `course.xml` and everything it leads to.

    Never fails on broken content: what does not resolve stands in `Tree.problems`, and the blocks
    concerned have no children.
    """
    return _Builder(files.files).build()


_POINTER: Final = {"url_name"}
_COURSE_POINTER: Final = {"url_name", "course", "org"}


class _Builder:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.tree: Tree = Tree(root=_empty("course", "course.xml"))
        self.expanded: set[str] = set()
        self.failed: set[str] = set()

    def build(self) -> Tree:
        tree = self.tree
        element = self.document("course.xml", "")
        if element is None:
            return tree
        if element.tag != "course":
            self.problem(ProblemKind.WRONG_TAG, "course.xml", line_of(element), target="course")
            return tree
        tree.run = element.get("url_name") or element.get("slug") or ""
        self.load_policy()
        tree.root = self.node(element, "course.xml", "", None)
        self.grow(tree.root)
        tree.nodes = list(tree.root.walk())
        self.load_drafts()
        return tree

    def load_policy(self) -> None:
        """Read policy.json; the platform falls back to the older place when it is empty."""
        run = self.tree.run
        for path in (f"policies/{run}/policy.json", f"policies/{run}.json"):
            if path not in self.files:
                continue
            self.tree.policy_file = path
            policy = parse_json(self.files[path])
            if isinstance(policy, dict):
                self.tree.policy_keys = tuple(policy)
                self.tree.policy = {k: v for k, v in policy.items() if isinstance(v, dict)}
                return
            if not isinstance(policy, Unparsable):
                policy = Unparsable("not-json", 1, "it is no JSON object")
            self.problem(ProblemKind.POLICY, path, policy.line, cause=policy)

    def load_drafts(self) -> None:
        for path in sorted(self.files):
            if not path.startswith("drafts/vertical/") or not path.endswith(".xml"):
                continue
            element = self.document(path, "")
            if element is not None:
                url_name = path[len("drafts/vertical/") : -len(".xml")]
                draft = self.node(element, path, "drafts/", None, url_name)
                self.grow(draft, "drafts/")
                self.tree.drafts.extend(draft.walk())

    def grow(self, root: Node, base: str = "") -> None:
        """Add the children of `root` and theirs, without recursion."""
        pending = [(root, 1)]
        while pending:
            parent, depth = pending.pop()
            if parent.tag not in CONTAINERS or not parent.resolved:
                continue
            for element in parent.element:
                tag = element.tag
                if not isinstance(tag, str) or tag in NOT_BLOCKS or tag[0] == "{":
                    continue
                child = self.node(element, parent.file, base, parent)
                parent.children.append(child)
                if depth < MAX_DEPTH:
                    pending.append((child, depth + 1))
                elif child.tag in CONTAINERS and child.resolved and len(child.element):
                    child.resolved = False
                    self.block_problem(ProblemKind.TOO_DEEP, child)

    def node(
        self, element: Element, file: str, base: str, parent: Node | None, url_name: str = ""
    ) -> Node:
        """Make the block that `element` defines or points to."""
        url_name = url_name or element.get("url_name") or ""
        line = line_of(element)
        known = element.tag in XML_BLOCKS
        pointer = known and is_pointer(element)
        attrib = {"url_name": url_name} if pointer else attributes(element)
        node = Node(element.tag, url_name, attrib, element, file, line, file, line, parent)
        if known:
            if pointer:
                self.follow(node, base)
            elif url_name and parent is not None:
                self.suspect_pointer(node, base)
            if self.tree.policy:
                node.policy = self.tree.policy.get(node.name, node.policy)
            if node.tag == "html":
                self.attach_html(node, base)
        return node

    def follow(self, node: Node, base: str) -> None:
        """Replace the pointer in `node` by the definition in its own file."""
        path = f"{base}{node.tag}/{node.url_name.replace(':', '/')}.xml"
        repeated = path in self.expanded
        if path not in self.files:
            node.resolved = False
            self.block_problem(ProblemKind.MISSING_FILE, node, target=path)
            return
        element = self.document(path, node.name)
        if element is None:
            node.resolved = False
            return
        self.expanded.add(path)
        node.element, node.file, node.line = element, path, line_of(element)
        node.attrib = {**attributes(element), "url_name": node.url_name}
        if element.tag != node.tag:
            node.resolved = False
            self.block_problem(ProblemKind.WRONG_TAG, node, target=node.tag)
        elif repeated and node.tag in CONTAINERS:
            node.resolved = False  # expanding it again could double the tree at every level
            if _among_ancestors(node):
                self.block_problem(ProblemKind.CYCLE, node)
        elif (other := element.get("url_name", node.url_name)) != node.url_name:
            node.resolved = not is_pointer(element)
            kind = ProblemKind.OTHER_URL_NAME if node.resolved else ProblemKind.POINTER_CHAIN
            self.block_problem(kind, node, target=other)

    def suspect_pointer(self, node: Node, base: str) -> None:
        """A block with attributes is inline even when a file of its name exists."""
        path = f"{base}{node.tag}/{node.url_name.replace(':', '/')}.xml"
        if path in self.files and not len(node.element) and not (node.element.text or "").strip():
            self.tree.used.add(path)
            self.block_problem(ProblemKind.MIXED_POINTER, node, target=path)

    def attach_html(self, node: Node, base: str) -> None:
        filename = node.attrib.get("filename")
        if filename is None or not node.resolved:
            return
        folder = f"html/{node.url_name.replace(':', '/')}".rpartition("/")[0]
        candidates = (f"{base}{folder}/{filename}.html", f"{base}html/{filename}.html")
        node.html = next((path for path in candidates if path in self.files), candidates[0])
        self.tree.used.add(node.html)
        if node.html not in self.files:
            self.block_problem(ProblemKind.MISSING_FILE, node, target=node.html)

    def document(self, path: str, block: str) -> Element | None:
        """The parsed file, or None after noting why there is none."""
        self.tree.used.add(path)
        if path in self.tree.documents:
            return self.tree.documents[path]
        if path in self.failed:
            return None
        parsed = parse(self.files[path])
        if isinstance(parsed, Unparsable):
            self.failed.add(path)
            self.problem(ProblemKind.UNPARSABLE, path, parsed.line, block, cause=parsed)
            return None
        self.tree.documents[path] = parsed
        return parsed

    def block_problem(self, kind: ProblemKind, node: Node, target: str = "") -> None:
        self.problem(kind, node.pointer_file, node.pointer_line, node.name, target)

    def problem(
        self,
        kind: ProblemKind,
        file: str,
        line: int,
        block: str = "",
        target: str = "",
        cause: Unparsable | None = None,
    ) -> None:
        self.tree.problems.append(Problem(kind, file, line, block, target, cause))


def is_pointer(element: Element) -> bool:
    """Whether the platform takes the element for a reference to a file of its own."""
    if len(element):
        return False
    expected = _COURSE_POINTER if element.tag == "course" else _POINTER
    return expected == set(element.attrib) and not (element.text or "").strip()


def _among_ancestors(node: Node) -> bool:
    ancestor = node.parent
    while ancestor is not None:
        if ancestor.file == node.file:
            return True
        ancestor = ancestor.parent
    return False


def _empty(tag: str, file: str) -> Node:
    element = parse(f"<{tag}/>".encode())
    assert not isinstance(element, Unparsable)  # noqa: S101 - a constant
    return Node(tag, "", {}, element, file, 1, file, 1, resolved=False)
