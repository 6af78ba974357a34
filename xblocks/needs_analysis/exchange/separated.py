"""The tables of a matrix as one CSV file: a line ``# People`` begins each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.grid import Grid
from xblocks.needs_analysis.exchange.escaping import harmless, restored
from xblocks.needs_analysis.exchange.tables import (
    KNOWN_AS,
    NAMES,
    Problem,
    Rows,
    Table,
    Translate,
    tables_of,
)

MARK: Final = "#"
MOST_LINES: Final = 2_000
LONGEST_FIELD: Final = 10_000
DELIMITERS: Final = ";,\t"


def csv_bytes(grid: Grid, translate: Translate) -> bytes:
    """Return a matrix as CSV: UTF-8 with its mark, parted by semicolons, as Excel opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for part, rows in tables_of(grid, translate):
        writer.writerow([f"{MARK} {translate(NAMES[part])}"])
        for row in rows:
            writer.writerow(
                [harmless(each) if isinstance(each, str) else _number(each) for each in row]
            )
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def csv_tables(content: bytes) -> tuple[list[Table], list[Problem]]:
    """Return the tables of a CSV file, and what is wrong with it as a file."""
    text = _text(content)
    if text is None or "\0" in text:
        return [], [Problem(Message(NOT_READABLE))]
    try:
        rows = list(_rows(text))
    except csv.Error:
        return [], [Problem(Message(NOT_READABLE))]
    if len(rows) > MOST_LINES:
        return [], [Problem(Message(TOO_MANY_ROWS, {"most": MOST_LINES}))]
    starts = [number for number, row in enumerate(rows) if _section(row)]
    found: list[Table] = []
    problems: list[Problem] = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=False):
        name = rows[start][0].strip().removeprefix(MARK).strip()
        part = KNOWN_AS.get(name.casefold())
        if part is None:
            continue
        if part in {each.part for each in found}:
            problems.append(Problem(Message(TWICE, {"name": name}), name, f"A{start + 1}"))
            continue
        body = rows[start + 1 : end]
        formulas = {
            (row, column)
            for row, fields in enumerate(body)
            for column, each in enumerate(fields)
            if each.startswith("=")
        }
        plain: Rows = [[restored(each) for each in fields] for fields in body]
        found.append(Table(part, name, plain, start + 2, frozenset(formulas)))
    return found, problems


NOT_READABLE = gettext_noop(
    "This file cannot be read. Save it as XLSX, or as “CSV UTF-8”, and choose it again."
)
TOO_MANY_ROWS = gettext_noop("There are too many rows: at most %(most)s are read.")
TWICE = gettext_noop("“%(name)s” stands in the file twice.")


def _text(content: bytes) -> str | None:
    """Excel in German writes its own letters where it is not asked for UTF-8."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str) -> Iterator[list[str]]:
    line = next((each for each in text.splitlines() if each.strip() and not _mark(each)), "")
    delimiter = max(DELIMITERS, key=line.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        if number > MOST_LINES or any(len(each) > LONGEST_FIELD for each in row):
            raise csv.Error
        yield row


def _section(row: list[str]) -> bool:
    return bool(row) and _mark(row[0]) and not any(each.strip() for each in row[1:])


def _mark(text: str) -> bool:
    return text.lstrip().startswith(MARK)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
