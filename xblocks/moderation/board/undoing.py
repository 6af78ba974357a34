"""A move is taken back, if what it moved is still where it put it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.moderation.board.membership import Access, held, require_open, touch
from xblocks.moderation.board.moves import Kept
from xblocks.moderation.board.refusals import NothingToUndo, NotModerating
from xblocks.moderation.records import BoardMove, Card, CardGroup
from xblocks.moderation.steps import Arrange


def last_move(here: Access) -> int | None:
    """Return the number of the group's last move that is not undone; None where there is none.

    Cards that were taken off are passed over but for who moderates: nobody else puts them back.
    """
    moves = BoardMove.objects.filter(board=here.board, undone=False).order_by("-number")
    for move in moves:
        if here.moderates or not _took_off(Kept.read(move.before), Kept.read(move.after)):
            return move.number
    return None


@transaction.atomic
def undo(actor: Actor, board_id: int, step: str, number: int, now: datetime) -> None:
    """Take a move of the group back. What the moderator took off only the moderator puts back.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `NotModerating`,
    `NothingToUndo`.
    """
    here = held(actor, board_id)
    move = BoardMove.objects.filter(board=here.board, number=number, undone=False).first()
    if move is None:
        raise NothingToUndo
    before, after = Kept.read(move.before), Kept.read(move.after)
    if _took_off(before, after):
        if not here.moderates:
            raise NotModerating
    else:
        require_open(here, step, Arrange)
    cards = list(Card.objects.filter(board=here.board, pk__in=after.cards))
    groups = list(CardGroup.objects.filter(board=here.board, pk__in=after.groups))
    if not (_is_as(after, cards, groups) and _leads_somewhere(here, before)):
        raise NothingToUndo
    _put_back(before, cards, groups, touch(here, now))
    move.undone = True
    move.save(update_fields=["undone"])


def _took_off(before: Kept, after: Kept) -> bool:
    return any(after.cards[key].removed != before.cards[key].removed for key in after.cards)


def _is_as(after: Kept, cards: list[Card], groups: list[CardGroup]) -> bool:
    """Whether everything is where the move put it, and no vote has fixed it since."""
    now = Kept.of(cards, groups)
    return (
        now.cards.keys() == after.cards.keys()
        and now.groups.keys() == after.groups.keys()
        and all(now.cards[key].is_at(each) for key, each in after.cards.items())
        and all(now.groups[key].is_at(each) for key, each in after.groups.items())
        and not any(group.voted for group in groups)
    )


def _leads_somewhere(here: Access, before: Kept) -> bool:
    """Whether no card would go into a group that is gone or fixed, nor a group with cards go."""
    needed = {each.group for each in before.cards.values() if each.group is not None}
    back = {key for key, each in before.groups.items() if not each.removed}
    there = CardGroup.objects.filter(
        board=here.board, pk__in=needed - back, removed=False, voted=""
    ).count()
    going = [key for key, each in before.groups.items() if each.removed]
    left = Card.objects.filter(group__in=going).exclude(pk__in=before.cards)
    return there == len(needed - back) and not left.exists()


def _put_back(before: Kept, cards: list[Card], groups: list[CardGroup], revision: int) -> None:
    for card in cards:
        place = before.cards[card.pk]
        card.group_id, card.position, card.removed = place.group, place.position, place.removed
        card.revision = revision
    for group in groups:
        was = before.groups[group.pk]
        group.heading, group.position, group.removed = was.heading, was.position, was.removed
        group.revision = revision
    # Groups first: a card may go back into one of them.
    CardGroup.objects.bulk_update(groups, ["heading", "position", "removed", "revision"])
    Card.objects.bulk_update(cards, ["group", "position", "removed", "revision"], batch_size=100)
