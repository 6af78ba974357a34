"""Marks messages for translation where Django must not be known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_GENDER_STAR = re.compile(r"(?<=\w)\*(?=\w)")


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; catalogue tools collect it, `host` translates it."""
    return message


@dataclass(frozen=True)
class Message:
    """A sentence in English with named places, translated when the reader is known.

    `text` uses ``%(name)s`` places that `params` fill. A place may hold a message, or a tuple of
    messages: they are translated too and stand there with commas between them.
    """

    text: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.told(str)

    def told(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the language of `translate`, with its places filled."""
        text = translate(self.text) if self.text else ""
        if not self.params:
            return text
        return text % {name: _filling(value, translate) for name, value in self.params.items()}


def _filling(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, Message):
        return value.told(translate)
    if isinstance(value, tuple):
        return ", ".join(str(_filling(each, translate)) for each in value)
    return value


def keep_gender_star(markdown: str) -> str:
    """Return Markdown in which the asterisk inside a word, as in Kolleg*innen, is no emphasis."""
    return _GENDER_STAR.sub(r"\\*", markdown)
