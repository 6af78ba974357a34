"""The tables of a matrix as a workbook (XLSX), written and read with limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from xblocks.core.errors import Refusal
from xblocks.core.numbers import whole
from xblocks.core.text import Message, gettext_noop
from xblocks.files.containers import Budget, contents, opened
from xblocks.files.office import office_ending
from xblocks.files.refusals import DamagedFile, UnpacksTooLarge
from xblocks.needs_analysis.domain.grid import MOST_PEOPLE, SOURCES, Grid
from xblocks.needs_analysis.exchange.escaping import coded, decoded, harmless, restored
from xblocks.needs_analysis.exchange.tables import (
    BEFORE_LEVELS,
    KNOWN_AS,
    NAMES,
    Part,
    Problem,
    Rows,
    Table,
    Translate,
    letters,
    tables_of,
)

MOST_UNPACKED: Final = 20_000_000
MOST_CELLS: Final = 60_000
MOST_ROWS: Final = 1_000
MOST_COLUMNS: Final = 100

A4: Final = 9
"""What workbooks call this size of paper."""

NO_WORKBOOK = gettext_noop("This is no workbook. Choose a file that ends in .xlsx or .csv.")
TOO_MANY_CELLS = gettext_noop("This table is too large: at most %(most)s cells are read.")
TOO_FAR = gettext_noop(
    "Something stands outside the table. Only the first %(rows)s rows and %(columns)s columns are"
    " read."
)
MERGED = gettext_noop("These cells are merged. Split them, so that each has its own value.")
TWICE = gettext_noop("“%(name)s” stands in the file twice.")


def workbook_bytes(grid: Grid, translate: Translate, about: list[list[str]]) -> bytes:
    """Return a matrix as a workbook; `about` are lines of a last sheet that nothing reads."""
    book = Workbook(write_only=True)
    for part, rows in tables_of(grid, translate):
        _add_sheet(book, translate(NAMES[part]), rows, part)
    _add_sheet(book, translate(gettext_noop("How to fill it in")), about, None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_tables(content: bytes) -> tuple[list[Table], list[Problem]]:
    """Return the tables of a workbook, and what is wrong with it as a file."""
    try:
        if office_ending(io.BytesIO(content)) != "xlsx":
            return [], [Problem(Message(NO_WORKBOOK))]
        shapes = _shapes(io.BytesIO(content))
    except Refusal as refusal:
        return [], [Problem(refusal.message)]
    too_large = [each for shape in shapes for each in shape.too_large()]
    if too_large:
        return [], too_large
    joined = [each for shape in shapes for each in shape.joined()]
    try:
        found, problems = _tables(content)
        return found, [*joined, *problems]
    # What openpyxl raises for XML that no program writes; both its parsers tell of a SyntaxError.
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        SyntaxError,
        InvalidFileException,
    ):
        return [], [Problem(DamagedFile().message)]


def _add_sheet(book: Workbook, name: str, rows: Rows, part: Part | None) -> None:
    sheet = book.create_sheet(name)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.column_dimensions["A"].width = 12
    if part is None:
        sheet.column_dimensions["A"].width = 100
    else:
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["B"].width = 12 if part is Part.SOURCES else 36
        _add_rules(sheet, part, len(rows[0]))
    for number, row in enumerate(rows):
        cells = [_cell(sheet, value) for value in row]
        if number == 0:
            for each in cells:
                each.font = Font(bold=True)
        sheet.append(cells)


def _add_rules(sheet: Any, part: Part, width: int) -> None:
    """Let the program itself refuse what is no level or source."""
    before = BEFORE_LEVELS.get(part)
    if before is None or width <= before:
        return
    rule = (
        DataValidation(type="list", formula1=f'"{",".join(each.upper() for each in SOURCES)}"')
        if part is Part.SOURCES
        else DataValidation(type="whole", operator="between", formula1="0", formula2="4")
    )
    rule.allow_blank = True
    rule.add(f"{letters(before)}2:{letters(width - 1)}{MOST_PEOPLE + 1}")
    sheet.data_validations.append(rule)


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, coded(harmless(value)))
    if value:
        cell.data_type = "s"
    return cell


@dataclass
class _Shape:
    """What a sheet is like before anything is laid out: sizes, and cells joined to one."""

    name: str
    cells: int = 0
    merged: list[str] = field(default_factory=list)
    outside: str = ""

    def too_large(self) -> Iterator[Problem]:
        if self.cells > MOST_CELLS:
            yield Problem(Message(TOO_MANY_CELLS, {"most": MOST_CELLS}), self.name)
        if self.outside:
            limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            yield Problem(Message(TOO_FAR, limits), self.name, self.outside)

    def joined(self) -> Iterator[Problem]:
        for each in self.merged[:20]:
            yield Problem(Message(MERGED), self.name, each)


def _shapes(stream: IO[bytes]) -> list[_Shape]:
    """Read the sheets through, without laying anything out.

    Raises `UnwantedFile`: bombs, damage, and XML with a DTD, which no program writes.
    """
    budget = Budget(MOST_UNPACKED)
    with opened(stream, budget) as container:
        parts = {
            entry.filename: b"".join(contents(container, entry, budget))
            for entry in container.infolist()
            if entry.filename.endswith((".xml", ".rels"))
        }
        if sum(entry.file_size for entry in container.infolist()) > MOST_UNPACKED:
            raise UnpacksTooLarge
    if any(_has_dtd(each) for each in parts.values()):
        raise DamagedFile
    try:
        return [_shape(name, parts[path]) for name, path in _sheets(parts)]
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile):
        raise DamagedFile from None


def _has_dtd(xml: bytes) -> bool:
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Return the sheets of tables that matter here: name, and where they are kept."""
    book = next((name for name in parts if name.endswith("workbook.xml")), None)
    if book is None:
        raise DamagedFile
    folder, file = posixpath.split(book)
    links = {
        link.get("Id"): link.get("Target", "")
        for link in _parsed(parts[f"{folder}/_rels/{file}.rels"]).iter("{*}Relationship")
    }
    for sheet in _parsed(parts[book]).iter("{*}sheet"):
        name = sheet.get("name", "")
        links_to = (value for key, value in sheet.attrib.items() if str(key).endswith("}id"))
        link = str(next(links_to, ""))
        if name.strip().casefold() in KNOWN_AS and link in links:
            yield name, posixpath.normpath(posixpath.join("/", folder, links[link])).lstrip("/")


def _shape(name: str, xml: bytes) -> _Shape:
    shape, row, column = _Shape(name), 0, 0
    events = etree.iterparse(
        io.BytesIO(xml), events=("start", "end"), resolve_entities=False, no_network=True
    )
    for event, element in events:
        tag = etree.QName(element).localname
        if event == "start" and tag == "row":
            row, column = _number(element.get("r"), row + 1), 0
        elif event == "start" and tag == "c":
            shape.cells += 1
            column = _column(element.get("r"), column + 1)
        elif event == "end" and tag == "c":
            if (row > MOST_ROWS or column > MOST_COLUMNS) and len(element) and not shape.outside:
                shape.outside = f"{letters(column - 1)}{row}"
        elif event == "end" and tag == "mergeCell":
            shape.merged.append(str(element.get("ref", ""))[:20])
        if event == "end" and tag == "row":
            element.clear()
    return shape


def _number(text: str | None, otherwise: int) -> int:
    number = whole(text)
    return otherwise if number is None else number


def _column(reference: str | None, otherwise: int) -> int:
    found = 0
    for sign in reference or "":
        if not "A" <= sign <= "Z" or found > 20_000:
            break
        found = found * 26 + ord(sign) - ord("A") + 1
    return found or otherwise


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser)


def _tables(content: bytes) -> tuple[list[Table], list[Problem]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        found: list[Table] = []
        problems: list[Problem] = []
        for sheet in book.worksheets:
            part = KNOWN_AS.get(sheet.title.strip().casefold())
            if part is None:
                continue
            if part in {each.part for each in found}:
                problems.append(Problem(Message(TWICE, {"name": sheet.title}), sheet.title))
                continue
            found.append(_table(part, sheet))
        return found, problems
    finally:
        book.close()


def _table(part: Part, sheet: Any) -> Table:
    rows: Rows = []
    formulas: set[tuple[int, int]] = set()
    # The size a file states may be wrong in both directions.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)):
        row: list[Any] = []
        for column, cell in enumerate(cells):
            value = cell.value
            if cell.data_type == "f":
                formulas.add((number, column))
                value = None
            elif isinstance(value, str):
                value = restored(decoded(value))
            row.append(value)
        rows.append(row)
    return Table(part, sheet.title, rows, 1, frozenset(formulas))
