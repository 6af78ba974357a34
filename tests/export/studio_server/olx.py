"""What Studio makes of an archive, and how it tells a unit: by the platform's habits, not ours."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from course_export.olx.nodes import Node
from course_export.olx.reader import CourseFiles
from course_export.olx.tree import CONTAINERS, XML_BLOCKS, build_tree

KNOWN_FIELDS = frozenset({"display_name", "definition", "weight", "due", "graded", "format"})
"""Fields of our blocks: Studio drops every other attribute without a word."""


@dataclass
class Stored:
    """A block as Studio keeps it."""

    tag: str
    name: str
    fields: dict[str, str]
    body: list[etree._Element] = field(default_factory=list)
    text: str = ""
    children: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.tag}/{self.name}"


@dataclass
class Course:
    """A course run. What an import no longer brings stays in all of its parts."""

    key: str
    settings: dict[str, Any] = field(default_factory=dict)
    grading: dict[str, Any] = field(default_factory=dict)
    chapters: list[str] = field(default_factory=list)
    blocks: dict[str, Stored] = field(default_factory=dict)
    assets: dict[str, int] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    about: dict[str, str] = field(default_factory=dict)

    def usage(self, key: str) -> str:
        tag, _, name = key.partition("/")
        return f"{self.key.replace('course-v1:', 'block-v1:')}+type@{tag}+block@{name}"


def import_into(course: Course, files: CourseFiles) -> None:
    """Replace what the archive brings; forget nothing of what it does not bring."""
    tree = build_tree(files)
    policy = dict(tree.policy.get(f"course/{tree.run}", {}))
    course.settings = {"display_name": "Empty", "start": "2030-01-01T00:00:00Z", **policy}
    grading = files.files.get(f"policies/{tree.run}/grading_policy.json", b"{}")
    course.grading = json.loads(grading)
    course.chapters = [child.name for child in tree.root.children]
    for node in tree.nodes:
        if node.tag != "course":
            stored = _stored(node, files)
            course.blocks[stored.key] = stored
    for path, data in files.files.items():
        folder, _, name = path.partition("/")
        if folder == "static":
            course.assets[name.replace("/", "_")] = len(data)
        elif folder == "tabs":
            course.pages.add(name.removesuffix(".html"))
        elif folder == "about":
            course.about[name.removesuffix(".html")] = data.decode()


def _stored(node: Node, files: CourseFiles) -> Stored:
    fields = {k: v for k, v in node.attrib.items() if k not in ("url_name", "filename")}
    stored = Stored(node.tag, node.url_name, fields)
    if node.tag in CONTAINERS:
        stored.children = [child.name for child in node.children]
    elif node.tag == "html":
        stored.text = files.files.get(node.html or "", b"").decode()
    elif node.tag == "video":
        _move_captions(stored)
    elif node.tag in XML_BLOCKS:
        parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
        stored.body = list(etree.fromstring(etree.tostring(node.element), parser))
    else:
        stored.fields = {k: v for k, v in sorted(fields.items()) if k in KNOWN_FIELDS}
    return stored


def _move_captions(stored: Stored) -> None:
    """Captions move to a store of the platform's own and get new names at every import."""
    video = str(uuid.uuid4())
    languages = json.loads(stored.fields.get("transcripts", "{}"))
    names = {language: f"{video}-{language}.srt" for language in languages}
    stored.fields = {k: v for k, v in stored.fields.items() if v}
    stored.fields |= {"edx_video_id": video, "transcripts": json.dumps(names)}


def structure(course: Course) -> dict[str, Any]:
    """The outline, down to the units."""
    partitions = [
        {
            "id": each["id"],
            "name": each["name"],
            "scheme": each["scheme"],
            "groups": [
                {"id": g["id"], "name": g["name"], "selected": False, "deleted": False}
                for g in each["groups"]
            ],
        }
        for each in course.settings.get("user_partitions", [])
    ]
    tracks = {"id": 50, "name": "Enrollment Track Groups", "scheme": "enrollment_track"}
    return {
        "id": course.usage("course/course"),
        "display_name": course.settings.get("display_name"),
        "category": "course",
        "start": course.settings.get("start"),
        "user_partitions": [*partitions, {**tracks, "groups": [{"id": 1, "name": "Audit"}]}],
        "child_info": {"children": [_info(course, name) for name in course.chapters]},
    }


def _info(course: Course, key: str) -> dict[str, Any]:
    block = course.blocks[key]
    info: dict[str, Any] = {
        "id": course.usage(key),
        "display_name": block.fields.get("display_name", block.tag),
        "category": block.tag,
        "published": block.fields.get("published", "true") == "true",
        "start": block.fields.get("start", course.settings.get("start")),
        "due": block.fields.get("due"),
        "format": block.fields.get("format"),
        "graded": block.fields.get("graded") == "true",
        "has_explicit_staff_lock": block.fields.get("visible_to_staff_only") == "true",
        "group_access": json.loads(block.fields.get("group_access", "{}")),
    }
    if block.tag in ("chapter", "sequential"):
        there = [name for name in block.children if name in course.blocks]
        info["child_info"] = {"children": [_info(course, name) for name in there]}
    return info


def exported(course: Course, key: str) -> dict[str, Any]:
    """A unit as the OLX interface tells it: each block alone, and the unit with all of them."""
    told: dict[str, Any] = {}

    def tell(name: str) -> etree._Element:
        block = course.blocks[name]
        element = _element(block)
        told[course.usage(name)] = {}
        for child in block.children:
            if child in course.blocks:
                element.append(tell(child))
        text = etree.tostring(element, encoding="unicode", pretty_print=True)
        told[course.usage(name)]["olx"] = text
        return element

    tell(key)
    return {"root_block_id": course.usage(key), "blocks": told}


def _element(block: Stored) -> etree._Element:
    element = etree.Element(block.tag)
    if block.tag not in XML_BLOCKS:
        element.set("xblock-family", "xblock.v1")
    for name, value in block.fields.items():
        if name != "published" and not (block.tag == "html" and name != "display_name"):
            element.set(name, value)
    if block.tag == "html":
        element.text = etree.CDATA(block.text.replace("]]>", "]]&gt;"))
    for part in block.body:
        element.append(etree.fromstring(etree.tostring(part)))
    return element
