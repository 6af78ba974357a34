"""Cards: written while a step collects, changed and taken back by who wrote them.

A card without name is its browser's: who lost the cookie has no card any more, only the group has.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.moderation.board import marks
from xblocks.moderation.board.membership import (
    Access,
    held,
    require_open,
    require_voice,
    touch,
)
from xblocks.moderation.board.moves import Kept, keep_move
from xblocks.moderation.board.reading import is_visible
from xblocks.moderation.board.refusals import (
    BadCardId,
    BoardFull,
    CardGone,
    CardNotYours,
    StepClosed,
    TooManyCards,
)
from xblocks.moderation.domain.placing import POSITION_GAP
from xblocks.moderation.domain.wording import card_text
from xblocks.moderation.records import Card
from xblocks.moderation.steps import Collect

MOST_CARDS = 600
"""Cards on one board; more nobody could arrange."""


@transaction.atomic
def write(
    actor: Actor,
    board_id: int,
    step: str,
    card: str,
    text: str,
    now: datetime,
    *,
    secret: str = "",
    seat: int | None = None,
) -> Card:
    """Put a card on the board, or change one's own; the same again is as good as once.

    `card` is a random id the page made (32 hexadecimal digits of a UUID 4). Raises `NotAllowed`,
    `Masquerading`, `NotFound`, `NotForOthers`, `StepClosed`, `BadCardId`, `CardNotYours`,
    `TooManyCards`, `BoardFull`, and what `wording.card_text` raises.
    """
    here = held(actor, board_id)
    if not marks.is_key(card):
        raise BadCardId
    text = card_text(text)
    found = Card.objects.filter(pk=card).first()
    if found is not None and _is_repeated(here, found, step, text):
        return found
    collect = _collecting(here, step)
    require_voice(here, seat)
    if found is not None:
        return _rewrite(here, collect, _own(here, found, secret, seat), text, now)
    anonymous = here.is_anonymous(step)
    if anonymous and not marks.is_secret(secret):
        raise CardNotYours
    if len(own_cards(here, step, secret, seat)) >= collect.most:
        raise TooManyCards(most=collect.most)
    there = Card.objects.filter(board=here.board)
    if there.count() >= MOST_CARDS:
        raise BoardFull(most=MOST_CARDS)
    revision = touch(here, None if anonymous else now)
    last = there.order_by("-position").values_list("position", flat=True).first() or 0
    return Card.objects.create(
        id=card,
        board=here.board,
        step=step,
        text=text,
        author_id=None if anonymous or seat is not None else actor.person_id,
        seat=None if anonymous else seat,
        mark=marks.mark_of(secret, seat, card) if anonymous else "",
        # What is hidden has neither place nor revision: they would tell who wrote before whom.
        position=0 if collect.hidden else last + POSITION_GAP,
        revision=0 if collect.hidden else revision,
    )


@transaction.atomic
def withdraw(
    actor: Actor,
    board_id: int,
    step: str,
    card: str,
    now: datetime,
    *,
    secret: str = "",
    seat: int | None = None,
) -> None:
    """Take one's own card back while the step collects; again is as good as once.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotForOthers`, `StepClosed`, `CardNotYours`.
    """
    here = held(actor, board_id)
    collect = _collecting(here, step)
    require_voice(here, seat)
    found = Card.objects.filter(pk=card, board=here.board, step=step).first()
    if found is None:
        return
    _own(here, found, secret, seat)
    revision = touch(here, None if here.is_anonymous(step) else now)
    if collect.hidden:
        found.delete()
        return
    # Pages that show it must learn that it has gone; the words go at once.
    found.text, found.removed, found.revision = "", True, revision
    found.save(update_fields=["text", "removed", "revision"])


@transaction.atomic
def take_off(actor: Actor, board_id: int, card: str, now: datetime) -> int:
    """Take a card off the board that all can read; return the move that `arranging.undo` undoes.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotModerating`, `CardGone`.
    """
    here = held(actor, board_id, moderates=True)
    found = Card.objects.filter(pk=card, board=here.board, removed=False).first()
    if found is None or not is_visible(here, found):
        raise CardGone
    before = Kept.of(cards=[found])
    found.removed, found.revision = True, touch(here, now)
    found.save(update_fields=["removed", "revision"])
    return keep_move(here.board, before, Kept.of(cards=[found]))


def own_cards(here: Access, step: str, secret: str, seat: int | None) -> list[Card]:
    """Return the cards of a step that somebody, or a seat they write for, has written.

    With names by the person or seat, without by what the browser proves; those have id and text
    alone.
    """
    cards = Card.objects.filter(board=here.board, step=step, removed=False)
    if not here.is_anonymous(step):
        mine = cards.filter(seat=seat) if seat is not None else cards.filter(author=here.person)
        return list(mine.order_by("text"))
    if not marks.is_secret(secret):
        return []
    unknown = cards.exclude(mark="").values_list("pk", "mark", "text")
    own = [
        Card(pk=key, text=text)
        for key, mark, text in unknown
        if mark == marks.mark_of(secret, seat, key)
    ]
    return sorted(own, key=lambda each: each.text)


def _collecting(here: Access, step: str) -> Collect:
    found = require_open(here, step, Collect)
    if not isinstance(found, Collect):
        raise StepClosed
    return found


def _is_repeated(here: Access, found: Card, step: str, text: str) -> bool:
    """Whether a page sends again what arrived; only who knows id and text can ask that."""
    if found.board_id != here.board.pk or found.step != step:
        raise BadCardId
    return bool(found.text == text and not found.removed)


def _own(here: Access, card: Card, secret: str, seat: int | None) -> Card:
    if here.is_anonymous(card.step):
        mine = marks.proves(secret, seat, card.pk, card.mark)
    elif seat is not None:
        mine = card.seat == seat
    else:
        mine = here.person is not None and card.author_id == here.person
    if not mine or card.removed:
        raise CardNotYours
    return card


def _rewrite(here: Access, collect: Collect, card: Card, text: str, now: datetime) -> Card:
    revision = touch(here, None if here.is_anonymous(card.step) else now)
    card.text = text
    if not collect.hidden:
        card.revision = revision
    card.save(update_fields=["text", "revision"])
    return card
