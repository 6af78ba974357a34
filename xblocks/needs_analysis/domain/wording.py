"""Short texts of a matrix as they are kept: one line, no signs that nobody sees."""

from __future__ import annotations

import unicodedata

from xblocks.core.errors import Invalid
from xblocks.core.text import gettext_noop

_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Categories of signs that show nothing: controls, marks of direction, halves of pairs."""

_JOINERS = frozenset("\u200c\u200d")
"""Some scripts and emoji need them to be read right."""


class NothingWritten(Invalid):
    """A text that must be there."""

    code = "nothing_written"
    sentence = gettext_noop("Please write a few words here.")


class LineTooLong(Invalid):
    """More than a line holds."""

    code = "line_too_long"
    sentence = gettext_noop("This is too long: at most %(most)s characters.")


class LineNotReadable(Invalid):
    """Signs that are none."""

    code = "line_not_readable"
    sentence = gettext_noop("We cannot keep some of these characters. Please type them again.")


def line(text: str, most: int, *, needed: bool = False) -> str:
    """Return a text as one line of at most `most` characters.

    Raises `NothingWritten`, `LineTooLong`, `LineNotReadable`.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise LineNotReadable
    # In the form in which letters are one sign each: what is compared later is what was meant.
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(
        sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    kept = " ".join(kept.split())
    if needed and not kept:
        raise NothingWritten
    if len(kept) > most:
        raise LineTooLong(most=most)
    return kept
