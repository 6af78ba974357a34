"""The matrices of the style page: one to read, one to enter levels in."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString

from xblocks.core.errors import Invalid
from xblocks.needs_analysis.desk.heat import Heading, Heat, Shows, changed_html, matrix_html
from xblocks.needs_analysis.domain.matrix import HIGHEST, Matrix, matrix_of

COMPETENCES = {
    "k1": "High voltage: basics and safety",
    "k2": "Electrical assembly",
    "k3": "Linked machines and robots",
    "k4": "Finding faults in controls",
    "k5": "Digital process data",
}
PEOPLE = {"a01": "Machinist", "a02": "Machine operator", "a03": "Electrician", "a04": "Tester"}
TARGETS = {"a01": (2, 3, 3, 2, 2), "a02": (2, 3, 3, 2, 2), "a03": (3, 2, 3, 4, 3)}
LEVELS: dict[str, tuple[int | None, ...]] = {
    "a01": (0, 0, 2, 1, 1),
    "a02": (0, 1, 2, 0, None),
    "a03": (3, 3, 3, 3, 2),
    "a04": (0, 0, 1, 0, 1),
}
MEANINGS = ("no knowledge", "basics", "guided", "on one's own", "expert")

Entered = Mapping[str, int | None]
"""Levels somebody tried, by person and competence with a colon between."""


def drawn() -> dict[str, SafeString]:
    """Return the pieces by what is said of them."""
    return {
        "Matrix – heat map; hatching and signs tell gaps without colour": matrix_html(
            _heat("piece-matrix", {}, Shows.GAPS)
        )
    }


def to_enter(save: str, entered: Entered) -> dict[str, SafeString]:
    """Return the piece levels are entered in, with those somebody tried before."""
    heat = _heat("piece-levels", entered, Shows.LEVELS, save)
    return {
        "Matrix to fill in – keys or large buttons; every field saves itself": matrix_html(heat)
    }


def answer(form: Mapping[str, str], entered: dict[str, int | None], save: str) -> SafeString:
    """Note a level in `entered` and return the row as it is then; raises `Invalid`."""
    row, competence, level = (form.get(name, "") for name in ("row", "competence", "level"))
    if row not in PEOPLE or competence not in COMPETENCES:
        raise Invalid
    if level not in {"", *map(str, range(HIGHEST + 1))}:
        raise Invalid
    entered[f"{row}:{competence}"] = int(level) if level else None
    return changed_html(_heat("piece-levels", entered, Shows.LEVELS, save), row)


def _heat(name: str, entered: Entered, shows: Shows, save: str | None = None) -> Heat:
    return Heat(
        _matrix(entered),
        [Heading(key, key.upper(), label) for key, label in PEOPLE.items()],
        [Heading(key, key.upper(), label) for key, label in COMPETENCES.items()],
        caption="Who can do what",
        name=name,
        shows=shows,
        save=save,
        levels=MEANINGS,
    )


def _matrix(entered: Entered) -> Matrix:
    people = {
        person: [
            entered.get(f"{person}:{competence}", level)
            for competence, level in zip(COMPETENCES, levels, strict=True)
        ]
        for person, levels in LEVELS.items()
    }
    return matrix_of(tuple(COMPETENCES), people, TARGETS)
