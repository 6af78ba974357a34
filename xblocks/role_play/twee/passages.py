"""Twee 3 as passages, and back. Nothing here knows what a dialogue is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from xblocks.role_play.twee.findings import Notes, NotTwee

_HEADER_MARK = re.compile(r"[\\\[\]{}]")
_ESCAPED = re.compile(r"\\(.)")
_OWN_COLON = re.compile(r"^\\(?=::)", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A passage; `line` is that of its header, counted from 1. `text` has no blank lines around."""

    name: str
    text: str = ""
    tags: tuple[str, ...] = ()
    line: int = 1
    position: tuple[int, int] | None = None

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the text with their numbers."""
        return enumerate(self.text.split("\n"), start=self.line + 1)

    @property
    def plain(self) -> str:
        """The text without the backslash that Twine puts before two colons."""
        return _OWN_COLON.sub("", self.text)


@dataclass
class _Draft:
    header: str
    line: int
    lines: list[str] = field(default_factory=list)


def written(passages: Iterable[Passage]) -> str:
    """Return passages as a Twee 3 file."""
    return "\n\n".join(map(_written, passages)) + "\n"


def _written(passage: Passage) -> str:
    parts = ["::", _HEADER_MARK.sub(lambda found: "\\" + found[0], passage.name)]
    if passage.tags:
        parts.append(f"[{' '.join(passage.tags)}]")
    if passage.position:
        left, top = passage.position
        parts.append(f'{{"position":"{left},{top}","size":"100,100"}}')
    return " ".join(parts) + "\n" + passage.text


def read(text: str, notes: Notes) -> list[Passage]:
    """Return the passages of a file; raises `NotTwee` when there are none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    drafts: list[_Draft] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("::"):
            drafts.append(_Draft(line[2:], number))
        elif drafts:
            drafts[-1].lines.append(line)
        elif line.strip():
            notes.add("before_first", line=number)
    if not drafts:
        raise NotTwee
    return [_read(draft, notes) for draft in drafts]


def _read(draft: _Draft, notes: Notes) -> Passage:
    name, rest = _until(draft.header, "[{")
    tags: tuple[str, ...] = ()
    if rest.startswith("["):
        inner, rest = _until(rest[1:], "]")
        tags = tuple(map(_unescaped, inner.split()))
        rest = rest[1:]
    name = _unescaped(name.strip())
    if rest.strip() and not isinstance(as_json(rest), dict):
        notes.add("bad_header", passage=name, line=draft.line)
    if not name:
        notes.add("no_name", line=draft.line)
    while draft.lines and not draft.lines[-1].strip():
        draft.lines.pop()
    return Passage(name, "\n".join(draft.lines), tags, draft.line)


def as_json(text: str) -> Any:
    """Return what a JSON text says, None when it cannot be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _until(text: str, marks: str) -> tuple[str, str]:
    """Split a text before the first of some marks that has no backslash before it."""
    at = 0
    while at < len(text) and text[at] not in marks:
        at += 2 if text[at] == "\\" else 1
    return text[:at], text[at:]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
