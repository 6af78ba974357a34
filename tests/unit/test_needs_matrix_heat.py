"""The heat map as markup: what a field says, what is escaped, how much it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from lxml import html

from tests.unit.needs_cases import CASE_A, matrices
from xblocks.needs_analysis.desk import ways
from xblocks.needs_analysis.desk.heat import (
    Heading,
    Heat,
    Shows,
    changed_html,
    matrix_html,
    row_html,
)
from xblocks.needs_analysis.domain import figures, numbers
from xblocks.needs_analysis.domain.matrix import Matrix, matrix_of
from xblocks.needs_analysis.domain.ways import Way

MOST_BYTES = 300_000
FIELD_BYTES = 37


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Words as they stand in the code."""
    with translation.override("en"):
        yield


def heat_of(matrix: Matrix, **parts: object) -> Heat:
    """A heat map with codes as headings."""
    people = [Heading(row.code, row.code.upper(), "Setter") for row in matrix.rows]
    competences = [Heading(code, code.upper(), "Welding") for code in matrix.competences]
    return Heat(matrix, people, competences, caption="Team", **parts)  # type: ignore[arg-type]


def fields(markup: str) -> list[list[tuple[str, str]]]:
    """Class and text of every field, row by row, as a parser reads them."""
    rows = html.fromstring(markup).xpath("//tbody/tr")
    return [
        [(td.get("class"), " ".join(td.text_content().split())) for td in row.xpath("td")]
        for row in rows
    ]


FIVE = matrix_of(
    ("k1", "k2", "k3", "k4", "k5", "k6"),
    {"a1": (2, 1, 0, 4, None, 3)},
    {"a1": (2, 2, 3, 1, 2, 3)},
)


def test_a_field_tells_gap_and_levels_and_what_they_mean() -> None:
    assert fields(matrix_html(heat_of(FIVE, sums=False))) == [
        [
            ("g0", "02 of 2"),
            ("g1", "11 of 2"),
            ("g2", "30 of 3"),
            ("gs", "04 of 1"),
            ("gx", "?? of 2"),
            ("g0", "03 of 3"),
        ]
    ]


def test_a_field_to_fill_in_tells_the_level_first() -> None:
    found = fields(matrix_html(heat_of(FIVE, shows=Shows.LEVELS, sums=False)))
    assert found[0][:5] == [
        ("g0", "2of 2"),
        ("g1", "1of 2"),
        ("g2", "0of 3"),
        ("gs", "4of 1"),
        ("gx", "?of 2"),
    ]


def test_gaps_that_are_asked_show_what_was_typed_and_nothing_of_the_answer() -> None:
    heat = heat_of(
        FIVE,
        shows=Shows.ASKED,
        sums=False,
        given={("a1", "k1"): 1, ("a1", "k2"): 1, ("a1", "k3"): 0},
        wrong={("a1", "k1")},
    )
    assert fields(matrix_html(heat))[0] == [
        ("g1 w", "12 of 2"),
        ("g1", "11 of 2"),
        ("g0", "00 of 3"),
        ("gq", "?4 of 1"),
        ("gq", "?? of 2"),
        ("gq", "?3 of 3"),
    ]


def test_sums_stand_beside_rows_and_below_columns() -> None:
    tree = html.fromstring(matrix_html(heat_of(CASE_A.matrix)))
    below = {
        row.findtext("th"): [td.text for td in row.xpath("td")] for row in tree.xpath("//tfoot/tr")
    }
    assert below["Sum of gaps"][:8] == ["17", "17", "9", "12", "13", "6", "9", "6"]
    assert below["Sum of gaps"][8] == "89"
    assert below["People affected"][:8] == ["10", "9", "7", "9", "10", "6", "8", "5"]
    assert below["Critical fields"][:8] == ["7", "6", "2", "3", "3", "0", "1", "1"]
    assert tree.xpath("//tr[@id='heat-ra02']/td[@class='s']/text()") == ["11", "0"]
    told = " ".join(tree.xpath("//dl")[0].text_content().split())
    assert "Coverage60.1 % 134 of 223" in told
    assert "Critical fields23" in told


def test_without_sums_no_figure_leaves_the_server() -> None:
    markup = matrix_html(heat_of(CASE_A.matrix, sums=False))
    assert "<tfoot" not in markup
    assert "Coverage" not in markup
    assert "class=s>" not in markup


@given(matrices())
def test_every_field_is_there_and_says_what_it_is(matrix: Matrix) -> None:
    found = fields(matrix_html(heat_of(matrix, sums=False)))
    assert len(found) == len(matrix.rows)
    for row, line in zip(matrix.rows, found, strict=True):
        for cell, (state, _text) in zip(row.cells, line, strict=True):
            assert (state == "gx") == (not cell.known)
            assert (state == "gs") == (cell.surplus > 0)
            assert (state == "g1") == (cell.gap == 1)
            assert (state == "g2") == (cell.gap >= 2)


def test_what_people_write_is_escaped() -> None:
    matrix = matrix_of(("k",), {"a": (1,)}, {})
    evil = "<script>\"'&"
    heat = Heat(
        matrix,
        [Heading('a"><i>', evil, evil, evil)],
        [Heading('k"><i>', evil, evil)],
        caption=evil,
        signs={('a"><i>', 'k"><i>'): evil},
    )
    markup = matrix_html(heat)
    assert '<script>"' not in markup
    assert '"><i>' not in markup
    tree = html.fromstring(markup)
    assert tree.xpath("//caption")[0].text_content() == evil
    assert tree.xpath("//td/u")[0].text_content() == evil


def test_an_answer_brings_the_row_and_the_sums_that_change_with_it() -> None:
    heat = heat_of(CASE_A.matrix, save="/save/", name="own")
    answer = changed_html(heat, "a02")
    assert answer.startswith(row_html(heat, "a02"))
    assert re.findall(r'<template><(\w+)[^>]* id="([\w-]+)"', answer) == [
        ("dl", "own-figures"),
        ("tfoot", "own-foot"),
    ]
    assert answer.count("hx-swap-oob") == 2
    assert "hx-swap-oob" not in matrix_html(heat)


def test_only_a_matrix_that_is_written_brings_picker_and_script_for_it() -> None:
    read = matrix_html(heat_of(FIVE))
    assert 'matrix.js?raw"' in read  # what ends otherwise, Studio looks for in the course
    assert "matrix_entry.js" not in read
    assert "<dialog" not in read
    words = ("none", "basics", "guided", "alone", "expert")
    written = html.fromstring(matrix_html(heat_of(FIVE, save="/save/", levels=words)))
    assert written.xpath("//@data-wbm-save") == ["/save/"]
    picks = {
        each.get("data-wbm-pick"): each.text_content() for each in written.xpath("//dialog//button")
    }
    assert list(picks) == ["0", "1", "2", "3", "4", "", "cancel"]
    assert picks["3"] == "3 alone"


@pytest.mark.parametrize("shows", list(Shows))
@pytest.mark.parametrize("language", ["en", "de"])
def test_two_hundred_people_and_forty_competences_stay_light(shows: Shows, language: str) -> None:
    codes = [f"k{number}" for number in range(40)]
    people = {f"a{row}": [(row + column) % 5 for column in range(40)] for row in range(200)}
    targets = {code: [(number % 4) + 1 for number in range(40)] for code in people}
    heat = heat_of(matrix_of(codes, people, targets), shows=shows, save="/save/")
    with translation.override(language):
        markup = matrix_html(heat)
    assert len(markup.encode()) <= MOST_BYTES
    marks = re.findall(r"<td class=\"?g.*?(?=<td|</tr>)", markup)
    assert len(marks) == 8000
    assert max(len(mark.encode()) for mark in marks) <= FIELD_BYTES


def test_numbers_are_spelled_in_the_reader_s_notation() -> None:
    with translation.override("de"):
        assert ways.spelled(Fraction(13400, 223), 1) == "60,1"
        assert ways.spelled(20800) == "20.800"
        assert ways.spelled(Fraction(17, 12)) == "1,42"
        assert ways.spelled(Fraction(35, 2)) == "17,5"
        assert ways.spelled(Decimal("7.5")) == "7,5"
        assert ways.spelled(Decimal("1234.50")) == "1.234,50"
        assert ways.spelled(Decimal("26000.00")) == "26.000"
        assert ways.spelled(numbers.round_half_up(1, 2), 2) == "1,00"
    assert ways.spelled(20800) == "20,800"


def test_a_way_is_drawn_with_rows_result_and_rounding() -> None:
    way = figures.way("coverage", CASE_A.matrix)
    rounded = Way(
        way.rule, way.formula, way.result, way.lines, numbers.round_half_up(way.result, 1)
    )
    with translation.override("de"):
        told = " ".join(html.fromstring(ways.way_html(rounded)).text_content().split())
    assert "134 ÷ 223 = 60,09 %" in told
    assert "60,1" in told
    assert "A01" in told
