"""What publishing needs of the people before the screen."""

from __future__ import annotations

from typing import Protocol

from xblocks.core.text import Message


class Voice(Protocol):
    """Tells what happens, and asks."""

    def say(self, message: Message) -> None:
        """Tell something that stays on the screen."""

    def progress(self, message: Message, done: int, total: int) -> None:
        """Show how far the present step is; `total` is 0 when that is not known."""

    def agree(self, question: Message) -> bool:
        """Whether somebody agrees that something is overwritten."""
