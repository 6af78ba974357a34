"""Reads YAML files into plain data and remembers the line of every piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from course_export.curriculum.defects import Defect, Place, Places, Where

DEEPEST = 30
"""Levels of nesting. Our deepest exercise needs 8; a parser bomb needs thousands."""

_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")
)

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Source:
    """The data of one file with the place of every piece, and what is wrong with its form."""

    data: Any = None
    places: Places = field(default_factory=Places)
    defects: list[Defect] = field(default_factory=list)


class _Broken(Exception):  # noqa: N818 - never leaves this file
    """Reading on makes no sense."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_yaml(path: Path, file: str) -> Source:
    """Read `path`, called `file` in defects.

    Refused are: other encodings than UTF-8, duplicate keys, keys that are no words, aliases
    (a few of them can stand for gigabytes), tags, several documents, characters XML cannot hold.
    """
    source = Source()
    source.places[()] = Place(file)
    try:
        source.data = _Reader(_decoded(path), file, source).read()
    except _Broken as broken:
        source.defects.append(Defect(Place(file, broken.line), str(broken)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        source.defects.append(Defect(Place(file, line), f"This is no YAML: {error.problem}."))
    except yaml.YAMLError as error:
        source.defects.append(Defect(Place(file), f"This is no YAML: {error}."))
    return source


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _Broken(line, "This file is not UTF-8. Save it as UTF-8.") from None
    if found := unprintable(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _Broken(line, "This line holds a control character. Remove it.")
    return text


def unprintable(text: str) -> re.Match[str] | None:
    """The first character in `text` that XML 1.0 cannot hold."""
    return _UNPRINTABLE.search(text)


class _Reader:
    """Turns parser events into data. (Composed nodes would not show aliases any more.)"""

    def __init__(self, text: str, file: str, source: Source) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Any = loader(text)
        self._file = file
        self._source = source

    def read(self) -> Any:
        self._events.get_event()
        if self._events.check_event(yaml.StreamEndEvent):
            raise _Broken(1, "This file is empty.")
        self._events.get_event()
        data = self._value((), 0)
        self._events.get_event()
        rest = self._events.get_event()
        if not isinstance(rest, yaml.StreamEndEvent):
            raise _Broken(rest.start_mark.line + 1, "One document per file: remove this '---'.")
        return data

    def _value(self, where: Where, depth: int) -> Any:
        event = self._events.get_event()
        line = event.start_mark.line + 1
        self._source.places.setdefault(where, Place(self._file, line))
        if depth > DEEPEST:
            raise _Broken(line, f"More than {DEEPEST} levels of nesting.")
        if isinstance(event, yaml.AliasEvent):
            raise _Broken(line, f"Aliases are not allowed: write '*{event.anchor}' out.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(where, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(where, depth)
        return self._scalar(event, line)

    def _mapping(self, where: Where, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not self._events.check_event(yaml.MappingEndEvent):
            event = self._events.get_event()
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise _Broken(line, "A key is one word.")
            key = self._scalar(event, line)
            if not isinstance(key, str):
                raise _Broken(line, f"Write the key {event.value} in quotes: '{event.value}'.")
            place = Place(self._file, line)
            if key in data:
                self._source.defects.append(Defect(place, f"The key '{key}' stands here twice."))
            self._source.places[(*where, key)] = place
            data[key] = self._value((*where, key), depth + 1)
        self._events.get_event()
        return data

    def _sequence(self, where: Where, depth: int) -> list[Any]:
        data: list[Any] = []
        while not self._events.check_event(yaml.SequenceEndEvent):
            data.append(self._value((*where, len(data)), depth + 1))
        self._events.get_event()
        return data

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Any:
        tag = event.tag or self._events.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag not in _PLAIN_TAGS:
            raise _Broken(line, f"The tag {event.tag or event.value} is not allowed.")
        if unprintable(event.value):
            raise _Broken(line, "This text holds a control character. Remove it.")
        node = yaml.ScalarNode(tag, event.value)
        try:
            return self._events.construct_object(node)
        except ValueError as error:
            raise _Broken(line, f"{event.value}: {error}.") from None
