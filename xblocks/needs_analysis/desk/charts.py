"""Small charts as SVG, drawn on the server. Source: `features N1`, `design: small charts`.

Lengths along the page are percent of its width and letters have a fixed size, so that one drawing
is readable on a phone and on a wide page. Columns differ by hatching beside colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NARROWEST: Final = 280
"""Pixels a drawing is at least wide: a phone, or the frame of a course page."""

LETTER: Final = 8
"""Pixels a letter of the charts is wide at most, on average."""

LINE: Final = 20
BAR: Final = 16
BETWEEN_BARS: Final = 3
BETWEEN_ROWS: Final = 14
GAP: Final = 6
"""Heights and gaps in pixels."""

MOST_LOOKS: Final = 6
"""How many columns can be told apart."""


@dataclass(frozen=True)
class Row:
    """A row of a chart: its name, its numbers, and how they are spelled."""

    name: str
    values: tuple[Decimal, ...]
    spelled: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A bar: where it begins and how long it is, in percent of the width; pixels from the top.

    `text` is written at `at` percent, `anchor` tells to which side of it.
    """

    look: int
    start: Fraction
    length: Fraction
    top: int
    text: str
    at: Fraction
    text_top: int
    anchor: str
    told: str


@dataclass(frozen=True)
class Words:
    """A line of a row's name; `top` is where its letters stand."""

    text: str
    top: int


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be written: names, bars, height in pixels, and where 0 is if not at 0."""

    words: tuple[Words, ...]
    bars: tuple[Bar, ...]
    height: int
    zero: Fraction | None = None


def grouped(rows: Sequence[Row], columns: Sequence[str]) -> Drawing:
    """Return bars from a common zero, those of a row below each other. Numbers may be negative."""
    values = [value for row in rows for value in row.values]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    left = _room([text for row in rows for text, value in _pairs(row) if value < 0])
    right = _room([text for row in rows for text, value in _pairs(row) if value >= 0])
    unit = (100 - left - right) / (Fraction(high - low) or 1)
    zero = left - Fraction(low) * unit
    words: list[Words] = []
    bars: list[Bar] = []
    top = 0
    for row in rows:
        top = _name(row.name, top, words)
        for look, (text, value) in enumerate(_pairs(row)):
            length = abs(Fraction(value)) * unit
            start = zero - length if value < 0 else zero
            bars.append(
                Bar(
                    look,
                    start,
                    length,
                    top,
                    text,
                    start if value < 0 else start + length,
                    top + BAR - 3,
                    "end" if value < 0 else "start",
                    _told(row.name, columns, look, text),
                )
            )
            top += BAR + BETWEEN_BARS
        top += BETWEEN_ROWS - BETWEEN_BARS
    return Drawing(tuple(words), tuple(bars), max(0, top - BETWEEN_ROWS), zero if left else None)


def stacked(
    rows: Sequence[Row], columns: Sequence[str], shares: Sequence[Sequence[str]]
) -> Drawing:
    """Return parts of each row's whole; `shares` are the percents as they are spelled.

    A number is written above its part where there is room for it on the narrowest page.
    """
    words: list[Words] = []
    bars: list[Bar] = []
    top = 0
    for row, percents in zip(rows, shares, strict=True):
        top = _name(row.name, top, words) + LINE
        for look, (start, end) in enumerate(pairwise(_borders(row.values))):
            text = row.spelled[look]
            fits = _pixels(text) <= (end - start) * NARROWEST / 100
            bars.append(
                Bar(
                    look,
                    start,
                    end - start,
                    top,
                    text if fits else "",
                    (start + end) / 2,
                    top - 5,
                    "middle",
                    _told(row.name, columns, look, f"{text} ({percents[look]})"),
                )
            )
        top += BAR + GAP + BETWEEN_ROWS
    return Drawing(tuple(words), tuple(bars), max(0, top - BETWEEN_ROWS))


def svg(drawing: Drawing, name: str, title: str, description: str) -> SafeString:
    """Return a drawing as SVG; `name` begins its ids and is unique on the page."""
    return format_html(
        '<svg class="wbm-chart" width="100%" height="{}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc><defs>{}</defs>{}{}{}</svg>',
        drawing.height,
        *(name, name, name, title, name, description),
        _hatchings(name, sorted({bar.look for bar in drawing.bars})),
        format_html_join("", '<text y="{}">{}</text>', ((w.top, w.text) for w in drawing.words)),
        _zero(drawing),
        format_html_join("", "{}", ((_bar(bar, name),) for bar in drawing.bars)),
    )


def swatch(name: str, look: int) -> SafeString:
    """Return the little square of a column for the legend of a drawing."""
    return format_html(
        '<svg class="wbm-chart__swatch" width="22" height="16" aria-hidden="true">'
        '<rect x="1" y="1" width="20" height="14" class="wbm-chart__bar wbm-chart__bar--{}"{}/>'
        "</svg>",
        look,
        _fill(name, look),
    )


def _bar(bar: Bar, name: str) -> SafeString:
    text: SafeString | str = ""
    if bar.text:
        away = {"start": GAP, "end": -GAP, "middle": 0}[bar.anchor]
        text = format_html(
            '<text x="{}%" dx="{}" y="{}" text-anchor="{}">{}</text>',
            *(_spelled(bar.at), away, bar.text_top, bar.anchor, bar.text),
        )
    return format_html(
        '<g><title>{}</title><rect x="{}%" y="{}" width="{}%" height="{}"'
        ' class="wbm-chart__bar wbm-chart__bar--{}"{}/>{}</g>',
        *(bar.told, _spelled(bar.start), bar.top, _spelled(bar.length), BAR),
        *(bar.look, _fill(name, bar.look), text),
    )


HATCHINGS: Final = {
    1: "M-2 6l8 -8M0 12l12 -12M6 14l8 -8",
    2: "M-2 2l8 8M0 -4l14 14M6 -2l8 8",
    4: "M3 0v10M8 0v10",
    5: "M0 3h10M0 8h10M5 0v10",
}
"""Lines of the columns that are not one even colour, in squares of 10 pixels."""


def _hatchings(name: str, looks: Sequence[int]) -> SafeString:
    return format_html_join(
        "",
        '<pattern id="{}-{}" width="10" height="10" patternUnits="userSpaceOnUse"'
        ' class="wbm-chart__hatching wbm-chart__hatching--{}">'
        '<rect width="10" height="10"/><path d="{}"/></pattern>',
        ((name, look, look, HATCHINGS[look]) for look in looks if look in HATCHINGS),
    )


def _fill(name: str, look: int) -> SafeString:
    return format_html(' fill="url(#{}-{})"', name, look) if look in HATCHINGS else SafeString("")


def _zero(drawing: Drawing) -> SafeString:
    if drawing.zero is None:
        return SafeString("")
    return format_html(
        '<line x1="{0}%" x2="{0}%" y1="0" y2="{1}" class="wbm-chart__zero"/>',
        _spelled(drawing.zero),
        drawing.height,
    )


def _pairs(row: Row) -> list[tuple[str, Decimal]]:
    return list(zip(row.spelled, row.values, strict=True))


def _pixels(text: str) -> int:
    return len(text) * LETTER + GAP


def _room(texts: Sequence[str]) -> Fraction:
    """Percent of the width that numbers beside the bars need on the narrowest page."""
    return Fraction(100 * max((_pixels(text) + GAP for text in texts), default=0), NARROWEST)


def _name(name: str, top: int, words: list[Words]) -> int:
    """Add the lines of a row's name below `top`; returns where they end."""
    for line in textwrap.wrap(name, NARROWEST // LETTER):
        words.append(Words(line, top + LINE - 6))
        top += LINE
    return top


def _borders(values: Sequence[Decimal]) -> list[Fraction]:
    """Where the parts of a whole begin and end, from 0 to exactly 100."""
    whole = Fraction(sum(values)) or Fraction(1)
    return [100 * Fraction(upto) / whole for upto in accumulate(values, initial=Decimal(0))]


def _told(name: str, columns: Sequence[str], look: int, text: str) -> str:
    return f"{name}, {columns[look]}: {text}" if len(columns) > 1 else f"{name}: {text}"


def _spelled(number: Fraction) -> str:
    """A number of SVG, to thousandths."""
    return f"{float(round(number, 3)):g}"
