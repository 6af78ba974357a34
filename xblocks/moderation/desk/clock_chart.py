"""Planned and actual as SVG: for each row a hollow bar above a full one.

Lengths along the page are percent of its width and letters have a fixed size, so that one drawing
is readable on a phone and on a projector.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.moderation.desk.clock_words import digits, row_title
from xblocks.moderation.domain.actual import Line, Report

LINE: Final = 22
BAR: Final = 12
ROW: Final = LINE + 2 * BAR + 16
"""Pixels of a row: its name, two bars, air."""

ROOM: Final = 80
"""Percent of the width the longest bar takes; the rest is for its number."""


@dataclass(frozen=True)
class Drawn:
    """A row of the picture; lengths in percent, `top` in pixels."""

    title: str
    top: int
    planned: Fraction
    used: Fraction
    line: Line


def drawn(report: Report) -> list[Drawn]:
    """Return the rows of the picture."""
    longest = max((max(each.planned, each.used) for each in report.lines), default=0) or 1
    return [
        Drawn(
            row_title(each.row),
            ROW * number,
            Fraction(ROOM * each.planned, longest),
            Fraction(ROOM * each.used, longest),
            each,
        )
        for number, each in enumerate(report.lines)
    ]


def chart_html(report: Report) -> SafeString:
    """Return the picture with a name for those who do not see it; the table tells the numbers."""
    rows = drawn(report)
    return format_html(
        '<svg class="wbm-clock-chart" role="img" aria-label="{}" width="100%" height="{}">{}</svg>',
        gettext("Planned and actual time of each row. The table below tells the same."),
        ROW * len(rows),
        format_html_join("", "{}", ((_row(each),) for each in rows)),
    )


def _row(row: Drawn) -> SafeString:
    top = row.top + LINE
    over = row.line.apart > 0
    return format_html(
        '<text x="0" y="{}">{}</text>'
        '<rect class="wbm-clock-chart__planned" x="0" y="{}" width="{}%" height="{}"/>'
        '<rect class="wbm-clock-chart__used{}" x="0" y="{}" width="{}%" height="{}"/>'
        '<text x="{}%" dx="6" y="{}">{}</text>',
        row.top + LINE - 7,
        row.title,
        top,
        _percent(row.planned),
        BAR,
        " wbm-clock-chart__used--over" if over else "",
        top + BAR,
        _percent(row.used),
        BAR,
        _percent(max(row.planned, row.used)),
        top + BAR + 5,
        f"{digits(row.line.used)} / {digits(row.line.planned)}",
    )


def _percent(length: Fraction) -> str:
    return f"{float(length):.2f}"
