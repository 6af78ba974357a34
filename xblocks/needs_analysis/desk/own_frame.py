"""What every page of a team's matrix needs: addresses, tabs, words, answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain import grid
from xblocks.needs_analysis.reach import find, own_company_of
from xblocks.needs_analysis.team.opening import own_team
from xblocks.roster.entrance import part_or_page

FOLDER = "wbm/needs_analysis/own_"

LEVELS = (
    gettext_lazy("no knowledge"),
    gettext_lazy("basic knowledge"),
    gettext_lazy("with guidance"),
    gettext_lazy("independently"),
    gettext_lazy("expert"),
)
"""What levels mean (`curriculum-facts 4.4`)."""

SOURCES = {letter: gettext_lazy(words) for letter, words in grid.SOURCES.items()}

TABS = {
    "matrix": gettext_lazy("Matrix"),
    "columns": gettext_lazy("Competences and profiles"),
    "priorities": gettext_lazy("Priorities"),
    "files": gettext_lazy("Files and print"),
}


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def anchor(exercise: Exercise) -> str:
    """Return what ids of the page begin with."""
    return "wbm-" + exercise.usage_key.rpartition("@")[2]


def url(exercise: Exercise, name: str, *args: Any) -> str:
    """Return the address of one of our pages."""
    return reverse(f"wbm:own_{name}", args=[exercise.course_key, exercise.usage_key, *args])


def frame(exercise: Exercise, tab: str) -> dict[str, Any]:
    """Return what every part shows: the tabs, and what its ids begin with."""
    return {
        "exercise": exercise,
        "definition": own_company_of(exercise),
        "prefix": anchor(exercise),
        "tabs": [(name, url(exercise, name), label, name == tab) for name, label in TABS.items()],
        "undo_url": url(exercise, "undo"),
    }


def exercise_of(actor: Actor, usage_key: str) -> Exercise:
    """Return the exercise for a member of a team alone.

    Raises `NotAllowed`, `Masquerading`, `NoTeam`, `NotFound`.
    """
    own_team(actor)
    exercise = find(actor, usage_key)
    own_company_of(exercise)
    return exercise


def answer(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    part: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Answer with a part for htmx, with a whole page for everything else."""
    title = exercise.title
    return part_or_page(request, actor, f"{FOLDER}page.html", part, refusal, title=title)


def level_options(*, words: bool = True) -> list[tuple[str, str]]:
    """Return what can be chosen as a level; the first is not known."""
    named = [
        (str(number), f"{number} · {word}" if words else str(number))
        for number, word in enumerate(LEVELS)
    ]
    return [("", gettext("not known") if words else "–"), *named]
