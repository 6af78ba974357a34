"""Tables as CSV that spreadsheets open well and never run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

BEGINNING = "\ufeff"
"""What a file begins with, so that spreadsheets read it as UTF-8."""

_FORMULA = re.compile(r"^[\s']*[=+\-@]")


def csv_line(cells: Iterable[object]) -> str:
    """Return cells as one line with semicolons and CRLF.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(
        [_guarded(str(cell)) for cell in cells]
    )
    return line.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
