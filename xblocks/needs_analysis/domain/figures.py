"""Figures of a matrix, exactly, and how each is reached. Source: `curriculum-facts 4.4, 4.5`.

Coverage and shares are in percent. A field whose target or actual level is not known counts in no
figure. Names are those authors choose from (`figure_names.FIGURES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain import priority
from xblocks.needs_analysis.domain.matrix import CRITICAL, Cell, Column, Matrix
from xblocks.needs_analysis.domain.priority import Weights
from xblocks.needs_analysis.domain.ways import Line, Way

Reckoning = tuple[str, Callable[[Cell], int]]
"""The rule of a field, and what a field is worth by it."""

TARGET: Final[Reckoning] = (
    gettext_noop("Add up the target levels, person by person."),
    lambda cell: cell.target or 0,
)
MET: Final[Reckoning] = (
    gettext_noop("Of each field take the smaller of target and actual level. Add them up."),
    lambda cell: cell.met,
)
GAPS: Final[Reckoning] = (
    gettext_noop("Gap = target − actual level, at least 0. More than asked for fills no gap."),
    lambda cell: cell.gap,
)

COVERAGE_RULE: Final = gettext_noop(
    "Coverage = what is there of the target levels ÷ all target levels. "
    "More than asked for does not count."
)
HIGHEST_RULE: Final = gettext_noop("Look for the field with the highest gap.")
AFFECTED_RULE: Final = gettext_noop("Count the people with a gap of 1 or more.")
CRITICAL_RULE: Final = gettext_noop("Count the fields with a gap of 2 or more.")
MEAN_RULE: Final = gettext_noop("Mean gap = sum of the gaps ÷ number of all people.")
SHARE_RULE: Final = gettext_noop("Share = people with a gap of 1 or more ÷ number of all people.")
CLASS_RULE: Final = gettext_noop(
    "Less than 25 percent is class 1, from 25 to 60 percent class 2, more than 60 percent class 3."
)
POINTS_RULE: Final = gettext_noop("Points = urgency × importance × class of people affected.")


def figure(
    name: str, matrix: Matrix, competence: str | None = None, weights: Weights | None = None
) -> Fraction:
    """Return a figure of `figure_names.Figure`; KeyError for a name or competence there is not.

    Points need `weights`; ValueError without them.
    """
    return way(name, matrix, competence, weights).result


def way(
    name: str, matrix: Matrix, competence: str | None = None, weights: Weights | None = None
) -> Way:
    """Return how a figure is reached with the rows of `matrix`; raises as `figure` does."""
    if name in OF_MATRIX:
        return OF_MATRIX[name](matrix)
    column = matrix.column(competence or "")
    if name == "points":
        return _points(column, weights)
    return OF_COLUMN[name](matrix, column)


def _sums(matrix: Matrix, of: Reckoning) -> Way:
    rule, worth = of
    lines, sums = [], []
    for row in matrix.rows:
        terms = [worth(cell) for cell in row.cells if cell.known]
        if terms:
            lines.append(Line(row.code.upper(), summed(terms)))
            sums.append(sum(terms))
    return Way(Message(rule), summed(sums), Fraction(sum(sums)), tuple(lines))


def summed(terms: Iterable[int]) -> Message:
    """Return a sum as it is written: 2 + 3 + 1 = 6."""
    found = list(terms)
    said = " + ".join(map(str, found)) or "0"
    return Message("%(terms)s = %(sum)s", {"terms": said, "sum": sum(found)})


def _coverage(matrix: Matrix) -> Way:
    lines = tuple(
        Line(
            row.code.upper(),
            Message(gettext_noop("%(met)s of %(target)s"), {"met": row.met, "target": row.target}),
        )
        for row in matrix.rows
        if row.target
    )
    result = matrix.coverage * 100
    return Way(Message(COVERAGE_RULE), _percent(matrix.met, matrix.target, result), result, lines)


def _percent(part: int, whole: int, result: Fraction) -> Message:
    return Message(
        "%(part)s ÷ %(whole)s = %(result)s %%",
        {"part": part, "whole": whole, "result": result},
    )


def _highest(matrix: Matrix) -> Way:
    lines = []
    for row in matrix.rows:
        highest = max((cell.gap for cell in row.cells), default=0)
        where = [
            code.upper()
            for code, cell in zip(matrix.competences, row.cells, strict=True)
            if highest and cell.gap == highest
        ]
        if any(cell.known for cell in row.cells):
            said = Message(
                "%(gap)s (%(where)s)" if where else "%(gap)s",
                {"gap": highest, "where": ", ".join(where)},
            )
            lines.append(Line(row.code.upper(), said))
    result = max((cell.gap for row in matrix.rows for cell in row.cells), default=0)
    formula = Message(gettext_noop("The highest gap is %(gap)s."), {"gap": result})
    return Way(Message(HIGHEST_RULE), formula, Fraction(result), tuple(lines))


def _column_lines(matrix: Matrix, column: Column) -> tuple[Line, ...]:
    """Every person of a competence: target − actual = gap."""
    return tuple(
        Line(person.upper(), difference(cell))
        for person, cell in matrix.cells_of(column.code)
        if cell.known
    )


def difference(cell: Cell) -> Message:
    """Return how a field's gap is reckoned: 3 − 1 = 2."""
    params = {"target": cell.target, "actual": cell.actual, "gap": cell.gap}
    if cell.surplus:
        return Message(
            gettext_noop("%(target)s asked, %(actual)s there: no gap, but potential"), params
        )
    return Message("%(target)s − %(actual)s = %(gap)s", params)


def _gaps(matrix: Matrix, column: Column) -> Way:
    lines = _column_lines(matrix, column)
    gaps = [cell.gap for _person, cell in matrix.cells_of(column.code) if cell.gap]
    return Way(Message(GAPS[0]), summed(gaps), Fraction(column.gaps), lines)


def _affected(matrix: Matrix, column: Column) -> Way:
    formula = Message(
        gettext_noop("A gap of 1 or more: %(count)s of %(known)s people."),
        {"count": column.affected, "known": column.known},
    )
    lines = _column_lines(matrix, column)
    return Way(Message(AFFECTED_RULE), formula, Fraction(column.affected), lines)


def _critical(matrix: Matrix, column: Column) -> Way:
    who = [person.upper() for person, cell in matrix.cells_of(column.code) if cell.gap >= CRITICAL]
    formula = Message(
        gettext_noop("Critical: %(who)s. That makes %(count)s.")
        if who
        else gettext_noop("There is no critical field."),
        {"count": column.critical, "who": ", ".join(who)},
    )
    lines = _column_lines(matrix, column)
    return Way(Message(CRITICAL_RULE), formula, Fraction(column.critical), lines)


def _mean(matrix: Matrix, column: Column) -> Way:
    formula = Message(
        "%(part)s ÷ %(whole)s = %(result)s",
        {"part": column.gaps, "whole": column.known, "result": column.mean},
    )
    return Way(Message(MEAN_RULE), formula, column.mean, _column_lines(matrix, column))


def _share(matrix: Matrix, column: Column) -> Way:
    result = column.share * 100
    formula = _percent(column.affected, column.known, result)
    return Way(Message(SHARE_RULE), formula, result, _column_lines(matrix, column))


def _class(_matrix: Matrix, column: Column) -> Way:
    share = priority.share_class(column.affected, column.known)
    why = {
        1: gettext_noop("less than 25 percent: class 1"),
        2: gettext_noop("at least 25 and not more than 60 percent: class 2"),
        3: gettext_noop("more than 60 percent: class 3"),
    }
    if column.share in (priority.QUARTER, priority.MOST):
        why[2] = {
            priority.QUARTER: gettext_noop("exactly 25 percent, no longer less than that: class 2"),
            priority.MOST: gettext_noop("exactly 60 percent, not more than that: class 2"),
        }[column.share]
    formula = Message(
        "%(share)s – %(why)s",
        {
            "share": _percent(column.affected, column.known, column.share * 100),
            "why": Message(why[share]),
        },
    )
    return Way(Message(CLASS_RULE), formula, Fraction(share))


def _points(column: Column, weights: Weights | None) -> Way:
    if weights is None:
        raise ValueError("Points need urgency and importance.")
    share = priority.share_class(column.affected, column.known)
    result = priority.points(weights.urgency, weights.importance, share)
    formula = Message(
        "%(urgency)s × %(importance)s × %(share)s = %(result)s",
        {
            "urgency": weights.urgency,
            "importance": weights.importance,
            "share": share,
            "result": result,
        },
    )
    return Way(Message(POINTS_RULE), formula, Fraction(result))


OF_MATRIX: Final[dict[str, Callable[[Matrix], Way]]] = {
    "sum_target": lambda matrix: _sums(matrix, TARGET),
    "sum_met": lambda matrix: _sums(matrix, MET),
    "coverage": _coverage,
    "sum_gaps": lambda matrix: _sums(matrix, GAPS),
    "highest_gap": _highest,
}
OF_COLUMN: Final[dict[str, Callable[[Matrix, Column], Way]]] = {
    "gaps": _gaps,
    "affected": _affected,
    "critical": _critical,
    "mean_gap": _mean,
    "share": _share,
    "class": _class,
}
