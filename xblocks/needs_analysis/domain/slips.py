"""Frequent slips with figures: what a wrong number was probably reckoned with.

A hint names the mistake, never the right figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.asked import FundingQuestion, NumberQuestion
from xblocks.needs_analysis.domain import numbers
from xblocks.needs_analysis.domain.matrix import Cell, Column, Matrix

SET_OFF: Final = gettext_noop(
    "It looks as if you set off what people can do beyond the target against gaps. "
    "More than asked for fills no gap."
)
COUNTED_MORE: Final = gettext_noop(
    "It looks as if you counted all actual levels. More than asked for does not count."
)
ONLY_CRITICAL: Final = gettext_noop(
    "It looks as if you counted gaps of 2 or more. Here gaps of 1 count as well."
)
ALL_GAPS: Final = gettext_noop(
    "It looks as if you counted every gap. A field is critical from a gap of 2 on."
)
BY_AFFECTED: Final = gettext_noop(
    "It looks as if you divided by the people affected. Divide by all people."
)
A_SUM: Final = gettext_noop("It looks as if you gave the sum. A mean is asked for.")
NO_PERCENT: Final = gettext_noop("It looks as if you gave a fraction of 1. Percent are asked for.")
MISSING_PART: Final = gettext_noop("It looks as if you gave the part that is missing of the whole.")
A_CLASS_OFF: Final = gettext_noop("Look at the bounds of the classes again.")
OFF_BY_SIGN: Final = gettext_noop("The amount is right, the sign is not.")
ROUNDED: Final = gettext_noop(
    "Very near. Look at the decimal places and the rounding: halves go up."
)

Slip = tuple[str, Fraction]


def found(
    question: NumberQuestion | FundingQuestion,
    readings: Sequence[Decimal],
    matrix: Matrix,
    exact: Fraction,
) -> Message | None:
    """Return a hint at the mistake a number was reckoned with, None when there is none."""
    for sentence, wrong in _slips(question, matrix, exact):
        rounded = numbers.round_half_up(wrong, question.decimals)
        if wrong != exact and any(
            each == rounded or numbers.half_up_is(each, wrong) for each in readings
        ):
            return Message(sentence)
    step = Decimal(1).scaleb(-question.decimals)
    inexact = exact.denominator != 1
    right = numbers.round_half_up(exact, question.decimals)
    if inexact and any(
        abs(each - right) <= step or numbers.half_up_is(each, exact) for each in readings
    ):
        return Message(ROUNDED)
    return None


def _slips(
    question: NumberQuestion | FundingQuestion, matrix: Matrix, exact: Fraction
) -> Iterator[Slip]:
    if isinstance(question, NumberQuestion) and question.figure in OF_MATRIX:
        yield from OF_MATRIX[question.figure](matrix)
    if isinstance(question, NumberQuestion) and question.competence in matrix.competences:
        column = matrix.column(question.competence)
        yield from OF_COLUMN.get(question.figure or "", _none)(column, matrix)
    if question.figure in ("coverage", "share"):
        yield MISSING_PART, 100 - exact
    if question.unit == "%" or question.figure in ("coverage", "share"):
        yield NO_PERCENT, exact / 100
    if isinstance(question, NumberQuestion) and question.sum is not None:
        yield OFF_BY_SIGN, -exact


def _known(matrix: Matrix, column: Column | None = None) -> list[Cell]:
    if column is not None:
        return [cell for _person, cell in matrix.cells_of(column.code) if cell.known]
    return [cell for row in matrix.rows for cell in row.cells if cell.known]


def _net(cells: list[Cell]) -> Fraction:
    return Fraction(sum((cell.target or 0) - (cell.actual or 0) for cell in cells))


def _actual(matrix: Matrix) -> Fraction:
    return Fraction(sum(cell.actual or 0 for cell in _known(matrix)))


def _of_coverage(matrix: Matrix) -> Iterator[Slip]:
    if matrix.target:
        yield COUNTED_MORE, _actual(matrix) / matrix.target * 100


def _of_mean(column: Column, _matrix: Matrix) -> Iterator[Slip]:
    yield A_SUM, Fraction(column.gaps)
    if column.affected:
        yield BY_AFFECTED, Fraction(column.gaps, column.affected)


def _of_share(column: Column, _matrix: Matrix) -> Iterator[Slip]:
    if column.known:
        yield ONLY_CRITICAL, Fraction(column.critical * 100, column.known)


def _none(_column: Column, _matrix: Matrix) -> Iterator[Slip]:
    return iter(())


OF_MATRIX: Final[dict[str, Callable[[Matrix], Iterator[Slip]]]] = {
    "sum_met": lambda matrix: iter([(COUNTED_MORE, _actual(matrix))]),
    "sum_gaps": lambda matrix: iter([(SET_OFF, _net(_known(matrix)))]),
    "coverage": _of_coverage,
}
OF_COLUMN: Final[dict[str, Callable[[Column, Matrix], Iterator[Slip]]]] = {
    "gaps": lambda column, matrix: iter([(SET_OFF, _net(_known(matrix, column)))]),
    "affected": lambda column, _matrix: iter([(ONLY_CRITICAL, Fraction(column.critical))]),
    "critical": lambda column, _matrix: iter([(ALL_GAPS, Fraction(column.affected))]),
    "mean_gap": _of_mean,
    "share": _of_share,
    "class": lambda column, _matrix: iter(
        [(A_CLASS_OFF, Fraction(each)) for each in (1, 2, 3) if column.known]
    ),
}
