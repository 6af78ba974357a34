"""A course as it can be compared: its outline, its units with their blocks, its settings, files.

The same form stands for what the archive says (`of_archive`) and for what Studio has (`reading`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from course_export.olx.nodes import Node, Tree
from course_export.olx.parsing import Element
from course_export.olx.reader import CourseFiles
from course_export.olx.tree import CONTAINERS, XML_BLOCKS

OUTLINE: Final = ("chapter", "sequential")

ABOUT: Final = ("overview", "short_description", "effort", "duration", "subtitle", "description")
"""About pages that Studio tells through its interface."""


@dataclass(frozen=True)
class Block:
    """One block: its attributes as written, and its own content.

    `element` is what a block of the platform is defined by, `html` the text of an html block.
    `own` marks blocks that are no part of the platform, so that every byte counts.
    """

    name: str
    attributes: Mapping[str, str]
    element: Element | None = None
    html: str | None = None
    own: bool = False
    container: bool = False


@dataclass(frozen=True)
class Unit:
    """A child of a sequential, with every block in it in the order of the course.

    The first block is the unit itself. `fingerprint` is known of units read back.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    fingerprint: str = ""
    published: bool = True


@dataclass(frozen=True)
class Place:
    """A chapter or sequential: its title, its settings and the names of its children."""

    name: str
    title: str
    settings: Mapping[str, Any]
    children: tuple[str, ...]


@dataclass(frozen=True)
class Image:
    """A whole course. Names are ``tag/url_name``; `files` maps names in static/ to sizes in bytes.

    `files` and `pages` (static tabs by slug) are None when Studio does not tell them. `drafts` are
    units that the archive has, but not for learners yet.
    """

    chapters: tuple[str, ...]
    places: Mapping[str, Place]
    units: Mapping[str, Unit]
    settings: Mapping[str, Any]
    about: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, int] | None = None
    pages: frozenset[str] | None = None
    drafts: frozenset[str] = frozenset()

    def fingerprints(self) -> dict[str, str]:
        """A short text for each unit, each place and the settings, that changes when they do."""
        prints = {name: unit.fingerprint for name, unit in self.units.items()}
        for place in self.places.values():
            prints[place.name] = fingerprint([place.title, place.settings, place.children])
        prints["course"] = fingerprint([self.chapters, self.settings, self.about])
        return prints

    def title(self, name: str) -> str:
        """What people know a unit or place by."""
        known = self.units.get(name) or self.places.get(name)
        return f"“{known.title}” ({name})" if known and known.title else name


def fingerprint(data: Any) -> str:
    """A short text for data out of JSON."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=dict)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def share(weight: float) -> float:
    """The share of an assignment type as it can be compared."""
    return round(float(weight), 6)


def of_archive(files: CourseFiles, tree: Tree) -> Image:
    """What Studio must have after the import."""
    places, units = {}, {}
    for node in tree.nodes:
        if node.tag in OUTLINE:
            children = tuple(child.name for child in node.children)
            places[node.name] = Place(node.name, _title(node), _settings(node), children)
        elif node.parent is not None and node.parent.tag == "sequential":
            blocks = tuple(_block(each, files.files) for each in node.walk())
            units[node.name] = Unit(node.name, _title(node), blocks)
    policy = tree.policy.get(f"course/{tree.run}", {})
    return Image(
        chapters=tuple(child.name for child in tree.root.children),
        places=places,
        units=units,
        settings=_course(files.files, tree, policy),
        about={name: _text(files.files, f"about/{name}.html") for name in ABOUT},
        files={
            path[len("static/") :].replace("/", "_"): len(data)
            for path, data in files.files.items()
            if path.startswith("static/")
        },
        pages=frozenset(
            path[len("tabs/") : -len(".html")]
            for path in files.files
            if path.startswith("tabs/") and path.endswith(".html")
        ),
        drafts=frozenset(node.name for node in tree.drafts),
    )


def _title(node: Node) -> str:
    return str(node.setting("display_name") or "")


_SETTINGS: Final = ("start", "due", "format", "graded", "visible_to_staff_only", "group_access")


def _settings(node: Node) -> dict[str, Any]:
    """Settings of a place that the archive states and Studio's outline tells."""
    stated = {key: node.setting(key) for key in _SETTINGS}
    return {key: value for key, value in stated.items() if value not in (None, "")}


_COURSE: Final = ("display_name", "start", "end", "language", "self_paced", "course_image")


def _course(files: Mapping[str, bytes], tree: Tree, policy: Mapping[str, Any]) -> dict[str, Any]:
    stated = {key: policy.get(key, tree.root.attrib.get(key)) for key in _COURSE}
    settings = {key: value for key, value in stated.items() if value not in (None, "")}
    groups = policy.get("user_partitions")
    if isinstance(groups, list):
        settings["groups"] = sorted(
            [each["id"], group["id"], group["name"]]
            for each in groups
            if each.get("scheme") == "cohort"
            for group in each.get("groups", [])
        )
    grading = files.get(f"policies/{tree.run}/grading_policy.json")
    if grading is not None:
        data = json.loads(grading)
        settings["grading"] = [
            [each["type"], share(each["weight"])] for each in data.get("GRADER", [])
        ]
        settings["cutoffs"] = data.get("GRADE_CUTOFFS", {})
    return settings


def _block(node: Node, files: Mapping[str, bytes]) -> Block:
    stated = {key: value for key, value in node.attrib.items() if key not in _NOT_STATED}
    for key, value in node.policy.items():
        stated[key] = value if isinstance(value, str) else json.dumps(value)
    own = node.tag not in XML_BLOCKS
    html = None
    if node.tag == "html":
        html = _text(files, node.html) if node.html else _inner(node.element)
    container = node.tag in CONTAINERS
    element = None if own or container or html is not None else node.element
    return Block(node.name, stated, element, html, own, container)


_NOT_STATED: Final = frozenset({"url_name", "slug", "filename", "org", "course", "xblock-family"})


def _text(files: Mapping[str, bytes], path: str) -> str:
    return files.get(path, b"").decode("utf-8", "replace")


def _inner(element: Element) -> str:
    """What stands between the tags."""
    return (element.text or "") + "".join(
        etree.tostring(child, encoding="unicode") for child in element
    )
