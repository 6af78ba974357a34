"""A jury: everybody rates blind, then all see how far they agree, and the chair decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.core.text import Message, gettext_noop
from xblocks.grading import domain
from xblocks.grading.deciding import drafted, write_review
from xblocks.grading.domain import Agreement, Status
from xblocks.grading.notes import write_note
from xblocks.grading.presenters import rubric_of
from xblocks.grading.reach import graded_work, member_ids, names_of
from xblocks.grading.records import Review, Seat, Work
from xblocks.grading.refusals import (
    ForTheChair,
    JuryFull,
    JuryOpen,
    NoJury,
    NoSeat,
    NotAGuest,
    NotForAnExpert,
    NotWaiting,
    RatingIncomplete,
    ReasonMissing,
    SeatSubmitted,
)
from xblocks.host.translation import translated
from xblocks.roster.records import Person, PersonRole


@dataclass(frozen=True)
class TakenSeat:
    """Somebody in a jury; `is_me` marks the person who asks, `may_chair` who is a trainer."""

    user_id: int
    name: str
    is_chair: bool
    may_chair: bool
    is_me: bool
    submitted: bool


@dataclass(frozen=True)
class Jury:
    """A jury as one of its graders may see it.

    `agreement` is None before every seat has been submitted: until then nobody learns a level of
    anybody else.
    """

    size: int
    seats: tuple[TakenSeat, ...]
    agreement: Agreement | None

    @property
    def free(self) -> int:
        """How many seats nobody has taken."""
        return self.size - len(self.seats)


@transaction.atomic
def take_seat(actor: Actor, work_id: int, now: datetime) -> None:
    """Sit down in the jury of a work; the first trainer has the chair. Sitting already is fine.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `NoJury`, `NotWaiting`, `JuryFull`.
    """
    require_own_hand(actor, Action.GRADE)
    work = _jury_work(actor, work_id)
    _seat(work, actor.user_id, now, may_chair=True)


@transaction.atomic
def seat_guest(actor: Actor, work_id: int, person_id: int, now: datetime) -> None:
    """Give a seat to an expert or to a trainer of another district.

    Raises as `take_seat`, and `NotAGuest`.
    """
    require_own_hand(actor, Action.GRADE)
    work = _jury_work(actor, work_id)
    guest = Person.objects.filter(
        id=person_id,
        course_key=actor.course_key,
        left_at=None,
        roles__role__in=[Role.EXPERT, Role.TRAINER],
    ).first()
    if guest is None or guest.user_id is None:
        raise NotAGuest
    in_team = work.company_id is not None and guest.company_id == work.company_id
    if guest.pk in member_ids(work) or in_team:
        raise NotAGuest
    is_trainer = guest.roles.filter(role=Role.TRAINER).exists()
    _seat(work, guest.user_id, now, may_chair=is_trainer)


@transaction.atomic
def leave_seat(actor: Actor, work_id: int, user_id: int) -> None:
    """Free a seat whose rating is not submitted: one's own, or as the chair anybody's.

    The chair passes to the trainer who sat down next. Raises `NotAllowed`, `Masquerading`,
    `NotFound`, `OwnWork`, `NoJury`, `NotWaiting`, `NoSeat`, `ForTheChair`, `SeatSubmitted`.
    """
    require_own_hand(actor, Action.SIT_IN_JURY)
    work = _jury_work(actor, work_id)
    seats = _seats(work)
    seat = _seat_of(seats, user_id)
    if user_id != actor.user_id and not _seat_of(seats, actor.user_id).is_chair:
        raise ForTheChair
    if seat.submitted_at is not None:
        raise SeatSubmitted
    seat.delete()
    others = [each for each in seats if each.juror_id != user_id and each.may_chair]
    if seat.is_chair and others:
        Seat.objects.filter(id=others[0].pk).update(is_chair=True)


@transaction.atomic
def give_chair(actor: Actor, work_id: int, user_id: int, now: datetime) -> None:
    """Make another trainer's seat the chair; any seated trainer may, and a note says who did.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `NoJury`, `NotWaiting`, `NoSeat`,
    `NotForAnExpert`.
    """
    require_own_hand(actor, Action.GRADE)
    work = _jury_work(actor, work_id)
    seats = _seats(work)
    _seat_of(seats, actor.user_id)
    chosen = _seat_of(seats, user_id)
    if chosen.is_chair:
        return
    if not chosen.may_chair:
        raise NotForAnExpert
    Seat.objects.filter(work=work).update(is_chair=False)
    Seat.objects.filter(id=chosen.pk).update(is_chair=True)
    name = names_of(work.course_key, {user_id})[user_id]
    text = gettext_noop("%(name)s has the chair of the jury now.")
    write_note(actor, work, translated(Message(text, {"name": name})), now)


@transaction.atomic
def submit_seat(actor: Actor, work_id: int, draft_version: int, now: datetime) -> Review:
    """Hand one's rating to the jury as saved; it can no longer be changed. Twice is once.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `NoJury`, `NotWaiting`, `NoSeat`,
    `SeatSubmitted`, `DraftConflict`, `RatingIncomplete`.
    """
    require_own_hand(actor, Action.SIT_IN_JURY)
    work = _jury_work(actor, work_id)
    seat = _seat_of(_seats(work), actor.user_id)
    if seat.submitted_at is not None:
        return _submitted_before(actor, work, draft_version)
    rating = drafted(actor, work, draft_version)
    rubric = rubric_of(work.block_type, work.definition_hash)
    missing = [each for each in rubric.criteria if each.id not in rating.levels] if rubric else []
    if missing:
        labels = ", ".join(each.label for each in missing)
        raise RatingIncomplete(tuple(each.id for each in missing), labels)
    Seat.objects.filter(id=seat.pk).update(submitted_at=now)
    if rating.note.strip():
        write_note(actor, work, rating.note, now)
    return write_review(actor, work, Review.JUROR, rating, draft_version, now)


@transaction.atomic
def close_jury(actor: Actor, work_id: int, reason: str, now: datetime) -> None:
    """Go on with those who have rated, at least two; the chair says why, in a note.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `OwnWork`, `NoJury`, `NotWaiting`, `NoSeat`,
    `ForTheChair`, `JuryOpen`, `ReasonMissing`.
    """
    require_own_hand(actor, Action.GRADE)
    work = _jury_work(actor, work_id)
    seats = _seats(work)
    own = _seat_of(seats, actor.user_id)
    if not own.is_chair:
        raise ForTheChair
    done = [seat for seat in seats if seat.submitted_at is not None]
    if own.submitted_at is None or len(done) < min(2, work.seats):
        raise JuryOpen
    if not reason.strip():
        raise ReasonMissing
    Seat.objects.filter(work=work, submitted_at=None).delete()
    Work.objects.filter(id=work.pk).update(seats=len(done))
    write_note(actor, work, reason, now)


def jury(actor: Actor, work_id: int) -> Jury:
    """Return who sits in the jury of a work, and once all have rated how far they agree.

    Raises `NotAllowed`, `NotFound`, `OwnWork`, `NoJury`.
    """
    require(actor, Action.SIT_IN_JURY)
    return jury_of(actor, graded_work(actor, work_id))


def jury_of(actor: Actor, work: Work) -> Jury:
    """Return the jury of a work the actor may grade; raises `NoJury`."""
    if not work.seats:
        raise NoJury
    seats = _seats(work)
    names = names_of(work.course_key, [seat.juror_id for seat in seats])
    shown = tuple(
        TakenSeat(
            user_id=seat.juror_id,
            name=names[seat.juror_id],
            is_chair=seat.is_chair,
            may_chair=seat.may_chair,
            is_me=seat.juror_id == actor.user_id,
            submitted=seat.submitted_at is not None,
        )
        for seat in seats
    )
    return Jury(work.seats, shown, _agreement(work, seats))


def _agreement(work: Work, seats: list[Seat]) -> Agreement | None:
    rubric = rubric_of(work.block_type, work.definition_hash)
    if rubric is None or _awaits(work, seats):
        return None
    levels = {
        review.grader_id: review.levels
        for review in Review.objects.filter(work=work, kind=Review.JUROR)
    }
    return domain.agreement(rubric, [levels[seat.juror_id] for seat in seats])


def _awaits(work: Work, seats: list[Seat]) -> bool:
    """Whether somebody has still to rate; as `is_blind`, with the seats at hand."""
    rated = sum(seat.submitted_at is not None for seat in seats)
    return work.status == Status.WAITING and rated < work.seats


def _jury_work(actor: Actor, work_id: int) -> Work:
    """Return a waiting jury work, locked: seats are taken and submitted one after another."""
    work = graded_work(actor, work_id, lock=True)
    if not work.seats:
        raise NoJury
    if work.status != Status.WAITING:
        raise NotWaiting
    return work


def _seats(work: Work) -> list[Seat]:
    """Return the seats in the order they were taken, each with `may_chair`.

    Who stands on no list of the course has a seat as staff of the platform, who act as trainers.
    """
    listed = Person.objects.filter(course_key=work.course_key, user=OuterRef("juror"))
    trainers = PersonRole.objects.filter(
        role=Role.TRAINER, person__course_key=work.course_key, person__user=OuterRef("juror")
    )
    seats = Seat.objects.filter(work=work).order_by("id")
    return list(seats.annotate(may_chair=Exists(trainers) | ~Exists(listed)))


def _seat_of(seats: list[Seat], user_id: int) -> Seat:
    for seat in seats:
        if seat.juror_id == user_id:
            return seat
    raise NoSeat


def _seat(work: Work, user_id: int, now: datetime, *, may_chair: bool) -> None:
    seats = _seats(work)
    if any(seat.juror_id == user_id for seat in seats):
        return
    if len(seats) >= work.seats:
        raise JuryFull
    is_chair = may_chair and not any(seat.is_chair for seat in seats)
    Seat.objects.create(work=work, juror_id=user_id, is_chair=is_chair, taken_at=now)


def _submitted_before(actor: Actor, work: Work, draft_version: int) -> Review:
    """Return the rating this very draft has become; raises `SeatSubmitted` for another."""
    review = Review.objects.filter(
        work=work, kind=Review.JUROR, grader=actor.user_id, draft_version=draft_version
    ).first()
    if review is None:
        raise SeatSubmitted
    return review
