"""The matrix of a team's own company, as plain values, and as the JSON text it is kept in.

A level that nobody knows is not there: it counts in no sum. Source: `curriculum-facts 4.3, 4.4`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from xblocks.core.text import gettext_noop
from xblocks.needs_analysis import staffing
from xblocks.needs_analysis.domain.matrix import HIGHEST, Matrix, matrix_of
from xblocks.needs_analysis.domain.priority import Standing, standing

MOST_SKILLS: Final = staffing.MOST_COMPETENCES
MOST_PEOPLE: Final = staffing.MOST_PEOPLE
MOST_TARGETS: Final = staffing.MOST_PROFILES
LABEL_LENGTH: Final = 100
ACTIVITY_LENGTH: Final = 120
LONG_NUMBER: Final = 10_000
SMALL_GROUP: Final = 5
"""Figures of fewer people than this tell of single persons (`curriculum-facts 4.3`)."""

THIRDS: Final = (1, 2, 3)
"""Urgency and importance (`curriculum-facts 4.5`)."""

SOURCES: Final = {
    "s": gettext_noop("the person"),
    "m": gettext_noop("the manager"),
    "d": gettext_noop("a document"),
    "o": gettext_noop("an observation"),
    "w": gettext_noop("a workshop"),
}
"""Who or what says which level somebody has, by the letter it is kept under."""

_TOKEN = re.compile(rf"([0-{HIGHEST}])([{''.join(SOURCES)}]?)")


@dataclass(frozen=True, slots=True)
class Rating:
    """A level, and the letter of its source; empty where nobody has said."""

    level: int
    source: str = ""

    @property
    def token(self) -> str:
        """Both as a page sends and shows them, e.g. ``3m``."""
        return f"{self.level}{self.source}"


def token_of(rating: Rating | None) -> str:
    """Return a rating as a page sends it; empty for not known."""
    return rating.token if rating else ""


def rating_of(token: str) -> Rating | None:
    """Return what a page has sent; raises ValueError for anything that is no level."""
    if not token:
        return None
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise ValueError(token)
    return Rating(int(found[1]), found[2])


@dataclass(frozen=True, slots=True)
class Skill:
    """A competence: a column. Urgency and importance are None until the team has weighed them.

    `safety` marks occupational safety, whose priority is always high.
    """

    id: str
    label: str
    urgency: int | None = None
    importance: int | None = None
    safety: bool = False

    @property
    def code(self) -> str:
        """What it is called for short, as in K1."""
        return self.id.upper()


@dataclass(frozen=True, slots=True)
class Target:
    """A target profile: what a task will ask for. A level that is not there is not asked for."""

    id: str
    label: str
    levels: Mapping[str, int] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What it is called for short, as in P1."""
        return self.id.upper()


@dataclass(frozen=True, slots=True)
class Worker:
    """A person of the company under a pseudonym: a row. `profile` is empty until one is chosen."""

    code: str
    activity: str = ""
    profile: str = ""
    levels: Mapping[str, Rating] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """A whole matrix of a team."""

    skills: tuple[Skill, ...] = ()
    targets: tuple[Target, ...] = ()
    people: tuple[Worker, ...] = ()

    def target_of(self, worker: Worker) -> Target | None:
        """Return the profile of somebody; None until one is chosen."""
        return self._targets.get(worker.profile)

    @cached_property
    def _targets(self) -> dict[str, Target]:
        return {each.id: each for each in self.targets}

    @cached_property
    def matrix(self) -> Matrix:
        """Gaps and sums. Columns are called by the ids of the competences."""
        ids = [skill.id for skill in self.skills]
        asked = {target.id: [target.levels.get(each) for each in ids] for target in self.targets}
        return matrix_of(
            ids,
            {
                worker.code: [
                    rating.level if (rating := worker.levels.get(each)) else None for each in ids
                ]
                for worker in self.people
            },
            {
                worker.code: asked[worker.profile]
                for worker in self.people
                if worker.profile in asked
            },
        )

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How pressing each competence is, in their order."""
        return tuple(
            standing(column, skill.urgency, skill.importance, safety=skill.safety)
            for skill, column in zip(self.skills, self.matrix.columns, strict=True)
        )


def next_id(letter: str, used: Iterable[str]) -> str:
    """Return the next free short name: k1, k2, … one more than the highest there is.

    Numbers as long as only files bring them are passed over: short names stay short.
    """
    names = set(used)
    numbers = [int(each[1:]) for each in names if each[:1] == letter and each[1:].isdecimal()]
    number = max((each for each in numbers if each < LONG_NUMBER), default=0) + 1
    while f"{letter}{number}" in names:
        number += 1
    return f"{letter}{number}"


def skills_text(skills: Iterable[Skill]) -> str:
    """Return competences as JSON text."""
    rows = []
    for each in skills:
        row: dict[str, Any] = {"id": each.id, "label": each.label}
        if each.urgency:
            row["urgency"] = each.urgency
        if each.importance:
            row["importance"] = each.importance
        if each.safety:
            row["safety"] = True
        rows.append(row)
    return _text(rows)


def skills_of(text: str) -> tuple[Skill, ...]:
    """Return competences out of their JSON text."""
    return tuple(Skill(**row) for row in json.loads(text))


def targets_text(targets: Iterable[Target]) -> str:
    """Return profiles as JSON text."""
    return _text(
        [{"id": each.id, "label": each.label, "levels": dict(each.levels)} for each in targets]
    )


def targets_of(text: str) -> tuple[Target, ...]:
    """Return profiles out of their JSON text."""
    return tuple(Target(**row) for row in json.loads(text))


def levels_text(levels: Mapping[str, Rating]) -> str:
    """Return the levels of a row as JSON text."""
    return _text(
        {
            name: [rating.level, rating.source] if rating.source else rating.level
            for name, rating in levels.items()
        }
    )


def levels_of(text: str) -> dict[str, Rating]:
    """Return the levels of a row out of their JSON text."""
    found: dict[str, Any] = json.loads(text)
    return {
        name: Rating(value[0], value[1]) if isinstance(value, list) else Rating(value)
        for name, value in found.items()
    }


def grid_text(grid: Grid) -> str:
    """Return a whole matrix as JSON text."""
    people = [
        [each.code, each.activity, each.profile, json.loads(levels_text(each.levels))]
        for each in grid.people
    ]
    return _text(
        {
            "skills": json.loads(skills_text(grid.skills)),
            "targets": json.loads(targets_text(grid.targets)),
            "people": people,
        }
    )


def grid_of(text: str) -> Grid:
    """Return a whole matrix out of its JSON text."""
    found = json.loads(text)
    return Grid(
        skills_of(json.dumps(found["skills"])),
        targets_of(json.dumps(found["targets"])),
        tuple(
            Worker(code, activity, profile, levels_of(json.dumps(levels)))
            for code, activity, profile, levels in found["people"]
        ),
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
