"""What a case tells: texts, tables and charts of a company (`curriculum-facts 4.9, 4.10`)."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from xblocks.core.definitions import Line, Part, Prose, Unfit, in_editor
from xblocks.core.text import gettext_noop

BAR = "|"
"""Stands between the cells of a row, as authors write it."""


def cells(row: str) -> tuple[str, ...]:
    """Return the cells of a row."""
    return tuple(each.strip() for each in row.split(BAR))


class Section(Part):
    """A piece of the dossier: a text, a table, or a table that is drawn as well.

    Cells stand in one line each row, parted by “|”; the first cell names the row. `draw` draws the
    columns `drawn` (2 is the first after the names), all of them when it is empty: ``bars`` beside
    each other, ``shares`` as parts of each row's whole. Cells that are drawn are numbers.
    """

    model_config = ConfigDict(json_schema_extra=in_editor(summary=("title",)))

    title: Line = Field(title=gettext_noop("Title"))
    text: Prose | None = Field(
        default=None,
        title=gettext_noop("Text"),
        json_schema_extra=in_editor(markdown=True, rows=5),
    )
    head: Line | None = Field(
        default=None,
        title=gettext_noop("Headings of the table"),
        description=gettext_noop("Parted by “|”, for example: Profile | 2026 | 2029"),
    )
    rows: list[Line] = Field(
        default_factory=list,
        max_length=60,
        title=gettext_noop("Rows"),
        description=gettext_noop("Cells parted by “|”, as many as there are headings."),
        json_schema_extra=in_editor(
            item=gettext_noop("Row"), add=gettext_noop("Add a row"), inline=True
        ),
    )
    draw: Literal["table", "bars", "shares"] = Field(
        default="table",
        title=gettext_noop("Shown as"),
        json_schema_extra=in_editor(
            choices={
                "table": gettext_noop("a table"),
                "bars": gettext_noop("bars beside each other, and a table"),
                "shares": gettext_noop("shares of a whole, and a table"),
            }
        ),
    )
    drawn: list[int] = Field(
        default_factory=list,
        max_length=6,
        title=gettext_noop("Columns that are drawn"),
        description=gettext_noop("2 is the first after the names. Empty: all columns of numbers."),
        json_schema_extra=in_editor(
            item=gettext_noop("Column"), add=gettext_noop("Add a column"), inline=True
        ),
    )
    unit: Line | None = Field(default=None, title=gettext_noop("Unit of the figures"))
    note: Line | None = Field(default=None, title=gettext_noop("Note below"))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the table; empty when there is none."""
        return cells(self.head) if self.head else ()

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The cells, row by row."""
        return tuple(cells(row) for row in self.rows)

    @model_validator(mode="after")
    def _is_a_table(self) -> Section:
        width = len(self.headings)
        if bool(self.rows) != bool(width):
            raise Unfit(gettext_noop("A table needs headings and rows."))
        for number, row in enumerate(self.table, 1):
            if len(row) != width:
                raise Unfit(
                    gettext_noop("Row %(row)s has %(cells)s cells, there are %(width)s headings."),
                    row=number,
                    cells=len(row),
                    width=width,
                )
        if self.draw != "table" and not self.rows:
            raise Unfit(gettext_noop("There is no table to draw."))
        if any(not 2 <= each <= width for each in self.drawn):
            raise Unfit(gettext_noop("A column that is drawn does not exist."))
        return self
