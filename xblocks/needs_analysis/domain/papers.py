"""The tables of a dossier as figures: what can be drawn, and what is only a sum of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xblocks.needs_analysis.domain.numbers import NumberError, read
from xblocks.needs_analysis.material import Section

HIGHEST: Final = Decimal(999_999_999)
"""The largest number a chart has room for, with or without a sign."""

FEWEST_SUMMED: Final = 2
"""Rows a last row must at least be the sum of to count as one."""


@dataclass(frozen=True)
class Entry:
    """A row: its name, the other cells as written, and the number each of them is, if any."""

    name: str
    cells: tuple[str, ...]
    numbers: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Table:
    """The table of a section. `total` is the last row, where it sums up all others.

    Columns count from 0, the one with the names left out.
    """

    corner: str
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    total: Entry | None

    @property
    def rows(self) -> tuple[Entry, ...]:
        """All rows as they stand in the table."""
        return (*self.entries, self.total) if self.total else self.entries

    def is_figures(self, column: int) -> bool:
        """Whether every cell of a column is a number."""
        return all(row.numbers[column] is not None for row in self.rows)

    def values(self, entry: Entry, columns: Sequence[int]) -> tuple[Decimal, ...]:
        """Return the numbers of some columns; a cell without a number counts 0."""
        return tuple(entry.numbers[column] or Decimal(0) for column in columns)


def number_in(cell: str) -> Decimal | None:
    """Return the number a cell is, None for words."""
    try:
        return read(cell)[0]
    except NumberError:
        return None


def table_of(section: Section) -> Table | None:
    """Return the table of a section, None without one."""
    if not section.headings:
        return None
    entries = tuple(
        Entry(cells[0], cells[1:], tuple(number_in(cell) for cell in cells[1:]))
        for cells in section.table
    )
    total = _total(entries)
    return Table(
        section.headings[0],
        section.headings[1:],
        entries[:-1] if total else entries,
        total,
    )


def drawn_columns(section: Section, table: Table) -> tuple[int, ...]:
    """Return the columns a chart shows: the chosen ones, or all that hold nothing but numbers."""
    if section.drawn:
        return tuple(each - 2 for each in section.drawn)
    return tuple(each for each in range(len(table.columns)) if table.is_figures(each))


def _total(entries: tuple[Entry, ...]) -> Entry | None:
    """The last row, if each of its numbers sums up those above: nobody draws a sum as a part."""
    *parts, last = entries
    if len(parts) < FEWEST_SUMMED or not any(last.numbers):
        return None
    for column, number in enumerate(last.numbers):
        above = [part.numbers[column] for part in parts]
        known = [each for each in above if each is not None]
        if len(known) != len(above) or number != sum(known):
            return None
    return last
