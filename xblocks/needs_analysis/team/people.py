"""The people of a matrix: codes, what they do, what they will have to be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.core.wording import line
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import ACTIVITY_LENGTH, MOST_PEOPLE
from xblocks.needs_analysis.domain.pseudonyms import next_code, pseudonym
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.team import undoing
from xblocks.needs_analysis.team.opening import (
    changed_last_by,
    held,
    held_row,
    team_names,
    touch,
    worker_of,
)
from xblocks.needs_analysis.team.refusals import CodeTaken, RowGone, TooMany, ValueConflict

Detail = Literal["code", "activity", "profile"]


@transaction.atomic
def add_people(
    actor: Actor, exercise: Exercise, codes: Sequence[str], count: int, now: datetime
) -> list[int]:
    """Add people under codes of their own, and `count` more under automatic ones; return the rows.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotAPseudonym`, `CodeTaken`, `TooMany`.
    """
    known = team_names(actor)
    matrix = held(actor, exercise, now)
    rows = list(MatrixRow.objects.filter(matrix=matrix).values_list("code", "position"))
    used = {code for code, _position in rows}
    if len(used) + len(codes) + count > MOST_PEOPLE:
        raise TooMany(most=MOST_PEOPLE)
    wanted = []
    for text in codes:
        code = pseudonym(text, known)
        if code in used:
            raise CodeTaken(code=code)
        used.add(code)
        wanted.append(code)
    for _ in range(count):
        wanted.append(next_code(used))
        used.add(wanted[-1])
    if not wanted:
        return []
    revision = touch(matrix, actor, now)
    last = max((position for _code, position in rows), default=0)
    for number, code in enumerate(wanted, start=last + 1):
        MatrixRow.objects.create(matrix=matrix, position=number, code=code, revision=revision)
    fresh = MatrixRow.objects.filter(matrix=matrix, revision=revision)
    return list(fresh.order_by("position").values_list("pk", flat=True))


@transaction.atomic
def change_person(
    actor: Actor,
    exercise: Exercise,
    row: int,
    detail: Detail,
    text: str,
    was: str,
    now: datetime,
) -> None:
    """Change code, activity or profile of somebody; `was` is what the page showed.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`, `ValueConflict`, `CodeTaken`,
    `NotAPseudonym`, and what `wording.line` raises.
    """
    known = team_names(actor) if detail == "code" else ()
    matrix = held(actor, exercise, now)
    kept_row = held_row(matrix, row)
    kept = str(getattr(kept_row, detail))
    wanted = _read(matrix, detail, text, known)
    if wanted == kept:
        return
    if was != kept:
        raise ValueConflict(wanted, kept, changed_last_by(matrix))
    if detail == "code":
        _require_free(matrix, wanted)
    setattr(kept_row, detail, wanted)
    kept_row.revision = touch(matrix, actor, now, whole=detail == "code")
    kept_row.save(update_fields=[detail, "revision"])


@transaction.atomic
def give_profile(actor: Actor, exercise: Exercise, profile: str, now: datetime) -> None:
    """Give everybody who has no profile this one.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`.
    """
    matrix = held(actor, exercise, now)
    if profile not in {each.id for each in grid.targets_of(matrix.profiles)}:
        raise RowGone
    revision = touch(matrix, actor, now)
    without = MatrixRow.objects.filter(matrix=matrix, profile="")
    without.update(profile=profile, revision=revision)


@transaction.atomic
def remove_person(actor: Actor, exercise: Exercise, row: int, now: datetime) -> str:
    """Remove somebody with all their levels; return what `undoing.undo` takes it back with.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`.
    """
    matrix = held(actor, exercise, now)
    kept_row = held_row(matrix, row)
    kept_row.delete()
    touch(matrix, actor, now)
    worker = worker_of(kept_row)
    return undoing.token(
        matrix,
        {
            "what": "person",
            "position": kept_row.position,
            "code": worker.code,
            "activity": worker.activity,
            "profile": worker.profile,
            "levels": kept_row.levels,
        },
    )


def _read(matrix: TeamMatrix, detail: Detail, text: str, known: Sequence[str]) -> str:
    if detail == "code":
        return pseudonym(text, known)
    if detail == "activity":
        return line(text, ACTIVITY_LENGTH)
    if text and text not in {each.id for each in grid.targets_of(matrix.profiles)}:
        raise RowGone
    return text


def _require_free(matrix: TeamMatrix, code: str) -> None:
    if MatrixRow.objects.filter(matrix=matrix, code=code).exists():
        raise CodeTaken(code=code)
