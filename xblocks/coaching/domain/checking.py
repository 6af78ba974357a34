"""What is missing before a request can be sent (`curriculum-facts 1.11`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from xblocks.coaching.domain.values import (
    QUESTION_LENGTH,
    SITUATION_LENGTH,
    TRIED_LENGTH,
    URGENCY_REASON_LENGTH,
    Outcome,
    Phase,
    Urgency,
)
from xblocks.core.text import Message, gettext_noop
from xblocks.core.topics import Topic

HARD_LIMIT = 20_000
"""Characters of one field that a draft keeps at most, far above what can be sent."""

LIMITS = {
    "situation": SITUATION_LENGTH,
    "question": QUESTION_LENGTH,
    "tried": TRIED_LENGTH,
    "urgency_reason": URGENCY_REASON_LENGTH,
}
CHOICES: dict[str, frozenset[str]] = {
    "topic": frozenset(Topic),
    "outcome": frozenset(Outcome),
    "urgency": frozenset(Urgency),
    "phase": frozenset(Phase),
}

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_MISSING = {
    "topic": gettext_noop("Choose a topic. It leads your request to the right expert."),
    "situation": gettext_noop("Describe the situation in a few sentences, without names."),
    "question": gettext_noop("Write your question."),
    "tried": gettext_noop("Say what you have tried or thought of so far."),
    "outcome": gettext_noop("Choose what you want to have in the end."),
    "urgency": gettext_noop("Choose until when you need an answer."),
    "phase": gettext_noop("Choose the milestone your project is at."),
}
_NO_REASON = gettext_noop("Say in a sentence why it is urgent.")
_NOT_OFFERED = gettext_noop("This desk does not take this topic. Please choose another one.")
_TOO_LONG = gettext_noop("%(over)s characters too many: at most %(limit)s are allowed.")
_NOT_PSEUDONYMISED = gettext_noop("Confirm that your file holds no names, or remove it.")


@dataclass(frozen=True)
class Filled:
    """A request as it is filled in; words are values of `domain.values`, "" when not chosen."""

    topic: str = ""
    situation: str = ""
    question: str = ""
    tried: str = ""
    outcome: str = ""
    urgency: str = ""
    urgency_reason: str = ""
    phase: str = ""
    pseudonymised: bool = False


@dataclass(frozen=True)
class Problem:
    """What is not right with a field yet."""

    field: str
    message: Message


def clean(text: str) -> str:
    """Return text as it is kept: without what nobody sees, with plain ends of lines."""
    text = text.encode(errors="ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", text).strip()


def problems(filled: Filled, topics: Collection[str], *, has_files: bool) -> tuple[Problem, ...]:
    """Return what keeps a request from being sent, in the order of the form.

    `topics` are those the desk takes.
    """
    found: list[Problem] = []

    def add(field: str, text: str, **params: int) -> None:
        found.append(Problem(field, Message(text, dict(params))))

    for field, sentence in _MISSING.items():
        if not getattr(filled, field):
            add(field, sentence)
    if filled.topic and filled.topic not in topics:
        add("topic", _NOT_OFFERED)
    if filled.urgency == Urgency.URGENT and not filled.urgency_reason:
        add("urgency_reason", _NO_REASON)
    for field, limit in LIMITS.items():
        over = len(getattr(filled, field)) - limit
        if over > 0:
            add(field, _TOO_LONG, over=over, limit=limit)
    if has_files and not filled.pseudonymised:
        add("pseudonymised", _NOT_PSEUDONYMISED)
    order = list(Filled.__dataclass_fields__)
    return tuple(sorted(found, key=lambda each: order.index(each.field)))
