"""Charts of a dossier: true to the figures, readable on a phone, told apart without colour."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from xblocks.needs_analysis.desk import charts
from xblocks.needs_analysis.desk.charts import Drawing, Row, grouped, stacked

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
