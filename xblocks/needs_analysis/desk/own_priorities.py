"""Priorities of a team's matrix: urgency × importance × class of people affected.

Source: `curriculum-facts 4.5`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import BadRequest
from xblocks.core.people import Actor
from xblocks.core.text import Message
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.desk.own_fields import Field, field_html, saved
from xblocks.needs_analysis.desk.own_frame import anchor, answer, exercise_of, frame, render, url
from xblocks.needs_analysis.desk.ways import spelled
from xblocks.needs_analysis.domain.grid import Grid, Skill
from xblocks.needs_analysis.domain.matrix import Column
from xblocks.needs_analysis.domain.priority import RANKS, Rank, Standing
from xblocks.needs_analysis.team import columns
from xblocks.needs_analysis.team.opening import opened
from xblocks.needs_analysis.team.refusals import RowGone
from xblocks.roster.entrance import for_actor

KINDS = ("urgency", "importance", "safety")


def by_rank(grid: Grid) -> list[tuple[Skill, Column, Standing]]:
    """Return all competences, the most pressing first; those not weighed come last."""
    order = [Rank.HIGH, Rank.MIDDLE, Rank.LOW, None]
    return sorted(
        zip(grid.skills, grid.matrix.columns, grid.standings, strict=True),
        key=lambda each: (order.index(each[2].rank), -(each[2].points or 0)),
    )


def rank_words(found: Rank | None) -> str:
    """Return a rank in words."""
    return gettext(RANKS[found]) if found else gettext("not weighed")


@require_safe
@ensure_csrf_cookie
@for_actor
def shown(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the priorities."""
    exercise = exercise_of(actor, usage_key)
    return answer(request, actor, exercise, priorities_part(actor, exercise))


def priorities_part(actor: Actor, exercise: Exercise) -> SafeString:
    """Return the page of priorities: what is weighed on top, what comes of it below."""
    grid = opened(actor, exercise).grid
    context = {
        **frame(exercise, "priorities"),
        "rows": [
            (skill, [field_html(_field(exercise, skill, kind)) for kind in KINDS])
            for skill in grid.skills
        ],
        "order": order_html(exercise, grid),
    }
    return render("priorities", context)


def order_html(exercise: Exercise, grid: Grid, *, outside: bool = False) -> SafeString:
    """Return what comes first, with the way each number of points is reached."""
    tones = {Rank.HIGH: "danger", Rank.MIDDLE: "attention", Rank.LOW: "info", None: ""}
    rows = [
        {
            "skill": skill,
            "column": column,
            "standing": stands,
            "share": spelled(column.share * 100, 0),
            "rank": rank_words(stands.rank),
            "tone": tones[stands.rank],
        }
        for skill, column, stands in by_rank(grid)
    ]
    context = {"prefix": anchor(exercise), "rows": rows, "outside": outside}
    return render("order", context)


@require_POST
@for_actor
def weigh(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep urgency, importance or safety; the order comes along."""
    exercise = exercise_of(actor, usage_key)
    form, now = request.POST, timezone.now()
    kind, name, value = form.get("kind", ""), form.get("name", ""), form.get("value", "")
    skill = next((each for each in opened(actor, exercise).grid.skills if each.id == name), None)
    if kind not in KINDS:
        raise BadRequest
    if skill is None:
        raise RowGone

    def keep() -> Sequence[Message]:
        was = {kind: form.get("was", "")}
        columns.weigh(actor, exercise, name, {kind: value}, was, now)
        return ()

    response = saved(form, _field(exercise, skill, kind), value, now, keep)
    grid = opened(actor, exercise).grid
    response.write(order_html(exercise, grid, outside=True))
    return response


def priorities(one: str) -> list[URLPattern]:
    """Return the addresses of priorities."""
    return [
        path(one + "priorities/", shown, name="own_priorities"),
        path(one + "priorities/weigh/", weigh, name="own_weigh"),
    ]


def _field(exercise: Exercise, skill: Skill, kind: str) -> Field:
    labels = {
        "urgency": gettext("Urgency"),
        "importance": gettext("Importance"),
        "safety": gettext("Occupational safety"),
    }
    thirds = [
        ("", gettext("open")),
        ("1", gettext("1 · low")),
        ("2", gettext("2 · middle")),
        ("3", gettext("3 · high")),
    ]
    values = {
        "urgency": str(skill.urgency or ""),
        "importance": str(skill.importance or ""),
        "safety": "1" if skill.safety else "",
    }
    return Field(
        id=f"{anchor(exercise)}-{kind}-{skill.id}",
        url=url(exercise, "weigh"),
        label=labels[kind],
        value=values[kind],
        hidden={"kind": kind, "name": skill.id},
        options=[("", gettext("no")), ("1", gettext("yes"))] if kind == "safety" else thirds,
    )
