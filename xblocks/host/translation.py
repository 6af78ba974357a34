"""Puts messages of pure code into the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from xblocks.core.text import Message


def translated(message: Message) -> str:
    """Return the sentence in the active language with its places filled."""
    return message.told(gettext)
