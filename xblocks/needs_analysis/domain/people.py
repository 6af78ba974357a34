"""Sets of people a matrix tells, and how they are found. Names: `figure_names.PEOPLE_FIGURES`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.figures import difference, summed
from xblocks.needs_analysis.domain.matrix import Cell, Matrix, Row
from xblocks.needs_analysis.domain.ways import Line, Way

MOST_RULE: Final = gettext_noop("Add up the gaps of each person. Who has the highest sum?")
FEWEST_RULE: Final = gettext_noop("Add up the gaps of each person. Who has the lowest sum?")
HIGHEST_PEOPLE_RULE: Final = gettext_noop("Who has the highest gap in a single field?")
SURPLUS_RULE: Final = gettext_noop("Who can do more than the target profile asks for?")


def people(name: str, matrix: Matrix, competence: str | None = None) -> tuple[str, ...]:
    """Return the people a `figure_names.PeopleFigure` tells, in the matrix's order; may be nobody.

    With `competence` only its fields count. KeyError for a name or competence there is not.
    """
    counted = {
        row.code: worth
        for row in matrix.rows
        if (worth := _worth_of(row, matrix, competence, WORTH[name])) is not None
    }
    if name == "surplus":
        return tuple(code for code, worth in counted.items() if worth)
    if not counted:
        return ()
    wanted = min(counted.values()) if name == "fewest_gaps" else max(counted.values())
    if name != "fewest_gaps" and not wanted:
        return ()
    return tuple(code for code, worth in counted.items() if worth == wanted)


def _worth_of(
    row: Row, matrix: Matrix, competence: str | None, worth: Callable[[list[Cell]], int]
) -> int | None:
    """Return what counts of a person, None where no field is known."""
    cells = [matrix.cell(row.code, competence)] if competence else list(row.cells)
    known = [cell for cell in cells if cell.known]
    return worth(known) if known else None


WORTH: Final[dict[str, Callable[[list[Cell]], int]]] = {
    "most_gaps": lambda cells: sum(cell.gap for cell in cells),
    "fewest_gaps": lambda cells: sum(cell.gap for cell in cells),
    "highest_gap": lambda cells: max(cell.gap for cell in cells),
    "surplus": lambda cells: sum(cell.surplus for cell in cells),
}
PEOPLE_RULES: Final = {
    "most_gaps": MOST_RULE,
    "fewest_gaps": FEWEST_RULE,
    "highest_gap": HIGHEST_PEOPLE_RULE,
    "surplus": SURPLUS_RULE,
}


def people_way(name: str, matrix: Matrix, competence: str | None = None) -> Way:
    """Return how a set of people is found; the result is how many they are."""
    found = people(name, matrix, competence)
    lines = []
    for row in matrix.rows:
        worth = _worth_of(row, matrix, competence, WORTH[name])
        if worth is not None:
            lines.append(Line(row.code.upper(), _person(name, row, matrix, competence, worth)))
    said = gettext_noop("That is: %(who)s.") if found else gettext_noop("That is nobody.")
    formula = Message(said, {"who": ", ".join(code.upper() for code in found)})
    return Way(Message(PEOPLE_RULES[name]), formula, Fraction(len(found)), tuple(lines))


def _person(name: str, row: Row, matrix: Matrix, competence: str | None, worth: int) -> Message:
    if competence:
        return difference(matrix.cell(row.code, competence))
    if name in ("most_gaps", "fewest_gaps"):
        return summed(cell.gap for cell in row.cells if cell.known)
    where = [
        code.upper()
        for code, cell in zip(matrix.competences, row.cells, strict=True)
        if (cell.surplus if name == "surplus" else cell.gap == worth and worth)
    ]
    return Message(
        "%(worth)s (%(where)s)" if where else "0", {"worth": worth, "where": ", ".join(where)}
    )
