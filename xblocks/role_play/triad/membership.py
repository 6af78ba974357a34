"""Whose triad somebody reaches, and as what. What they do not reach does not exist for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.db.models import QuerySet

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import version_of
from xblocks.role_play.definition import adapter
from xblocks.role_play.playing import RoleCase, Triad
from xblocks.role_play.reach import definition_of, find
from xblocks.role_play.records import TriadGroup, TriadMember, TriadRound
from xblocks.role_play.triad.refusals import GoneOn
from xblocks.role_play.triad.rules import (
    WITH_FEEDBACK,
    Cast,
    Clock,
    Part,
    Stage,
    Step,
    card_shown_to,
    server_of,
    speaker_at,
)


@dataclass(frozen=True)
class Access:
    """A triad as one of its members reaches it.

    `members` are in the order of their seats, also those who went; `rounds` those begun so far.
    """

    group: TriadGroup
    exercise: Exercise
    definition: Triad
    members: tuple[TriadMember, ...]
    rounds: tuple[TriadRound, ...]
    person: int

    @property
    def me(self) -> TriadMember:
        """The row of who looks."""
        return next(each for each in self.members if each.person_id == self.person)

    @property
    def present(self) -> list[TriadMember]:
        """Who has not left, by seat."""
        return [each for each in self.members if each.left_at is None]

    @property
    def reachable(self) -> set[int]:
        """Who is here with a phone."""
        return {each.person_id for each in self.present if each.device}

    @property
    def step(self) -> Step | None:
        """The step of the round; None while they gather and when all is over."""
        return Step(self.group.step) if self.group.step else None

    @property
    def round(self) -> TriadRound | None:
        """The round that is played."""
        return self.rounds[-1] if self.step and self.rounds else None

    @cached_property
    def cast(self) -> Cast:
        """Who plays what in the round that is played."""
        return cast_in(self.round) if self.round else {}

    @property
    def part(self) -> Part | None:
        """What the person plays in the round."""
        return next((part for part, who in self.cast.items() if who == self.person), None)

    @cached_property
    def serves(self) -> frozenset[Part]:
        """The parts whose words are written on the person's phone."""
        return frozenset(
            part for part in self.cast if server_of(part, self.cast, self.reachable) == self.person
        )

    @cached_property
    def cards(self) -> frozenset[Part]:
        """The parts whose card the person's phone shows."""
        return frozenset(
            part
            for part in self.cast
            if card_shown_to(part, self.cast, self.reachable) == self.person
        )

    @property
    def case(self) -> RoleCase | None:
        """The case of the round."""
        return case_of(self.definition, self.round) if self.round else None

    @property
    def stage(self) -> Stage | None:
        """Whose word it is; None outside of feedback."""
        return Stage(self.round.stage) if self.round and self.step in WITH_FEEDBACK else None

    @property
    def speaker(self) -> Part | None:
        """Whose turn it is in feedback."""
        return speaker_at(self.stage, self.cast) if self.stage else None

    @property
    def clock(self) -> Clock | None:
        """The clock of the step."""
        group = self.group
        if self.step is None or group.step_at is None:
            return None
        minutes = getattr(self.definition.minutes, self.step) + group.more
        return Clock(group.step_at, 60 * minutes, group.stopped_at, group.stopped_ms)

    def playing(self) -> tuple[TriadRound, Clock]:
        """Return the round that is played and its clock; raises `GoneOn`."""
        if self.round is None or self.clock is None:
            raise GoneOn
        return self.round, self.clock

    def name_of(self, person: int | None) -> str:
        """Return the name of a member; empty for who is forgotten."""
        return next((each.person.name for each in self.members if each.person_id == person), "")


def reached(actor: Actor, triad_id: int) -> Access:
    """Return a triad to be read by one of its members.

    Raises `NotAllowed`, `Masquerading`, and `NotFound` for triads of others.
    """
    require_own_hand(actor, Action.PLAY_TRIAD)
    return _access(actor, TriadGroup.objects.filter(pk=triad_id))


def held(actor: Actor, triad_id: int) -> Access:
    """Return a triad for this transaction alone; raises what `reached` raises."""
    require_own_hand(actor, Action.PLAY_TRIAD)
    return _access(actor, TriadGroup.objects.select_for_update().filter(pk=triad_id))


def touch(group: TriadGroup, now: datetime, *fields: str) -> None:
    """Write a changed triad, which must be held, so that open pages ask for what is new."""
    group.revision += 1
    group.changed_at = now
    group.save(update_fields=[*fields, "revision", "changed_at"])


def cast_in(row: TriadRound) -> dict[Part, int]:
    """Return who plays what in a round; who is forgotten is left out."""
    people = {
        Part.ADVISER: row.adviser_id,
        Part.COLLEAGUE: row.colleague_id,
        Part.OBSERVER: row.observer_id,
    }
    return {part: who for part, who in people.items() if who is not None}


def case_of(definition: Triad, row: TriadRound) -> RoleCase | None:
    """Return the case of a round; None when its author has taken it out."""
    return next((each for each in definition.cases if each.id == row.case), None)


def played_by(group: TriadGroup, exercise: Exercise) -> Triad:
    """Return what a triad plays by: the definition as it was when they opened it."""
    if group.definition_hash == exercise.definition_hash:
        return definition_of(exercise, Triad)
    return _kept(group.definition_hash)


@lru_cache(maxsize=64)
def _kept(definition_hash: str) -> Triad:
    kept = adapter.validate_python(version_of(definition_hash))
    if not isinstance(kept, Triad):
        raise NotFound
    return kept


def _access(actor: Actor, groups: QuerySet[TriadGroup]) -> Access:
    group = groups.filter(course_key=actor.course_key).first()
    if group is None or actor.person_id is None:
        raise NotFound
    rows = TriadMember.objects.filter(triad=group).select_related("person")
    members = tuple(rows.order_by("seat"))
    if not any(each.person_id == actor.person_id for each in members):
        raise NotFound
    exercise = find(actor, group.usage_key)
    return Access(
        group=group,
        exercise=exercise,
        definition=played_by(group, exercise),
        members=members,
        rounds=tuple(TriadRound.objects.filter(triad=group).order_by("number")),
        person=actor.person_id,
    )
