"""The steps of a board as a row of numbers: earlier ones to look back at, later ones unknown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from xblocks.moderation.desk.board_view import View, board_url


@dataclass(frozen=True)
class StepShown:
    """A step's number; `url` leads to it unless it lies ahead, and then nothing is known of it."""

    number: int
    label: str
    url: str = ""
    look: str = ""
    here: bool = False


def steps_of(view: View) -> list[StepShown]:
    """Return the steps; `here` is the one that is shown."""
    page = board_url(view.board, "page")
    progress, steps = view.here.progress, view.here.definition.steps
    found = []
    for number, step in enumerate(steps):
        words = {"number": number + 1, "title": step.title}
        if number > progress.furthest:
            label = gettext("Step %(number)s, later") % {"number": number + 1}
            found.append(StepShown(number + 1, label))
            continue
        now = number == progress.at
        label = (
            gettext("Step %(number)s: %(title)s, the group is here")
            if now
            else gettext("Step %(number)s: %(title)s")
        ) % words
        look = "" if now else step.id
        url = page if now else f"{page}?look={step.id}"
        found.append(StepShown(number + 1, label, url, look, step.id == view.step.id))
    return found
