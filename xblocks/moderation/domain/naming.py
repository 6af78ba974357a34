"""How phases are called in sentences."""

from __future__ import annotations

from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.planned import PLACES


def named(phase: str) -> Message:
    """Return what a phase is called, with its code."""
    text = gettext_noop("%(name)s (%(code)s)")
    return Message(text, {"name": Message(PLACES[phase]), "code": phase})
