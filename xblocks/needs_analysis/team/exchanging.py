"""The team's matrix out as a file and in again: first looked at, then taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.core import signing
from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.text import Message
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import Grid, Rating, Skill, Target, Worker
from xblocks.needs_analysis.domain.pseudonyms import code_warnings, text_warnings
from xblocks.needs_analysis.exchange.files import read_file
from xblocks.needs_analysis.exchange.tables import Problem
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.team.opening import (
    grid_of,
    held,
    opened,
    own_team,
    rows_of,
    team_names,
    touch,
)
from xblocks.needs_analysis.team.refusals import ImportOutdated

SALT = "xblocks.needs_analysis.import"
LASTS = timedelta(hours=2)

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class Change:
    """What an import does to one competence, profile or person; `levels` are those it changes."""

    kind: Kind
    what: Literal["competence", "profile", "person"]
    code: str
    label: str
    levels: int = 0


@dataclass(frozen=True)
class Looked:
    """A file that was looked at. With problems nothing can be taken over, and `token` is empty."""

    problems: Sequence[Problem]
    changes: Sequence[Change] = ()
    warnings: Sequence[tuple[str, Message]] = ()
    token: str = ""


def look_at(actor: Actor, exercise: Exercise, content: bytes) -> Looked:
    """Return what a file would change; nothing is written.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`.
    """
    here = opened(actor, exercise)
    known = team_names(actor)
    found, problems = read_file(content, known)
    if problems:
        return Looked(problems)
    sealed = {
        "team": own_team(actor),
        "exercise": exercise.usage_key,
        "revision": here.revision,
        "grid": grid.grid_text(found),
    }
    return Looked(
        (),
        changes(here.grid, found),
        tuple(warnings(found, known)),
        signing.dumps(sealed, salt=SALT, compress=True),
    )


@transaction.atomic
def take_over(actor: Actor, exercise: Exercise, token: str, now: datetime) -> Sequence[Change]:
    """Make the matrix what the file that was looked at says; return what has changed.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`, `ImportOutdated`.
    """
    matrix = held(actor, exercise, now)
    try:
        sealed = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise ImportOutdated from None
    seen = (sealed["team"], sealed["exercise"], sealed["revision"])
    if seen != (matrix.company_id, matrix.usage_key, matrix.revision):
        raise ImportOutdated
    found = grid.grid_of(sealed["grid"])
    rows = rows_of(matrix)
    before = grid_of(matrix, rows)
    if found != before:
        _write(matrix, rows, found, actor, now)
    return changes(before, found)


def changes(before: Grid, after: Grid) -> tuple[Change, ...]:
    """Return what is added, changed and removed from one matrix to another."""
    skills = _compared(
        "competence",
        {each.code: each for each in before.skills},
        {each.code: each for each in after.skills},
    )
    targets = _compared(
        "profile",
        {each.code: each for each in before.targets},
        {each.code: each for each in after.targets},
    )
    people = _compared(
        "person",
        {each.code: each for each in before.people},
        {each.code: each for each in after.people},
    )
    return (*skills, *targets, *people)


def warnings(found: Grid, known: Sequence[str]) -> list[tuple[str, Message]]:
    """Return what in a matrix may be about a certain person, with the code of where it stands."""
    told: list[tuple[str, Message]] = []
    named: list[Skill | Target] = [*found.skills, *found.targets]
    texts = [(each.code, each.label) for each in named]
    for each in found.people:
        told += [(each.code, message) for message in code_warnings(each.code, known)]
        texts.append((each.code, each.activity))
    for code, text in texts:
        told += [(code, message) for message in text_warnings(text, known)]
    return told


def _write(
    matrix: TeamMatrix, rows: Sequence[MatrixRow], found: Grid, actor: Actor, now: datetime
) -> None:
    matrix.columns = grid.skills_text(found.skills)
    matrix.profiles = grid.targets_text(found.targets)
    revision = touch(matrix, actor, now, "columns", "profiles")
    kept = {row.code: row for row in rows}
    gone = kept.keys() - {each.code for each in found.people}
    MatrixRow.objects.filter(matrix=matrix, code__in=gone).delete()
    written = [
        MatrixRow(
            pk=kept[each.code].pk if each.code in kept else None,
            matrix=matrix,
            position=position,
            code=each.code,
            activity=each.activity,
            profile=each.profile,
            levels=grid.levels_text(each.levels),
            revision=revision,
        )
        for position, each in enumerate(found.people, start=1)
    ]
    MatrixRow.objects.bulk_create([row for row in written if row.pk is None])
    MatrixRow.objects.bulk_update(
        [row for row in written if row.pk in {each.pk for each in rows}],
        ["position", "activity", "profile", "levels", "revision"],
    )


def _compared(
    what: Literal["competence", "profile", "person"],
    before: Mapping[str, Skill | Target | Worker],
    after: Mapping[str, Skill | Target | Worker],
) -> list[Change]:
    found = []
    for code, each in after.items():
        old = before.get(code)
        if old is None:
            found.append(Change("added", what, code, _label(each), len(_levels(each))))
        elif old != each:
            found.append(Change("changed", what, code, _label(each), _differing(old, each)))
    for code, each in before.items():
        if code not in after:
            found.append(Change("removed", what, code, _label(each), len(_levels(each))))
    return found


def _label(each: Skill | Target | Worker) -> str:
    return each.activity if isinstance(each, Worker) else each.label


def _levels(each: Skill | Target | Worker) -> dict[str, int | Rating]:
    return {} if isinstance(each, Skill) else dict(each.levels)


def _differing(before: Skill | Target | Worker, after: Skill | Target | Worker) -> int:
    old, new = _levels(before), _levels(after)
    return sum(old.get(name) != new.get(name) for name in old.keys() | new.keys())
