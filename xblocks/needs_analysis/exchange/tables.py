"""The five tables a matrix is written as, and where something stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.grid import Grid, Worker

Translate = Callable[[str], str]
Rows = list[list[Any]]


class Part(StrEnum):
    """A table of the file. The value is its name in English."""

    PEOPLE = "People"
    SOURCES = "Sources"
    COMPETENCES = "Competences"
    PROFILES = "Profiles"
    PRIORITIES = "Priorities"


NAMES: Final = {
    Part.PEOPLE: gettext_noop("People"),
    Part.SOURCES: gettext_noop("Sources"),
    Part.COMPETENCES: gettext_noop("Competences"),
    Part.PROFILES: gettext_noop("Profiles"),
    Part.PRIORITIES: gettext_noop("Priorities"),
}

KNOWN_AS: Final = {
    "people": Part.PEOPLE,
    "personen": Part.PEOPLE,
    "sources": Part.SOURCES,
    "quellen": Part.SOURCES,
    "competences": Part.COMPETENCES,
    "kompetenzen": Part.COMPETENCES,
    "profiles": Part.PROFILES,
    "profile": Part.PROFILES,
    "priorities": Part.PRIORITIES,
    "prioritäten": Part.PRIORITIES,
}
"""Names of tables in small letters: a file of one language can be read in the other."""

NEEDED: Final = (Part.PEOPLE, Part.COMPETENCES, Part.PROFILES, Part.PRIORITIES)
"""Without sources no level has one."""

BEFORE_LEVELS: Final = {Part.PEOPLE: 3, Part.SOURCES: 1, Part.PROFILES: 2}
"""How many columns stand before those of the competences."""


@dataclass(frozen=True)
class Table:
    """A table of a file: its name there, the number of its first row, and its rows.

    `formulas` are cells, by row and column from 0, that hold a formula.
    """

    part: Part
    name: str
    rows: Rows
    first: int = 1
    formulas: frozenset[tuple[int, int]] = frozenset()

    def cell(self, row: int, column: int) -> str:
        """Return what a spreadsheet calls a cell, counted from 0: B3."""
        return f"{letters(column)}{self.first + row}"


@dataclass(frozen=True)
class Problem:
    """Something wrong with a file. `sheet` and `cell` are empty where it is the file itself."""

    message: Message
    sheet: str = ""
    cell: str = ""


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def tables_of(grid: Grid, translate: Translate) -> list[tuple[Part, Rows]]:
    """Return a matrix as tables with a row of headings each, in the language of `translate`."""
    return [
        (Part.PEOPLE, list(_people(grid, translate))),
        (Part.SOURCES, list(_sources(grid, translate))),
        (Part.COMPETENCES, list(_competences(grid, translate))),
        (Part.PROFILES, list(_profiles(grid, translate))),
        (Part.PRIORITIES, list(_priorities(grid, translate))),
    ]


def template_of(grid: Grid, people: Sequence[str]) -> Grid:
    """Return a matrix to be filled in: its columns and profiles, and `people` without levels."""
    return Grid(grid.skills, grid.targets, tuple(Worker(code) for code in people))


def _people(grid: Grid, translate: Translate) -> Iterator[list[Any]]:
    heads = (gettext_noop("Code"), gettext_noop("Activity today"), gettext_noop("Profile"))
    yield [*map(translate, heads), *_columns(grid)]
    for each in grid.people:
        levels = [
            rating.level if (rating := each.levels.get(skill.id)) else None for skill in grid.skills
        ]
        yield [each.code, each.activity, each.profile.upper(), *levels]


def _sources(grid: Grid, translate: Translate) -> Iterator[list[Any]]:
    yield [translate(gettext_noop("Code")), *_columns(grid)]
    for each in grid.people:
        sources = [
            rating.source.upper() if (rating := each.levels.get(skill.id)) else ""
            for skill in grid.skills
        ]
        if any(sources):
            yield [each.code, *sources]


def _competences(grid: Grid, translate: Translate) -> Iterator[list[Any]]:
    yield [translate(gettext_noop("Code")), translate(gettext_noop("Competence"))]
    for skill in grid.skills:
        yield [skill.code, skill.label]


def _profiles(grid: Grid, translate: Translate) -> Iterator[list[Any]]:
    yield [translate(gettext_noop("Code")), translate(gettext_noop("Task")), *_columns(grid)]
    for target in grid.targets:
        yield [target.code, target.label, *(target.levels.get(each.id) for each in grid.skills)]


def _priorities(grid: Grid, translate: Translate) -> Iterator[list[Any]]:
    heads = (
        gettext_noop("Code"),
        gettext_noop("Urgency (1 to 3)"),
        gettext_noop("Importance (1 to 3)"),
        gettext_noop("Occupational safety (x)"),
    )
    yield [translate(each) for each in heads]
    for skill in grid.skills:
        yield [skill.code, skill.urgency, skill.importance, "x" if skill.safety else ""]


def _columns(grid: Grid) -> list[str]:
    return [skill.code for skill in grid.skills]
