"""What the moderator does: steps, seats, proxies; and who moderates at all.

The moderator is one of the group, a trainee in training. A trainer may appoint somebody, and else
only watches.
"""

from __future__ import annotations

import random
from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.moderation.board import voting
from xblocks.moderation.board.concluding import conclude
from xblocks.moderation.board.membership import (
    Access,
    held,
    held_to_watch,
    is_moderated,
    members,
    touch,
)
from xblocks.moderation.board.refusals import (
    AnonymityOpen,
    ModerationTaken,
    NotAMember,
    SeatInUse,
    TooManySeats,
)
from xblocks.moderation.domain.board import Act, NotNow, State, after
from xblocks.moderation.domain.placing import POSITION_GAP
from xblocks.moderation.records import (
    Ballot,
    BoardMember,
    BoardSeat,
    BoardStep,
    Card,
    DrawnBallot,
)
from xblocks.moderation.steps import Collect

MOST_SEATS = 40

_order = random.SystemRandom()


@transaction.atomic
def take(actor: Actor, board_id: int, now: datetime) -> None:
    """Begin to moderate, while nobody does who still works on the board.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `ModerationTaken`.
    """
    here = held(actor, board_id)
    if here.moderates:
        return
    if is_moderated(here.board):
        raise ModerationTaken(name=here.board.moderator.name)
    _moderated_by(here, actor.person_id, now)


@transaction.atomic
def hand_over(actor: Actor, board_id: int, person: int, now: datetime) -> None:
    """Give the moderation to somebody who works on the board.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotModerating`, `NotAMember`.
    """
    here = held(actor, board_id, moderates=True)
    _require_member(here, person)
    _moderated_by(here, person, now)


@transaction.atomic
def appoint(actor: Actor, board_id: int, person: int, now: datetime) -> None:
    """A trainer lets somebody of the group moderate, whoever did before.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotAMember`.
    """
    here = held_to_watch(actor, board_id)
    _require_member(here, person)
    _moderated_by(here, person, now)


@transaction.atomic
def lay_down(actor: Actor, board_id: int, now: datetime) -> None:
    """Stop to moderate; anybody of the group can take it then.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotModerating`.
    """
    here = held(actor, board_id, moderates=True)
    _moderated_by(here, None, now)


@transaction.atomic
def set_seats(actor: Actor, board_id: int, count: int, now: datetime) -> None:
    """Say how many are in the room without a device: seats 1 to `count`.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotModerating`, `TooManySeats`, `SeatInUse`.
    """
    here = held(actor, board_id, moderates=True)
    if not 0 <= count <= MOST_SEATS:
        raise TooManySeats(most=MOST_SEATS)
    seats = BoardSeat.objects.filter(board=here.board)
    there = set(seats.values_list("number", flat=True))
    for number in sorted(there):
        if number > count and _is_used(here, number):
            raise SeatInUse(seat=number)
    seats.filter(number__gt=count).delete()
    for number in range(1, count + 1):
        if number not in there:
            BoardSeat.objects.create(board=here.board, number=number)
    touch(here, now)


@transaction.atomic
def set_proxy(actor: Actor, board_id: int, person: int, now: datetime, *, proxy: bool) -> None:
    """Say whether somebody of the group writes for those without a device.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotModerating`, `NotAMember`.
    """
    here = held(actor, board_id, moderates=True)
    _require_member(here, person)
    BoardMember.objects.update_or_create(
        board=here.board, person_id=person, defaults={"proxy": proxy}
    )
    touch(here, now)


@transaction.atomic
def act(
    actor: Actor,
    board_id: int,
    step: str,
    what: Act,
    now: datetime,
    *,
    anonymous: bool | None = None,
) -> None:
    """Do something with the step the group stands at; `step` is the one the page showed.

    `anonymous` is asked for when a step opens whose author leaves it to the moderator. Raises
    `NotAllowed`, `Masquerading`, `NotFound`, `NotModerating`, `NotNow`, `AnonymityOpen`.
    """
    here = held(actor, board_id, moderates=True)
    if here.board.step != step:
        raise NotNow
    moved = after(here.progress, what)
    here.board.step = moved.stage.id
    revision = touch(here, now, "step")
    match what:
        case Act.OPEN:
            _begin(here, revision, now, anonymous=anonymous)
        case Act.REOPEN | Act.CLOSE | Act.REVEAL:
            _go_over(here, moved.state, revision, now)


def _begin(here: Access, revision: int, now: datetime, *, anonymous: bool | None) -> None:
    begun = BoardStep.objects.create(
        board=here.board,
        step=here.step.id,
        state=State.OPEN,
        anonymous=_anonymity(here, chosen=anonymous),
        revision=revision,
        opened_at=now,
    )
    if here.step.kind == "vote":
        voting.prepare(here, here.step, anonymous=begun.anonymous, revision=revision)


def _go_over(here: Access, state: State, revision: int, now: datetime) -> None:
    begun = here.steps[here.step.id]
    begun.state, begun.revision = state, revision
    begun.closed_at = None if state == State.OPEN else now
    begun.save(update_fields=["state", "revision", "closed_at"])
    if state == State.REVEALED:
        _reveal(here, begun, revision)
    if state == State.CLOSED and here.step.kind == "vote":
        voting.finish(here, here.step.id)
    if state != State.OPEN:
        conclude(here)


def _reveal(here: Access, begun: BoardStep, revision: int) -> None:
    """Lay the cards of a step out, hidden ones in a random order; no row knows its browser then.

    Those without names are written anew, so that no row lies where it came in.
    """
    cards = list(Card.objects.filter(board=here.board, step=begun.step).order_by("position"))
    if isinstance(here.step, Collect) and here.step.hidden:
        _order.shuffle(cards)
    for number, card in enumerate(cards, start=1):
        card.mark, card.revision, card.position = "", revision, number * POSITION_GAP
    if begun.anonymous:
        Card.objects.filter(board=here.board, step=begun.step).delete()
        Card.objects.bulk_create(cards)
    else:
        Card.objects.bulk_update(cards, ["mark", "revision", "position"], batch_size=100)


def _anonymity(here: Access, *, chosen: bool | None) -> bool:
    stated = getattr(here.step, "anonymity", "named")
    if stated != "chosen":
        return bool(stated == "anonymous")
    if chosen is None:
        raise AnonymityOpen
    return chosen


def _moderated_by(here: Access, person: int | None, now: datetime) -> None:
    here.board.moderator_id = person
    touch(here, now, "moderator")


def _require_member(here: Access, person: int) -> None:
    if person not in {each.pk for each in members(here.board)}:
        raise NotAMember


def _is_used(here: Access, seat: int) -> bool:
    return any(
        rows.objects.filter(board=here.board, seat=seat).exists()
        for rows in (Card, Ballot, DrawnBallot)
    )
