"""One person of a team's matrix: code, activity, profile, all levels. Made for phones as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import BadRequest
from xblocks.core.numbers import required_whole
from xblocks.core.people import Actor
from xblocks.core.text import Message
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.desk.own_fields import Field, field_html, saved
from xblocks.needs_analysis.desk.own_frame import (
    SOURCES,
    anchor,
    answer,
    exercise_of,
    frame,
    level_options,
    render,
    url,
)
from xblocks.needs_analysis.desk.own_matrix import matrix_part
from xblocks.needs_analysis.domain.grid import ACTIVITY_LENGTH, Rating, Target, Worker, token_of
from xblocks.needs_analysis.domain.pseudonyms import LONGEST, code_warnings, text_warnings
from xblocks.needs_analysis.team import cells, people
from xblocks.needs_analysis.team.opening import opened, own_row, team_names
from xblocks.needs_analysis.team.people import Detail
from xblocks.needs_analysis.team.refusals import RowGone
from xblocks.roster.entrance import for_actor

DETAILS: tuple[Detail, ...] = ("code", "activity", "profile")


@require_safe
@ensure_csrf_cookie
@for_actor
def person(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show one person."""
    exercise = exercise_of(actor, usage_key)
    return answer(
        request,
        actor,
        exercise,
        person_part(actor, exercise, required_whole(request.GET.get("row", ""))),
    )


def person_part(actor: Actor, exercise: Exercise, key: int) -> SafeString:
    """Return the page of one person, with the way to the one before and the one after."""
    here = opened(actor, exercise)
    if key not in here.keys:
        raise RowGone
    at = here.keys.index(key)
    worker, known = here.grid.people[at], team_names(actor)
    target = here.grid.target_of(worker)
    context = {
        **frame(exercise, "matrix"),
        "worker": worker,
        "row": key,
        "details": [
            field_html(_detail_field(exercise, key, worker, each, here.grid.targets, known))
            for each in DETAILS
        ],
        "levels": [
            (
                field_html(_level_field(exercise, key, skill.id, skill.label, worker)),
                target.levels.get(skill.id) if target else None,
            )
            for skill in here.grid.skills
        ],
        "remove_url": url(exercise, "person_remove"),
        "person_url": url(exercise, "person"),
        "matrix_url": url(exercise, "matrix"),
        "before": here.keys[at - 1] if at else None,
        "after": here.keys[at + 1] if at + 1 < len(here.keys) else None,
    }
    return render("person", context)


@require_POST
@for_actor
def detail(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep code, activity or profile."""
    exercise = exercise_of(actor, usage_key)
    name, text = request.POST.get("detail", ""), request.POST.get("value", "")
    key, was = required_whole(request.POST.get("row", "")), request.POST.get("was", "")
    wanted = next((each for each in DETAILS if each == name), None)
    if wanted is None:
        raise BadRequest
    here, worker = own_row(actor, exercise, key)
    known = team_names(actor)
    shown = _detail_field(exercise, key, worker, wanted, here.grid.targets, known)
    now = timezone.now()

    def keep() -> Sequence[Message]:
        people.change_person(actor, exercise, key, wanted, text, was, now)
        return _warnings(wanted, text, known)

    if wanted == "code":
        text = text.strip().upper()
    return saved(request.POST, shown, text, now, keep)


@require_POST
@for_actor
def level(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Keep one level with its source."""
    exercise = exercise_of(actor, usage_key)
    form = request.POST
    key, skill = required_whole(form.get("row", "")), form.get("competence", "")
    here, worker = own_row(actor, exercise, key)
    label = next((each.label for each in here.grid.skills if each.id == skill), None)
    if label is None:
        raise RowGone
    value, source = form.get("value", ""), form.get("source", "")
    token = f"{value}{source}" if value else ""
    shown = _level_field(exercise, key, skill, label, worker)
    now = timezone.now()

    def keep() -> Sequence[Message]:
        cells.save_level(actor, exercise, key, skill, token, form.get("was", ""), now)
        return ()

    typed = replace(shown, second=_sources(source))
    return saved(form, shown if "theirs" in form else typed, value, now, keep)


@require_POST
@for_actor
def remove(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Remove somebody with all levels; can be undone on the page that follows."""
    exercise = exercise_of(actor, usage_key)
    token = people.remove_person(
        actor, exercise, required_whole(request.POST.get("row", "")), timezone.now()
    )
    notice = gettext("The person is removed, with all levels.")
    part = matrix_part(actor, exercise, notice=notice, undo=token)
    return answer(request, actor, exercise, part)


def patterns_below(one: str) -> list[URLPattern]:
    """Return the addresses of a person's page."""
    return [
        path(one + "person/", person, name="own_person"),
        path(one + "person/detail/", detail, name="own_detail"),
        path(one + "person/level/", level, name="own_person_level"),
        path(one + "person/remove/", remove, name="own_person_remove"),
    ]


def _detail_field(
    exercise: Exercise,
    key: int,
    worker: Worker,
    name: Detail,
    targets: Sequence[Target],
    known: Sequence[str],
) -> Field:
    labels = {
        "code": gettext("Code"),
        "activity": gettext("Activity today"),
        "profile": gettext("Target profile"),
    }
    value = getattr(worker, name)
    options = [
        ("", gettext("none yet")),
        *((each.id, f"{each.code} · {each.label}") for each in targets),
    ]
    return Field(
        id=f"{anchor(exercise)}-{name}",
        url=url(exercise, "detail"),
        label=labels[name],
        value=value,
        hidden={"row": str(key), "detail": name},
        options=options if name == "profile" else (),
        most={"code": LONGEST, "activity": ACTIVITY_LENGTH}.get(name, 0),
        warnings=_warnings(name, value, known),
    )


def _level_field(exercise: Exercise, key: int, skill: str, label: str, worker: Worker) -> Field:
    rating: Rating | None = worker.levels.get(skill)
    return Field(
        id=f"{anchor(exercise)}-l-{skill}",
        url=url(exercise, "person_level"),
        label=f"{skill.upper()} {label}",
        value=str(rating.level) if rating else "",
        was=token_of(rating),
        hidden={"row": str(key), "competence": skill},
        options=level_options(),
        second=_sources(rating.source if rating else ""),
    )


def _sources(chosen: str) -> tuple[str, str, str, Sequence[tuple[str, str]]]:
    options = [("", gettext("no source")), *((sign, str(word)) for sign, word in SOURCES.items())]
    return ("source", gettext("Who says so?"), chosen, options)


def _warnings(name: Detail, text: str, known: Sequence[str]) -> Sequence[Message]:
    if name == "code":
        return code_warnings(text.upper(), known)
    return text_warnings(text, known) if name == "activity" else ()
