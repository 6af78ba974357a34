"""Charts of a dossier: true to the figures, readable on a phone, told apart without colour."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from tests.unit.needs_definitions import case
from xblocks.needs_analysis.desk import charts
from xblocks.needs_analysis.desk.charts import Drawing, Row, grouped, stacked
from xblocks.needs_analysis.desk.dossier import cell, dossier_html
from xblocks.needs_analysis.domain.papers import number_in, table_of
from xblocks.needs_analysis.material import Section

GOLDEN = Path(__file__).parent / "needs_charts"
WIDTHS = (charts.NARROWEST, 358, 736)
"""Pixels: a frame on a phone, a phone, a page."""

NAMES = st.text("abc dÄß/-", min_size=1, max_size=90).filter(lambda text: bool(text.strip()))
NUMBERS = st.decimals(-999_999, 999_999, places=1, allow_nan=False)


@st.composite
def rows_of(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal], most: int) -> list[Row]:
    """Rows of a chart with equally many columns."""
    width = draw(st.integers(1, most))
    lines = draw(
        st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1, max_size=8)
    )
    return [
        Row(draw(NAMES), tuple(values), tuple(f"{value:,f}" for value in values))
        for values in lines
    ]


def drawn_shares(rows: list[Row]) -> Drawing:
    columns = [f"c{number}" for number in range(len(rows[0].values))]
    return stacked(rows, columns, [["1 %"] * len(columns)] * len(rows))


Box = tuple[Fraction, Fraction, int, int]
"""Left, right, top and bottom in pixels."""


def boxes(drawing: Drawing, width: int) -> list[Box]:
    """Where all the letters stand; as wide as the charts reckon with."""
    found: list[Box] = [
        (Fraction(0), Fraction(len(each.text) * charts.LETTER), each.top - 13, each.top + 4)
        for each in drawing.words
    ]
    for bar in drawing.bars:
        size = len(bar.text) * charts.LETTER
        left = {
            "start": bar.at * width / 100 + charts.GAP,
            "end": bar.at * width / 100 - charts.GAP - size,
            "middle": bar.at * width / 100 - Fraction(size, 2),
        }[bar.anchor]
        if bar.text:
            found.append((left, left + size, bar.text_top - 13, bar.text_top + 4))
    return found


def apart(one: Box, other: Box) -> bool:
    return one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


def assert_readable(drawing: Drawing) -> None:
    for width in WIDTHS:
        letters = boxes(drawing, width)
        assert all(box[0] >= 0 and box[1] <= width for box in letters)
        assert all(box[2] >= 0 and box[3] <= drawing.height + 4 for box in letters)
        assert all(apart(one, other) for one, other in combinations(letters, 2))


@given(rows_of(NUMBERS, 3))
def test_bars_are_as_long_as_their_numbers(rows: list[Row]) -> None:
    drawing = grouped(rows, ["a", "b", "c"][: len(rows[0].values)])
    values = [abs(Fraction(value)) for row in rows for value in row.values]
    lengths = [bar.length for bar in drawing.bars]
    assert len(lengths) == len(values)
    for (value, length), (other, another) in combinations(zip(values, lengths, strict=True), 2):
        assert value * another == other * length
    for bar in drawing.bars:
        assert 0 <= bar.start <= bar.start + bar.length <= 100
    ends = {bar.start + bar.length if bar.anchor == "end" else bar.start for bar in drawing.bars}
    assert len(ends) == 1, "all begin at the same zero"
    assert drawing.zero in (None, *ends)


@given(rows_of(NUMBERS, 3))
def test_words_and_numbers_of_bars_never_overlap(rows: list[Row]) -> None:
    drawing = grouped(rows, ["a", "b", "c"][: len(rows[0].values)])
    assert_readable(drawing)
    assert [bar.text for bar in drawing.bars] == [text for row in rows for text in row.spelled]


@given(rows_of(st.decimals(0, 9_999, places=1), 6))
def test_shares_fill_the_whole_and_nothing_more(rows: list[Row]) -> None:
    drawing = drawn_shares(rows)
    width = len(rows[0].values)
    for number, row in enumerate(rows):
        bars = drawing.bars[number * width : (number + 1) * width]
        whole = Fraction(sum(row.values))
        assert sum(bar.length for bar in bars) == (100 if whole else 0)
        assert bars[0].start == 0
        for before, after in pairwise(bars):
            assert before.start + before.length == after.start
        for bar, value in zip(bars, row.values, strict=True):
            assert not whole or bar.length == 100 * Fraction(value) / whole


@given(rows_of(st.decimals(0, 9_999, places=1), 6))
def test_words_and_numbers_of_shares_never_overlap(rows: list[Row]) -> None:
    assert_readable(drawn_shares(rows))


def test_negative_bars_grow_to_the_other_side_of_zero() -> None:
    rows = [Row("less", (Decimal(-2),), ("−2",)), Row("more", (Decimal(4),), ("+4",))]
    drawing = grouped(rows, ["x"])
    less, more = drawing.bars
    assert drawing.zero == less.start + less.length == more.start
    assert (less.anchor, more.anchor) == ("end", "start")
    assert more.length == 2 * less.length


def test_nothing_but_zeros_can_be_drawn() -> None:
    drawing = grouped([Row("none", (Decimal(0),), ("0",))], ["x"])
    assert [bar.length for bar in drawing.bars] == [0]


SAMPLES = {
    "bars": {
        "head": "Profile | 2026 | 2029 | change",
        "rows": ["Cutting & “turning” | 84 | 30 | -54", "Running a system | 10 | 46 | +36"],
        "draw": "bars",
        "drawn": [2, 3],
        "unit": "people",
    },
    "negative": {
        "head": "Profile | change",
        "rows": ["Cutting | −54", "Running | +36", "Total | -18"],
        "draw": "bars",
    },
    "shares": {
        "head": "Statement | yes | rather | rather not | no",
        "rows": ["I feel well prepared | 4 | 9 | 10 | 4"],
        "draw": "shares",
    },
}


def piece(name: str) -> html.HtmlElement:
    """A sample as it stands on the page."""
    with translation.override("en"):
        text = dossier_html(case(dossier=[{"title": f"The {name}", **SAMPLES[name]}]))
    return html.fromstring(text)


def svg_of(found: html.HtmlElement) -> html.HtmlElement:
    (chart,) = found.xpath(".//svg[contains(@class, 'wbm-chart') and @role='img']")
    return chart


@pytest.mark.parametrize("name", SAMPLES)
def test_charts_look_as_ever(name: str) -> None:
    """After a wanted change: ``WBM_REGENERATE_GOLDEN=1 pytest`` and look at the difference."""
    drawn = etree.tostring(
        svg_of(piece(name)), pretty_print=True, with_tail=False, encoding="unicode"
    )
    path = GOLDEN / f"{name}.svg"
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_chart_has_a_name_a_description_and_its_table(name: str) -> None:
    found = piece(name)
    chart = svg_of(found)
    told = [chart.get_element_by_id(each).text for each in chart.get("aria-labelledby").split()]
    assert told[0] == f"The {name}"
    assert "table" in told[1]
    cells = ["".join(each.itertext()) for each in found.xpath(".//tbody//td")]
    for row in SAMPLES[name]["rows"]:
        for text in str(row).split("|")[1:]:
            assert text.strip().replace("-", "−") in [
                *cells,
                *("".join(each.itertext()) for each in found.xpath(".//tfoot//td")),
            ]


def test_the_table_hides_only_what_the_chart_shows_whole() -> None:
    assert not piece("bars").xpath(".//details")
    (summary,) = piece("negative").xpath(".//details/summary")
    assert "".join(summary.itertext()) == "As a table: The negative"


def test_columns_differ_by_hatching_and_are_told_in_a_legend() -> None:
    found = piece("shares")
    fills = [bar.get("fill") for bar in svg_of(found).xpath(".//g/rect")]
    looks = [bar.get("class") for bar in svg_of(found).xpath(".//g/rect")]
    assert len(set(looks)) == 4
    assert fills == [None, "url(#papers-1-1)", "url(#papers-1-2)", None]
    patterns = {each.get("id") for each in svg_of(found).xpath(".//pattern")}
    assert patterns == {"papers-1-1", "papers-1-2"}
    keys = ["".join(each.itertext()).strip() for each in found.xpath(".//ul//li")]
    assert keys == [
        "yes: 4 (14.8%)",
        "rather: 9 (33.3%)",
        "rather not: 10 (37.0%)",
        "no: 4 (14.8%)",
    ]


def test_every_look_is_its_own() -> None:
    assert len({*charts.HATCHINGS.values()}) == len(charts.HATCHINGS)
    plain = set(range(charts.MOST_LOOKS)) - charts.HATCHINGS.keys()
    assert plain == {0, 3}, "two even colours, of which one is light and one is dark enough"


def test_the_sum_of_all_rows_is_no_bar_and_ends_the_table() -> None:
    found = piece("negative")
    assert len(svg_of(found).xpath(".//g/rect")) == 2
    assert found.xpath(".//tfoot//th/text()") == ["Total"]
    assert len(found.xpath(".//tbody/tr")) == 2


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (["a | 1 | 2", "b | 3 | 4", "c | 4 | 6"], True),
        (["a | 1 | 2", "b | 3 | 4", "c | 4 | 7"], False),
        (["a | 1 | x", "b | 3 | y", "c | 4 | z"], False),
        (["a | 1 | 2", "b | 1 | 2"], False),
        (["a | 0 | 0", "b | 0 | 0", "c | 0 | 0"], False),
        (["a | 0.1 | 1", "b | 0.2 | 1", "c | 0.3 | 2"], True),
    ],
)
def test_only_a_row_that_sums_up_all_others_is_a_total(rows: list[str], total: bool) -> None:
    table = table_of(Section(title="T", head="N | A | B", rows=rows))
    assert table is not None
    assert (table.total is not None) == total
    assert [each.name for each in table.rows] == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("-54", "−54"),
        ("−54", "−54"),
        ("–54", "−54"),
        ("+36", "+36"),
        ("0", "0"),
        ("2029", "2029"),
        ("26000", "26.000"),
        ("-26000", "−26.000"),
        ("60,1 %", "60,1 %"),
        ("–", "–"),
        ("0 € (Arbeitszeit)", "0 € (Arbeitszeit)"),
        ("K1-K3", "K1-K3"),
        ("", ""),
    ],
)
def test_cells_are_written_as_people_write_numbers(written: str, shown: str) -> None:
    with translation.override("de"):
        assert cell(written) == shown


@pytest.mark.parametrize(
    ("text", "number"),
    [("84", "84"), ("−54", "-54"), ("60,1", "60.1"), ("1.730", "1730"), ("12 %", "12")],
)
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "–", "1.730 h", "keine", "1 bis 2"])
def test_words_are_no_numbers(text: str) -> None:
    assert number_in(text) is None


def test_german_writes_percent_with_a_space_and_a_comma() -> None:
    sample = {"title": "T", **SAMPLES["shares"]}
    with translation.override("de"):
        assert re.search(r"10 \(37,0\s%\)", dossier_html(case(dossier=[sample])))


def test_what_authors_write_cannot_break_out() -> None:
    nasty = '<script>x</script>"&'
    section = {
        "title": nasty,
        "text": nasty,
        "head": f"{nasty} | {nasty} | b",
        "rows": [f"{nasty} | 1 | 2"],
        "draw": "bars",
        "unit": nasty,
        "note": nasty,
    }
    found = html.fromstring(dossier_html(case(dossier=[section])))
    assert not found.xpath("//script")
    assert not found.xpath("//@*[contains(name(), 'on')]")


def test_a_case_without_dossier_shows_nothing() -> None:
    assert dossier_html(case()).strip() == ""


def test_the_same_dossier_can_stand_twice_on_a_page() -> None:
    sample = case(dossier=[{"title": "T", **SAMPLES["bars"]}])
    both = html.fromstring(f"<div>{dossier_html(sample)}{dossier_html(sample, 'again')}</div>")
    ids = both.xpath("//@id")
    assert len(ids) == len(set(ids))
