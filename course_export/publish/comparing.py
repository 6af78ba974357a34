"""Finds everything that the archive says and Studio does not have, or has otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from course_export.olx.parsing import Element
from course_export.publish.image import Block, Image, Place, Unit
from course_export.publish.values import plain_html, plain_value, plain_xml, same
from xblocks.core.text import Message, gettext_noop


@dataclass(frozen=True)
class Difference:
    """One thing that is not as in the archive: where, what (stable), and the sentence."""

    place: str
    kind: str
    message: Message


_SENTENCES: Final[Mapping[str, str]] = {
    "chapters": gettext_noop("The parts of the course or their order are not as in the archive."),
    "missing-place": gettext_noop("%(place)s is missing."),
    "missing-unit": gettext_noop("The unit %(place)s is missing."),
    "children": gettext_noop("The units of %(place)s or their order are not as in the archive."),
    "title": gettext_noop("%(place)s has another title: “%(found)s”."),
    "setting": gettext_noop("%(place)s: the setting %(what)s is not as in the archive."),
    "unpublished": gettext_noop("The unit %(place)s is there, but not published."),
    "missing-block": gettext_noop("%(place)s: the block %(what)s is missing."),
    "extra-block": gettext_noop("%(place)s: there is the block %(what)s, unknown to the archive."),
    "order": gettext_noop("%(place)s: the order of the blocks is not as in the archive."),
    "attribute": gettext_noop("%(place)s: %(what)s has lost or changed %(field)s."),
    "content": gettext_noop("%(place)s: the content of %(what)s is not as in the archive."),
    "missing-file": gettext_noop("The file %(what)s is missing under Files."),
    "file-size": gettext_noop("The file %(what)s under Files is not that of the archive."),
    "missing-page": gettext_noop("The page %(what)s is missing."),
    "about": gettext_noop("The text “%(what)s” about the course is not as in the archive."),
}

KINDS: Final = tuple(_SENTENCES)
"""Every kind of difference."""


def differences(wanted: Image, found: Image) -> list[Difference]:
    """Everything that differs, in course order; an empty list means: as in the archive."""
    return [*_course(wanted, found), *_outline(wanted, found), *_files(wanted, found)]


def _difference(place: str, kind: str, **params: Any) -> Difference:
    return Difference(place, kind, Message(_SENTENCES[kind], {"place": place, **params}))


def _course(wanted: Image, found: Image) -> Iterator[Difference]:
    if wanted.chapters != found.chapters:
        yield _difference("course", "chapters")
    for key in _unlike(wanted.settings, found.settings):
        yield _difference("course", "setting", what=key)
    for key, text in wanted.about.items():
        if text and plain_html(text) != plain_html(found.about.get(key, "")):
            yield _difference("about", "about", what=key)


def _outline(wanted: Image, found: Image) -> Iterator[Difference]:
    for name, place in wanted.places.items():
        there = found.places.get(name)
        if there is None:
            yield _difference(wanted.title(name), "missing-place")
        else:
            children = tuple(each for each in there.children if each not in wanted.drafts)
            there = replace(there, children=children)
            yield from _place(wanted.title(name), place, there)
        for child in place.children:
            if child not in wanted.units:
                continue
            if child not in found.units:
                yield _difference(wanted.title(child), "missing-unit")
            else:
                yield from _unit(wanted.title(child), wanted.units[child], found.units[child])


def _place(title: str, wanted: Place, found: Place) -> Iterator[Difference]:
    if wanted.title and wanted.title != found.title:
        yield _difference(title, "title", found=found.title)
    if wanted.children != found.children:
        yield _difference(title, "children")
    for key in _unlike(wanted.settings, found.settings):
        yield _difference(title, "setting", what=key)


def _unlike(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Settings that the archive states and Studio tells otherwise."""
    for key, value in wanted.items():
        if plain_value(value) != plain_value(found.get(key)):
            yield key


def _unit(title: str, wanted: Unit, found: Unit) -> Iterator[Difference]:
    if not found.published:
        yield _difference(title, "unpublished")
    there = {block.name: block for block in found.blocks}
    expected = {block.name: block for block in wanted.blocks}
    for name, block in expected.items():
        if name not in there:
            yield _difference(title, "missing-block", what=name)
        else:
            yield from _block(title, block, there[name])
    for name in there:
        if name not in expected:
            yield _difference(title, "extra-block", what=name)
    if list(there) != list(expected) and set(there) == set(expected):
        yield _difference(title, "order")


def _block(title: str, wanted: Block, found: Block) -> Iterator[Difference]:
    fields = _own_fields(wanted, found) if wanted.own else _fields(wanted, found)
    for key in fields:
        yield _difference(title, "attribute", what=wanted.name, field=key)
    if wanted.html is not None:
        if plain_html(wanted.html) != plain_html(found.html or ""):
            yield _difference(title, "content", what=wanted.name)
    elif wanted.element is not None and not wanted.name.startswith("video/"):
        here, there = _content(wanted.element), _content(found.element)
        if here != there:
            yield _difference(title, "content", what=wanted.name)


def _own_fields(wanted: Block, found: Block) -> list[str]:
    """Blocks of ours come back byte by byte."""
    keys = {*wanted.attributes, *found.attributes}
    return sorted(k for k in keys if wanted.attributes.get(k) != found.attributes.get(k))


_HTML_FIELDS: Final = frozenset({"display_name", "editor"})
"""All that Studio tells of an html block."""


def _fields(wanted: Block, found: Block) -> Iterator[str]:
    """What the archive states of a platform's block; the platform may add fields of its own."""
    for key, value in wanted.attributes.items():
        if wanted.html is not None and key not in _HTML_FIELDS:
            continue
        there = found.attributes.get(key)
        if key == "transcripts" and wanted.name.startswith("video/"):
            # The platform moves captions to its own store and renames them.
            if _languages(value) != _languages(there):
                yield key
        elif key == "display_name":
            if value != (there or ""):
                yield key
        elif not same(value, there):
            yield key


def _content(element: Element | None) -> Any:
    """What is inside a block of the platform."""
    if element is None:
        return None
    return plain_xml(element)[2]


def _languages(text: str | None) -> list[str]:
    try:
        data = json.loads(text or "{}")
    except ValueError:
        return []
    return sorted(data) if isinstance(data, dict) else []


def _files(wanted: Image, found: Image) -> Iterator[Difference]:
    if found.files is not None:
        for name, size in (wanted.files or {}).items():
            if name not in found.files:
                yield _difference("static", "missing-file", what=name)
            elif found.files[name] not in (size, -1):
                yield _difference("static", "file-size", what=name)
    if found.pages is not None:
        for slug in sorted((wanted.pages or frozenset()) - found.pages):
            yield _difference("tabs", "missing-page", what=slug)
