"""Taking a removal back: what was removed goes to the page, signed, and from there back again.

So nothing that a team has removed stays on the server.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import (
    MOST_PEOPLE,
    MOST_SKILLS,
    MOST_TARGETS,
    Rating,
    Skill,
    Target,
)
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.team.opening import held, rows_of, touch
from xblocks.needs_analysis.team.refusals import NothingToUndo

SALT = "xblocks.needs_analysis.undo"
LASTS = timedelta(hours=1)


def token(matrix: TeamMatrix, removed: dict[str, Any]) -> str:
    """Return what was removed, signed for this matrix alone."""
    return signing.dumps({"matrix": matrix.pk, **removed}, salt=SALT, compress=True)


@transaction.atomic
def undo(actor: Actor, exercise: Exercise, text: str, now: datetime) -> None:
    """Put back what a token holds, as far as its people and columns are still there.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NothingToUndo`.
    """
    matrix = held(actor, exercise, now)
    try:
        removed = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise NothingToUndo from None
    if removed["matrix"] != matrix.pk:
        raise NothingToUndo
    {"person": _person, "skill": _skill, "target": _target}[removed["what"]](
        matrix, removed, actor, now
    )


def _person(matrix: TeamMatrix, removed: dict[str, Any], actor: Actor, now: datetime) -> None:
    rows = rows_of(matrix)
    if removed["code"] in {row.code for row in rows} or len(rows) >= MOST_PEOPLE:
        raise NothingToUndo
    skills = {each.id for each in grid.skills_of(matrix.columns)}
    profiles = {each.id for each in grid.targets_of(matrix.profiles)}
    levels = grid.levels_of(removed["levels"])
    MatrixRow.objects.create(
        matrix=matrix,
        position=removed["position"],
        code=removed["code"],
        activity=removed["activity"],
        profile=removed["profile"] if removed["profile"] in profiles else "",
        levels=grid.levels_text({name: levels[name] for name in levels if name in skills}),
        revision=touch(matrix, actor, now),
    )


def _skill(matrix: TeamMatrix, removed: dict[str, Any], actor: Actor, now: datetime) -> None:
    skills = list(grid.skills_of(matrix.columns))
    back = Skill(**removed["skill"])
    if back.id in {each.id for each in skills} or len(skills) >= MOST_SKILLS:
        raise NothingToUndo
    skills.insert(removed["at"], back)
    targets = [
        Target(each.id, each.label, {**each.levels, back.id: removed["asked"][each.id]})
        if each.id in removed["asked"]
        else each
        for each in grid.targets_of(matrix.profiles)
    ]
    matrix.columns, matrix.profiles = grid.skills_text(skills), grid.targets_text(targets)
    revision = touch(matrix, actor, now, "columns", "profiles")
    for row in rows_of(matrix):
        kept = removed["levels"].get(str(row.pk))
        if kept is not None:
            row.levels = grid.levels_text({**grid.levels_of(row.levels), back.id: Rating(*kept)})
            row.revision = revision
            row.save(update_fields=["levels", "revision"])


def _target(matrix: TeamMatrix, removed: dict[str, Any], actor: Actor, now: datetime) -> None:
    targets = list(grid.targets_of(matrix.profiles))
    back = Target(**removed["target"])
    if back.id in {each.id for each in targets} or len(targets) >= MOST_TARGETS:
        raise NothingToUndo
    skills = {each.id for each in grid.skills_of(matrix.columns)}
    asked = {name: level for name, level in back.levels.items() if name in skills}
    targets.insert(removed["at"], Target(back.id, back.label, asked))
    matrix.profiles = grid.targets_text(targets)
    revision = touch(matrix, actor, now, "profiles")
    MatrixRow.objects.filter(matrix=matrix, pk__in=removed["rows"], profile="").update(
        profile=back.id, revision=revision
    )
