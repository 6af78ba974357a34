"""What is wrong with the steps of a card board."""

from __future__ import annotations

from collections.abc import Iterator

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.moderation.definition import CardBoard
from xblocks.moderation.domain.dots import budget_for
from xblocks.moderation.steps import Collect, Vote


def found(definition: CardBoard) -> Iterator[Finding]:
    """Yield what is wrong with a card board."""
    titles: set[str] = set()
    for step in definition.steps:
        if step.title.casefold() in titles:
            said = gettext_noop("Another step has this title. Tell them apart.")
            yield Finding("title-twice", ("steps", step.id, "title"), Message(said))
        titles.add(step.title.casefold())
        if isinstance(step, Collect):
            yield from _collect(step)
        elif isinstance(step, Vote):
            yield from _vote(step)


def _collect(step: Collect) -> Iterator[Finding]:
    if step.anonymity != "named" and not step.hidden:
        said = gettext_noop(
            "Whoever sees a card appear may guess whose it is. "
            "Let anonymous cards stay hidden until they are revealed."
        )
        yield Finding("seen-at-once", ("steps", step.id, "hidden"), Message(said))


def _vote(step: Vote) -> Iterator[Finding]:
    place = ("steps", step.id)
    for number, name in enumerate(step.scale):
        if name.casefold() in {each.casefold() for each in step.scale[:number]}:
            said = gettext_noop("“%(name)s” stands in the scale twice.")
            yield Finding("field-twice", (*place, "scale", number), Message(said, {"name": name}))
    if step.budget is None and not step.scale:
        return
    budget = budget_for(step.budget, len(step.scale))
    if step.cap > budget:
        said = gettext_noop(
            "Each person has %(budget)s dots, so %(cap)s never go on one. Lower that number."
        )
        params = {"budget": budget, "cap": step.cap}
        yield Finding("cap-idle", (*place, "cap"), Message(said, params))
    most = step.cap * len(step.scale)
    if step.scale and budget > most:
        said = gettext_noop(
            "Only %(most)s dots go on this scale, but each person has %(budget)s. Give fewer."
        )
        params = {"budget": budget, "most": most}
        yield Finding("dots-left-over", (*place, "budget"), Message(said, params))
