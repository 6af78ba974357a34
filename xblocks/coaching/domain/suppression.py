"""Counts of small groups are held back, so that nobody can be recognised by them.

A count of 1 to 4 is left out. Because totals stand beside it, further counts are left out until
nobody who knows all that is shown can tell of a small group that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

SMALLEST = 5
"""Groups of fewer are not shown (`features C5`)."""

Cell = tuple[int, int]
Arc = tuple[str, str]


@dataclass(frozen=True)
class Protected:
    """Counts with their totals: the last row and the last column. None is held back."""

    rows: tuple[tuple[int | None, ...], ...]

    @property
    def total(self) -> int | None:
        """The count of all together."""
        return self.rows[-1][-1]


def protect(counts: Sequence[Sequence[int]]) -> Protected:
    """Return counts with totals, without those by which a group under 5 could be told.

    Rows have equal lengths, at least one. Nothing (0) is nobody and is shown. Who reads the result
    must take each small group for one of 5 or more as well as for a smaller one.
    """
    grid = _with_totals(counts)
    small = {cell for cell, count in _cells(grid) if 0 < count < SMALLEST}
    hidden = set(small)
    for cell in sorted(small):
        _cover(grid, hidden, cell)
    return Protected(
        tuple(
            tuple(None if (row, column) in hidden else count for column, count in enumerate(line))
            for row, line in enumerate(grid)
        )
    )


def protect_parts(counts: Sequence[int]) -> Protected:
    """Return the parts of one whole and, last, the whole, as `protect` does in its first row."""
    line = protect([counts]).rows[0]
    return Protected((line,))


def _with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    grid = [[*line, sum(line)] for line in counts]
    return [*grid, [sum(column) for column in zip(*grid, strict=True)]]


def _cells(grid: Sequence[Sequence[int]]) -> Iterator[tuple[Cell, int]]:
    for row, line in enumerate(grid):
        for column, count in enumerate(line):
            yield (row, column), count


def _cover(grid: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> None:
    """Hide what must be hidden as well, until a small group may be a large one.

    A table with totals is a circulation: a count flows from its row to its column, a column's total
    on to the foot, the whole from there to the margin, a row's total back to the row. Shown counts
    are fixed, hidden ones at least 1. What more can flow round through the cell is what it may
    grow. Where that is too little, the counts on the cheapest way round are hidden.
    """
    spare: dict[Arc, int] = {}
    owner: dict[Arc, Cell] = {}
    for each, count in _cells(grid):
        if count and each != cell:
            tail, head = _arc(grid, each)
            spare[tail, head], spare[head, tail] = SMALLEST, count - 1
            owner[tail, head] = owner[head, tail] = each
    costs = {arc: 0 if each in hidden else grid[each[0]][each[1]] for arc, each in owner.items()}
    goal, start = _arc(grid, cell)
    largest = grid[cell[0]][cell[1]]
    while largest < SMALLEST:
        way = _cheapest_way(spare, costs, start, goal)
        more = min(spare[arc] for arc in way)
        for tail, head in way:
            spare[tail, head] -= more
            spare[head, tail] += more
            costs[tail, head] = costs[head, tail] = 0
            hidden.add(owner[tail, head])
        largest += more


def _arc(grid: Sequence[Sequence[int]], cell: Cell) -> Arc:
    row, column = cell
    last_row, last_column = len(grid) - 1, len(grid[0]) - 1
    if row == last_row and column == last_column:
        return "foot", "margin"
    if row == last_row:
        return f"c{column}", "foot"
    if column == last_column:
        return "margin", f"r{row}"
    return f"r{row}", f"c{column}"


def _cheapest_way(
    spare: Mapping[Arc, int], costs: Mapping[Arc, int], start: str, goal: str
) -> list[Arc]:
    """Return the arcs of the cheapest way on which something is to spare (Dijkstra).

    There is one: the totals of a group can always grow with it.
    """
    came: dict[str, Arc] = {}
    reached = [(0, start, ("", ""))]
    while goal not in came:
        cost, place, arc = heappop(reached)
        if place in came:
            continue
        came[place] = arc
        for (tail, head), left in spare.items():
            if tail == place and left and head not in came:
                heappush(reached, (cost + costs[tail, head], head, (tail, head)))
    way = []
    while goal != start:
        way.append(came[goal])
        goal = came[goal][0]
    return way
