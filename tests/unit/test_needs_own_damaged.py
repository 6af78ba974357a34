"""Workbooks that no program writes: each is told to be damaged, none breaks the reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.unit.test_needs_own_exchange import xlsx
from xblocks.files.refusals import DamagedFile
from xblocks.needs_analysis.exchange.files import read_file

SHEET = "xl/worksheets/sheet1.xml"


def repacked(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A sound workbook after `change` was done to its parts."""
    with zipfile.ZipFile(io.BytesIO(xlsx())) as book:
        parts = {entry.filename: book.read(entry) for entry in book.infolist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def cut(name: str) -> Callable[[dict[str, bytes]], None]:
    """Cut a part in the middle."""

    def change(parts: dict[str, bytes]) -> None:
        parts[name] = parts[name][: len(parts[name]) // 2]

    return change


def without_book(parts: dict[str, bytes]) -> None:
    del parts["xl/workbook.xml"]


def strange_row(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(b'<row r="2"', '<row r="²"'.encode(), 1)


def strange_strings(parts: dict[str, bytes]) -> None:
    parts["xl/sharedStrings.xml"] = b"<sst><si><t>no end"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )


DAMAGES = {
    "no book": without_book,
    "styles cut off": cut("xl/styles.xml"),
    "properties cut off": cut("docProps/core.xml"),
    "sheet cut off": cut(SHEET),
    "sheet that is not read, cut off": cut("xl/worksheets/sheet6.xml"),
    "texts cut off": strange_strings,
    "row of a strange number": strange_row,
}


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_workbook_is_told_to_be_damaged(
    change: Callable[[dict[str, bytes]], None],
) -> None:
    _grid, problems = read_file(repacked(change))
    assert [each.message for each in problems] == [DamagedFile().message]


@pytest.mark.parametrize("text", ["_xD800_", "_xDFFF_x", "_x0000_", "_x001B_"])
@pytest.mark.parametrize("where", [b">Robots<", b">P01<", b">K1<", b">Setter<", b">M<"])
def test_half_signs_in_a_cell_are_told_in_words_that_can_be_sent(text: str, where: bytes) -> None:
    def change(parts: dict[str, bytes]) -> None:
        for name in parts:
            if "/sheet" in name:
                parts[name] = parts[name].replace(where, f">{text}<".encode())

    _grid, problems = read_file(repacked(change))
    for each in problems:
        assert f"{each.sheet} {each.cell} {each.message}".encode()
