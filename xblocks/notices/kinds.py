"""Kinds of notices: what is said, in which tone. Components register their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xblocks.core.text import gettext_noop

PLACES: Mapping[str, type] = {"title": str, "due": datetime, "count": int}
"""All a notice can carry: the title of an exercise, a moment, a number. What people wrote has no
place in it, so that it can never reach a mail (`features C7`)."""

_PLACE = re.compile(r"%\((\w+)\)s")


class Tone(StrEnum):
    """How a notice looks: something to know, something done, something to do."""

    INFO = "info"
    GOOD = "good"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `ident` is stored for ever; `subject` and `sentence` are message ids.

    Both may hold the places of `PLACES` as ``%(title)s``; anything else raises ValueError. What is
    `urgent` loses its worth by waiting: its mail goes at once, whatever people chose (`rhythm`).
    """

    ident: str
    subject: str
    sentence: str
    tone: Tone = Tone.INFO
    urgent: bool = False

    def __post_init__(self) -> None:
        unknown = self.places - PLACES.keys()
        if unknown:
            raise ValueError(f"{self.ident}: a notice has no place for {sorted(unknown)}")

    @property
    def places(self) -> frozenset[str]:
        """The places that must be filled."""
        return frozenset(_PLACE.findall(self.subject + self.sentence))


WORK_RETURNED = Kind(
    "work_returned",
    gettext_noop("Please revise: %(title)s"),
    gettext_noop("Your work came back with comments. Hand in the new version by %(due)s."),
    Tone.ATTENTION,
)
WORK_DECIDED = Kind(
    "work_decided",
    gettext_noop("Reviewed: %(title)s"),
    gettext_noop("Your work has been reviewed. The result waits for you in the course."),
    Tone.GOOD,
)
WORK_HANDED_IN = Kind(
    "work_handed_in",
    gettext_noop("Handed in: %(title)s"),
    gettext_noop("Your team has handed in this work. You can read it in the course."),
    Tone.GOOD,
)
CLAIM_TAKEN_OVER = Kind(
    "claim_taken_over",
    gettext_noop("Taken over: %(title)s"),
    gettext_noop("Your time for this review ran out, and a colleague goes on with it now."),
)
DEADLINE_SOON = Kind(
    "deadline_soon",
    gettext_noop("Due soon: %(title)s"),
    gettext_noop("You have time until %(due)s."),
    Tone.ATTENTION,
    urgent=True,
)
DEADLINE_EXTENDED = Kind(
    "deadline_extended",
    gettext_noop("More time: %(title)s"),
    gettext_noop("The new deadline is %(due)s."),
)

_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known, when the app starts; the same twice is one.

    Raises ValueError when two kinds want the same ident.
    """
    for kind in kinds:
        if _kinds.setdefault(kind.ident, kind) != kind:
            raise ValueError(f"two kinds of notices are called {kind.ident}")


def find(ident: str) -> Kind | None:
    """Return the kind of a stored notice; None when its component is no longer installed."""
    return _kinds.get(ident)


def urgent_kinds() -> frozenset[str]:
    """Return the idents of the kinds whose mail never waits for others."""
    return frozenset(kind.ident for kind in _kinds.values() if kind.urgent)


register(
    WORK_RETURNED,
    WORK_DECIDED,
    WORK_HANDED_IN,
    CLAIM_TAKEN_OVER,
    DEADLINE_SOON,
    DEADLINE_EXTENDED,
)
