"""What components tell one another about a team, without knowing each other.

A component registers a source when the app starts (`apps.ready`); others ask for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class TeamDate:
    """A date of a team that is no deadline, e.g. a coaching.

    `mark` is what a picture says in place of the title, at most four letters; `at` is None while
    the day is open; `link` is the address of a page.
    """

    title: str
    mark: str
    at: datetime | None
    link: str = ""


@dataclass(frozen=True)
class Passage:
    """What a team has written under a label, as plain text."""

    label: str
    text: str


@dataclass(frozen=True)
class Passages:
    """What a team has written in one phase of its project. `draft`: it is not handed in yet."""

    title: str
    passages: tuple[Passage, ...]
    draft: bool = False


@dataclass(frozen=True)
class TeamTable:
    """A table a team has worked out, to be read: headings, rows of texts, a line about it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class TableSource(Protocol):
    """Tells what a team has worked out for a phase; with `rows` what is about single people too."""

    def __call__(
        self, course_key: str, company: int, phase: str, *, rows: bool
    ) -> tuple[TeamTable, ...]:
        """Return tables, none when there is nothing."""


DateSource = Callable[[str, int], Iterable[TeamDate]]
PassageSource = Callable[[str, int, str], Passages | None]

_dates: list[DateSource] = []
_passages: list[PassageSource] = []
_tables: list[TableSource] = []


def add_dates(source: DateSource) -> None:
    """Let `source(course_key, company)` put dates on the timeline of a team."""
    if source not in _dates:
        _dates.append(source)


def dates_of(course_key: str, company: int) -> list[TeamDate]:
    """Return the dates of a team from all sources. Every member may read them."""
    return [each for source in _dates for each in source(course_key, company)]


def add_passages(source: PassageSource) -> None:
    """Let `source(course_key, company, phase)` tell what a team has written in a phase."""
    if source not in _passages:
        _passages.append(source)


def passages_of(course_key: str, company: int, phase: str) -> Passages | None:
    """Return what a team has written in a phase such as ``m1``; None when there is nothing.

    It is the team's: only ask for a member of it.
    """
    for source in _passages:
        found = source(course_key, company, phase)
        if found is not None and found.passages:
            return found
    return None


def add_tables(source: TableSource) -> None:
    """Let `source` tell what a team has worked out for a phase, in the reader's language."""
    if source not in _tables:
        _tables.append(source)


def tables_of(course_key: str, company: int, phase: str, *, rows: bool) -> tuple[TeamTable, ...]:
    """Return what a team has worked out for a phase such as ``m3``, with `rows` person by person.

    It is the team's: only ask for a member of it, and keep it only when they have agreed.
    """
    for source in _tables:
        found = source(course_key, company, phase, rows=rows)
        if found:
            return found
    return ()
