"""Marks messages for translation where Django must not be known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_GENDER_STAR = re.compile(r"(?<=\w)\*(?=\w)")


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; catalogue tools collect it, `host` translates it."""
    return message


@dataclass(frozen=True)
class Message:
    """A sentence in English with named places, translated when the reader is known.

    `text` uses ``%(name)s`` places that `params` fill.
    """

    text: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text


def keep_gender_star(markdown: str) -> str:
    """Return Markdown in which the asterisk inside a word, as in Kolleg*innen, is no emphasis."""
    return _GENDER_STAR.sub(r"\\*", markdown)
