"""Short texts of a board as they are kept: on cards, over groups, in measures."""

from __future__ import annotations

import re
from typing import Final

from xblocks.core.wording import line

CARD_LENGTH: Final = 200
HEADING_LENGTH: Final = 100
GOOD_WORDS: Final = 7
"""As many words a card should have at most (`curriculum-facts 3.4`)."""


def card_text(text: str) -> str:
    """Return what stands on a card; raises what `line` raises."""
    return line(text, CARD_LENGTH, needed=True)


def is_wordy(text: str) -> bool:
    """Whether a card has more words than are good: it may hold two thoughts."""
    return len(re.findall(r"\w+", text)) > GOOD_WORDS
