"""How a figure is reached, as values that a page puts into words and numbers of its language.

Numbers in the messages are `Fraction`, `Decimal` or `int`; `desk.ways` spells them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xblocks.core.text import Message


@dataclass(frozen=True)
class Line:
    """One row of the reckoning: whose it is (the code as people read it), and the sum."""

    label: str
    text: Message


@dataclass(frozen=True)
class Way:
    """A rule, the rows it is applied to, the last line with the result, and the exact result.

    `rounded` is the result as it is asked for, where somebody asks.
    """

    rule: Message
    formula: Message
    result: Fraction
    lines: tuple[Line, ...] = ()
    rounded: Decimal | None = None
