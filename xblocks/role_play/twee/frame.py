"""Reads what is not in a scene: frame and endings of a dialogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from xblocks.role_play.definition import Tone
from xblocks.role_play.twee import facts
from xblocks.role_play.twee.entries import Entry, noted
from xblocks.role_play.twee.findings import Notes
from xblocks.role_play.twee.notation import unescaped
from xblocks.role_play.twee.passages import Passage

FRAME_WORDS = frozenset(
    "persona role description scored indicator criterion hint hidden briefing debriefing".split()
)
ENDING_WORDS = frozenset({"ending", "when", "text"})
LIKE = {
    "scored": "@scored yes",
    "indicator": "@indicator trust 5 Trust",
    "criterion": "@criterion b1 Listens",
    "hidden": "@hidden h1 I am worried.",
    "hint": "@criterion b1 Listens",
    "ending": "@ending good positive Trust is there",
    "when": "@when trust >= 3 <= 7",
    "text": "@ending good positive Trust is there",
}
"""How a word is written, for those who wrote it in another way."""

Raw = dict[str, Any]


def read_frame(passage: Passage | None, notes: Notes) -> Raw:
    """Return persona, texts, sheet, indicators and hidden pieces; empty where they are missing."""
    frame = _Frame()
    for entry in _entries(passage, FRAME_WORDS, notes):
        if not frame.take(entry) and passage:
            _unreadable(passage, entry, notes)
    return frame.raw


def read_endings(passage: Passage, notes: Notes) -> list[Raw]:
    """Return the endings."""
    endings = _Endings()
    for entry in _entries(passage, ENDING_WORDS, notes):
        if not endings.take(entry):
            _unreadable(passage, entry, notes)
    return endings.raw


def _entries(passage: Passage | None, words: frozenset[str], notes: Notes) -> Iterator[Entry]:
    if passage:
        content = noted(passage, words, words, notes)
        yield from content.entries
        for answer in content.answers:
            yield from answer.entries


def _unreadable(passage: Passage, entry: Entry, notes: Notes) -> None:
    if entry.word:
        like = LIKE[entry.word]
        notes.add("unreadable", passage=passage.name, line=entry.line, word=entry.word, like=like)
    else:
        notes.add("no_place", passage=passage.name, line=entry.line)


class _Frame:
    def __init__(self) -> None:
        self.persona = {"name": "", "role": "", "description": ""}
        self.raw: Raw = {
            "briefing": "",
            "debriefing": "",
            "persona": self.persona,
            "scored": True,
            "criteria": [],
            "indicators": [],
            "hidden": [],
        }
        self.hinted: Raw | None = None
        self.takers: dict[str, Callable[[Entry], bool]] = {
            "scored": self._scored,
            "indicator": self._indicator,
            "criterion": self._criterion,
            "hidden": self._hidden,
            "hint": self._hint,
        }

    def take(self, entry: Entry) -> bool:
        """Take an entry; False when it cannot be read."""
        if entry.word in {"briefing", "debriefing"}:
            self.raw[entry.word] = entry.text
        elif entry.word in {"persona", "role", "description"}:
            self.persona["name" if entry.word == "persona" else entry.word] = entry.text
        elif entry.word in self.takers:
            return self.takers[entry.word](entry)
        else:
            return False
        return True

    def _scored(self, entry: Entry) -> bool:
        self.raw["scored"] = entry.short != "no"
        return entry.short in {"yes", "no"}

    def _indicator(self, entry: Entry) -> bool:
        name, start, label = headed(entry, 2)
        if not facts.identifier(name) or not (start.isascii() and start.isdigit()):
            return False
        self.hinted = {"id": name, "label": label, "start": int(start[:4]), "hint": None}
        self.raw["indicators"].append(self.hinted)
        return True

    def _criterion(self, entry: Entry) -> bool:
        name, label = headed(entry, 1)
        if not facts.identifier(name):
            return False
        self.hinted = {"id": name, "label": label, "hint": None}
        self.raw["criteria"].append(self.hinted)
        return True

    def _hidden(self, entry: Entry) -> bool:
        name, text = headed(entry, 1)
        if not facts.identifier(name):
            return False
        self.raw["hidden"].append({"id": name, "text": text})
        return True

    def _hint(self, entry: Entry) -> bool:
        if self.hinted is None:
            return False
        self.hinted["hint"] = entry.text or None
        return True


class _Endings:
    def __init__(self) -> None:
        self.raw: list[Raw] = []

    def take(self, entry: Entry) -> bool:
        """Take an entry; False when it cannot be read."""
        if entry.word == "ending":
            return self._ending(entry)
        if not self.raw:
            return False
        if entry.word == "text":
            self.raw[-1]["text"] = entry.text
            return True
        found = facts.condition(entry.short) if entry.word == "when" else None
        if found:
            self.raw[-1]["any"].append(found)
        return found is not None

    def _ending(self, entry: Entry) -> bool:
        name, tone, title = headed(entry, 2)
        if not facts.identifier(name) or tone not in set(Tone):
            return False
        self.raw.append({"id": name, "tone": tone, "title": title, "text": "", "any": []})
        return True


def headed(entry: Entry, count: int) -> list[str]:
    """Return so many short words and the text behind them; empty where they are missing."""
    raw = "\n".join(entry.raw).strip().split(None, count)
    raw += [""] * (count + 1 - len(raw))
    return [*raw[:count], unescaped(raw[count])]
