"""Reads YAML that people write into plain data, and remembers the line of every piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from xblocks.core.text import Message, gettext_noop

Where = tuple[str | int, ...]
"""A path into the data, e.g. ``("sections", 2, "goals", 0)``."""

DEEPEST = 30
"""Levels of nesting. Our deepest exercise needs 8; a parser bomb needs thousands."""

PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp")
)

UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


@dataclass
class Source:
    """The data of a text, the line of every piece, and what is wrong with its form, by line.

    Lines count from 1.
    """

    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    defects: list[tuple[int, Message]] = field(default_factory=list)

    def line_of(self, where: Where) -> int:
        """Return the line of a piece, or of the nearest one around it that has a line."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return 1


class _Broken(Exception):  # noqa: N818 - never leaves this file
    """Reading on makes no sense."""

    def __init__(self, line: int, text: str, **params: Any) -> None:
        super().__init__(text)
        self.line = line
        self.message = Message(text, params)


def read_source(text: str, *, dates: bool = True) -> Source:
    """Read a text. Without `dates` a day stays the text it was written as.

    Refused are: duplicate keys, keys that are no words, aliases (a few of them can stand for
    gigabytes), tags, several documents, characters XML cannot hold.
    """
    source = Source()
    try:
        if found := unprintable(text):
            line = text.count("\n", 0, found.start()) + 1
            raise _Broken(line, gettext_noop("This line holds a control character. Remove it."))
        source.data = _Reader(text, source, dates=dates).read()
    except _Broken as broken:
        source.defects.append((broken.line, broken.message))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = Message(gettext_noop("This is no YAML: %(problem)s."), {"problem": error.problem})
        source.defects.append((mark.line + 1 if mark else 1, message))
    except yaml.YAMLError as error:
        message = Message(gettext_noop("This is no YAML: %(problem)s."), {"problem": error})
        source.defects.append((1, message))
    return source


def unprintable(text: str) -> re.Match[str] | None:
    """The first character in `text` that XML 1.0 cannot hold."""
    return UNPRINTABLE.search(text)


class _Reader:
    """Turns parser events into data. (Composed nodes would not show aliases any more.)"""

    def __init__(self, text: str, source: Source, *, dates: bool) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Any = loader(text)
        self._source = source
        self._dates = dates

    def read(self) -> Any:
        self._events.get_event()
        if self._events.check_event(yaml.StreamEndEvent):
            raise _Broken(1, gettext_noop("This file is empty."))
        self._events.get_event()
        data = self._value((), 0)
        self._events.get_event()
        rest = self._events.get_event()
        if not isinstance(rest, yaml.StreamEndEvent):
            line = rest.start_mark.line + 1
            raise _Broken(line, gettext_noop("One document per file: remove this '---'."))
        return data

    def _value(self, where: Where, depth: int) -> Any:
        event = self._events.get_event()
        line = event.start_mark.line + 1
        self._source.lines.setdefault(where, line)
        if depth > DEEPEST:
            text = gettext_noop("More than %(levels)s levels of nesting.")
            raise _Broken(line, text, levels=DEEPEST)
        if isinstance(event, yaml.AliasEvent):
            text = gettext_noop("Aliases are not allowed: write '*%(name)s' out.")
            raise _Broken(line, text, name=event.anchor)
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
                raise _Broken(line, gettext_noop("A key is one word."))
            key = self._scalar(event, line)
            if not isinstance(key, str):
                text = gettext_noop("Write the key %(key)s in quotes: '%(key)s'.")
                raise _Broken(line, text, key=event.value)
            if key in data:
                message = Message(
                    gettext_noop("The key '%(key)s' stands here twice."), {"key": key}
                )
                self._source.defects.append((line, message))
            self._source.lines[(*where, key)] = line
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
        if tag not in PLAIN_TAGS:
            text = gettext_noop("The tag %(tag)s is not allowed.")
            raise _Broken(line, text, tag=event.tag or event.value)
        if unprintable(event.value):
            raise _Broken(line, gettext_noop("This text holds a control character. Remove it."))
        if tag.endswith(":timestamp") and not self._dates:
            return event.value
        node = yaml.ScalarNode(tag, event.value)
        try:
            return self._events.construct_object(node)
        except ValueError as error:
            raise _Broken(line, "%(value)s: %(error)s.", value=event.value, error=error) from None
