"""Texts people write as they are kept: no signs that nobody sees, not longer than agreed."""

from __future__ import annotations

import unicodedata
from typing import Final

from xblocks.core.errors import Invalid
from xblocks.core.text import gettext_noop

_UNSEEN: Final = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Categories of signs that show nothing: controls, marks of direction, halves of pairs."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""Some scripts and emoji need them to be read right."""


class NothingWritten(Invalid):
    """A text that must be there."""

    code = "nothing_written"
    sentence = gettext_noop("Please write a few words here.")


class TextTooLong(Invalid):
    """More than there is room for."""

    code = "text_too_long"
    sentence = gettext_noop(
        "This is too long: at most %(most)s characters. Your text is kept, please make it shorter."
    )


class TextNotReadable(Invalid):
    """Signs that are none."""

    code = "text_not_readable"
    sentence = gettext_noop("We cannot keep some of these characters. Please type them again.")


def line(text: str, most: int, *, needed: bool = False) -> str:
    """Return a text as one line of at most `most` characters.

    Raises `NothingWritten`, `TextTooLong`, `TextNotReadable`.
    """
    return _kept(_one_line(text), most, needed=needed)


def prose(text: str, most: int, *, needed: bool = False) -> str:
    """Return a text of several lines, `most` characters in all; raises what `line` raises."""
    lines = [_one_line(each) for each in text.splitlines()]
    return _kept("\n".join(lines).strip(), most, needed=needed)


def _one_line(text: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise TextNotReadable
    # In the form in which letters are one sign each: what is compared later is what was meant.
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(
        sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    return " ".join(kept.split())


def _kept(text: str, most: int, *, needed: bool) -> str:
    if needed and not text.strip("\u200c\u200d \n"):
        raise NothingWritten
    if len(text) > most:
        raise TextTooLong(most=most)
    return text
