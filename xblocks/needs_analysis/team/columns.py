"""Competences and target profiles of a matrix: add, name, move, weigh, remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from xblocks.core.errors import BadRequest
from xblocks.core.people import Actor
from xblocks.core.wording import line
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.domain.grid import (
    LABEL_LENGTH,
    MOST_SKILLS,
    MOST_TARGETS,
    THIRDS,
    Skill,
    Target,
)
from xblocks.needs_analysis.records import MatrixRow, TeamMatrix
from xblocks.needs_analysis.team import undoing
from xblocks.needs_analysis.team.opening import changed_last_by, held, rows_of, touch
from xblocks.needs_analysis.team.refusals import RowGone, TooMany, ValueConflict


@transaction.atomic
def add_skill(actor: Actor, exercise: Exercise, label: str, now: datetime) -> str:
    """Add a competence at the end; return its id.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `TooMany`, and what `wording.line` raises.
    """
    label = line(label, LABEL_LENGTH, needed=True)
    matrix = held(actor, exercise, now)
    skills = grid.skills_of(matrix.columns)
    if len(skills) >= MOST_SKILLS:
        raise TooMany(most=MOST_SKILLS)
    new = Skill(grid.next_id("k", (each.id for each in skills)), label)
    matrix.columns = grid.skills_text([*skills, new])
    touch(matrix, actor, now, "columns")
    return new.id


@transaction.atomic
def add_target(actor: Actor, exercise: Exercise, label: str, now: datetime) -> str:
    """Add a profile at the end; return its id. Raises what `add_skill` raises."""
    label = line(label, LABEL_LENGTH, needed=True)
    matrix = held(actor, exercise, now)
    targets = grid.targets_of(matrix.profiles)
    if len(targets) >= MOST_TARGETS:
        raise TooMany(most=MOST_TARGETS)
    new = Target(grid.next_id("p", (each.id for each in targets)), label)
    matrix.profiles = grid.targets_text([*targets, new])
    touch(matrix, actor, now, "profiles")
    return new.id


@transaction.atomic
def rename_skill(
    actor: Actor, exercise: Exercise, name: str, label: str, was: str, now: datetime
) -> None:
    """Give a competence another label; `was` is what the page showed.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`, `ValueConflict`, and what
    `wording.line` raises.
    """
    label = line(label, LABEL_LENGTH, needed=True)
    matrix = held(actor, exercise, now)

    def renamed(skill: Skill) -> Skill:
        _require_seen(matrix, label, skill.label, was)
        return replace(skill, label=label)

    _change_skill(matrix, actor, name, renamed, now)


@transaction.atomic
def rename_target(
    actor: Actor, exercise: Exercise, name: str, label: str, was: str, now: datetime
) -> None:
    """Give a profile another label. Raises what `rename_skill` raises."""
    label = line(label, LABEL_LENGTH, needed=True)
    matrix = held(actor, exercise, now)
    targets = list(grid.targets_of(matrix.profiles))
    at = _place(targets, name)
    if targets[at].label == label:
        return
    _require_seen(matrix, label, targets[at].label, was)
    targets[at] = replace(targets[at], label=label)
    matrix.profiles = grid.targets_text(targets)
    touch(matrix, actor, now, "profiles")


@transaction.atomic
def weigh(
    actor: Actor,
    exercise: Exercise,
    name: str,
    weights: Mapping[str, str],
    was: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep urgency, importance (1 to 3, or empty) and safety (``1`` or empty) of a competence.

    `weights` names what is to change, `was` what the page showed of it. Raises `NotAllowed`,
    `Masquerading`, `NoTeam`, `RowGone`, `ValueConflict`, `BadRequest`.
    """
    matrix = held(actor, exercise, now)

    def weighed(skill: Skill) -> Skill:
        for kind, text in weights.items():
            kept = _weight(skill, kind)
            if text == kept:
                continue
            if was.get(kind, "") != kept:
                raise ValueConflict(text, kept, changed_last_by(matrix))
            skill = _with_weight(skill, kind, text)
        return skill

    _change_skill(matrix, actor, name, weighed, now)


@transaction.atomic
def move_skill(actor: Actor, exercise: Exercise, name: str, by: int, now: datetime) -> None:
    """Move a competence up (-1) or down (1), as far as there is room.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`.
    """
    matrix = held(actor, exercise, now)
    skills = list(grid.skills_of(matrix.columns))
    at = _place(skills, name)
    to = min(max(at + by, 0), len(skills) - 1)
    if to == at:
        return
    skills.insert(to, skills.pop(at))
    matrix.columns = grid.skills_text(skills)
    touch(matrix, actor, now, "columns")


@transaction.atomic
def remove_skill(actor: Actor, exercise: Exercise, name: str, now: datetime) -> str:
    """Remove a competence with all levels in it; return what `undoing.undo` takes it back with.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`.
    """
    matrix = held(actor, exercise, now)
    skills = list(grid.skills_of(matrix.columns))
    at = _place(skills, name)
    gone = skills.pop(at)
    targets = grid.targets_of(matrix.profiles)
    asked = {each.id: each.levels[name] for each in targets if name in each.levels}
    matrix.columns = grid.skills_text(skills)
    matrix.profiles = grid.targets_text(
        replace(each, levels={key: each.levels[key] for key in each.levels if key != name})
        for each in targets
    )
    revision = touch(matrix, actor, now, "columns", "profiles")
    levels = {}
    for row in rows_of(matrix):
        kept = grid.levels_of(row.levels)
        rating = kept.pop(name, None)
        if rating is not None:
            levels[str(row.pk)] = [rating.level, rating.source]
            row.levels, row.revision = grid.levels_text(kept), revision
            row.save(update_fields=["levels", "revision"])
    return undoing.token(
        matrix,
        {"what": "skill", "at": at, "skill": asdict(gone), "asked": asked, "levels": levels},
    )


@transaction.atomic
def remove_target(actor: Actor, exercise: Exercise, name: str, now: datetime) -> str:
    """Remove a profile; who had it has none then. Return what takes it back.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `RowGone`.
    """
    matrix = held(actor, exercise, now)
    targets = list(grid.targets_of(matrix.profiles))
    at = _place(targets, name)
    gone = targets.pop(at)
    matrix.profiles = grid.targets_text(targets)
    revision = touch(matrix, actor, now, "profiles")
    having = MatrixRow.objects.filter(matrix=matrix, profile=name)
    rows = list(having.values_list("pk", flat=True))
    having.update(profile="", revision=revision)
    target = {"id": gone.id, "label": gone.label, "levels": dict(gone.levels)}
    return undoing.token(matrix, {"what": "target", "at": at, "target": target, "rows": rows})


def _change_skill(
    matrix: TeamMatrix,
    actor: Actor,
    name: str,
    change: Callable[[Skill], Skill],
    now: datetime,
) -> None:
    skills = list(grid.skills_of(matrix.columns))
    at = _place(skills, name)
    changed = change(skills[at])
    if changed == skills[at]:
        return
    skills[at] = changed
    matrix.columns = grid.skills_text(skills)
    touch(matrix, actor, now, "columns")


def _place(named: Sequence[Skill | Target], name: str) -> int:
    for number, each in enumerate(named):
        if each.id == name:
            return number
    raise RowGone


def _require_seen(matrix: TeamMatrix, mine: str, kept: str, was: str) -> None:
    if mine != kept and was != kept:
        raise ValueConflict(mine, kept, changed_last_by(matrix))


def _weight(skill: Skill, kind: str) -> str:
    if kind == "safety":
        return "1" if skill.safety else ""
    if kind not in {"urgency", "importance"}:
        raise BadRequest
    value = skill.urgency if kind == "urgency" else skill.importance
    return str(value) if value else ""


def _with_weight(skill: Skill, kind: str, text: str) -> Skill:
    if kind == "safety":
        return replace(skill, safety=text == "1")
    if text and text not in {str(each) for each in THIRDS}:
        raise BadRequest
    value = int(text) if text else None
    return replace(skill, urgency=value) if kind == "urgency" else replace(skill, importance=value)
