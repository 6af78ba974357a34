"""What of a board is read: never what is hidden, never what lies ahead.

Of hidden cards their number alone leaves the server; not even the moderator gets more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from xblocks.moderation.board.membership import Access
from xblocks.moderation.domain.board import Act, State, possible
from xblocks.moderation.records import Card, CardGroup


@dataclass(frozen=True)
class Frame:
    """Where the group stands. `at` and `furthest` count steps from 0; `steps` is how many.

    `hidden` is the number of cards nobody but their authors reads yet; `acts` what the person may
    do as moderator, nothing for others.
    """

    revision: int
    steps: int
    at: int
    furthest: int
    state: State
    anonymous: bool
    hidden: int
    seats: int
    moderator: str
    acts: frozenset[Act]


@dataclass(frozen=True)
class CardShown:
    """A card all may read. `author` is empty and `seat` None where the step has no names."""

    id: str
    step: str
    text: str
    group: int | None
    position: int
    author: str
    seat: int | None


@dataclass(frozen=True)
class GroupShown:
    """A group of cards; `fixed` once there was a vote on it."""

    id: int
    heading: str
    position: int
    fixed: bool


def frame(here: Access) -> Frame:
    """Return where the group stands, for the person who reached the board."""
    progress = here.progress
    return Frame(
        revision=here.board.revision,
        steps=len(progress.stages),
        at=progress.at,
        furthest=progress.furthest,
        state=progress.state,
        anonymous=here.is_anonymous(here.step.id),
        hidden=hidden_count(here, here.step.id),
        seats=len(here.around.seats),
        moderator=dict(here.around.people).get(here.board.moderator_id or 0, ""),
        acts=possible(progress) if here.moderates else frozenset(),
    )


def hidden_count(here: Access, step: str) -> int:
    """Return how many cards of a step nobody but their authors reads yet."""
    if step in readable_steps(here):
        return 0
    return Card.objects.filter(board=here.board, step=step, removed=False).count()


def readable_steps(here: Access) -> set[str]:
    """Return the steps whose cards all may read: revealed ones, or never hidden."""
    return {
        step.id
        for step, state in zip(here.definition.steps, here.progress.states, strict=True)
        if step.kind == "collect"
        and (state == State.REVEALED or (state != State.WAITING and not step.hidden))
    }


def is_visible(here: Access, card: Card) -> bool:
    """Whether all may read a card."""
    return not card.removed and card.step in readable_steps(here)


def visible_cards(here: Access) -> QuerySet[Card]:
    """Return the cards all may read. Whoever shows cards of others begins with these."""
    return Card.objects.filter(board=here.board, step__in=readable_steps(here), removed=False)


def cards(here: Access, since: int = 0, groups: Iterable[int] | None = None) -> list[CardShown]:
    """Return the cards all may read, in their order; with `since` those changed after it.

    `groups`: those in these alone.
    """
    found = visible_cards(here).filter(revision__gt=since) if since else visible_cards(here)
    if groups is not None:
        found = found.filter(group__in=list(groups))
    rows = found.order_by("position", "id").values_list(
        "id", "step", "text", "group", "position", "author__name", "seat"
    )
    return [
        CardShown(key, step, text, group, position, author or "", seat)
        for key, step, text, group, position, author, seat in rows
    ]


def card_count(here: Access, step: str) -> int:
    """Return how many cards of a step all may read."""
    return visible_cards(here).filter(step=step).count()


def groups(here: Access, since: int = 0) -> list[GroupShown]:
    """Return the groups of cards, in their order; with `since` those changed after it."""
    newer = Q(revision__gt=since) if since else Q()
    rows = CardGroup.objects.filter(newer, board=here.board, removed=False)
    found = rows.order_by("position", "id").values_list("id", "heading", "position", "voted")
    return [GroupShown(key, heading, at, bool(voted)) for key, heading, at, voted in found]


def gone(here: Access, since: int) -> tuple[list[str], list[int]]:
    """Return the cards and groups taken off the board after a revision, by id."""
    lately = {"board": here.board, "removed": True, "revision__gt": since}
    cards_gone = Card.objects.filter(step__in=readable_steps(here), **lately)
    return (
        list(cards_gone.values_list("pk", flat=True)),
        list(CardGroup.objects.filter(**lately).values_list("pk", flat=True)),
    )
