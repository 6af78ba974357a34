"""Small pieces of HTML. Texts go in through `text`, which escapes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def text(value: object) -> str:
    """`value` as text of a page."""
    return escape(str(value), quote=False)


def paragraph(*values: str) -> str:
    """A paragraph of escaped texts."""
    return f"<p>{' '.join(text(value) for value in values)}</p>"


def heading(value: str, level: int = 3) -> str:
    """A heading; h3 is the first level below the title of the unit."""
    return f"<h{level}>{text(value)}</h{level}>"


def bullets(values: Iterable[str], *, ordered: bool = False) -> str:
    """A list of escaped texts."""
    tag = "ol" if ordered else "ul"
    items = "\n".join(f"<li>{text(value)}</li>" for value in values)
    return f"<{tag}>\n{items}\n</{tag}>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of names and values."""
    rows = "\n".join(
        f"<dt><strong>{text(name)}</strong></dt>\n<dd>{text(value)}</dd>" for name, value in pairs
    )
    return f"<dl>\n{rows}\n</dl>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first row and first column are headers.

    Tables wider than a phone scroll in a frame of their own that can have the focus.
    """
    parts = [
        f'<div class="wbm-table-wrap" style="overflow-x:auto" role="region" tabindex="0"'
        f' aria-label="{escape(caption)}">',
        f"<table>\n<caption>{text(caption)}</caption>",
        "<thead>\n" + _row(head, "col") + "\n</thead>",
        "<tbody>\n" + "\n".join(_row(row, "row") for row in rows) + "\n</tbody>",
    ]
    return "\n".join(parts) + "\n</table>\n</div>"


def _row(cells: Sequence[str], scope: str) -> str:
    headers = len(cells) if scope == "col" else 1
    head = "".join(f'<th scope="{scope}">{text(cell)}</th>' for cell in cells[:headers])
    return f"<tr>{head}" + "".join(f"<td>{text(cell)}</td>" for cell in cells[headers:]) + "</tr>"


def page(*parts: str) -> str:
    """The parts of a page; empty ones are left out."""
    return "\n".join(part for part in parts if part) + "\n"
