"""From the bytes of a file to headings and cells, each with its line number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xblocks.core.errors import Refusal
from xblocks.core.text import gettext_noop
from xblocks.roster.domain.words import (
    HEADINGS,
    REQUIRED_COLUMNS,
    Column,
    in_words,
    word_key,
)

MAX_BYTES = 2_000_000
MAX_LINES = 5_000
DELIMITERS = (";", ",", "\t")
"""Semicolon and comma in files; the tab comes with cells pasted from a spreadsheet."""

_GUARDED = re.compile(r"^'+[=+\-@\t\r]")
_SEPARATOR_LINE = re.compile(r"^sep=(.)\r?\n?$", re.IGNORECASE)


class UnreadableRoster(Refusal):
    """The file as a whole cannot be read as a list of people."""

    code = "unreadable_roster"
    status = 422


@dataclass(frozen=True)
class Row:
    """One line that is not empty: its number in the file (from 1) and its cells by column."""

    line: int
    cells: Mapping[Column, str]
    surplus: bool = False

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """The lines of a file below the headings."""

    columns: frozenset[Column]
    rows: tuple[Row, ...]


def read_table(data: bytes) -> Table:
    """Read CSV: UTF-8 with or without BOM, ``;`` or ``,``; raises `UnreadableRoster`."""
    text = _decoded(data)
    lines = io.StringIO(text, newline="").readlines()
    skipped, delimiter = _separator_line(lines)
    headings, rows = _split(lines[skipped:], delimiter or _sniffed(lines[skipped:]), skipped)
    columns = _columns(headings)
    return Table(
        frozenset(columns),
        tuple(
            Row(
                line,
                dict(zip(columns, (_unguarded(cell) for cell in cells), strict=False)),
                surplus=any(cell.strip() for cell in cells[len(columns) :]),
            )
            for line, cells in rows
        ),
    )


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableRoster(
            gettext_noop("The file is larger than %(limit)s. Please split it into several files."),
            limit=f"{MAX_BYTES // 1_000_000} MB",
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableRoster(
            gettext_noop(
                "This is a spreadsheet, not a CSV file. "
                "In your spreadsheet program, save it as “CSV UTF-8” and try again."
            )
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise UnreadableRoster(
            gettext_noop(
                "The file is not stored as UTF-8 but as UTF-16 or not as text at all. "
                "In your spreadsheet program, save it as “CSV UTF-8” and try again."
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableRoster(
            gettext_noop(
                "Line %(line)s has letters that are not stored as UTF-8. "
                "In your spreadsheet program, save the file as “CSV UTF-8” and try again."
            ),
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None


def _separator_line(lines: list[str]) -> tuple[int, str | None]:
    """Excel may write ``sep=;`` above the headings."""
    match = _SEPARATOR_LINE.match(lines[0]) if lines else None
    return (1, match.group(1)) if match and match.group(1) in DELIMITERS else (0, None)


def _sniffed(lines: list[str]) -> str:
    """Return the delimiter under which most headings are known."""
    heading = next((line for line in lines if line.strip()), "")

    def known(delimiter: str) -> int:
        return sum(word_key(cell) in HEADINGS for cell in heading.split(delimiter))

    return max(DELIMITERS, key=known)


def _split(
    lines: list[str], delimiter: str, skipped: int
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    rows = _rows(lines, delimiter, skipped)
    headings = next(rows, None)
    if headings is None:
        raise UnreadableRoster(
            gettext_noop("The file is empty. Download the template and fill it in.")
        )
    kept: list[tuple[int, list[str]]] = []
    for row in rows:
        if len(kept) == MAX_LINES:
            raise UnreadableRoster(
                gettext_noop(
                    "The file has more than %(limit)s people. Please split it into several files."
                ),
                limit=MAX_LINES,
            )
        kept.append(row)
    return headings[1], kept


def _rows(lines: list[str], delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold something, with the number of the line they begin in."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableRoster(
                gettext_noop(
                    "The quotation marks in line %(line)s do not match. "
                    'A cell that begins with " must end with ", and " inside it is doubled.'
                ),
                line=line,
            ) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _columns(headings: list[str]) -> list[Column]:
    """Return the columns in their order in the file."""
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    columns: list[Column] = []
    unknown = []
    for heading in headings:
        column = HEADINGS.get(word_key(heading))
        if column is None:
            unknown.append(heading.strip()[:40] or "–")
        elif column in columns:
            raise UnreadableRoster(
                gettext_noop("The column “%(column)s” is there twice. Please remove one of them."),
                column=heading.strip(),
            )
        else:
            columns.append(column)
    missing = [column for column in REQUIRED_COLUMNS if column not in columns]
    if missing:
        raise UnreadableRoster(
            gettext_noop(
                "The first line must hold the headings; missing: %(missing)s. "
                "Download the template to see all of them."
            ),
            missing=in_words(missing),
        )
    if unknown:
        raise UnreadableRoster(
            gettext_noop(
                "These headings are not known: %(unknown)s. Known are: %(known)s. "
                "Please rename or remove the columns."
            ),
            unknown=", ".join(unknown),
            known=in_words(Column),
        )
    return columns


def _unguarded(cell: str) -> str:
    """Undo the apostrophe that keeps spreadsheets from running a cell as a formula."""
    cell = cell.strip()
    return cell[1:] if _GUARDED.match(cell) else cell
