"""Three gather: by a code, or taken from the list; somebody goes, comes back, has no phone."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xblocks.core.errors import Conflict, NotFound, NotOnRoster
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.host.dates import course_zone, day_of
from xblocks.role_play import reporting
from xblocks.role_play.playing import Triad
from xblocks.role_play.reach import definition_of
from xblocks.role_play.records import TriadGroup, TriadMember
from xblocks.role_play.triad.membership import Access, held, touch
from xblocks.role_play.triad.refusals import (
    AlreadyBegun,
    CodeExpired,
    CodeUnknown,
    NotToBeTaken,
    PlaysElsewhere,
    TooMany,
    TriadFull,
)
from xblocks.roster.records import Company, Person

CODE_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
"""Letters that nobody takes for a digit, and no vowels: so no code is a word."""

CODE_SIZE = 6
SEATS = 3
MOST_OPENED = 20
"""Triads that one person opens for one exercise."""

TRIES = 20


def triads_of(actor: Actor, exercise: Exercise) -> list[TriadGroup]:
    """Return one's triads of an exercise, newest first. Raises `NotAllowed`, `Masquerading`."""
    require_own_hand(actor, Action.PLAY_TRIAD)
    mine = TriadGroup.objects.filter(
        usage_key=exercise.usage_key,
        course_key=actor.course_key,
        members__person=actor.person_id,
        members__left_at=None,
    )
    return list(mine.order_by("-created_at", "-pk"))


@transaction.atomic
def open_triad(actor: Actor, exercise: Exercise, now: datetime) -> TriadGroup:
    """Open a triad with a code that lasts until the day ends; a second press opens none.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotOnRoster`, `TooMany`.
    """
    person = _person(actor)
    definition_of(exercise, Triad)
    if present := _today(person, exercise, now).first():
        return present
    own = TriadGroup.objects.filter(usage_key=exercise.usage_key, opened_by=person)
    if own.count() >= MOST_OPENED:
        raise TooMany(most=MOST_OPENED)
    for _try in range(TRIES):
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_SIZE))
        try:
            with transaction.atomic():
                group = TriadGroup.objects.create(
                    course_key=exercise.course_key,
                    usage_key=exercise.usage_key,
                    code=code,
                    code_until=_end_of_day(now),
                    opened_by=person,
                    definition_hash=exercises.keep_version(exercise),
                    created_at=now,
                    changed_at=now,
                )
        except IntegrityError:
            continue
        TriadMember.objects.create(triad=group, person=person, seat=0, joined_at=now)
        reporting.report_triad_opened(actor, group)
        return group
    raise Conflict


@transaction.atomic
def join(actor: Actor, exercise: Exercise, code: str, now: datetime) -> TriadGroup:
    """Join the triad with a code, or come back to it; again is as good as once.

    Raises `NotAllowed`, `Masquerading`, `NotOnRoster`, `CodeUnknown`, `CodeExpired`, `TriadFull`,
    `AlreadyBegun`, `PlaysElsewhere`.
    """
    require_own_hand(actor, Action.PLAY_TRIAD)
    group = _of_code(exercise, actor.course_key, code)
    person = _person(actor)
    member = TriadMember.objects.filter(triad=group, person=person).first()
    if member is None and now >= group.code_until:
        raise CodeExpired
    if member is None:
        _seat(group, person, exercise, now, device=True)
    else:
        _back(group, member, exercise, now)
    touch(group, now, "ended_at")
    return group


@transaction.atomic
def come_in(actor: Actor, triad_id: int, now: datetime) -> None:
    """Take part with one's own phone: taken from the list before, or gone and back.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `PlaysElsewhere`.
    """
    here = held(actor, triad_id)
    if here.me.left_at is not None or not here.me.device:
        _person(actor)
        _back(here.group, here.me, here.exercise, now)
        touch(here.group, now)


def to_be_taken(here: Access) -> list[Person]:
    """Return who can be taken in from the list: trainees of one's district, by company and name."""
    if here.group.round or len(here.members) >= SEATS:
        return []
    inside = [each.person_id for each in here.members]
    found = _peers(here.person, here.group.course_key).exclude(pk__in=inside)
    return sorted(found, key=lambda each: (each.company.name.casefold(), each.name.casefold()))


@transaction.atomic
def take_in(actor: Actor, triad_id: int, person_id: int, now: datetime) -> None:
    """Take somebody in from the list; without a phone until they come in with their own.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotToBeTaken`, `TriadFull`, `AlreadyBegun`,
    `PlaysElsewhere`.
    """
    here = held(actor, triad_id)
    if any(each.person_id == person_id for each in here.members):
        return
    Person.objects.select_for_update().filter(pk=person_id).values_list("pk").first()
    person = _peers(here.person, here.group.course_key).filter(pk=person_id).first()
    if person is None:
        raise NotToBeTaken
    _seat(here.group, person, here.exercise, now, device=False)
    touch(here.group, now)


@transaction.atomic
def leave(actor: Actor, triad_id: int, now: datetime) -> None:
    """Leave a triad; what one said in it stays. Before the first round the seat is free again."""
    here = held(actor, triad_id)
    if here.group.round == 0:
        here.me.delete()
    else:
        here.me.left_at = here.me.left_at or now
        here.me.save(update_fields=["left_at"])
    if here.group.round == 0 and len(here.members) == 1:
        here.group.ended_at = now
    touch(here.group, now, "ended_at")


@transaction.atomic
def set_phone(actor: Actor, triad_id: int, person_id: int, now: datetime, *, has: bool) -> None:
    """Say whether a member has a phone here; without one somebody else's serves for them.

    Raises `NotAllowed`, `Masquerading`, `NotFound`.
    """
    here = held(actor, triad_id)
    member = next((each for each in here.present if each.person_id == person_id), None)
    if member is None:
        raise NotFound
    if member.device != has:
        member.device = has
        member.save(update_fields=["device"])
        touch(here.group, now)


def _seat(
    group: TriadGroup, person: Person, exercise: Exercise, now: datetime, *, device: bool
) -> None:
    members = list(TriadMember.objects.filter(triad=group))
    if len(members) >= SEATS:
        raise TriadFull
    if group.round:
        raise AlreadyBegun
    if _today(person, exercise, now).exclude(pk=group.pk).exists():
        raise PlaysElsewhere(name=person.name)
    # Given up while they gathered, and somebody still has the code: they gather again.
    group.ended_at = None
    taken = {each.seat for each in members}
    seat = next(number for number in range(SEATS) if number not in taken)
    TriadMember.objects.create(triad=group, person=person, seat=seat, device=device, joined_at=now)


def _of_code(exercise: Exercise, course_key: str, code: str) -> TriadGroup:
    """Return the triad with a code however it was typed, held; raises `CodeUnknown`.

    A triad is held before people are, here as in every use case: two never wait for each other.
    """
    letters = "".join(code.split()).replace("-", "").upper()
    if len(letters) != CODE_SIZE or set(letters) - set(CODE_SIGNS):
        raise CodeUnknown
    group = (
        TriadGroup.objects.select_for_update()
        .filter(usage_key=exercise.usage_key, course_key=course_key, code=letters)
        .first()
    )
    if group is None:
        raise CodeUnknown
    return group


def _back(group: TriadGroup, member: TriadMember, exercise: Exercise, now: datetime) -> None:
    """Let somebody go on with their own phone, whose row is held; raises `PlaysElsewhere`."""
    elsewhere = _today(member.person, exercise, now).exclude(pk=group.pk)
    if member.left_at is not None and elsewhere.exists():
        raise PlaysElsewhere(name=member.person.name)
    member.left_at = None
    member.device = True
    member.save(update_fields=["left_at", "device"])


def _today(person: Person, exercise: Exercise, now: datetime) -> QuerySet[TriadGroup]:
    """Return the unfinished triads of today somebody plays in."""
    return TriadGroup.objects.filter(
        usage_key=exercise.usage_key,
        members__person=person,
        members__left_at=None,
        ended_at=None,
        code_until__gt=now,
    )


def _peers(person: int, course_key: str) -> QuerySet[Person]:
    home = Company.objects.filter(people=person).values("district")
    return Person.objects.filter(
        course_key=course_key,
        left_at=None,
        roles__role=Role.TRAINEE,
        company__district__in=home,
    ).select_related("company")


def _person(actor: Actor) -> Person:
    """Return the row of who acts, held: of two presses at once one waits for the other."""
    require_own_hand(actor, Action.PLAY_TRIAD)
    if actor.person_id is None:
        raise NotOnRoster
    person = Person.objects.select_for_update().filter(pk=actor.person_id).first()
    if person is None:
        raise NotOnRoster
    return person


def _end_of_day(now: datetime) -> datetime:
    tomorrow = day_of(now) + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=course_zone())
