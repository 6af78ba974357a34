"""How good a request is: five points, and a word about what is missing. It never blocks.

Source: `curriculum-facts 1.11` (quality criteria, one point each, feedback below 4).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from xblocks.coaching.domain.values import Outcome
from xblocks.core.personal import WARNINGS, Kind, traces
from xblocks.core.text import Message, gettext_noop

FEEDBACK_BELOW = 4
"""With fewer points people get a word on what is missing."""

LONGEST_QUESTION = 1_000
SITUATION_WORDS = 12
TRIED_WORDS = 5
MOST_WARNINGS = 4
"""For one field; more would only be read past."""


class Criterion(StrEnum):
    """What makes a request good."""

    SITUATION = "situation"
    QUESTION = "question"
    TRIED = "tried"
    OUTCOME = "outcome"
    NO_PERSON = "no_person"


@dataclass(frozen=True)
class Asked:
    """The words of a request, as far as somebody has come with it."""

    situation: str = ""
    question: str = ""
    tried: str = ""
    outcome: str = ""
    urgency_reason: str = ""


@dataclass(frozen=True)
class Hint:
    """A word about a field. `warns`: it may be about a person, and is told whatever the points."""

    criterion: Criterion
    field: str
    message: Message
    warns: bool = False


@dataclass(frozen=True)
class Quality:
    """What is met, and a hint for all the rest."""

    met: frozenset[Criterion]
    hints: tuple[Hint, ...]

    @property
    def points(self) -> int:
        """0 to 5."""
        return len(self.met)

    @property
    def told(self) -> tuple[Hint, ...]:
        """The hints to show: warnings always, the rest below `FEEDBACK_BELOW` points."""
        everything = self.points < FEEDBACK_BELOW
        return tuple(hint for hint in self.hints if hint.warns or everything)


def quality(asked: Asked, known: Collection[str] = ()) -> Quality:
    """Return points and hints; `known` are names to look for, e.g. those of the team."""
    hints = (*_worded(asked), *_warnings(asked, known))
    missed = {hint.criterion for hint in hints}
    # An empty form tells nothing about anybody, but it is no good request for that.
    if not any((asked.situation.strip(), asked.question.strip(), asked.tried.strip())):
        missed.add(Criterion.NO_PERSON)
    return Quality(frozenset(set(Criterion) - missed), hints)


def warnings_of(text: str, field: str, known: Collection[str] = ()) -> tuple[Hint, ...]:
    """Return what may be about a person in one text, the first few."""
    found: dict[tuple[Kind, str], Hint] = {}
    for trace in traces(text, known):
        message = Message(WARNINGS[trace.kind], {"excerpt": " ".join(trace.excerpt.split())})
        key = (trace.kind, trace.excerpt)
        found.setdefault(key, Hint(Criterion.NO_PERSON, field, message, warns=True))
    return tuple(found.values())[:MOST_WARNINGS]


def _warnings(asked: Asked, known: Collection[str]) -> Iterator[Hint]:
    for field in ("situation", "question", "tried", "urgency_reason"):
        yield from warnings_of(getattr(asked, field), field, known)


def _worded(asked: Asked) -> Iterator[Hint]:
    if _words(asked.situation) < SITUATION_WORDS:
        text = gettext_noop("Describe one situation: what happens, where, since when?")
        yield Hint(Criterion.SITUATION, "situation", Message(text))
    count = questions(asked.question)
    if count == 0:
        text = gettext_noop("What do you want to know? End with a question mark.")
        yield Hint(Criterion.QUESTION, "question", Message(text))
    elif count > 1:
        text = gettext_noop(
            "These seem to be several questions. Choose one and make a second request of the rest."
        )
        yield Hint(Criterion.QUESTION, "question", Message(text))
    if not has_tried(asked.tried):
        text = gettext_noop("What have you tried or read? One sentence helps the expert.")
        yield Hint(Criterion.TRIED, "tried", Message(text))
    if asked.outcome not in set(Outcome):
        text = gettext_noop("Choose what you want to have in the end.")
        yield Hint(Criterion.OUTCOME, "outcome", Message(text))


_ASKING = (
    r"(?:wie|was|wer|wem|wen|wessen|wann|wo|woher|wohin|womit|wofür|woran|warum|weshalb|wieso"
    r"|welche[rsmn]?|wieviel|how|what|who|whom|whose|when|where|why|which)"
)
_BEGINS_ASKING = re.compile(
    rf"\s*(?:und |and )?(?:{_ASKING}|darf|dürfen|kann|können|muss|müssen|soll|sollen|ist|sind|gibt"
    r"|haben|hat|may|can|must|should|is|are|does|do)\b",
    re.IGNORECASE,
)
_SECOND = re.compile(
    rf"\S+(?:\s+[^\s,;]+){{2,}}\s+(?:und|sowie|and|and also)\s+{_ASKING}\b", re.IGNORECASE
)
_QUOTED = re.compile(r"„[^“]*“|“[^”]*”|\"[^\"]*\"|»[^«]*«|https?://\S+")
_NOTHING = re.compile(
    r"\W*(?:(?:noch|bisher|bislang|leider|gar|so far)\s+){0,5}"
    r"(?:nichts?|nix|nein|keine?[nrs]?|nothing|none|no|not yet|n\s?/\s?a|nada|-+)\b.{0,25}$",
    re.IGNORECASE | re.DOTALL,
)


def questions(text: str) -> int:
    """Return how many questions a text seems to ask: 0, 1, or more.

    Counted are question marks outside quotations. Without any, a text that begins like a question
    is one. “How do I begin and who pays?” is two, “how and when” is one.
    """
    plain = _QUOTED.sub("x", text[:LONGEST_QUESTION])
    marks = len(re.findall(r"\?[?!]*", plain))
    if not plain.strip():
        return 0
    if marks == 0 and _BEGINS_ASKING.match(plain):
        marks = 1
    if marks == 1 and "," not in plain and _SECOND.search(plain):
        return 2
    return marks


def has_tried(text: str) -> bool:
    """Whether a text tells of an own attempt: some words that are not “nothing yet”."""
    return _words(text) >= TRIED_WORDS and not _NOTHING.match(text[:2_000])


def _words(text: str) -> int:
    return len(re.findall(r"\w{2,}", text[:5_000]))
