"""Matrices as files: nothing is lost, nothing runs, and every fault is told with its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.unit.needs_grids import NASTY, grids
from xblocks.needs_analysis.domain.grid import Grid, Rating, Skill, Target, Worker
from xblocks.needs_analysis.exchange.escaping import (
    coded,
    decoded,
    harmless,
    is_formula_like,
    restored,
)
from xblocks.needs_analysis.exchange.files import read_file
from xblocks.needs_analysis.exchange.separated import csv_bytes
from xblocks.needs_analysis.exchange.tables import letters
from xblocks.needs_analysis.exchange.workbook import workbook_bytes

GERMAN = {
    "People": "Personen",
    "Sources": "Quellen",
    "Competences": "Kompetenzen",
    "Profiles": "Profile",
    "Priorities": "Prioritäten",
}

SMALL = Grid(
    (Skill("k1", "Robots", 3, 2, safety=True), Skill("k2", "Quality")),
    (Target("p1", "Operator", {"k1": 3, "k2": 2}),),
    (Worker("P01", "Setter", "p1", {"k1": Rating(1, "m")}), Worker("P02")),
)


def plain(text: str) -> str:
    return text


def german(text: str) -> str:
    return GERMAN.get(text, text)


def xlsx(grid: Grid = SMALL, change: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook as it is exported; `change` is done to it in a spreadsheet."""
    content = workbook_bytes(grid, plain, [["Levels 0 to 4"]])
    if change is None:
        return content
    book = load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(content: bytes) -> list[tuple[str, str, str]]:
    _grid, problems = read_file(content, ("Ada Adler",))
    return [(each.sheet, each.cell, str(each.message)) for each in problems]


@settings(max_examples=200, deadline=None)
@given(grids())
def test_a_matrix_comes_back_whole_from_both_kinds_of_files(grid: Grid) -> None:
    assert read_file(xlsx(grid)) == (grid, [])
    assert read_file(csv_bytes(grid, plain)) == (grid, [])


def test_files_of_one_language_are_read_in_the_other() -> None:
    assert read_file(workbook_bytes(SMALL, german, [])) == (SMALL, [])
    assert read_file(csv_bytes(SMALL, german)) == (SMALL, [])


@pytest.mark.parametrize("text", [*NASTY, "＋1", "|x", "%x", "''''@x"])
def test_no_text_of_a_file_begins_as_a_formula_does(text: str) -> None:
    grid = Grid((Skill("k1", text.strip() or "x"),), (), (Worker("P01", text.strip()),))
    for line in csv_bytes(grid, plain).decode("utf-8-sig").splitlines():
        assert not any(is_formula_like(each.strip('"')) for each in line.split(";")), line
    for sheet in load_workbook(io.BytesIO(xlsx(grid))).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and is_formula_like(cell.value)), cell


@given(st.one_of(st.text(), st.text("'=+-@a_x041")))
def test_every_text_comes_back_from_its_harmless_form(text: str) -> None:
    assert restored(harmless(text)) == text
    assert not is_formula_like(harmless(text))
    assert decoded(coded(text)) == text


def test_a_csv_file_opens_in_excel() -> None:
    content = csv_bytes(SMALL, german)
    assert content.startswith(b"\xef\xbb\xbf# Personen\r\n")
    assert b"P01;Setter;P1;1;\r\n" in content


def test_a_csv_file_of_another_program_is_read() -> None:
    text = csv_bytes(SMALL, plain).decode("utf-8-sig")
    umlauts = text.replace("Setter", "Rüster")
    assert read_file(text.replace(";", ",").encode()) == (SMALL, [])
    assert read_file(text.replace(";", "\t").encode()) == (SMALL, [])
    found, problems = read_file(umlauts.encode("cp1252"))
    assert (found.people[0].activity, problems) == ("Rüster", [])


def test_what_a_spreadsheet_does_by_itself_does_no_harm() -> None:
    def change(book: Workbook) -> None:
        book["People"]["D2"] = 1.0
        book["People"]["D1"] = "K1 Robots"
        book["People"]["E2"] = "?"
        book["People"]["A12"] = "p03 "
        book.create_sheet("Notes")["A1"] = "=1+1"

    found, problems = read_file(xlsx(change=change))
    assert problems == []
    assert found.people == (*SMALL.people, Worker("P03"))


def test_rows_without_a_code_get_one_where_it_is_no_pseudonym() -> None:
    def change(book: Workbook) -> None:
        book["Competences"]["B4"] = "Mend faults"
        book["Profiles"]["B3"] = "Setter"

    found, problems = read_file(xlsx(change=change))
    assert problems == []
    assert found.skills[2] == Skill("k3", "Mend faults")
    assert found.targets[1] == Target("p2", "Setter")


def set_cells(sheet: str, **cells: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for name, value in cells.items():
            book[sheet][name] = value

    return change


@pytest.mark.parametrize(
    ("sheet", "cells", "cell", "words"),
    [
        ("People", {"D2": 7}, "D2", "“7” is no level"),
        ("People", {"D2": -1}, "D2", "“-1” is no level"),
        ("People", {"D2": 2.5}, "D2", "“2.5” is no level"),
        ("People", {"D2": "good"}, "D2", "“good” is no level"),
        ("People", {"D2": True}, "D2", "“True” is no level"),
        ("People", {"D2": "=1+1"}, "D2", "formula"),
        ("People", {"A3": "p01"}, "A3", "“P01” stands here twice"),
        ("People", {"A3": "Anna Müller"}, "A3", "full name"),
        ("People", {"A3": "Ada Adler"}, "A3", "full name"),
        ("People", {"A3": "a@example.org"}, "A3", "mail address"),
        ("People", {"A3": 47110815}, "A3", "personnel number"),
        ("People", {"A3": None, "B3": "Packer"}, "A3", "code is missing"),
        ("People", {"C3": "P9"}, "C3", "no row of the table of profiles"),
        ("People", {"D1": "K9"}, "D1", "no row of the table of competences"),
        ("People", {"E1": "K1"}, "E1", "twice"),
        ("People", {"G2": 3}, "G2", "without a heading"),
        ("People", {"B2": "x" * 121}, "B2", "at most 120"),
        ("Profiles", {"C2": 5}, "C2", "“5” is no level"),
        ("Profiles", {"A3": "P1", "B3": "Again"}, "A3", "twice"),
        ("Competences", {"A3": "K1"}, "A3", "“K1” stands here twice"),
        ("Competences", {"A3": "1.Kompetenz"}, "A3", "is no code"),
        ("Competences", {"B3": None}, "B3", "few words"),
        ("Priorities", {"B2": 4}, "B2", "“4” does not fit"),
        ("Priorities", {"D2": "yes"}, "D2", "“yes” does not fit"),
        ("Priorities", {"A3": "K9"}, "A3", "no row of the table of competences"),
        ("Sources", {"B2": "Q"}, "B2", "is no source"),
        ("Sources", {"C2": "M"}, "C2", "no level for it"),
        ("Sources", {"A2": "P77"}, "A2", "no row of the table of people"),
    ],
)
def test_a_fault_is_told_with_sheet_and_cell(
    sheet: str, cells: dict[str, object], cell: str, words: str
) -> None:
    found = told(xlsx(change=set_cells(sheet, **cells)))
    assert any(each[:2] == (sheet, cell) and words in each[2] for each in found), found


def test_all_faults_are_told_at_once() -> None:
    def change(book: Workbook) -> None:
        book["People"]["D2"] = 7
        book["People"]["A3"] = "P01"
        book["Profiles"]["C2"] = "x"

    assert {each[:2] for each in told(xlsx(change=change))} == {
        ("People", "D2"),
        ("People", "A3"),
        ("Profiles", "C2"),
    }


def test_merged_cells_are_told() -> None:
    found = told(xlsx(change=lambda book: book["People"].merge_cells("A2:B3")))
    assert found[0] == (
        *("People", "A2:B3"),
        "These cells are merged. Split them, so that each has its own value.",
    )


def test_merged_cells_hide_no_other_fault() -> None:
    def change(book: Workbook) -> None:
        book["Competences"].merge_cells("A5:B6")
        book["People"]["D2"] = 7
        book["People"]["A3"] = "P01"

    assert {each[:2] for each in told(xlsx(change=change))} >= {
        ("Competences", "A5:B6"),
        ("People", "D2"),
        ("People", "A3"),
    }


def test_a_missing_table_is_told_by_name() -> None:
    found = told(xlsx(change=lambda book: book.remove(book["Profiles"])))
    assert ("", "", "The table “Profiles” is missing. Use the file you have downloaded here.") in [
        each for each in found if not each[0]
    ]
    assert read_file(xlsx(SMALL, lambda book: book.remove(book["Priorities"])))[1] != []


def test_the_wrong_workbook_is_told() -> None:
    book = Workbook()
    out = io.BytesIO()
    book.save(out)
    assert "No table of a matrix" in told(out.getvalue())[0][2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 x",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04 no container",
        b"<html></html>",
        b"\x89PNG\r\n\x1a\n",
        b"one;two\r\n1;2\r\n",
        b"# People\r\n\0",
    ],
)
def test_another_file_is_told_and_nothing_breaks(content: bytes) -> None:
    (problem,) = told(content)
    assert problem[:2] == ("", "")
    assert problem[2]


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook whose parts somebody has changed by hand."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx())) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            after.writestr(entry.filename, change(entry.filename, before.read(entry)))
    return out.getvalue()


def in_first_sheet(old: bytes, new: bytes) -> bytes:
    return repacked(
        lambda name, part: part.replace(old, new, 1) if name.endswith("sheet1.xml") else part
    )


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    (problem,) = told(in_first_sheet(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000))
    assert problem[:2] == ("", "")


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'
    (problem,) = told(in_first_sheet(b"<worksheet", bomb + b"<worksheet"))
    assert "damaged" in problem[2]


def test_too_many_cells_are_told_by_sheet() -> None:
    rows = b"".join(b"<row>" + b"<c/>" * 100 + b"</row>" for _ in range(700))
    found = told(in_first_sheet(b"<sheetData>", b"<sheetData>" + rows))
    assert ("People", "") in [each[:2] for each in found]


def test_something_far_outside_is_told_by_cell() -> None:
    found = told(xlsx(change=set_cells("People", A5000="P03")))
    assert [each[:2] for each in found] == [("People", "A5000")]
    found = told(xlsx(change=set_cells("People", XFD2=3)))
    assert [each[:2] for each in found] == [("People", "XFD2")]


def test_more_people_than_fit_are_told() -> None:
    many = Grid(people=tuple(Worker(f"P{number:02}") for number in range(1, 202)))
    assert any("at most 200" in each[2] for each in told(xlsx(many)))
    assert read_file(xlsx(Grid(people=many.people[:200])))[1] == []


@given(st.binary(max_size=300))
def test_whatever_is_sent_is_told_about(content: bytes) -> None:
    read_file(content)
    read_file(b"# People\r\n" + content)


@given(st.integers(0, 2_000))
def test_columns_are_called_as_in_spreadsheets(number: int) -> None:
    from openpyxl.utils import get_column_letter

    assert letters(number) == get_column_letter(number + 1)
