"""Shapes of the picture of a talk: rectangles, smooth and round paths, arrow heads. In pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

RADIUS: Final = 10
ARROW: Final = 7

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


def settled(
    wanted: Sequence[tuple[float, float]], widths: Sequence[float], gap: float
) -> list[float]:
    """Return middles in the given order, none too near, as near as can be to those wanted.

    `wanted` are pairs of a place and its weight. Neighbours that push each other move together
    to the mean of what they want.
    """
    offsets = [0.0]
    for left, right in pairwise(widths):
        offsets.append(offsets[-1] + (left + right) / 2 + gap)
    groups: list[tuple[float, float, int]] = []
    for (place, weight), offset in zip(wanted, offsets, strict=True):
        group = (place - offset, weight, 1)
        while groups and groups[-1][0] > group[0]:
            before = groups.pop()
            both = before[1] + group[1]
            mean = (before[0] * before[1] + group[0] * group[1]) / both
            group = (mean, both, before[2] + group[2])
        groups.append(group)
    bases = [base for base, _weight, count in groups for _each in range(count)]
    return [base + offset for base, offset in zip(bases, offsets, strict=True)]


def arrow_down(x: float, y: float) -> str:
    """An arrow head with its tip at a place, pointing down."""
    return f"M{x:.1f} {y:.1f}l-5 -{ARROW + 1}h10z"


def arrow_left(x: float, y: float) -> str:
    """An arrow head with its tip at a place, pointing left."""
    return f"M{x:.1f} {y:.1f}l{ARROW + 1} -5v10z"


def curve(x: float, y: float, to_x: float, to_y: float) -> str:
    """A line that begins and ends upright."""
    half = (y + to_y) / 2
    return f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"


def rounded(points: Sequence[tuple[float, float]]) -> str:
    """A path along straight pieces with round corners."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before), _towards(corner, after)
        path += f"L{start[0]:.1f} {start[1]:.1f}"
        path += f"Q{corner[0]:.1f} {corner[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    return path + f"L{points[-1][0]:.1f} {points[-1][1]:.1f}"


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    x, y = other[0] - corner[0], other[1] - corner[1]
    length = max((x * x + y * y) ** 0.5, 0.001)
    part = min(RADIUS, length / 2) / length
    return corner[0] + x * part, corner[1] + y * part
