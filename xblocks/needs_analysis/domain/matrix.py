"""People × competences: required against actual levels. Source: `curriculum-facts 4.4`.

A gap is never made good by a surplus somewhere else: it is noted as potential (`features N3`).
What is reckoned of fields, rows and columns is reckoned once: 200 × 40 fields are no exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

HIGHEST = 4
CRITICAL = 2
"""From this gap on a field is critical."""


@dataclass(frozen=True)
class Cell:
    """Target and actual level of one person in one competence; None is not known.

    `gap` is how much is missing, `surplus` how much more somebody can do than is asked for, `met`
    what is there of the target; 0 where one of the levels is not known.
    """

    target: int | None
    actual: int | None
    known: bool = field(init=False, compare=False)
    gap: int = field(init=False, compare=False, default=0)
    surplus: int = field(init=False, compare=False, default=0)
    met: int = field(init=False, compare=False, default=0)

    def __post_init__(self) -> None:
        target, actual = self.target, self.actual
        if target is None or actual is None:
            object.__setattr__(self, "known", False)
            return
        object.__setattr__(self, "known", True)
        object.__setattr__(self, "gap", max(0, target - actual))
        object.__setattr__(self, "surplus", max(0, actual - target))
        object.__setattr__(self, "met", min(target, actual))


cell_of = lru_cache(maxsize=64)(Cell)
"""Return the field of two levels: there are 36 different ones."""


@dataclass(frozen=True)
class Row:
    """A person: a code, and a cell for each competence.

    `gaps` are the gap points, `surplus` the points of potential; `target` is the sum of the target
    levels whose actual level is known, `met` what is there of them.
    """

    code: str
    cells: tuple[Cell, ...]
    gaps: int = field(init=False, compare=False)
    surplus: int = field(init=False, compare=False)
    target: int = field(init=False, compare=False)
    met: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        gaps = surplus = target = met = 0
        for cell in self.cells:
            if cell.known:
                gaps += cell.gap
                surplus += cell.surplus
                met += cell.met
                target += cell.met + cell.gap
        object.__setattr__(self, "gaps", gaps)
        object.__setattr__(self, "surplus", surplus)
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "met", met)


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
        object.__setattr__(self, "columns", tuple(self._columns()))

    def _columns(self) -> Iterator[Column]:
        for number, code in enumerate(self.competences):
            known = gaps = affected = critical = surplus = 0
            for row in self.rows:
                cell = row.cells[number]
                if cell.known:
                    known += 1
                    gaps += cell.gap
                    surplus += cell.surplus
                    affected += cell.gap >= 1
                    critical += cell.gap >= CRITICAL
            yield Column(code, known, gaps, affected, critical, surplus)

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

    def cell(self, person: str, competence: str) -> Cell:
        """Return a field by its codes; KeyError when there is none."""
        return self.row(person).cells[self._number(competence)]

    def cells_of(self, competence: str) -> tuple[tuple[str, Cell], ...]:
        """Return code and field of everybody in a competence; KeyError when there is none."""
        number = self._number(competence)
        return tuple((row.code, row.cells[number]) for row in self.rows)

    def _number(self, competence: str) -> int:
        if competence not in self.competences:
            raise KeyError(competence)
        return self.competences.index(competence)


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
                    cell_of(target, actual)
                    for target, actual in zip(targets.get(code, nothing), actuals, strict=True)
                ),
            )
            for code, actuals in people.items()
        ),
    )
