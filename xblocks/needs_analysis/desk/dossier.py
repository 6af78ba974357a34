"""What one knows of a company: texts, tables, and charts with their table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.host.html import render_markdown
from xblocks.needs_analysis.definition import CaseStudy, LivingCase
from xblocks.needs_analysis.desk import charts
from xblocks.needs_analysis.desk.ways import spelled
from xblocks.needs_analysis.domain.papers import Entry, Table, drawn_columns, table_of
from xblocks.needs_analysis.material import Section

MINUS = "−"
SIGNS = "+-–−"
GROUPED_FROM = 10_000
"""Years stay as they are: numbers are parted into thousands from here on."""

AS_CARDS = 4
"""With so many columns a table becomes a list of cards on phones."""


def dossier_html(definition: CaseStudy | LivingCase, name: str = "papers") -> SafeString:
    """Return the pieces of a case's dossier, nothing without any.

    `name` begins all ids; give another one where a dossier stands on a page twice.
    """
    pieces = [
        _piece(section, f"{name}-{number}") for number, section in enumerate(definition.dossier, 1)
    ]
    return render_to_string("wbm/needs_analysis/dossier.html", {"pieces": pieces})


def cell(text: str) -> str:
    """Return a cell as people write it: −54 with a real minus, 26.000 parted into thousands."""
    digits = text.lstrip(SIGNS)
    if not digits.isdecimal() or len(text) - len(digits) > 1:
        return text
    sign = text[: -len(digits)]
    number = int(digits)
    return (MINUS if sign and sign != "+" else sign) + (
        spelled(number) if number >= GROUPED_FROM else digits
    )


@dataclass(frozen=True)
class Key:
    """An entry of a legend."""

    swatch: SafeString
    label: str


@dataclass(frozen=True)
class Picture:
    """A chart, its legend, and whether the table shows more than it."""

    svg: SafeString
    keys: tuple[Key, ...]
    whole: bool


def _piece(section: Section, name: str) -> dict[str, object]:
    table = table_of(section)
    return {
        "id": name,
        "section": section,
        "text": render_markdown(section.text) if section.text else "",
        "table": table and _table_context(table),
        "picture": _picture(section, table, name) if table and section.draw != "table" else None,
    }


def _table_context(table: Table) -> dict[str, object]:
    figures = [table.is_figures(column) for column in range(len(table.columns))]
    return {
        "corner": table.corner,
        "columns": list(zip(table.columns, figures, strict=True)),
        "rows": [_cells(entry, table, figures) for entry in table.entries],
        "total": table.total and _cells(table.total, table, figures),
        "cards": len(table.columns) + 1 >= AS_CARDS,
    }


def _cells(
    entry: Entry, table: Table, figures: Sequence[bool]
) -> tuple[str, list[tuple[str, str, bool]]]:
    cells = [cell(text) for text in entry.cells]
    return entry.name, list(zip(table.columns, cells, figures, strict=True))


def _picture(section: Section, table: Table, name: str) -> Picture | None:
    columns = drawn_columns(section, table)[: charts.MOST_LOOKS]
    if not columns:
        return None
    rows = [
        charts.Row(
            entry.name,
            table.values(entry, columns),
            tuple(cell(entry.cells[column]) for column in columns),
        )
        for entry in table.entries
    ]
    labels = [table.columns[column] for column in columns]
    if section.draw == "shares":
        shares = [_percents(row.values) for row in rows]
        drawing = charts.stacked(rows, labels, shares)
        description = gettext("Parts of a whole. All figures stand in the table.")
        keys = _keys(name, labels, rows, shares)
    else:
        drawing = charts.grouped(rows, labels)
        description = gettext("Bars. All figures stand in the table.")
        keys = _keys(name, labels) if len(labels) > 1 else ()
    drawn = charts.svg(drawing, name, section.title, description)
    return Picture(drawn, keys, len(columns) == len(table.columns))


def _keys(
    name: str,
    labels: Sequence[str],
    rows: Sequence[charts.Row] = (),
    shares: Sequence[Sequence[str]] = (),
) -> tuple[Key, ...]:
    """The legend; with a single row it says the numbers, too."""
    if len(rows) == 1:
        values = zip(labels, rows[0].spelled, shares[0], strict=True)
        labels = [f"{label}: {number} ({share})" for label, number, share in values]
    return tuple(Key(charts.swatch(name, look), label) for look, label in enumerate(labels))


def _percents(values: Sequence[Decimal]) -> list[str]:
    whole = Fraction(sum(values)) or Fraction(1)
    shares = [spelled(100 * Fraction(value) / whole, 1) for value in values]
    return [gettext("%(number)s%%") % {"number": share} for share in shares]
