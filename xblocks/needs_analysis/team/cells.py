"""Levels: of people, and of target profiles. Nobody overwrites what they have not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import Rating, Worker
from xblocks.needs_analysis.team.opening import changed_last_by, held, held_row, touch, worker_of
from xblocks.needs_analysis.team.refusals import NotALevel, RowGone, ValueConflict


@dataclass(frozen=True)
class Saved:
    """A person after a level was saved, and the revision of the matrix."""

    worker: Worker
    rating: Rating | None
    version: int
    revision: int


@transaction.atomic
def save_level(
    actor: Actor,
    exercise: Exercise,
    row: int,
    skill: str,
    token: str,
    was: str,
    now: datetime,
) -> Saved:
    """Keep what level somebody of the company has, as ``3`` or ``3m``; empty for not known.

    A level without source keeps the source it had. `was` is what the page showed. Raises
    `NotAllowed`, `Masquerading`, `NoTeam`, `NotALevel`, `RowGone`, `ValueConflict`.
    """
    matrix = held(actor, exercise, now)
    wanted = _rating(token)
    if skill not in {each.id for each in grid.skills_of(matrix.columns)}:
        raise RowGone
    kept_row = held_row(matrix, row)
    worker = worker_of(kept_row)
    kept = worker.levels.get(skill)
    if wanted and kept and not wanted.source:
        wanted = replace(wanted, source=kept.source)
    if wanted == kept:
        return Saved(worker, kept, matrix.version, matrix.revision)
    if not _seen(was, kept):
        raise ValueConflict(token, grid.token_of(kept), changed_last_by(matrix))
    levels = dict(worker.levels)
    if wanted is None:
        del levels[skill]
    else:
        levels[skill] = wanted
    kept_row.levels = grid.levels_text(levels)
    kept_row.revision = touch(matrix, actor, now, whole=False)
    kept_row.save(update_fields=["levels", "revision"])
    return Saved(replace(worker, levels=levels), wanted, matrix.version, matrix.revision)


@transaction.atomic
def save_target(
    actor: Actor, exercise: Exercise, target: str, skill: str, token: str, was: str, now: datetime
) -> int:
    """Keep what level a profile asks for; return the matrix's revision.

    Raises what `save_level` raises.
    """
    matrix = held(actor, exercise, now)
    wanted = _rating(token)
    targets = list(grid.targets_of(matrix.profiles))
    found = [number for number, each in enumerate(targets) if each.id == target]
    if not found or skill not in {each.id for each in grid.skills_of(matrix.columns)}:
        raise RowGone
    levels = dict(targets[found[0]].levels)
    kept = levels.get(skill)
    if (wanted.level if wanted else None) == kept:
        return matrix.revision
    if was != ("" if kept is None else str(kept)):
        raise ValueConflict(token, "" if kept is None else str(kept), changed_last_by(matrix))
    if wanted is None:
        levels.pop(skill, None)
    else:
        levels[skill] = wanted.level
    targets[found[0]] = replace(targets[found[0]], levels=levels)
    matrix.profiles = grid.targets_text(targets)
    return touch(matrix, actor, now, "profiles")


def _rating(token: str) -> Rating | None:
    try:
        return grid.rating_of(token)
    except ValueError:
        raise NotALevel from None


def _seen(was: str, kept: Rating | None) -> bool:
    """Whether a page showed what is kept; pages that show no source send the level alone."""
    return was == grid.token_of(kept) or (kept is not None and was == str(kept.level))
