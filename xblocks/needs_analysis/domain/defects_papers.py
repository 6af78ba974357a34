"""Charts of a dossier that cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.papers import HIGHEST, Entry, Table, drawn_columns, table_of
from xblocks.needs_analysis.material import Section

MOST_BARS: Final = 3
MOST_SHARES: Final = 6
"""So many columns can be told apart at a glance: bars beside each other, parts of a whole."""

Where = tuple[str | int, ...]


def found(sections: Sequence[Section]) -> Iterator[Finding]:
    """Yield what keeps a table from being drawn as its author wants it."""
    for number, section in enumerate(sections):
        table = table_of(section)
        if table is not None and section.draw != "table":
            yield from _chart(section, table, ("dossier", number))


def _chart(section: Section, table: Table, where: Where) -> Iterator[Finding]:
    columns = drawn_columns(section, table)
    if not columns:
        said = gettext_noop("No column holds only numbers, so there is nothing to draw.")
        yield _finding("chart-empty", (*where, "draw"), said)
    most = MOST_SHARES if section.draw == "shares" else MOST_BARS
    if len(columns) > most:
        said = gettext_noop("%(columns)s columns are too many to tell apart; %(most)s at most.")
        yield _finding("chart-crowded", (*where, "drawn"), said, columns=len(columns), most=most)
    for row, entry in enumerate(table.rows):
        for column in columns:
            yield from _cell(entry, column, section, (*where, "rows", row))
        if section.draw == "shares" and not any(table.values(entry, columns)):
            said = gettext_noop("“%(name)s” has nothing to share: all parts are 0.")
            yield _finding("chart-nothing", (*where, "rows", row), said, name=entry.name)


def _cell(entry: Entry, column: int, section: Section, place: Where) -> Iterator[Finding]:
    number, cell = entry.numbers[column], entry.cells[column]
    if number is None:
        said = gettext_noop("“%(cell)s” is drawn, but is no number.")
        yield _finding("chart-words", place, said, cell=cell)
    elif abs(number) > HIGHEST:
        said = gettext_noop("“%(cell)s” is too large to be drawn. Use thousands or millions.")
        yield _finding("chart-large", place, said, cell=cell)
    elif number < 0 and section.draw == "shares":
        said = gettext_noop("“%(cell)s” is negative and cannot be a part of a whole.")
        yield _finding("chart-negative", place, said, cell=cell)


def _finding(code: str, place: Where, said: str, **params: Any) -> Finding:
    return Finding(code, place, Message(said, params))
