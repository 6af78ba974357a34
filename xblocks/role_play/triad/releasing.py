"""Whose a round is: its adviser's. They release it, take that back, and invite a trainer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require_own_hand
from xblocks.core.text import gettext_noop
from xblocks.core.wording import prose
from xblocks.exercises.records import Exercise
from xblocks.notices import service as notices
from xblocks.notices.service import Kind, Tone
from xblocks.role_play import reporting
from xblocks.role_play.playing import Triad
from xblocks.role_play.reach import find
from xblocks.role_play.records import RoundSheet, TriadGroup, TriadRound
from xblocks.role_play.triad.feedback import (
    WORDS_LENGTH,
    Levels,
    check_levels,
    keep_levels,
    sheet_of,
)
from xblocks.role_play.triad.membership import played_by, reached, touch
from xblocks.role_play.triad.refusals import (
    NoSuchTrainer,
    NotYourPart,
    RatedAlready,
    RatingTooEarly,
    WishWithoutStrength,
)
from xblocks.role_play.triad.rules import Part
from xblocks.roster.records import Company, Person

TRAINER = "trainer"

ROUND_INVITED = Kind(
    "round_invited",
    gettext_noop("Please look at a round: %(title)s"),
    gettext_noop("Somebody invites you to rate a talk they held in a triad."),
    Tone.ATTENTION,
)
ROUND_RATED = Kind(
    "round_rated",
    gettext_noop("Rated by a trainer: %(title)s"),
    gettext_noop("A trainer has rated the round you invited them to."),
    Tone.GOOD,
)


def register() -> None:
    """Make the notices of rounds known; once, when the app starts."""
    notices.register(ROUND_INVITED, ROUND_RATED)


class Reader(StrEnum):
    """As what somebody reads a round."""

    ADVISER = "adviser"
    PEER = "peer"
    TRAINER = "trainer"


@dataclass(frozen=True)
class RoundAccess:
    """A round as one person reaches it."""

    row: TriadRound
    exercise: Exercise
    definition: Triad
    reader: Reader
    person: int

    @property
    def group(self) -> TriadGroup:
        """The triad of the round."""
        return self.row.triad

    @property
    def released(self) -> bool:
        """Whether the adviser shows this reader what all have said."""
        return {
            Reader.ADVISER: True,
            Reader.PEER: self.row.to_triad,
            Reader.TRAINER: self.row.to_trainer,
        }[self.reader]


def round_reached(actor: Actor, round_id: int) -> RoundAccess:
    """Return a round to its adviser, others of its triad, or the trainer it was shown to.

    Raises `NotAllowed`, `Masquerading`, and `NotFound` for rounds of others.
    """
    require_own_hand(actor, Action.READ_ROUND)
    return _reached(actor, TriadRound.objects.filter(pk=round_id))


def rounds_of(actor: Actor, exercise: Exercise) -> list[TriadRound]:
    """Return rounds of an exercise to look at again: one's own, and those released to one."""
    require_own_hand(actor, Action.PLAY_TRIAD)
    own = Q(adviser=actor.person_id)
    shown = Q(to_triad=True) & (Q(colleague=actor.person_id) | Q(observer=actor.person_id))
    found = TriadRound.objects.filter(
        own | shown, triad__usage_key=exercise.usage_key, talk_at__isnull=False
    ).exclude(ended_at=None)
    return list(found.select_related("adviser", "triad").order_by("-begun_at"))


def invitations(actor: Actor) -> list[TriadRound]:
    """Return the rounds a trainer was invited to, the newest first."""
    require_own_hand(actor, Action.RATE_ROUND)
    found = TriadRound.objects.filter(
        trainer=actor.person_id, triad__course_key=actor.course_key, trainer__isnull=False
    )
    return list(found.select_related("adviser", "triad").order_by("-begun_at"))


def trainers_for(here: RoundAccess) -> list[Person]:
    """Return whom an adviser can invite: trainers of their district, by name."""
    home = Company.objects.filter(people=here.row.adviser_id).values("district")
    found = Person.objects.filter(
        course_key=here.group.course_key,
        left_at=None,
        roles__role=Role.TRAINER,
        districts__district__in=home,
    )
    return list(found.order_by("search_text", "pk").distinct())


@transaction.atomic
def release(
    actor: Actor,
    round_id: int,
    now: datetime,
    *,
    to_triad: bool | None = None,
    to_trainer: bool | None = None,
) -> None:
    """Show a round to the triad or the trainer, or take that back; None leaves it as it is.

    While the round is played, who serves for an adviser without a phone does it with their word.
    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotYourPart`.
    """
    here = _held(actor, round_id)
    if here.reader is not Reader.ADVISER:
        serves = here.reader is Reader.PEER and _serves_adviser(actor, here)
        if not serves or to_trainer is not None:
            raise NotYourPart
    row = here.row
    row.to_triad = row.to_triad if to_triad is None else to_triad
    row.to_trainer = row.to_trainer if to_trainer is None else to_trainer
    row.save(update_fields=["to_triad", "to_trainer"])
    touch(here.group, now)


@transaction.atomic
def invite(actor: Actor, round_id: int, trainer_id: int | None, now: datetime) -> None:
    """Invite a trainer to rate the round, another one instead, or None to take it back.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotYourPart`, `NoSuchTrainer`,
    `RatedAlready`.
    """
    here = _held(actor, round_id)
    if here.reader is not Reader.ADVISER:
        raise NotYourPart
    row = here.row
    if row.trainer_id == trainer_id:
        return
    if trainer_id is not None and trainer_id not in {each.pk for each in trainers_for(here)}:
        raise NoSuchTrainer
    if trainer_id is not None:
        _make_room(row, trainer_id)
    row.trainer_id = trainer_id
    row.to_trainer = False
    row.save(update_fields=["trainer", "to_trainer"])
    touch(here.group, now)
    if trainer_id is not None:
        _tell(here, trainer_id, ROUND_INVITED, now)


@transaction.atomic
def rate_as_trainer(
    actor: Actor, round_id: int, levels: Levels, strength: str, wish: str, now: datetime
) -> None:
    """Keep a trainer's levels and words; with a strength the adviser reads them.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotYourPart`, `RatingTooEarly`,
    `NoSuchLevel`, `NoSuchCriterion`, `WishWithoutStrength`, and what `wording.prose` raises.
    """
    require_own_hand(actor, Action.RATE_ROUND)
    here = _held(actor, round_id)
    if here.reader is not Reader.TRAINER:
        raise NotYourPart
    if here.row.talk_at is None:
        raise RatingTooEarly
    check_levels(here.definition, levels)
    strength, wish = prose(strength, WORDS_LENGTH), prose(wish, WORDS_LENGTH)
    if wish and not strength:
        raise WishWithoutStrength
    sheet = sheet_of(here.row, TRAINER, here.person, now)
    sheet.by_id = here.person
    sheet.strength, sheet.wish = strength, wish
    first = bool(strength) and sheet.done_at is None
    sheet.done_at = sheet.done_at or (now if strength else None)
    sheet.save(update_fields=["by", "strength", "wish", "done_at"])
    keep_levels(sheet, levels, now)
    touch(here.group, now)
    if first and here.row.adviser_id is not None:
        _tell(here, here.row.adviser_id, ROUND_RATED, now)
        reporting.report_round_rated(actor, here.group, here.row.number)


def _make_room(row: TriadRound, trainer_id: int) -> None:
    """Forget what another trainer began and never gave; raises `RatedAlready` for what they gave.

    A round has one sheet of a trainer: nobody reads, changes or loses that of another.
    """
    for sheet in RoundSheet.objects.filter(round=row, rater=TRAINER).exclude(by=trainer_id):
        if sheet.done_at is not None:
            raise RatedAlready
        sheet.delete()


def round_path(row: TriadRound) -> str:
    """Return the address of a round's page, by which its notices are known."""
    return str(reverse("wbm:triad_round", args=[row.triad.course_key, row.pk]))


def _tell(here: RoundAccess, person: int, kind: Kind, now: datetime) -> None:
    notices.tell(
        here.group.course_key,
        [person],
        kind,
        link=round_path(here.row),
        params={"title": here.exercise.title},
        now=now,
    )


def _held(actor: Actor, round_id: int) -> RoundAccess:
    """Return a round as `round_reached`, its triad held for this transaction."""
    here = round_reached(actor, round_id)
    TriadGroup.objects.select_for_update().filter(pk=here.group.pk).first()
    return _reached(actor, TriadRound.objects.filter(pk=round_id))


def _reached(actor: Actor, rows: QuerySet[TriadRound]) -> RoundAccess:
    row = (
        rows.filter(triad__course_key=actor.course_key)
        .select_related("triad", "adviser", "trainer")
        .first()
    )
    if row is None or actor.person_id is None:
        raise NotFound
    exercise = find(actor, row.triad.usage_key)
    return RoundAccess(
        row=row,
        exercise=exercise,
        definition=played_by(row.triad, exercise),
        reader=_reader(actor, row),
        person=actor.person_id,
    )


def _reader(actor: Actor, row: TriadRound) -> Reader:
    if Role.TRAINEE in actor.roles:
        if row.adviser_id == actor.person_id:
            return Reader.ADVISER
        if actor.person_id in (row.colleague_id, row.observer_id):
            return Reader.PEER
    if Role.TRAINER in actor.roles and row.trainer_id == actor.person_id:
        return Reader.TRAINER
    raise NotFound


def _serves_adviser(actor: Actor, here: RoundAccess) -> bool:
    access = reached(actor, here.group.pk)
    playing = access.round is not None and access.round.pk == here.row.pk
    return playing and Part.ADVISER in access.serves
