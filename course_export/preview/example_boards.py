"""Examples of card boards: one collects, one is being arranged, one votes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.utils.translation import gettext

from xblocks.core.people import Actor
from xblocks.core.text import gettext_noop
from xblocks.exercises.records import Exercise
from xblocks.moderation.board import (
    arranging,
    cards,
    marks,
    membership,
    moderating,
    opening,
    voting,
)
from xblocks.moderation.domain.board import Act
from xblocks.moderation.reach import card_board_of
from xblocks.moderation.records import Board
from xblocks.moderation.steps import Collect, Vote

TEAM = ("aylin.demirbas", "jonas.feldweg")
SEMINAR = ("birte.hansdotter", "emre.kuestenau", "aylin.demirbas", "svetlana.morgenrot")
DISTRICT = ("birte.hansdotter", "emre.kuestenau", "linh.wiesenthal")
PEOPLE = {*TEAM, *SEMINAR, *DISTRICT}

TOPICS: Final = {
    gettext_noop("Finding faults"): (
        gettext_noop("Find faults in the new line ourselves"),
        gettext_noop("Read messages of the control"),
        gettext_noop("Know whom to call"),
    ),
    gettext_noop("Working safely"): (
        gettext_noop("Switch off safely before we reach in"),
        gettext_noop("Basics of high voltage"),
    ),
    gettext_noop("Learning from each other"): (
        gettext_noop("Time to show new people"),
        gettext_noop("A partner for the first weeks"),
        gettext_noop("Short notes at the machine"),
    ),
}
"""Cards of the examples below the heading they end up under."""

HOUR = timedelta(hours=1)


class _Group(NamedTuple):
    """The board of some people, and the browser of each of them."""

    board: Board
    actors: list[Actor]
    secrets: list[str]


def make(people: Mapping[str, Actor], here: Iterable[Exercise], now: datetime) -> None:
    """Make a board of each kind that the course has."""
    for exercise in here:
        if exercise.kind != "card_board":
            continue
        group = card_board_of(exercise).group
        names = {"team": TEAM, "seminar": SEMINAR, "district": DISTRICT}[group]
        actors = [people[name] for name in names]
        opened = _opened(exercise, actors, now - HOUR, is_seminar=group == "seminar")
        moderating.take(actors[0], opened.board.pk, now - HOUR)
        until = {"team": "arrange", "seminar": "vote", "district": "collect"}[group]
        _go(exercise, opened, until, now - HOUR)


def _opened(exercise: Exercise, actors: list[Actor], at: datetime, *, is_seminar: bool) -> _Group:
    title = gettext("Example: group 1") if is_seminar else ""
    board = opening.open_board(actors[0], exercise, at, title)
    for actor in actors[1:]:
        if is_seminar:
            opening.join(actor, exercise, board.code or "", at)
    return _Group(board, actors, [marks.new_secret() for _actor in actors])


def _go(exercise: Exercise, group: _Group, until: str, at: datetime) -> None:
    """Go through the steps up to the one of the kind `until`, and leave that open."""
    moderator, board = group.actors[0], group.board.pk
    for step in card_board_of(exercise).steps:
        chosen = getattr(step, "anonymity", "") == "chosen"
        moderating.act(moderator, board, step.id, Act.OPEN, at, anonymous=True if chosen else None)
        on_groups = isinstance(step, Vote) and not step.scale
        last = step.kind == until and (on_groups or step.kind != "vote")
        if isinstance(step, Collect):
            _collect(group, step, at)
        elif step.kind == "arrange":
            _arrange(group, step.id, at)
        elif isinstance(step, Vote):
            _vote(group, step, at, voters=2 if last else len(group.actors))
        if last:
            return
        done = Act.REVEAL if isinstance(step, Collect) else Act.CLOSE
        moderating.act(moderator, board, step.id, done, at)
        moderating.act(moderator, board, step.id, Act.GO_ON, at)


def _collect(group: _Group, step: Collect, at: datetime) -> None:
    """Everybody writes in turn."""
    texts = [text for under in TOPICS.values() for text in under]
    for number, text in enumerate(texts):
        writer = number % len(group.actors)
        cards.write(
            group.actors[writer],
            group.board.pk,
            step.id,
            marks.new_key(),
            gettext(text),
            at,
            secret=group.secrets[writer],
        )


def _arrange(group: _Group, step: str, at: datetime) -> None:
    """All cards but one find a group; the last one still stands alone."""
    written = {each.text: each.pk for each in group.board.cards.all()}
    for heading, texts in TOPICS.items():
        under = [written[gettext(text)] for text in texts]
        if heading == list(TOPICS)[-1]:
            under = under[:-1]
        arranging.add_group(group.actors[-1], group.board.pk, step, gettext(heading), under, at)


def _vote(group: _Group, step: Vote, at: datetime, voters: int) -> None:
    """The first `voters` put one dot each, not all on the same."""
    here = membership.reached(group.actors[0], group.board.pk)
    targets = voting.targets_of(here, step.id)
    for number in range(voters):
        target = targets[(number + 1) % len(targets)]
        voting.put_dots(
            group.actors[number],
            group.board.pk,
            step.id,
            target,
            1,
            at,
            secret=group.secrets[number],
        )
