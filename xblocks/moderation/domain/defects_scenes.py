"""What is wrong with disturbances: moments nobody reaches, or in which nothing fits."""

from __future__ import annotations

from collections.abc import Iterator

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.definition import Interventions
from xblocks.moderation.scenes import RUNGS, Moment, Scene


def found(definition: Interventions) -> Iterator[Finding]:
    """Yield what is wrong with disturbances."""
    titles: set[str] = set()
    for scene in definition.scenes:
        place = ("scenes", scene.id)
        if scene.title.casefold() in titles:
            said = gettext_noop("Another scene has this title. Tell them apart.")
            yield Finding("title-twice", (*place, "title"), Message(said))
        titles.add(scene.title.casefold())
        yield from _reached(scene, place)
        for moment in scene.moments:
            where = (*place, "moments", moment.id)
            yield from _fitting(moment, where)
            yield from _told_apart(moment, where)


def _reached(scene: Scene, place: tuple[str, ...]) -> Iterator[Finding]:
    """Moments only lead on to later ones, so that one look from the first to the last is enough."""
    reached = {scene.moments[0].id}
    for moment in scene.moments:
        if moment.id in reached:
            reached |= {each.leads for each in moment.interventions if each.leads}
            continue
        said = gettext_noop("Nothing leads to this moment. Let an intervention lead to it.")
        yield Finding("moment-unreached", (*place, "moments", moment.id), Message(said))


def _fitting(moment: Moment, place: tuple[str, ...]) -> Iterator[Finding]:
    fitting = [each for each in moment.interventions if each.rung == moment.fits]
    if not fitting:
        said = gettext_noop(
            "No intervention goes as far as fits now: “%(rung)s”. Add one, or change what fits."
        )
        params = {"rung": Message(RUNGS[moment.fits])}
        yield Finding("nothing-fits", (*place, "fits"), Message(said, params))
        return
    best = max(each.points for each in fitting)
    for each in moment.interventions:
        if each.rung != moment.fits and each.points > best:
            said = gettext_noop(
                "This gives more points than what fits best (%(best)s). Give it fewer."
            )
            where = (*place, "interventions", each.id, "points")
            yield Finding("unfit-worth-more", where, Message(said, {"best": best}))


def _told_apart(moment: Moment, place: tuple[str, ...]) -> Iterator[Finding]:
    if len({each.points for each in moment.interventions}) == 1:
        said = gettext_noop("All interventions give the same points, so nothing is decided here.")
        yield Finding("all-alike", (*place, "interventions"), Message(said))
    said_before: set[str] = set()
    for each in moment.interventions:
        if each.text.casefold() in said_before:
            said = gettext_noop("Another intervention of this moment says the same.")
            where = (*place, "interventions", each.id, "text")
            yield Finding("said-twice", where, Message(said))
        said_before.add(each.text.casefold())
