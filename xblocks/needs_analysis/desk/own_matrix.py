"""The page of a team's matrix and its pieces: heat map, rows, both values of a conflict."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk import heat
from xblocks.needs_analysis.desk.heat import Heading, Heat, Shows
from xblocks.needs_analysis.desk.own_frame import (
    LEVELS,
    anchor,
    frame,
    level_options,
    render,
    url,
)
from xblocks.needs_analysis.domain.grid import SMALL_GROUP, Grid, Worker
from xblocks.needs_analysis.team.opening import opened, own_row
from xblocks.needs_analysis.team.refusals import ValueConflict


def matrix_part(
    actor: Actor, exercise: Exercise, *, notice: str = "", problem: str = "", undo: str = ""
) -> SafeString:
    """Return the page of the matrix; `undo` takes a removal back."""
    here = opened(actor, exercise)
    grid = here.grid
    context = {
        **frame(exercise, "matrix"),
        "here": here,
        "intro": render_markdown(here.definition.intro),
        "heat": heat.matrix_html(heat_of(exercise, grid, here.keys))
        if grid.people and grid.skills
        else "",
        "etag": etag(exercise, here.version, here.revision),
        "state_url": url(exercise, "state"),
        "add_url": url(exercise, "add"),
        "profile_url": url(exercise, "profile"),
        "print_url": url(exercise, "print"),
        "columns_url": url(exercise, "columns"),
        "small": small_groups(grid),
        "without_profile": sum(not grid.target_of(each) for each in grid.people),
        "notice": notice,
        "problem": problem,
        "undo": undo,
    }
    return render("matrix", context)


def heat_of(exercise: Exercise, grid: Grid, keys: Sequence[int]) -> Heat:
    """Return the heat map of a matrix; `keys` are the rows of its people."""
    profiles = {each.id: each.label for each in grid.targets}
    address, edit = url(exercise, "person"), gettext("Edit")
    signs = {
        (str(key), name): rating.source.upper()
        for key, each in zip(keys, grid.people, strict=True)
        for name, rating in each.levels.items()
        if rating.source
    }
    return Heat(
        grid.matrix,
        [
            _heading(key, each, profiles.get(each.profile, ""), address, edit)
            for key, each in zip(keys, grid.people, strict=True)
        ],
        [Heading(each.id, each.code, each.label) for each in grid.skills],
        gettext("Levels of people today and target levels"),
        name=f"{anchor(exercise)}-heat",
        shows=Shows.LEVELS,
        save=url(exercise, "level"),
        levels=[str(each) for each in LEVELS],
        signs=signs,
    )


def _heading(key: int, worker: Worker, profile: str, address: str, edit: str) -> Heading:
    control = format_html(
        "<button class=wbm-edit hx-get='{}?row={}' aria-label='{} {}'>✎</button>",
        address,
        key,
        edit,
        worker.code,
    )
    return Heading(str(key), worker.code, worker.activity, profile, control)


def row_html(actor: Actor, exercise: Exercise, key: int) -> SafeString:
    """Return one person's row."""
    here, _worker = own_row(actor, exercise, key)
    return heat.row_html(heat_of(exercise, here.grid, here.keys), str(key))


def row_outside_html(actor: Actor, exercise: Exercise, key: int) -> SafeString:
    """Return one person's row so that htmx puts it in its place."""
    return format_html(
        "<template>{}</template>",
        mark_safe(row_html(actor, exercise, key).replace("<tr ", "<tr hx-swap-oob=true ", 1)),  # noqa: S308 - of safe parts
    )


def changed_html(actor: Actor, exercise: Exercise, rows: Sequence[int]) -> str:
    """Return rows and the sums, each to find its own place."""
    here = opened(actor, exercise)
    if not here.grid.people or not here.grid.skills:
        return ""
    drawn = heat_of(exercise, here.grid, here.keys)
    parts = [
        heat.row_html(drawn, str(key)).replace("<tr ", "<tr hx-swap-oob=true ", 1)
        for key in rows
        if key in here.keys
    ]
    parts += [heat.figures_html(drawn, outside=True), heat.foot_html(drawn, outside=True)]
    return "".join(f"<template>{each}</template>" for each in parts)


def conflict_html(
    actor: Actor, exercise: Exercise, key: int, skill: str, conflict: ValueConflict
) -> SafeString:
    """Return both levels of a field, and the choice between them."""
    here, worker = own_row(actor, exercise, key)
    names = {each.id: each.label for each in here.grid.skills}
    words = dict(level_options())
    context = {
        "sentence": translated(conflict.message),
        "code": worker.code,
        "skill": names[skill],
        "row": key,
        "competence": skill,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "mine_words": words.get(conflict.mine[:1], conflict.mine),
        "theirs_words": words.get(conflict.theirs[:1], conflict.theirs),
        "save_url": url(exercise, "level"),
        "row_url": url(exercise, "row"),
        "heat": f"{anchor(exercise)}-heat",
        "kept": row_outside_html(actor, exercise, key),
    }
    return render("conflict", context)


def small_groups(grid: Grid) -> list[str]:
    """Return profiles with few people: figures of these alone would tell of persons."""
    if 0 < len(grid.people) < SMALL_GROUP:
        return [gettext("all together")]
    counts = {each.id: 0 for each in grid.targets}
    for each in grid.people:
        if each.profile in counts:
            counts[each.profile] += 1
    return [each.label for each in grid.targets if 0 < counts[each.id] < SMALL_GROUP]


def etag(exercise: Exercise, version: int, revision: int) -> str:
    """Return what an open page compares itself with."""
    return f'"{exercise.definition_hash}.{version}.{revision}"'
