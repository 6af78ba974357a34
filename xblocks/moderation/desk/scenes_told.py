"""What a closed round says: the profile of somebody's interventions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from xblocks.host.html import render_markdown
from xblocks.moderation.dealing import Dealing
from xblocks.moderation.desk.scenes_frame import FITS, scene_url
from xblocks.moderation.domain.dealing import Line, Profile, Tendency
from xblocks.moderation.scenes import DISTURBANCES, RUNGS

TENDENCIES: Final[Mapping[Tendency, tuple[str | Promise, str | Promise]]] = {
    Tendency.FITTING: (
        gettext_lazy("You intervene as the moment asks for it"),
        gettext_lazy("Most of your interventions go as far as they need to, and no further."),
    ),
    Tendency.SOFT: (
        gettext_lazy("You tend to intervene softly"),
        gettext_lazy("Where the group needs clear words, go one rung higher."),
    ),
    Tendency.STRONG: (
        gettext_lazy("You tend to intervene strongly"),
        gettext_lazy("Begin one rung lower: often it is enough to notice or to name something."),
    ),
    Tendency.NONE: (
        gettext_lazy("You often let things run or struck back"),
        gettext_lazy("Stay the facilitator: say what you notice, then clarify and agree."),
    ),
    Tendency.MIXED: (
        gettext_lazy("Sometimes too soft, sometimes too strong"),
        gettext_lazy("Ask yourself each time: how far must I go right now?"),
    ),
}
"""Heading and advice."""


def context_of(here: Dealing) -> dict[str, Any]:
    """Return what the page of a closed round shows."""
    profile = here.round.profile()
    heading, advice = TENDENCIES[profile.tendency]
    closing = here.definition.closing
    return {
        "heading": heading,
        "advice": advice,
        "share": percent(profile.whole.share),
        "best": round(here.best) if here.best is not None else None,
        "whole": _line(profile.whole),
        "rungs": [
            {"name": gettext(RUNGS[rung]), **_line(line)} for rung, line in profile.rungs.items()
        ],
        "fits": list(FITS.values()),
        "disturbances": _disturbances(here, profile),
        "closing": render_markdown(closing) if closing else "",
    }


def percent(share: Fraction) -> int:
    """Return a share as whole percent."""
    return round(share * 100)


def _line(line: Line) -> dict[str, Any]:
    return {
        "deeds": line.deeds,
        "points": line.points,
        "attainable": line.attainable,
        "share": percent(line.share),
        "counts": [(words, line.fits.get(fit, 0)) for fit, words in FITS.items()],
    }


def _disturbances(here: Dealing, profile: Profile) -> list[dict[str, Any]]:
    """Return the disturbances with their points, those with the lowest share first."""
    lowest_first = sorted(profile.disturbances.items(), key=lambda each: each[1].share)
    return [
        {
            "name": gettext(DISTURBANCES[name]),
            "scenes": [
                {"title": each.title, "url": scene_url(here.exercise, each.id)}
                for each in here.round.scenes
                if each.disturbance == name
            ],
            **_line(line),
        }
        for name, line in lowest_first
    ]
