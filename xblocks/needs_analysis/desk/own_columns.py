"""Competences, target profiles and priorities of a team's matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import BadRequest, NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.text import Message
from xblocks.exercises.records import Exercise
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk.own_fields import Field, field_html, saved
from xblocks.needs_analysis.desk.own_frame import (
    anchor,
    answer,
    exercise_of,
    frame,
    level_options,
    render,
    url,
)
from xblocks.needs_analysis.desk.own_priorities import priorities
from xblocks.needs_analysis.domain.grid import LABEL_LENGTH, Grid, Skill, Target
from xblocks.needs_analysis.domain.pseudonyms import text_warnings
from xblocks.needs_analysis.team import cells, columns
from xblocks.needs_analysis.team.opening import opened, team_names
from xblocks.needs_analysis.team.refusals import RowGone
from xblocks.roster.entrance import for_actor


@require_safe
@ensure_csrf_cookie
@for_actor
def shown(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show competences and profiles; ``?target=`` opens a profile's levels."""
    exercise = exercise_of(actor, usage_key)
    name = request.GET.get("target", "")
    part = target_part(actor, exercise, name) if name else columns_part(actor, exercise)
    return answer(request, actor, exercise, part)


def columns_part(actor: Actor, exercise: Exercise, **said: str) -> SafeString:
    """Return the page of competences and profiles; `said` may hold notice, problem and undo."""
    grid, known = opened(actor, exercise).grid, team_names(actor)
    rated = {column.code: _rated(grid, column.code) for column in grid.matrix.columns}
    having = [each.profile for each in grid.people]
    context = {
        **frame(exercise, "columns"),
        "skills": [
            (each, field_html(_label_field(exercise, "skill", each, known)), rated[each.id])
            for each in grid.skills
        ],
        "targets": [
            (each, field_html(_label_field(exercise, "target", each, known)), having.count(each.id))
            for each in grid.targets
        ],
        "step_url": url(exercise, "step"),
        "columns_url": url(exercise, "columns"),
        **said,
    }
    return render("columns", context)


def target_part(actor: Actor, exercise: Exercise, name: str) -> SafeString:
    """Return the page of one profile with its level for each competence; raises `NotFound`."""
    grid = opened(actor, exercise).grid
    target = next((each for each in grid.targets if each.id == name), None)
    if target is None:
        raise NotFound
    context = {
        **frame(exercise, "columns"),
        "target": target,
        "levels": [field_html(_target_field(exercise, target, skill)) for skill in grid.skills],
        "columns_url": url(exercise, "columns"),
    }
    return render("target", context)


@require_POST
@for_actor
def step(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Add, move or remove a competence or profile."""
    exercise = exercise_of(actor, usage_key)
    said: dict[str, str] = {}
    refusal: Refusal | None = None
    try:
        said = _taken(actor, exercise, request.POST)
    except Refusal as refused:
        if isinstance(refused, BadRequest):
            raise
        refusal, said = refused, {"problem": translated(refused.message)}
    return answer(request, actor, exercise, columns_part(actor, exercise, **said), refusal)


@require_POST
@for_actor
def label(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep the label of a competence or profile."""
    exercise = exercise_of(actor, usage_key)
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "")
    text, was = request.POST.get("value", ""), request.POST.get("was", "")
    grid, known, now = opened(actor, exercise).grid, team_names(actor), timezone.now()
    named: Sequence[Skill | Target] = grid.skills if kind == "skill" else grid.targets
    one = next((each for each in named if each.id == name), None)
    if one is None:
        raise RowGone
    rename = columns.rename_skill if kind == "skill" else columns.rename_target

    def keep() -> Sequence[Message]:
        rename(actor, exercise, name, text, was, now)
        return text_warnings(text, known)

    return saved(request.POST, _label_field(exercise, kind, one, known), text, now, keep)


@require_POST
@for_actor
def level(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep what level a profile asks for."""
    exercise = exercise_of(actor, usage_key)
    form, now = request.POST, timezone.now()
    grid = opened(actor, exercise).grid
    target = next((each for each in grid.targets if each.id == form.get("target")), None)
    skill = next((each for each in grid.skills if each.id == form.get("competence")), None)
    if target is None or skill is None:
        raise RowGone
    value = form.get("value", "")

    def keep() -> Sequence[Message]:
        was = form.get("was", "")
        cells.save_target(actor, exercise, target.id, skill.id, value, was, now)
        return ()

    return saved(request.POST, _target_field(exercise, target, skill), value, now, keep)


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of competences, profiles and priorities."""
    return [
        path(one + "columns/", shown, name="own_columns"),
        path(one + "columns/step/", step, name="own_step"),
        path(one + "columns/label/", label, name="own_label"),
        path(one + "columns/level/", level, name="own_target_level"),
        *priorities(one),
    ]


def _taken(actor: Actor, exercise: Exercise, form: Any) -> dict[str, str]:
    """Take a step and return what the page says of it."""
    taken, name, now = form.get("step", ""), form.get("name", ""), timezone.now()
    if taken == "add_skill":
        columns.add_skill(actor, exercise, form.get("label", ""), now)
        return {"notice": gettext("The competence is added.")}
    if taken == "add_target":
        columns.add_target(actor, exercise, form.get("label", ""), now)
        return {"notice": gettext("The profile is added. Now choose its levels.")}
    if taken in {"up", "down"}:
        columns.move_skill(actor, exercise, name, -1 if taken == "up" else 1, now)
        return {"notice": gettext("The competence is moved.")}
    if taken == "remove_skill":
        undo = columns.remove_skill(actor, exercise, name, now)
        return {"notice": gettext("The competence is removed, with its levels."), "undo": undo}
    if taken == "remove_target":
        undo = columns.remove_target(actor, exercise, name, now)
        return {"notice": gettext("The profile is removed."), "undo": undo}
    raise BadRequest


def _label_field(exercise: Exercise, kind: str, one: Skill | Target, known: Sequence[str]) -> Field:
    word = gettext("Competence") if kind == "skill" else gettext("Task")
    return Field(
        id=f"{anchor(exercise)}-{kind}-{one.id}",
        url=url(exercise, "label"),
        label=f"{word} {one.code}",
        value=one.label,
        hidden={"kind": kind, "name": one.id},
        most=LABEL_LENGTH,
        warnings=text_warnings(one.label, known),
    )


def _target_field(exercise: Exercise, target: Target, skill: Skill) -> Field:
    kept = target.levels.get(skill.id)
    first, *levels = level_options()
    return Field(
        id=f"{anchor(exercise)}-t-{skill.id}",
        url=url(exercise, "target_level"),
        label=f"{skill.code} {skill.label}",
        value="" if kept is None else str(kept),
        hidden={"target": target.id, "competence": skill.id},
        options=[(first[0], gettext("not asked for")), *levels],
    )


def _rated(grid: Grid, skill: str) -> int:
    return sum(skill in each.levels for each in grid.people)
