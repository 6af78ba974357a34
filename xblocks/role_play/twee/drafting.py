"""Makes scenes of passages and answers of links; names what is missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from xblocks.role_play.definition import END, Tone
from xblocks.role_play.twee import facts
from xblocks.role_play.twee.entries import Answer, Content, Entry, noted, plain
from xblocks.role_play.twee.findings import Notes, shortened
from xblocks.role_play.twee.passages import Passage

SCENE_WORDS = frozenset({"id", "phase", "situation", "says"})
ANSWER_WORDS = frozenset({"id", "effects", "criteria", "reveals", "reply", "feedback"})
LEAST, MOST = 2, 4
"""How many answers a scene has."""

LETTERS = 30
"""Length of an id made of a name, so that a number fits behind it."""

Raw = dict[str, Any]

SPELT: dict[str, tuple[Callable[[str], Any], str]] = {
    "id": (facts.identifier, "@id a1"),
    "effects": (facts.effects, "@effects trust +2, clarity -1"),
    "criteria": (facts.identifiers, "@criteria b1, b2"),
    "reveals": (facts.reveal, "@reveals h1 if trust >= 7"),
}
"""Short facts: how they are read, and an example."""


@dataclass
class Drafted:
    """Scenes, endings made of passages nothing leads on from, and where the talk starts."""

    scenes: list[Raw] = field(default_factory=list)
    endings: list[Raw] = field(default_factory=list)
    start: str = ""


def drafted(
    passages: list[Passage], start: str | None, closing: str | None, notes: Notes, *, ours: bool
) -> Drafted:
    """Make scenes of passages. `start` and `closing` name the first one and the one of endings."""
    return _Drafting(passages, start, closing, notes, ours=ours).run()


def slug(name: str, taken: Iterable[str] = ()) -> str:
    """Return an id like a name, another than those taken."""
    plain_name = unicodedata.normalize("NFKD", _umlauts(name[:200]).lower())
    base = re.sub(r"[^a-z0-9]+", "-", plain_name.encode("ascii", "ignore").decode()).strip("-")
    base = base[:LETTERS].strip("-") or "scene"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _umlauts(text: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(umlaut, letters).replace(umlaut.upper(), letters)
    return text


class _Drafting:
    def __init__(
        self,
        passages: list[Passage],
        start: str | None,
        closing: str | None,
        notes: Notes,
        *,
        ours: bool,
    ) -> None:
        self.ours = ours
        self.notes = notes
        self.wanted_start = start
        self.result = Drafted()
        self.contents = [self._content(each) for each in passages]
        self.terminal = frozenset() if ours else self._terminal()
        self.ids = self._ids()
        self.by_name: dict[str, str] = {}
        for number, (content, name) in enumerate(zip(self.contents, self.ids, strict=True)):
            self.by_name.setdefault(content.passage.name, END if number in self.terminal else name)
        if closing is not None:
            self.by_name[closing] = END

    def _content(self, passage: Passage) -> Content:
        if self.ours:
            return noted(passage, SCENE_WORDS, ANSWER_WORDS, self.notes)
        return plain(passage, self.notes)

    def _terminal(self) -> frozenset[int]:
        """Numbers of the passages without links that are not where the talk starts: its endings."""
        return frozenset(
            number
            for number, content in enumerate(self.contents)
            if not content.answers
            and content.passage.name != self.wanted_start
            and (number or self.wanted_start is not None)
        )

    def _ids(self) -> list[str]:
        """The id of each passage; of doubles the later ones get others."""
        stated = [self._stated_id(content) for content in self.contents]
        taken = {each for each in stated if each} | {END}
        seen: set[str] = set()
        ids = []
        for content, name in zip(self.contents, stated, strict=True):
            made = name or slug(content.passage.name, taken)
            taken.add(made)
            ids.append(made)
            if content.passage.name in seen:
                self._note("duplicate_passage", content, name=made)
            seen.add(content.passage.name)
        return ids

    def _stated_id(self, content: Content) -> str | None:
        """The id a scene has in our notation, or its name where that can be one."""
        for entry in content.entries:
            if entry.word == "id" and (found := facts.identifier(entry.short)):
                return found
        name = facts.identifier(content.passage.name) if self.ours else None
        return None if name == END else name

    def _note(
        self,
        code: str,
        content: Content,
        place: tuple[str | int, ...] = (),
        line: int = 0,
        **params: Any,
    ) -> None:
        passage = content.passage
        self.notes.add(code, place, passage=passage.name, line=line or passage.line, **params)

    def run(self) -> Drafted:
        """Make everything."""
        for number, (content, name) in enumerate(zip(self.contents, self.ids, strict=True)):
            if number in self.terminal:
                self.result.endings.append(self._ending(content, name))
            else:
                self.result.scenes.append(self._scene(content, name))
        self.result.start = self._start()
        return self.result

    def _start(self) -> str:
        first = str(self.result.scenes[0]["id"]) if self.result.scenes else ""
        if self.wanted_start is None:
            return first
        for number, (content, name) in enumerate(zip(self.contents, self.ids, strict=True)):
            if content.passage.name == self.wanted_start and number not in self.terminal:
                return name
        self.notes.add("unknown_start", ("start",), name=shortened(self.wanted_start))
        stated = facts.identifier(self.wanted_start) if self.ours else None
        return stated or first

    def _scene(self, content: Content, name: str) -> Raw:
        place = ("scenes", len(self.result.scenes))
        told: dict[str, str] = {}
        for entry in content.entries:
            if entry.word != "id":
                key = entry.word or "says"
                told[key] = "\n\n".join(filter(None, [told.get(key), self._text(entry)]))
        if not LEAST <= len(content.answers) <= MOST:
            self._note("few_links", content, place, number=len(content.answers))
        used = [self._answer_id(answer) for answer in content.answers]
        taken = set(used)
        free = iter(each for each in _letters() if each not in taken)
        statements = [
            self._statement(content, answer, used[at] or next(free), (*place, "statements", at))
            for at, answer in enumerate(content.answers)
        ]
        parts: Raw = {"id": name}
        parts |= {key: told.get(key) or None for key in ("phase", "situation", "says")}
        return {**parts, "statements": statements}

    def _text(self, entry: Entry) -> str:
        return entry.text if self.ours else "\n".join(entry.raw).strip()

    def _answer_id(self, answer: Answer) -> str | None:
        found = (each.short for each in answer.entries if each.word == "id")
        return next(filter(None, map(facts.identifier, found)), None)

    def _statement(
        self, content: Content, answer: Answer, name: str, place: tuple[str | int, ...]
    ) -> Raw:
        values = self._values(content, answer, place)
        if not answer.text:
            self._note("empty_link", content, (*place, "text"), answer.line)
        for word in ("effects", "criteria", "reply", "feedback"):
            missing = values.get(word) is None if word == "effects" else not values.get(word)
            if missing:
                self._note(f"without_{word}", content, (*place, word), answer.line)
        return {
            "id": name,
            "text": answer.text,
            "effects": values.get("effects") or {},
            "reply": values.get("reply", ""),
            "feedback": values.get("feedback", ""),
            "criteria": values.get("criteria") or [],
            "reveals": values["reveals"],
            "next": self._target(content, answer, (*place, "next")),
        }

    def _values(self, content: Content, answer: Answer, place: tuple[str | int, ...]) -> Raw:
        values: Raw = {"reveals": []}
        for entry in answer.entries:
            if entry.word not in SPELT:
                values[entry.word] = entry.text
                continue
            read, like = SPELT[entry.word]
            found = read(entry.short)
            if found is None:
                self._note("unreadable", content, place, entry.line, word=entry.word, like=like)
            elif entry.word == "reveals":
                values["reveals"].append(found)
            else:
                values[entry.word] = found
        return values

    def _target(self, content: Content, answer: Answer, place: tuple[str | int, ...]) -> str:
        name = answer.target
        if name in self.by_name or name == END:
            return self.by_name.get(name, END)
        self._note("unknown_target", content, place, answer.line, name=shortened(name))
        return facts.identifier(name) or slug(name)

    def _ending(self, content: Content, name: str) -> Raw:
        place = ("endings", len(self.result.endings))
        self._note("ending_drafted", content, place)
        text = "\n".join(self._text(entry) for entry in content.entries)
        title = " ".join(content.passage.name.split()) or name
        return {"id": name, "tone": Tone.MIXED.value, "title": title, "text": text, "any": []}


def _letters() -> Iterable[str]:
    """a, b, …, z, and numbers after them."""
    yield from "abcdefghijklmnopqrstuvwxyz"
    number = 1
    while True:
        yield f"a{number}"
        number += 1
