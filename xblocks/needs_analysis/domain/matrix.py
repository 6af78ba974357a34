"""People × competences: required against actual levels. Source: `curriculum-facts 4.4`.

A gap is never made good by a surplus somewhere else: it is noted as potential (`features N3`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

HIGHEST = 4
CRITICAL = 2
"""From this gap on a field is critical."""


@dataclass(frozen=True)
class Cell:
    """Target and actual level of one person in one competence; None is not known."""

    target: int | None
    actual: int | None

    @property
    def known(self) -> bool:
        """Whether both levels are known."""
        return self.target is not None and self.actual is not None

    @property
    def gap(self) -> int:
        """How much is missing; 0 where something is not known."""
        if self.target is None or self.actual is None:
            return 0
        return max(0, self.target - self.actual)

    @property
    def surplus(self) -> int:
        """How much more somebody can do than is asked for."""
        if self.target is None or self.actual is None:
            return 0
        return max(0, self.actual - self.target)

    @property
    def met(self) -> int:
        """What is there of the target."""
        if self.target is None or self.actual is None:
            return 0
        return min(self.target, self.actual)


@dataclass(frozen=True)
class Row:
    """A person: a code, and a cell for each competence."""

    code: str
    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> int:
        """Gap points of the person."""
        return sum(cell.gap for cell in self.cells)

    @property
    def target(self) -> int:
        """Sum of the target levels whose actual level is known."""
        return sum(cell.target or 0 for cell in self.cells if cell.known)

    @property
    def met(self) -> int:
        """What is there of them."""
        return sum(cell.met for cell in self.cells)

    @property
    def surplus(self) -> int:
        """Points of potential."""
        return sum(cell.surplus for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """A competence over all people: sum of gaps, people affected, critical fields, potential.

    `known` counts the people whose gap is known; shares and means are of them.
    """

    code: str
    known: int
    gaps: int
    affected: int
    critical: int
    surplus: int

    @property
    def share(self) -> Fraction:
        """Share of people affected, 0 to 1."""
        return Fraction(self.affected, self.known) if self.known else Fraction(0)

    @property
    def mean(self) -> Fraction:
        """Mean gap."""
        return Fraction(self.gaps, self.known) if self.known else Fraction(0)


@dataclass(frozen=True)
class Matrix:
    """A whole matrix. `competences` are codes, in the order of the cells."""

    competences: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Reckon the columns once: pages ask for them again and again."""
        object.__setattr__(self, "columns", tuple(self._columns()))

    def _columns(self) -> Iterator[Column]:
        for number, code in enumerate(self.competences):
            cells = [row.cells[number] for row in self.rows]
            yield Column(
                code,
                known=sum(cell.known for cell in cells),
                gaps=sum(cell.gap for cell in cells),
                affected=sum(cell.gap >= 1 for cell in cells),
                critical=sum(cell.gap >= CRITICAL for cell in cells),
                surplus=sum(cell.surplus for cell in cells),
            )

    @property
    def target(self) -> int:
        """Sum of all target levels whose actual level is known."""
        return sum(row.target for row in self.rows)

    @property
    def met(self) -> int:
        """What is there of them."""
        return sum(row.met for row in self.rows)

    @property
    def gaps(self) -> int:
        """Sum of all gaps."""
        return sum(row.gaps for row in self.rows)

    @property
    def coverage(self) -> Fraction:
        """Share of the target levels that is there, 0 to 1; 1 where nothing is asked for."""
        return Fraction(self.met, self.target) if self.target else Fraction(1)

    def column(self, code: str) -> Column:
        """Return a competence by its code; KeyError when there is none."""
        for column in self.columns:
            if column.code == code:
                return column
        raise KeyError(code)

    def row(self, code: str) -> Row:
        """Return a person by code; KeyError when there is none."""
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)


def matrix_of(
    competences: Sequence[str],
    people: Mapping[str, Sequence[int | None]],
    targets: Mapping[str, Sequence[int | None]],
) -> Matrix:
    """Return a matrix of actual levels and target levels by code; no target: not known."""
    nothing: tuple[None, ...] = (None,) * len(competences)
    return Matrix(
        tuple(competences),
        tuple(
            Row(
                code,
                tuple(
                    Cell(target, actual)
                    for target, actual in zip(targets.get(code, nothing), actuals, strict=True)
                ),
            )
            for code, actuals in people.items()
        ),
    )
