"""Two plans beside each other, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from xblocks.moderation.planned import Row

COMPARED: Final = ("method", "minutes", "form", "visual", "dots")
"""Fields in which two rows differ; words are each person's own."""


@dataclass(frozen=True)
class Pair:
    """Rows that stand in the same place of two plans; None where one of them has none.

    `differs` names the fields of `COMPARED` that are not the same.
    """

    mine: Row | None
    other: Row | None
    differs: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both have the row, with nothing different."""
        return self.mine is not None and self.other is not None and not self.differs

    @property
    def phase(self) -> str:
        """The phase of either."""
        row = self.mine or self.other
        return row.phase if row else ""

    @property
    def more(self) -> int:
        """How many minutes mine takes more than the other; 0 where one is missing."""
        return self.mine.minutes - self.other.minutes if self.mine and self.other else 0


def beside(mine: Sequence[Row], other: Sequence[Row]) -> tuple[Pair, ...]:
    """Return both plans row by row, each in its own order, every row once.

    Rows of the same phase and method meet; between them rows of the same phase do.
    """
    left_keys, right_keys = [_key(row) for row in mine], [_key(row) for row in other]
    matcher = SequenceMatcher(a=left_keys, b=right_keys, autojunk=False)
    found: list[Pair] = []
    for _tag, left, left_end, right, right_end in matcher.get_opcodes():
        found.extend(_met(mine[left:left_end], other[right:right_end]))
    return tuple(found)


def _met(mine: Sequence[Row], other: Sequence[Row]) -> Iterator[Pair]:
    """Yield rows between two places where the plans agree."""
    at = 0
    for row in mine:
        place = next((n for n in range(at, len(other)) if other[n].phase == row.phase), None)
        if place is None:
            yield Pair(row, None)
            continue
        for between in other[at:place]:
            yield Pair(None, between)
        yield Pair(row, other[place], _differences(row, other[place]))
        at = place + 1
    for rest in other[at:]:
        yield Pair(None, rest)


def _differences(one: Row, two: Row) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(one, name) != getattr(two, name))


def _key(row: Row) -> tuple[str, str | None]:
    return row.phase, row.method
