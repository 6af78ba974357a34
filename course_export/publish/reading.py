"""What Studio has, out of its answers, in the form of `image`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from course_export.olx.parsing import Element, Unparsable, attributes, parse
from course_export.olx.tree import CONTAINERS, XML_BLOCKS
from course_export.publish.image import ABOUT, OUTLINE, Block, Place, Unit, fingerprint, share
from course_export.publish.values import plain_xml

_USAGE: Final = re.compile(r"block-v1:.+?\+type@(?P<tag>[^+@]+)\+block@(?P<name>.+)")


def name_of(usage: str) -> str:
    """``tag/url_name`` of a usage key; the text itself when it is none."""
    match = _USAGE.fullmatch(usage)
    return f"{match['tag']}/{match['name']}" if match else usage


def usage_of(course: str, name: str) -> str:
    """The usage key of ``tag/url_name`` in a course."""
    tag, _, url_name = name.partition("/")
    return f"{course.replace('course-v1:', 'block-v1:', 1)}+type@{tag}+block@{url_name}"


def places(structure: Mapping[str, Any]) -> dict[str, Place]:
    """Chapters and sequentials of a course index."""
    found = {}
    for info in _walk(structure):
        if info["category"] in OUTLINE:
            name = name_of(info["id"])
            children = tuple(name_of(child["id"]) for child in children_of(info))
            found[name] = Place(name, info.get("display_name") or "", _settings(info), children)
    return found


def unit_infos(structure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the index tells of each unit, in course order."""
    return [
        unit
        for info in _walk(structure)
        if info["category"] == "sequential"
        for unit in children_of(info)
    ]


def children_of(info: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The children that the index tells of a place."""
    return list((info.get("child_info") or {}).get("children") or [])


def unit(info: Mapping[str, Any], answer: Mapping[str, Any]) -> Unit:
    """A unit out of the index and its OLX; the order of its blocks is that of the answer."""
    blocks, prints = [], []
    for usage, block in answer["blocks"].items():
        root = parse(block["olx"].encode())
        if isinstance(root, Unparsable):
            blocks.append(Block(name_of(usage), {}))
            prints.append([usage, block["olx"]])
        else:
            blocks.append(_block(name_of(usage), root))
            own = [str(root.tag), sorted(attributes(root).items())]
            prints.append([usage, own if root.tag in CONTAINERS else plain_xml(root)])
    return Unit(
        name_of(info["id"]),
        info.get("display_name") or "",
        tuple(blocks),
        fingerprint([prints, info.get("display_name"), bool(info.get("published", True))]),
        info.get("published", True) is not False,
    )


def settings(
    structure: Mapping[str, Any], details: Mapping[str, Any], grading: Mapping[str, Any]
) -> dict[str, Any]:
    """The settings of the course that `image` states too."""
    rules = grading["course_details"]
    return {
        "display_name": structure.get("display_name"),
        "start": details["start_date"],
        "end": details["end_date"],
        "language": details["language"],
        "self_paced": details["self_paced"],
        "course_image": details["course_image_name"],
        "groups": sorted(
            [each["id"], group["id"], group["name"]]
            for each in structure.get("user_partitions") or []
            if each.get("scheme") == "cohort"
            for group in each.get("groups", [])
            if not group.get("deleted")
        ),
        # Studio tells shares times a hundred, so that 0.07 is 7.000000000000001.
        "grading": [[each["type"], share(each["weight"] / 100)] for each in rules["graders"] or []],
        "cutoffs": rules["grade_cutoffs"] or {},
    }


def about(details: Mapping[str, Any]) -> dict[str, str]:
    """The about pages that Studio tells."""
    return {name: details.get(name) or "" for name in ABOUT}


def _walk(info: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The info and everything below it, in course order."""
    found, pending = [], [info]
    while pending:
        each = pending.pop()
        found.append(each)
        pending.extend(reversed(children_of(each)))
    return found


def _settings(info: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "start": info.get("start"),
        "due": info.get("due"),
        "format": info.get("format"),
        "graded": info.get("graded"),
        "visible_to_staff_only": info.get("has_explicit_staff_lock"),
        "group_access": info.get("group_access"),
    }


def _block(name: str, root: Element) -> Block:
    tag = str(root.tag)
    stated = {key: value for key, value in attributes(root).items() if key != "xblock-family"}
    stated.pop("url_name", None)
    own, container = tag not in XML_BLOCKS, tag in CONTAINERS
    html = (root.text or "").replace("]]&gt;", "]]>") if tag == "html" else None
    element = None if own or container or html is not None else root
    return Block(name, stated, element, html, own, container)
