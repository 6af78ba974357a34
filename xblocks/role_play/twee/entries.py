"""What stands in a passage: links, and lines that begin with ``@`` and a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice

from xblocks.role_play.twee.findings import MOST_LINKS, Notes, TooManyLinks, shortened
from xblocks.role_play.twee.notation import unescaped
from xblocks.role_play.twee.passages import Passage

_WORD = re.compile(r"@(\w+)(?:\s+|$)")


@dataclass
class Entry:
    """A word with its raw text, which may go over several lines. The word is empty for text."""

    word: str
    line: int
    raw: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the text stands for."""
        return unescaped("\n".join(self.raw).strip())

    @property
    def short(self) -> str:
        """A text that belongs in one line."""
        return " ".join(" ".join(self.raw).split())


@dataclass
class Answer:
    """A link: what it says, the name of the passage it leads to, and the entries below it."""

    text: str
    target: str
    line: int
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Content:
    """A passage: entries before any link, then its links."""

    passage: Passage
    entries: list[Entry] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def noted(
    passage: Passage, scene: Collection[str], answer: Collection[str], notes: Notes
) -> Content:
    """Read a passage in our notation; the words are those known of a scene and of an answer."""
    content = Content(passage)
    entries, known = content.entries, scene
    for number, line in passage.lines():
        word = _WORD.match(line)
        links = _found_in(line, content)
        if word and word[1] in known:
            entries.append(Entry(word[1], number, [line[word.end() :]]))
        elif links:
            rest = _between(line, links)
            if rest.strip():
                _text_into(entries, number, unlinked(rest, links))
            for _start, _end, inner in links:
                text, target = parted(inner)
                content.answers.append(Answer(unescaped(text), unescaped(target), number))
            entries, known = content.answers[-1].entries, answer
        else:
            if word:
                notes.add("unknown_word", passage=passage.name, line=number, word=word[1])
            _text_into(entries, number, line)
    return content


def plain(passage: Passage, notes: Notes) -> Content:
    """Read a passage that Twine authors wrote without our notation: text and links."""
    content = Content(passage)
    told: list[str] = []
    for number, raw in passage.lines():
        line = raw[1:] if raw.startswith("\\::") else raw
        links = _found_in(line, content)
        for _start, _end, inner in links:
            text, setter, _rest = inner.partition("][")
            if setter:
                notes.add("setter", passage=passage.name, line=number)
            said, target = parted(text)
            content.answers.append(Answer(said, target, number))
        if _COMMANDS.search(line):
            notes.add("commands", passage=passage.name, line=number)
        if not links:
            told.append(line)
        elif _between(line, links).strip():
            told.append(unlinked(line, links))
    content.entries.append(Entry("", passage.line + 1, told))
    return content


_COMMANDS = re.compile(r"<<|\((?:set|if|else|print|link|display|goto|go-to|live|put)[\w-]*:")


def _text_into(entries: list[Entry], number: int, line: str) -> None:
    if entries:
        entries[-1].raw.append(line)
    elif line.strip():
        entries.append(Entry("", number, [line]))


Found = tuple[int, int, str]


def _found_in(line: str, content: Content) -> list[Found]:
    """The links of a line; raises `TooManyLinks`."""
    found = list(islice(_links(line), MOST_LINKS + 1))
    if len(content.answers) + len(found) > MOST_LINKS:
        raise TooManyLinks(passage=shortened(content.passage.name), most=MOST_LINKS)
    return found


def _links(line: str) -> Iterator[Found]:
    """Start, end and inner text of the links of a line; takes one way through it."""
    start = line.find("[[")
    while start >= 0:
        end = line.find("]]", start + 2)
        if end < 0:
            return
        inner = line[start + 2 : end]
        yield start, end + 2, inner
        start = line.find("[[", end + 2)


def _between(line: str, links: list[Found]) -> str:
    """What stands around the links."""
    at, parts = 0, []
    for start, end, _inner in links:
        parts.append(line[at:start])
        at = end
    return "".join([*parts, line[at:]])


def unlinked(line: str, links: list[Found]) -> str:
    """The line with the words of its links in their place."""
    at, parts = 0, []
    for start, end, inner in links:
        parts += [line[at:start], parted(inner.partition("][")[0])[0]]
        at = end
    return "".join([*parts, line[at:]])


def parted(inner: str) -> tuple[str, str]:
    """Text and target of a link: ``text->target``, ``target<-text``, ``text|target``, ``target``.

    As in Twine the last arrow to the right counts, else the first to the left, else the last bar.
    """
    if "->" in inner:
        text, _arrow, target = inner.rpartition("->")
    elif "<-" in inner:
        target, _arrow, text = inner.partition("<-")
    elif "|" in inner:
        text, _bar, target = inner.rpartition("|")
    else:
        text = target = inner
    return text.strip(), target.strip()
