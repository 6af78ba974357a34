"""The question every two seconds: has anything changed? One statement says no.

A page carries a key that says which board it shows. It opens nothing: whoever has it learns
whether a number is still the same. Anything else goes the whole way, permissions first.
"""

from __future__ import annotations

from django.core import signing

from xblocks.moderation.board.membership import Access
from xblocks.moderation.records import Board

SALT = "xblocks.moderation.board"
LASTS = 15 * 60
"""Seconds; every part of the page brings a new one."""


def key(here: Access) -> str:
    """Return the key of a page that shows a board to somebody who has reached it."""
    return signing.dumps(here.board.pk, salt=SALT)


def unchanged(key_text: str, board_id: int, since: int) -> bool:
    """Whether the board still has the revision `since`; False, too, for a key that is none."""
    try:
        board = signing.loads(key_text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return False
    return bool(board == board_id and Board.objects.filter(pk=board_id, revision=since).exists())
