"""Levels side by side, one line per criterion: who is who is said by shape and letter, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from xblocks.role_play.wrapping import wrapped

WIDTH: Final = 340
LEFT: Final = 24
STEP: Final = 92
LINE: Final = 16
SHAPES: Final = {
    "self": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z",
    "colleague": "M-7 -7h14v14h-14z",
    "observer": "M0 -9L9 7H-9z",
    "trainer": "M0 -9L9 0L0 9L-9 0z",
}
"""Circle, square, triangle, rhombus: no reader needs the colours."""


@dataclass(frozen=True)
class Row:
    """A criterion: its name, whether it was in focus, levels by rater."""

    label: str
    focus: bool
    levels: Mapping[str, int]


def picture(
    rows: Sequence[Row], raters: Sequence[str], names: Mapping[str, str], title: str
) -> SafeString:
    """Return the picture as SVG; `names` are those of the raters."""
    body, top = [], 8
    for row in rows:
        drawn, height = _row(row, raters, top)
        body.append(drawn)
        top += height
    summary = escape(title + ": " + ", ".join(names[each] for each in raters))
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg class="wbm-side" viewBox="0 0 {WIDTH} {top}" role="img" aria-label="{summary}">'
        + "".join(body)
        + "</svg>"
    )


def sign(rater: str) -> SafeString:
    """Return the sign of a rater for the key of the picture."""
    view = 'viewBox="-11 -11 22 22" aria-hidden="true"'
    return mark_safe(  # noqa: S308 - the shapes are ours
        f'<svg class="wbm-side__sign" {view}>{_mark(rater)}</svg>'
    )


def _row(row: Row, raters: Sequence[str], top: int) -> tuple[str, int]:
    lines = wrapped(row.label, WIDTH - 8, 13, 2)
    weight = ' class="wbm-side__focus"' if row.focus else ""
    text = "".join(
        f'<text x="4" y="{top + LINE * number + 12}"{weight}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    axis = top + LINE * len(lines) + 22
    ticks = "".join(
        f'<path class="wbm-side__tick" d="M{_x(level)} {axis - 6}v12"/>'
        f'<text class="wbm-side__number" x="{_x(level)}" y="{axis + 24}">{level}</text>'
        for level in range(1, 5)
    )
    marks = "".join(_marks(row, raters, axis))
    drawn = f'{text}<path class="wbm-side__axis" d="M{_x(1)} {axis}H{_x(4)}"/>{ticks}{marks}'
    return drawn, LINE * len(lines) + 62


def _marks(row: Row, raters: Sequence[str], axis: int) -> list[str]:
    """Return the marks of a row; those on one level stand side by side."""
    found = []
    for level in range(1, 5):
        here = [each for each in raters if row.levels.get(each) == level]
        start = _x(level) - 10 * (len(here) - 1)
        for number, rater in enumerate(here):
            found.append(
                f'<g transform="translate({start + 20 * number} {axis})">{_mark(rater)}</g>'
            )
    return found


def _mark(rater: str) -> str:
    return f'<path class="wbm-side__mark wbm-side__mark--{rater}" d="{SHAPES[rater]}"/>'


def _x(level: int) -> int:
    return LEFT + STEP * (level - 1) + 8
