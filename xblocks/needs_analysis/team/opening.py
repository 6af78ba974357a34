"""The matrix of one's own team, opened to be read or held to be changed.

It belongs to the team: whoever is no member of it finds nothing, whatever their role
(`features N9`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.definition import OwnCompany
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import Grid, Skill, Target, Worker
from xblocks.needs_analysis.reach import own_company_of
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.staffing import levels_of
from xblocks.needs_analysis.team.refusals import NoTeam, RowGone
from xblocks.roster.records import Company, Person


@dataclass(frozen=True)
class Opened:
    """A matrix as it stands. `keys` are the rows of its people, in their order.

    Before the first change it holds the proposals of the author; `revision` is 0 then.
    """

    definition: OwnCompany
    grid: Grid
    keys: tuple[int, ...] = ()
    version: int = 0
    revision: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


def opened(actor: Actor, exercise: Exercise) -> Opened:
    """Return the matrix of the person's team, in two statements.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`.
    """
    company = own_team(actor)
    definition = own_company_of(exercise)
    kept = (
        TeamMatrix.objects.filter(company=company, usage_key=exercise.usage_key)
        .select_related("changed_by")
        .first()
    )
    if kept is None:
        return Opened(definition, Grid(*proposals(definition)))
    rows = rows_of(kept)
    return Opened(
        definition,
        grid_of(kept, rows),
        tuple(row.pk for row in rows),
        kept.version,
        kept.revision,
        kept.changed_at,
        changed_last_by(kept),
    )


def pulse(actor: Actor, exercise: Exercise) -> tuple[int, int]:
    """Return version and revision of the team's matrix, in one statement.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`.
    """
    found = TeamMatrix.objects.filter(company=own_team(actor), usage_key=exercise.usage_key)
    return found.values_list("version", "revision").first() or (0, 0)


def changed_rows(actor: Actor, exercise: Exercise, revision: int) -> list[int]:
    """Return the rows changed after `revision`. Raises `NotAllowed`, `Masquerading`, `NoTeam`."""
    return list(
        MatrixRow.objects.filter(
            matrix__company=own_team(actor),
            matrix__usage_key=exercise.usage_key,
            revision__gt=revision,
        ).values_list("pk", flat=True)
    )


def team_names(actor: Actor) -> list[str]:
    """Return the names of the person's team, which have no place in its matrix."""
    members = Person.objects.filter(company=own_team(actor), left_at=None, roles__role=Role.TRAINEE)
    return list(members.order_by("search_text", "id").values_list("name", flat=True).distinct())


def own_team(actor: Actor) -> int:
    """Return the person's team. Raises `NotAllowed`, `Masquerading`, `NoTeam`."""
    require_own_hand(actor, Action.KEEP_MATRIX)
    if actor.company is None or actor.person_id is None:
        raise NoTeam
    return actor.company


def held(actor: Actor, exercise: Exercise, now: datetime) -> TeamMatrix:
    """Return the team's matrix for this transaction alone; the first time with the proposals.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`.
    """
    company = own_team(actor)
    definition = own_company_of(exercise)
    matrices = TeamMatrix.objects.select_for_update()
    found = matrices.filter(company=company, usage_key=exercise.usage_key).first()
    if found is not None:
        return found
    # Of many who make the first one at once MariaDB would undo some: they queue up here.
    Company.objects.select_for_update().filter(pk=company).values_list("pk").first()
    skills, targets = proposals(definition)
    made, _new = matrices.get_or_create(
        company_id=company,
        usage_key=exercise.usage_key,
        defaults={
            "course_key": exercise.course_key,
            "columns": grid.skills_text(skills),
            "profiles": grid.targets_text(targets),
            "changed_at": now,
            "changed_by_id": actor.person_id,
        },
    )
    return made


def changed_last_by(matrix: TeamMatrix) -> str:
    """Return the name of who changed a matrix last; empty once they are forgotten."""
    return matrix.changed_by.name if matrix.changed_by else ""


def held_row(matrix: TeamMatrix, key: int) -> MatrixRow:
    """Return a row of a held matrix; raises `RowGone`."""
    row = MatrixRow.objects.filter(matrix=matrix, pk=key).first()
    if row is None:
        raise RowGone
    return row


def touch(matrix: TeamMatrix, actor: Actor, now: datetime, *fields: str, whole: bool = True) -> int:
    """Write a changed matrix, which must be held; return its revision.

    `fields` have changed besides; with `whole` open pages must be drawn anew.
    """
    matrix.revision += 1
    matrix.version += whole
    matrix.changed_at, matrix.changed_by_id = now, actor.person_id
    matrix.save(update_fields=[*fields, "revision", "version", "changed_at", "changed_by_id"])
    return matrix.revision


def proposals(definition: OwnCompany) -> tuple[tuple[Skill, ...], tuple[Target, ...]]:
    """Return the competences and profiles an author proposes."""
    skills = tuple(
        Skill(each.id, each.label[: grid.LABEL_LENGTH]) for each in definition.competences
    )
    names = [each.id for each in skills]
    return skills, tuple(
        Target(
            each.id,
            each.label[: grid.LABEL_LENGTH],
            dict(zip(names, levels_of(each.levels), strict=True)),
        )
        for each in definition.profiles
    )


def rows_of(matrix: TeamMatrix) -> list[MatrixRow]:
    """Return the people of a matrix in their order."""
    return list(MatrixRow.objects.filter(matrix=matrix).order_by("position", "id"))


def worker_of(row: MatrixRow) -> Worker:
    """Return a row as a plain value."""
    return Worker(row.code, row.activity, row.profile, grid.levels_of(row.levels))


def grid_of(matrix: TeamMatrix, rows: Sequence[MatrixRow]) -> Grid:
    """Return a kept matrix as a plain value."""
    return Grid(
        grid.skills_of(matrix.columns),
        grid.targets_of(matrix.profiles),
        tuple(worker_of(row) for row in rows),
    )


def own_row(actor: Actor, exercise: Exercise, key: int) -> tuple[Opened, Worker]:
    """Return one person of the team's matrix and its columns, without the other people.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`, `RowGone`.
    """
    company = own_team(actor)
    row = (
        MatrixRow.objects.filter(
            pk=key, matrix__company=company, matrix__usage_key=exercise.usage_key
        )
        .select_related("matrix")
        .first()
    )
    if row is None:
        raise RowGone
    kept = row.matrix
    here = Opened(
        own_company_of(exercise), grid_of(kept, [row]), (key,), kept.version, kept.revision
    )
    return here, here.grid.people[0]
