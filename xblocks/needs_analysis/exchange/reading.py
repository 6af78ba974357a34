"""Makes a matrix of the tables of a file, in the order in which they name one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from xblocks.core.text import Message, gettext_noop
from xblocks.needs_analysis.domain.grid import (
    ACTIVITY_LENGTH,
    LABEL_LENGTH,
    MOST_PEOPLE,
    MOST_SKILLS,
    MOST_TARGETS,
    SOURCES,
    Grid,
    Rating,
    Skill,
    Target,
    Worker,
)
from xblocks.needs_analysis.domain.pseudonyms import pseudonym
from xblocks.needs_analysis.exchange.fields import UNKNOWN_SKILL, Reader
from xblocks.needs_analysis.exchange.tables import NAMES, NEEDED, Part, Problem, Table

MISSING = gettext_noop("The table “%(name)s” is missing. Use the file you have downloaded here.")
NO_SOURCE = gettext_noop("“%(text)s” is no source. Write one of these letters: %(letters)s.")
SOURCE_ALONE = gettext_noop("Here is a source, but the table of people has no level for it.")
UNKNOWN_TARGET = gettext_noop("“%(text)s” stands in no row of the table of profiles.")
UNKNOWN_PERSON = gettext_noop("“%(text)s” stands in no row of the table of people.")

LETTERS: Final = ", ".join(each.upper() for each in SOURCES)

Levels = Mapping[str, Mapping[str, int]]
Weights = tuple[int | None, int | None, bool]


def read(tables: Sequence[Table], known: Collection[str] = ()) -> tuple[Grid, list[Problem]]:
    """Return the matrix of a file and all problems; with any, the matrix is of no use.

    `known` are the names of the team, which are no pseudonyms.
    """
    problems: list[Problem] = []
    given = {each.part: each for each in tables}
    for part in NEEDED:
        if part not in given:
            problems.append(Problem(Message(MISSING, {"name": Message(NAMES[part])})))
    readers = {part: Reader(given.get(part, Table(part, "", [["-"]])), problems) for part in Part}
    skills = _skills(readers[Part.COMPETENCES], readers[Part.PRIORITIES])
    names = [skill.id for skill in skills]
    targets = tuple(_targets(readers[Part.PROFILES], names))
    people = _people(readers, names, {target.id for target in targets}, known)
    return Grid(skills, targets, people), problems


def _skills(reader: Reader, weighing: Reader) -> tuple[Skill, ...]:
    reader.check_size(MOST_SKILLS)
    named = [(name, label) for _row, name, label in reader.named("k", LABEL_LENGTH)]
    weights = dict(_weights(weighing, {name for name, _label in named}))
    return tuple(
        Skill(name, label, *weights.get(name, (None, None, False))) for name, label in named
    )


def _weights(reader: Reader, skills: Collection[str]) -> Iterator[tuple[str, Weights]]:
    seen: set[str] = set()
    for row in reader.rows:
        name = reader.word_of(row, 0, skills, UNKNOWN_SKILL)
        reader.once(row, name, seen)
        yield name, (reader.third(row, 1), reader.third(row, 2), reader.cross(row, 3))


def _targets(reader: Reader, skills: Collection[str]) -> Iterator[Target]:
    reader.check_size(MOST_TARGETS)
    columns = reader.columns(skills)
    for row, name, label in reader.named("p", LABEL_LENGTH):
        yield Target(name, label, reader.levels(row, columns))


def _people(
    readers: Mapping[Part, Reader],
    skills: Collection[str],
    targets: Collection[str],
    known: Collection[str],
) -> tuple[Worker, ...]:
    reader = readers[Part.PEOPLE]
    reader.check_size(MOST_PEOPLE)
    columns = reader.columns(skills)
    seen: set[str] = set()
    rows: dict[str, int] = {}
    levels: dict[str, dict[str, int]] = {}
    for row in reader.rows:
        code = reader.check(row, 0, lambda text: pseudonym(text, known)) or f"\0{row}"
        reader.once(row, code, seen)
        rows.setdefault(code, row)
        levels[code] = {**reader.levels(row, columns), **levels.get(code, {})}
    sources = dict(_sources(readers[Part.SOURCES], skills, levels))
    return tuple(
        Worker(
            code,
            reader.label(row, 1, ACTIVITY_LENGTH),
            reader.word_of(row, 2, targets, UNKNOWN_TARGET),
            {
                name: Rating(level, sources.get(code, {}).get(name, ""))
                for name, level in levels[code].items()
            },
        )
        for code, row in rows.items()
    )


def _sources(
    reader: Reader, skills: Collection[str], levels: Levels
) -> Iterator[tuple[str, dict[str, str]]]:
    columns = reader.columns(skills)
    people = {code.lower() for code in levels}
    seen: set[str] = set()
    for row in reader.rows:
        code = reader.word_of(row, 0, people, UNKNOWN_PERSON).upper()
        reader.once(row, code, seen)
        found = {}
        for column, name in columns.items():
            source = reader.word_of(row, column, SOURCES, NO_SOURCE, letters=LETTERS)
            if source and name not in levels.get(code, {name: 0}):
                reader.tell(row, column, SOURCE_ALONE)
            elif source:
                found[name] = source
        yield code, found
