"""What every part of the disturbances' pages needs: addresses, words, the ladder of rungs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from xblocks.exercises.records import Exercise
from xblocks.moderation.dealing import Dealing
from xblocks.moderation.domain.dealing import Fit
from xblocks.moderation.scenes import RUNGS, Intervention, Moment

FOLDER = "wbm/moderation/"

FITS: Final[Mapping[Fit, str | Promise]] = {
    Fit.SOFT: gettext_lazy("too soft"),
    Fit.FITTING: gettext_lazy("fitting"),
    Fit.STRONG: gettext_lazy("too strong"),
    Fit.NONE: gettext_lazy("no intervention"),
}


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """Render one of our parts."""
    return render_to_string(f"{FOLDER}{name}.html", dict(context))


def anchor(exercise: Exercise) -> str:
    """Return what ids of the page begin with."""
    return "wbm-" + exercise.usage_key.rpartition("@")[2]


def page_url(exercise: Exercise) -> str:
    """Return the address of all scenes."""
    return reverse("wbm:moderation_scenes", args=[exercise.course_key, exercise.usage_key])


def scene_url(exercise: Exercise, scene: str) -> str:
    """Return the address of one scene."""
    args = [exercise.course_key, exercise.usage_key, scene]
    return reverse("wbm:moderation_scenes_scene", args=args)


def frame(here: Dealing) -> dict[str, Any]:
    """Return what every part needs."""
    exercise = here.exercise
    args = [exercise.course_key, exercise.usage_key]
    return {
        "here": here,
        "definition": here.definition,
        "prefix": anchor(exercise),
        "page_url": page_url(exercise),
        "begin_url": reverse("wbm:moderation_scenes_begin", args=args),
        "ended": here.round.ended,
        "scenes": len(here.round.scenes),
    }


def ladder(moment: Moment, intervention: Intervention) -> list[dict[str, Any]]:
    """Return the four rungs, with the one that fits and the one that was taken."""
    return [
        {
            "name": gettext(words),
            "fits": rung == moment.fits,
            "taken": rung == intervention.rung,
        }
        for rung, words in RUNGS.items()
    ]
