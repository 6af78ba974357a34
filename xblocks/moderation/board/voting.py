"""Dots on groups of cards or on the fields of a scale; sums are known when the vote is closed.

Without names a ballot is drawn: blank ones lie ready in advance, a voter's row says that one was
drawn, and the ballot says by a mark which browser it belongs to. So neither order nor time links
the two, and when the vote closes the marks go.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xblocks.core.people import Actor
from xblocks.moderation.board import marks
from xblocks.moderation.board.arranging import new_group
from xblocks.moderation.board.membership import (
    Access,
    held,
    require_open,
    require_voice,
    touch,
    voices,
)
from xblocks.moderation.board.reading import visible_cards
from xblocks.moderation.board.refusals import BallotLost, CardGone
from xblocks.moderation.domain import dots
from xblocks.moderation.domain.board import State
from xblocks.moderation.records import Ballot, CardGroup, DrawnBallot
from xblocks.moderation.steps import Vote as VoteStep

SPARE = 5
"""Ballots made ready at once when more come than were there."""

Drawn = set[tuple[int | None, int | None]]

_chance = random.SystemRandom()


@dataclass(frozen=True)
class Mine:
    """What one voter has put where, and how many dots are left. `lost`: with another browser."""

    dots: Mapping[str, int]
    left: int
    lost: bool = False


@dataclass(frozen=True)
class Vote:
    """A vote as somebody sees it. `targets`: groups or fields; `sums` only once it is closed.

    `voted` of `voices` have put dots.
    """

    targets: tuple[str, ...]
    budget: int
    cap: int
    mine: Mine
    voted: int
    voices: int
    sums: Mapping[str, int] | None


@transaction.atomic
def put_dots(
    actor: Actor,
    board_id: int,
    step: str,
    target: str,
    number: int,
    now: datetime,
    *,
    secret: str = "",
    seat: int | None = None,
) -> Mine:
    """Say how many of one's dots are on a target: set, not added, so that twice is once.

    `target` is a group's id or the number of a field from 0. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `NotForOthers`, `StepClosed`, `CardGone`, `BallotLost`, and what `dots.put` raises.
    """
    here = held(actor, board_id)
    require_open(here, step, VoteStep)
    require_voice(here, seat)
    targets = targets_of(here, step)
    if target not in targets:
        raise CardGone
    anonymous = here.is_anonymous(step)
    ballot = _ballot(here, step, secret, seat)
    stated = _step(here, step)
    budget = dots.budget_for(stated.budget, len(targets))
    put = dots.put(dots.dots_of(ballot.dots), target, number, budget, stated.cap)
    ballot.dots = dots.dots_text(put)
    ballot.save(update_fields=["dots", "mark"])
    touch(here, None if anonymous else now)
    return Mine(put, budget - sum(put.values()))


def vote_of(here: Access, step: str, secret: str = "", seat: int | None = None) -> Vote:
    """Return a vote the group has reached, as one voter or seat sees it. Raises `NotFound`."""
    stated = _step(here, step)
    targets = targets_of(here, step)
    budget = dots.budget_for(stated.budget, len(targets))
    ballots = list(Ballot.objects.filter(board=here.board, step=step))
    closed = here.state_of(step) == State.CLOSED
    drawn = _drawn(here, step)
    return Vote(
        targets=targets,
        budget=budget,
        cap=stated.cap,
        mine=_mine(here, step, ballots, drawn, budget, secret, seat),
        voted=len(ballots) if drawn is None else len(drawn),
        voices=here.around.voices,
        sums=dots.sums((dots.dots_of(each.dots) for each in ballots), targets) if closed else None,
    )


def targets_of(here: Access, step: str) -> tuple[str, ...]:
    """Return what dots go on in a vote: fields of its scale, else groups in their order.

    A vote that follows another one without new groups is on the same ones again.
    """
    stated = _step(here, step)
    if stated.scale:
        return tuple(map(str, range(len(stated.scale))))
    groups = CardGroup.objects.filter(board=here.board, removed=False)
    keys = list(groups.order_by("position", "id").values_list("id", "voted"))
    votes = [each.id for each in here.progress.stages if each.on_groups]
    for vote in reversed(votes[: votes.index(step) + 1]):
        found = tuple(str(key) for key, voted in keys if voted == vote)
        if found:
            return found
    return ()


def prepare(here: Access, step: VoteStep, *, anonymous: bool, revision: int) -> None:
    """Make a vote ready that opens: its groups are fixed, blank ballots lie there."""
    if not step.scale:
        _fix_groups(here, step.id, revision)
    if anonymous:
        _lay_out(here, step.id, voices(here.board) + SPARE)


def finish(here: Access, step: str) -> None:
    """Take away from a closed vote what is blank, and what tells browsers apart."""
    ballots = Ballot.objects.filter(board=here.board, step=step)
    if here.is_anonymous(step):
        ballots.filter(mark="").delete()
        ballots.update(mark="")


def _step(here: Access, step: str) -> VoteStep:
    found = here.step_of(step)
    if not isinstance(found, VoteStep):
        raise CardGone
    return found


def _fix_groups(here: Access, step: str, revision: int) -> None:
    """Fix the groups since the last vote; a card that stands alone is a group of its own."""
    groups = CardGroup.objects.filter(board=here.board, removed=False, voted="")
    for group in groups.filter(heading="").exclude(cards__removed=False):
        group.removed, group.revision = True, revision
        group.save(update_fields=["removed", "revision"])
    for card in visible_cards(here).filter(group=None).order_by("position", "id"):
        card.group, card.revision = new_group(here, "", revision), revision
        card.save(update_fields=["group", "revision"])
    groups.update(voted=step, revision=revision)


def _lay_out(here: Access, step: str, count: int) -> None:
    Ballot.objects.bulk_create(
        Ballot(id=marks.new_key(), board=here.board, step=step) for _number in range(count)
    )


def _ballot(here: Access, step: str, secret: str, seat: int | None) -> Ballot:
    if not here.is_anonymous(step):
        who = {"person_id": here.person} if seat is None else {"seat": seat}
        found, _new = Ballot.objects.get_or_create(
            board=here.board, step=step, **who, defaults={"id": marks.new_key()}
        )
        return found
    ballots = list(Ballot.objects.filter(board=here.board, step=step))
    mine = _marked(ballots, secret, seat)
    return mine or _draw(here, step, ballots, secret, seat)


def _draw(here: Access, step: str, ballots: list[Ballot], secret: str, seat: int | None) -> Ballot:
    who = {"person_id": here.person} if seat is None else {"seat": seat}
    _drawn, new = DrawnBallot.objects.get_or_create(board=here.board, step=step, **who)
    if not new or not marks.is_secret(secret):
        raise BallotLost
    blank = [each for each in ballots if not each.mark]
    if not blank:
        _lay_out(here, step, SPARE)
        blank = list(Ballot.objects.filter(board=here.board, step=step, mark=""))
    ballot = _chance.choice(blank)
    ballot.mark = marks.mark_of(secret, seat, ballot.pk)
    return ballot


def _drawn(here: Access, step: str) -> Drawn | None:
    """Return who has drawn a ballot, as person and seat; None where ballots have names."""
    if not here.is_anonymous(step):
        return None
    drawn = DrawnBallot.objects.filter(board=here.board, step=step)
    return set(drawn.values_list("person", "seat"))


def _marked(ballots: list[Ballot], secret: str, seat: int | None) -> Ballot | None:
    for each in ballots:
        if marks.proves(secret, seat, each.pk, each.mark):
            return each
    return None


def _mine(
    here: Access,
    step: str,
    ballots: list[Ballot],
    drawn: Drawn | None,
    budget: int,
    secret: str,
    seat: int | None,
) -> Mine:
    if drawn is None:
        own = [
            each
            for each in ballots
            if (each.seat == seat if seat is not None else each.person_id == here.person)
        ]
        found = own[0] if own and (seat is not None or here.person is not None) else None
        lost = False
    else:
        found = _marked(ballots, secret, seat)
        who = (here.person, None) if seat is None else (None, seat)
        is_open = here.progress.is_open(step)  # afterwards nobody can prove anything
        lost = is_open and found is None and who in drawn
    put = dots.dots_of(found.dots) if found else {}
    return Mine(put, budget - sum(put.values()), lost)
