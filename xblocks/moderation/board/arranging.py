"""Cards are put together in groups, and the groups get headings: by everybody, at once.

What somebody moves is moved from where it is, whoever moved it there meanwhile. Groups on which
there was a vote stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from xblocks.core.errors import BadRequest
from xblocks.core.people import Actor
from xblocks.core.wording import line
from xblocks.moderation.board.membership import Access, held, require_open, touch
from xblocks.moderation.board.moves import Kept, keep_move
from xblocks.moderation.board.reading import visible_cards
from xblocks.moderation.board.refusals import BoardFull, CardGone, HeadingConflict
from xblocks.moderation.domain.placing import POSITION_GAP, place_before
from xblocks.moderation.domain.wording import HEADING_LENGTH
from xblocks.moderation.records import Card, CardGroup
from xblocks.moderation.steps import Arrange

MOST_GROUPS = 80


@transaction.atomic
def move_cards(
    actor: Actor,
    board_id: int,
    step: str,
    cards: Sequence[str],
    group: int | None,
    before: str | None,
    now: datetime,
) -> int:
    """Put cards into a group, or with None alone again, before another card or at the end.

    Return the number of the move. A `before` that lies elsewhere by now counts as the end. Raises
    `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `BadRequest`, `CardGone`.
    """
    here = _arranging(actor, board_id, step)
    moved = _cards(here, cards)
    if group is not None:
        _group(here, group)
    was = Kept.of(cards=moved)
    revision = touch(here, now)
    _lay(here, moved, group, before, revision)
    return keep_move(here.board, was, Kept.of(cards=moved))


@transaction.atomic
def add_group(
    actor: Actor,
    board_id: int,
    step: str,
    heading: str,
    cards: Sequence[str],
    now: datetime,
) -> tuple[int, int]:
    """Make a group at the end, with cards or without; return its id and the number of the move.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `CardGone`, `BoardFull`, and
    what `wording.line` raises.
    """
    here = _arranging(actor, board_id, step)
    heading = line(heading, HEADING_LENGTH)
    moved = _cards(here, cards) if cards else []
    if _groups(here).count() >= MOST_GROUPS:
        raise BoardFull(most=MOST_GROUPS)
    was = Kept.of(cards=moved)
    revision = touch(here, now)
    made = new_group(here, heading, revision)
    _lay(here, moved, made.pk, None, revision)
    after = Kept.of(moved, [made])
    made.removed = True  # what it was before: not there
    return made.pk, keep_move(here.board, Kept(was.cards, Kept.of(groups=[made]).groups), after)


@transaction.atomic
def rename_group(
    actor: Actor, board_id: int, step: str, group: int, heading: str, was: str, now: datetime
) -> int:
    """Give a group a heading; `was` is the one the page showed. Return the number of the move.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `CardGone`, `HeadingConflict`,
    and what `wording.line` raises.
    """
    here = _arranging(actor, board_id, step)
    heading = line(heading, HEADING_LENGTH)
    found = _group(here, group)
    if found.heading not in {heading, was}:
        raise HeadingConflict(heading, found.heading)
    before = Kept.of(groups=[found])
    found.heading, found.revision = heading, touch(here, now)
    found.save(update_fields=["heading", "revision"])
    return keep_move(here.board, before, Kept.of(groups=[found]))


@transaction.atomic
def move_group(
    actor: Actor, board_id: int, step: str, group: int, before: int | None, now: datetime
) -> int:
    """Put a group before another one, or with None at the end; return the number of the move.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `CardGone`.
    """
    here = _arranging(actor, board_id, step)
    found = _group(here, group)
    was = Kept.of(groups=[found])
    revision = touch(here, now)
    others = [each for each in _groups(here).order_by("position", "id") if each.pk != group]
    keys = [each.pk for each in others]
    at = keys.index(before) if before in keys else None
    place = place_before([each.position for each in others], at)
    if place is None:
        for number, each in enumerate(others, start=1):
            each.position, each.revision = number * POSITION_GAP, revision
        CardGroup.objects.bulk_update(others, ["position", "revision"])
        place = others[at or 0].position - POSITION_GAP // 2
    found.position, found.revision = place, revision
    found.save(update_fields=["position", "revision"])
    return keep_move(here.board, was, Kept.of(groups=[found]))


@transaction.atomic
def remove_group(actor: Actor, board_id: int, step: str, group: int, now: datetime) -> int:
    """Take a group apart: its cards stand alone again. Return the number of the move.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `StepClosed`, `CardGone`.
    """
    here = _arranging(actor, board_id, step)
    found = _group(here, group)
    inside = list(Card.objects.filter(group=found).order_by("position", "id"))
    was = Kept.of(inside, [found])
    revision = touch(here, now)
    _lay(here, inside, None, None, revision)
    found.removed, found.revision = True, revision
    found.save(update_fields=["removed", "revision"])
    return keep_move(here.board, was, Kept.of(inside, [found]))


def new_group(here: Access, heading: str, revision: int) -> CardGroup:
    """Make a group at the end of a held board."""
    last = CardGroup.objects.filter(board=here.board).order_by("-position").first()
    return CardGroup.objects.create(
        board=here.board,
        heading=heading,
        position=(last.position if last else 0) + POSITION_GAP,
        revision=revision,
    )


def _arranging(actor: Actor, board_id: int, step: str) -> Access:
    here = held(actor, board_id)
    require_open(here, step, Arrange)
    return here


def _groups(here: Access) -> QuerySet[CardGroup]:
    return CardGroup.objects.filter(board=here.board, removed=False, voted="")


def _group(here: Access, group: int) -> CardGroup:
    found = _groups(here).filter(pk=group).first()
    if found is None:
        raise CardGone
    return found


def _cards(here: Access, keys: Sequence[str]) -> list[Card]:
    """Return cards in the order asked for: readable ones that no vote has fixed."""
    if not keys or len(set(keys)) != len(keys):
        raise BadRequest
    fixed = CardGroup.objects.filter(board=here.board).exclude(voted="")
    free = visible_cards(here).exclude(group__in=fixed)
    found = free.in_bulk(list(keys))
    if len(found) != len(keys):
        raise CardGone
    return [found[key] for key in keys]


def _lay(
    here: Access, moved: Sequence[Card], group: int | None, before: str | None, revision: int
) -> None:
    """Give cards their place in a group, one after the other."""
    there = visible_cards(here).filter(group=group).exclude(pk__in=[each.pk for each in moved])
    if before is None or not there.filter(pk=before).exists():
        last = there.aggregate(last=Max("position"))["last"] or 0
        for number, card in enumerate(moved, start=1):
            card.position = last + number * POSITION_GAP
    else:
        _lay_between(list(there.order_by("position", "id")), moved, before, revision)
    for card in moved:
        card.group_id, card.revision = group, revision
    Card.objects.bulk_update(moved, ["group", "position", "revision"], batch_size=100)


def _lay_between(others: list[Card], moved: Sequence[Card], before: str, revision: int) -> None:
    """Give cards places in front of one of `others`; when there is no room those move."""
    for card in moved:
        at = [each.pk for each in others].index(before)
        place = place_before([each.position for each in others], at)
        if place is None:
            for number, each in enumerate(others, start=1):
                each.position, each.revision = number * POSITION_GAP, revision
            Card.objects.bulk_update(others, ["position", "revision"], batch_size=100)
            place = others[at].position - POSITION_GAP // 2
        card.position = place
        others.insert(at, card)
