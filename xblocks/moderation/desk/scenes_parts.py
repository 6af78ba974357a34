"""The disturbances as parts of HTML; the block embeds the same parts.

What an intervention does, which rung fits and what happens later stands on no page before it is
chosen; what else could be done only when the round is closed.
"""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.host.html import render_markdown
from xblocks.host.translation import translated
from xblocks.moderation.dealing import Dealing, Stage
from xblocks.moderation.desk import scenes_told
from xblocks.moderation.desk.scenes_frame import FITS, anchor, frame, ladder, render, scene_url
from xblocks.moderation.domain.dealing import Deed, Fit, Passage, fit_of, offered
from xblocks.moderation.scenes import DISTURBANCES


def plays(actor: Actor, here: Dealing) -> bool:
    """Whether somebody is in a round, and not only looking on."""
    return actor.person_id is not None and not actor.masquerading and here.stage is not Stage.NEW


def scenes_html(
    actor: Actor, here: Dealing, *, arrived: bool = False, refusal: Refusal | None = None
) -> SafeString:
    """Return the page as it stands: how to begin, all scenes, or what the round says.

    `arrived`: the person comes from another step, the heading gets the focus.
    """
    context = {**frame(here), "arrived": arrived, "notice": _sentence(refusal)}
    if not plays(actor, here):
        begin = {"intro": render_markdown(here.definition.intro), "names": _names(here)}
        begin["looks_only"] = actor.person_id is None or actor.masquerading
        return render("scenes_begin", {**context, **begin})
    rows = [_row(here, each) for each in here.round.passages.values()]
    context |= {"rows": rows, "following": _link(here, here.round.following())}
    if here.stage is Stage.CLOSED:
        return render("scenes_told", {**context, **scenes_told.context_of(here)})
    return render("scenes_all", {**context, "intro": render_markdown(here.definition.intro)})


def scene_html(
    here: Dealing,
    name: str,
    *,
    told: str = "",
    arrived: bool = False,
    refusal: Refusal | None = None,
) -> SafeString:
    """Return one scene as it stands; raises `NotFound`.

    `told` is the moment just decided: what it did gets the focus.
    """
    passage = here.round.passages.get(name)
    if passage is None or here.stage is Stage.NEW:
        raise NotFound
    following = None if here.round.over else here.round.following(name)
    return render(
        "scenes_scene",
        {
            **frame(here),
            "arrived": arrived,
            "notice": _sentence(refusal),
            "scene": passage.scene,
            "disturbance": gettext(DISTURBANCES[passage.scene.disturbance]),
            "number": list(here.round.passages).index(name) + 1,
            "passage": passage,
            "deeds": [_deed(here, each, told) for each in passage.deeds],
            "moment": passage.moment,
            "offered": offered(passage.moment, here.number) if passage.moment else (),
            "scene_url": scene_url(here.exercise, name),
            "choose_url": scene_url(here.exercise, name) + "choose/",
            "following": _link(here, following),
            "closed": here.stage is Stage.CLOSED,
        },
    )


def deed_id(here: Dealing, moment: str) -> str:
    """Return the id of what was done in a moment."""
    return f"{anchor(here.exercise)}-{moment}"


def _sentence(refusal: Refusal | None) -> str:
    return translated(refusal.message) if refusal else ""


def _names(here: Dealing) -> list[str]:
    return [gettext(DISTURBANCES[each.disturbance]) for each in here.definition.scenes]


def _row(here: Dealing, passage: Passage) -> dict[str, Any]:
    return {
        "scene": passage.scene,
        "disturbance": gettext(DISTURBANCES[passage.scene.disturbance]),
        "url": scene_url(here.exercise, passage.scene.id),
        "ended": passage.ended,
        "begun": bool(passage.deeds),
    }


def _link(here: Dealing, passage: Passage | None) -> dict[str, str] | None:
    if passage is None:
        return None
    return {"title": passage.scene.title, "url": scene_url(here.exercise, passage.scene.id)}


def _deed(here: Dealing, deed: Deed, told: str) -> dict[str, Any]:
    """Return what was done in a moment; what else could be done only after the round."""
    closed = here.stage is Stage.CLOSED
    return {
        "id": deed_id(here, deed.moment.id),
        "deed": deed,
        "fit": FITS[deed.fit],
        "fitting": deed.fit is Fit.FITTING,
        "ladder": ladder(deed.moment, deed.intervention),
        "new": deed.moment.id == told,
        "others": [
            {"intervention": each, "fit": FITS[fit_of(deed.moment, each)]} for each in deed.others
        ]
        if closed
        else (),
    }
