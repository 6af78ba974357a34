"""Reads Twee 3 as a draft of a dialogue, with what is left to do."""

from __future__ import annotations

from typing import Any

from xblocks.core.definitions import Finding
from xblocks.role_play.twee import drafting
from xblocks.role_play.twee.findings import (
    LARGEST,
    MOST_PASSAGES,
    Notes,
    TooManyPassages,
    TweeTooLarge,
)
from xblocks.role_play.twee.frame import read_endings, read_frame
from xblocks.role_play.twee.notation import DATA, ENDINGS, FRAME, TITLE, unescaped
from xblocks.role_play.twee.passages import Passage, as_json, read

NOT_PLAYED = frozenset(
    "StoryInit StoryCaption StoryMenu StoryBanner StorySubtitle StoryAuthor StoryInterface "
    "StorySettings StoryIncludes StoryShare StoryDisplayTitle PassageHeader PassageFooter "
    "PassageReady PassageDone UserScript UserStylesheet".split()
)
"""Passages with a meaning of their own in story formats."""

NOT_PLAYED_TAGS = frozenset(
    "script stylesheet widget init header footer startup annotation Twine.private Twine.image "
    "Twine.audio Twine.video Twine.vtt".split()
)

DEFAULT_START = "Start"
"""Where a story begins that does not say so."""

Raw = dict[str, Any]


def from_twee(text: str) -> tuple[Raw, list[Finding]]:
    """Return a definition as plain JSON, maybe not valid yet, and what to look at.

    A file of `to_twee` gives the same dialogue again and no findings, if the dialogue has none.

    Raises:
        TweeTooLarge, NotTwee, TooManyPassages, TooManyLinks: nothing can be made of the text.
    """
    if len(text) > LARGEST:
        raise TweeTooLarge
    notes = Notes()
    story = _Story(read(text, notes), notes)
    definition = story.definition()
    return definition, notes.findings()


class _Story:
    """The passages, sorted by what they are for."""

    def __init__(self, passages: list[Passage], notes: Notes) -> None:
        self.notes = notes
        self.special: dict[str, Passage] = {}
        self.scenes: list[Passage] = []
        for passage in passages:
            self._sort(passage)
        if len(self.scenes) > MOST_PASSAGES:
            raise TooManyPassages(number=len(self.scenes))
        self.ours = bool(self.special.keys() & {FRAME, ENDINGS})

    def _sort(self, passage: Passage) -> None:
        kind = next((tag for tag in (FRAME, ENDINGS) if tag in passage.tags), passage.name)
        if kind in {TITLE, DATA, FRAME, ENDINGS}:
            if kind in self.special:
                self._note("second_special", passage)
            self.special.setdefault(kind, passage)
        elif passage.name in NOT_PLAYED or NOT_PLAYED_TAGS & set(passage.tags):
            self._note("not_part", passage)
        else:
            self.scenes.append(passage)

    def _note(self, code: str, passage: Passage, place: tuple[str | int, ...] = ()) -> None:
        self.notes.add(code, place, passage=passage.name, line=passage.line)

    def definition(self) -> Raw:
        """The whole draft."""
        closing = self.special.get(ENDINGS)
        drafted = drafting.drafted(
            self.scenes,
            self._start_name(),
            closing.name if closing else None,
            self.notes,
            ours=self.ours,
        )
        return {
            "kind": "dialogue",
            "title": self._title(),
            **self._frame(),
            "start": drafted.start,
            "scenes": drafted.scenes,
            "endings": self._endings(drafted.endings),
        }

    def _title(self) -> str:
        passage = self.special.get(TITLE)
        text = ""
        if passage:
            text = unescaped(passage.text.strip()) if self.ours else passage.plain.strip()
        if not text:
            self.notes.add("no_title", ("title",))
        return text

    def _start_name(self) -> str | None:
        passage = self.special.get(DATA)
        data = as_json(passage.text) if passage else {}
        if passage and not isinstance(data, dict):
            self._note("bad_story_data", passage)
        start = data.get("start") if isinstance(data, dict) else None
        if isinstance(start, str):
            return start
        return DEFAULT_START if any(s.name == DEFAULT_START for s in self.scenes) else None

    def _frame(self) -> Raw:
        passage = self.special.get(FRAME)
        if passage is None:
            self.notes.add("without_frame", ("persona",))
        return read_frame(passage, self.notes)

    def _endings(self, drafts: list[Raw]) -> list[Raw]:
        passage = self.special.get(ENDINGS)
        endings = drafts + (read_endings(passage, self.notes) if passage else [])
        if not endings:
            self.notes.add("without_endings", ("endings",))
        return endings
