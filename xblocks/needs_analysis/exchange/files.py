"""Any file somebody sends: a workbook or CSV, told by its content."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.files.signatures import OLE, ZIP
from xblocks.needs_analysis.domain.grid import Grid
from xblocks.needs_analysis.exchange.reading import read
from xblocks.needs_analysis.exchange.separated import csv_tables
from xblocks.needs_analysis.exchange.tables import Problem
from xblocks.needs_analysis.exchange.workbook import NO_WORKBOOK, workbook_tables

MOST_BYTES: Final = 2_000_000

OLD_WORKBOOK = gettext_noop(
    "This is a workbook of the old kind, or one with a password. Save it as .xlsx without one."
)
NOTHING_KNOWN = gettext_noop(
    "No table of a matrix is in this file. Use the file you have downloaded here."
)
NOTHING = gettext_noop("This file is empty. Please check it and choose it again.")


def read_file(content: bytes, known: Collection[str] = ()) -> tuple[Grid, list[Problem]]:
    """Return the matrix in a file and everything that is wrong with it.

    With any problem the matrix is of no use. `known` are the names of the team.
    """
    if not content.strip():
        return Grid(), [Problem(Message(NOTHING))]
    if content.startswith(OLE):
        return Grid(), [Problem(Message(OLD_WORKBOOK))]
    if content.startswith(ZIP):
        tables, problems = workbook_tables(content)
    elif content.startswith((b"%PDF-", b"<", b"\x89", b"\xff\xd8")):
        return Grid(), [Problem(Message(NO_WORKBOOK))]
    else:
        tables, problems = csv_tables(content)
    if not tables and not problems:
        problems = [Problem(Message(NOTHING_KNOWN))]
    if not tables:
        return Grid(), problems
    grid, more = read(tables, known)
    return grid, [*problems, *more]
