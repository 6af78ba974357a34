"""Short texts of a board as they are kept: on cards, over groups, in measures."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from xblocks.core.errors import Invalid
from xblocks.core.text import gettext_noop

CARD_LENGTH: Final = 200
HEADING_LENGTH: Final = 100
GOOD_WORDS: Final = 7
"""As many words a card should have at most (`curriculum-facts 3.4`)."""

_UNSEEN: Final = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Categories of signs that show nothing: controls, marks of direction, halves of pairs."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""Some scripts and emoji need them to be read right."""


class NothingThere(Invalid):
    """A text that must be there."""

    code = "nothing_there"
    sentence = gettext_noop("Please write a few words here.")


class WordsTooLong(Invalid):
    """More than there is room for."""

    code = "words_too_long"
    sentence = gettext_noop(
        "This is too long: at most %(most)s characters. Your text is kept, please make it shorter."
    )


class WordsNotReadable(Invalid):
    """Signs that are none."""

    code = "words_not_readable"
    sentence = gettext_noop("We cannot keep some of these characters. Please type them again.")


def words(text: str, most: int, *, needed: bool = False) -> str:
    """Return a text as one line of at most `most` characters.

    Raises `NothingThere`, `WordsTooLong`, `WordsNotReadable`.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise WordsNotReadable
    # In the form in which letters are one sign each: what is compared later is what was meant.
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(
        sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    kept = " ".join(kept.split())
    if needed and not kept.strip("\u200c\u200d "):
        raise NothingThere
    if len(kept) > most:
        raise WordsTooLong(most=most)
    return kept


def card_text(text: str) -> str:
    """Return what stands on a card; raises what `words` raises."""
    return words(text, CARD_LENGTH, needed=True)


def is_wordy(text: str) -> bool:
    """Whether a card has more words than are good: it may hold two thoughts."""
    return len(re.findall(r"\w+", text)) > GOOD_WORDS
