"""For trainers: paths of the group through a dialogue, and who practised how often."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.role_play import practised
from xblocks.role_play.graph import Step
from xblocks.role_play.pathmap import SMALLEST
from xblocks.role_play.pathpicture import number_text, picture_with
from xblocks.role_play.picture import anchor
from xblocks.role_play.practised import GroupPaths, Which
from xblocks.roster.entrance import desk_page, for_actor

ATTEMPTS: Final[dict[Which, tuple[str | Promise, str | Promise]]] = {
    Which.FIRST: (
        gettext_lazy("First attempt"),
        gettext_lazy("What everybody chose when they did not know the talk yet."),
    ),
    Which.BEST: (
        gettext_lazy("Best attempt"),
        gettext_lazy("What everybody chose in the attempt that went best."),
    ),
    Which.ALL: (
        gettext_lazy("All attempts"),
        gettext_lazy(
            "What everybody has ever chosen. Who tried several answers counts at each, once."
        ),
    ),
}
"""Which attempts count: name, and what the numbers then tell."""


@require_safe
@for_actor
def practice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show who practised how often, and the dialogues whose paths can be looked at."""
    rows = practised.practised(actor)
    return desk_page(
        request,
        actor,
        "wbm/role_play/practice_overview.html",
        rows=rows,
        active=sum(row.anything for row in rows),
        dialogues=[
            (each.title, reverse("wbm:practice_paths", args=[actor.course_key, each.usage_key]))
            for each in practised.dialogues(actor)
        ],
    )


@require_safe
@for_actor
def paths(request: HttpRequest, actor: Actor, usage_key: str) -> HttpResponse:
    """Show the paths of the trainer's groups through a dialogue."""
    found = practised.group_paths(actor, usage_key, _which(request))
    return desk_page(request, actor, "wbm/role_play/practice_paths.html", **_paths_context(found))


def _which(request: HttpRequest) -> Which:
    """Return which attempts are asked for, the first ones unless others are; raises `NotFound`."""
    try:
        return Which(request.GET.get("attempts", Which.FIRST))
    except ValueError:
        raise NotFound from None


def _paths_context(found: GroupPaths) -> dict[str, Any]:
    context = {
        "exercise": found.exercise,
        "smallest": SMALLEST,
        "tabs": [(each.value, name, each is found.which) for each, (name, _) in ATTEMPTS.items()],
        "explanation": ATTEMPTS[found.which][1],
        "enough": found.map.enough,
    }
    if found.map.enough:
        context |= {
            "people": found.map.people,
            "holds_back": found.map.holds_back,
            "picture": picture_with(found.definition, found.map),
            "anchor": anchor(found.definition),
            "scenes": _scenes(found),
        }
    return context


def _scenes(found: GroupPaths) -> list[dict[str, Any]]:
    """Return each scene with its statements and how many people said them."""
    return [
        {
            "scene": scene,
            "rows": [
                (each, number_text(found.map.numbers[Step(scene.id, each.id)]))
                for each in scene.statements
            ],
        }
        for scene in found.definition.scenes
    ]


PRACTICE: Final = "<str:course_key>/role-play/practice/"

patterns: list[URLPattern] = [
    path(PRACTICE, practice, name="practice"),
    path(PRACTICE + "paths/<str:usage_key>/", paths, name="practice_paths"),
]
"""Addresses of what trainers see of practice."""
