"""Rows of a short plan, and buttons that are pressed."""

from __future__ import annotations

import itertools

from xblocks.moderation.domain.running import Button, Press
from xblocks.moderation.planned import Row

_numbers = itertools.count(1)

ROWS = [
    Row(id="z1", phase="P1", method="BEG", minutes=5, content="Goal, course, time, rules"),
    Row(id="z2", phase="P2", method="KAR", minutes=10, content="What must we be able to?"),
    Row(id="z3", phase="buffer", minutes=5),
]
"""20 minutes, five of them buffer."""


def rows(*minutes: int) -> list[Row]:
    """Return rows that last so many minutes."""
    return [
        Row(id=f"z{number}", phase="P4", minutes=each) for number, each in enumerate(minutes, 1)
    ]


def press(button: str, at: int, minutes: int = 0) -> Press:
    """Return a press of its own."""
    return Press(f"press{next(_numbers):08d}", Button(button), at, minutes)
