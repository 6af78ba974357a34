"""What is wrong with the content, and where: file, line and a sentence that tells what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xblocks.core.errors import Refusal
from xblocks.core.text import Message, gettext_noop

Where = tuple[str | int, ...]
"""A path into the data of a file, e.g. ``("sections", 2, "goals", 0)``."""


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file; `file` is relative to the content folder, `line` counts from 1."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Defect:
    """Something an author has to put right."""

    place: Place
    message: Message

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class UnusableContent(Refusal):
    """The content cannot become a course; `defects` holds everything found, sorted by place."""

    code = "unusable_content"
    status = 422
    sentence = gettext_noop("Nothing was built. Defects in the content: %(count)s\n%(defects)s")

    def __init__(self, defects: Iterable[Defect]) -> None:
        once = {(each.place, str(each.message)): each for each in defects}
        self.defects = tuple(once[key] for key in sorted(once))
        super().__init__(count=len(self.defects), defects=_lines(self.defects))


def _lines(defects: Sequence[Defect]) -> Message:
    """One defect a line, each translated when the whole is told."""
    text = "\n".join(f"  %(place{n})s: %(what{n})s" for n in range(len(defects)))
    places: dict[str, object] = {f"place{n}": each.place for n, each in enumerate(defects)}
    return Message(text, places | {f"what{n}": each.message for n, each in enumerate(defects)})


class Places(dict[Where, Place]):
    """Where each piece of data stands.

    Data of several files can be grafted into one; `_stems` are the paths where a file begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self._stems: set[Where] = {()}

    def find(self, where: Where) -> Place:
        """The place of `where`, or of the nearest piece around it that has one."""
        for length in range(len(where), -1, -1):
            place = self.get(where[:length])
            if place is not None:
                return place
        return Place("?")

    def graft(self, prefix: Where, other: Places, below: Where = ()) -> None:
        """Take over the places of data that stood at `below` and was put in at `prefix`."""
        for where, place in list(other.items()):
            if where[: len(below)] == below:
                self[prefix + where[len(below) :]] = place
        self._stems.add(prefix)

    def spell(self, where: Where) -> str:
        """The path within its file, as authors read it: ``sections[2].goals[0]``."""
        stem = max(
            (length for length in range(len(where) + 1) if where[:length] in self._stems),
            default=0,
        )
        spelt = ""
        for step in where[stem:]:
            spelt += f"[{step}]" if isinstance(step, int) else f".{step}"
        return spelt.removeprefix(".")

    def defect(self, where: Where, message: Message) -> Defect:
        """A defect of the data at `where`; the sentence begins with its path."""
        path = self.spell(where)
        if path:
            message = Message("%(path)s: %(what)s", {"path": path, "what": message})
        return Defect(self.find(where), message)
