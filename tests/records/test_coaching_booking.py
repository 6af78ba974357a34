"""Trainees book appointments, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.records.slot_cases import (
    DAY,
    NOW,
    Course,
    course,
    expert,
    mark,
    offer,
    slot,
    team,
)
from xblocks.coaching.appointments import booked, booking, slots
from xblocks.coaching.appointments.booking import BOOKED_A_DAY, COMING_AT_ONCE, MOVED_AT_MOST
from xblocks.coaching.appointments.choosing import PAGE, choices
from xblocks.coaching.appointments.refusals import (
    ExpertAway,
    MovedTooOften,
    NoneLeft,
    NoOccasion,
    OwnAppointmentThen,
    SlotCancelled,
    SlotClosed,
    SlotPast,
    SlotTaken,
    TooManyBooked,
    TooManyComing,
)
from xblocks.coaching.domain.allowance import Occasion
from xblocks.coaching.records import Absence, Booking, Slot
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor
from xblocks.notices.records import Notice
from xblocks.roster.records import Company, Person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def eva(made: Course) -> Actor:
    return expert(made, "Eva", made.north, topics=("role",))


@pytest.fixture
def adler(made: Course) -> Company:
    return team(made)


@pytest.fixture
def ada(made: Course, adler: Company) -> Actor:
    return made.trainee("Ada", adler)


@pytest.fixture
def ben(made: Course) -> Actor:
    return made.trainee("Ben", team(made, "Biber"))


def kinds(person: Actor) -> list[str]:
    found = Notice.objects.filter(person=person.person_id).order_by("id")
    return list(found.values_list("kind", flat=True))


def left(actor: Actor) -> list[int]:
    return [each.left for each in booked.appointments(actor, NOW).left or ()]


def test_booking_takes_the_place_and_tells_both(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    made = booking.book(ada, row.pk, "m2", None, NOW)
    assert (made.slot_id, made.seat, made.person_id) == (row.pk, 1, ada.person_id)
    assert (made.company_id, made.occasion) == (ada.company, "m2")
    assert kinds(eva) == kinds(ada) == ["appointment_booked"]
    notice = Notice.objects.get(person=eva.person_id)
    assert notice.link.endswith(f"/coaching/slots/{row.pk}/")
    assert choices(ada, NOW).rows == ()


def test_booking_twice_is_one_booking(eva: Actor, ada: Actor) -> None:
    row = slot(eva, seats=3)
    first = booking.book(ada, row.pk, "", None, NOW)
    assert booking.book(ada, row.pk, "", None, NOW).pk == first.pk
    assert Booking.objects.count() == 1


def test_a_taken_slot_is_refused_with_the_next_free_one(eva: Actor, ada: Actor, ben: Actor) -> None:
    earlier, row, later = (slot(eva, at=time(hour)) for hour in (10, 14, 16))
    booking.book(ada, row.pk, "m2", None, NOW)
    with pytest.raises(SlotTaken) as refused:
        booking.book(ben, row.pk, "m2", None, NOW)
    assert refused.value.free == later.pk
    assert "Eva" in str(refused.value)
    assert "16:00" in str(refused.value)
    booking.book(ada, later.pk, "m5", None, NOW)
    with pytest.raises(SlotTaken) as refused:
        booking.book(ben, row.pk, "m2", None, NOW)
    assert refused.value.free == earlier.pk
    booking.book(ada, earlier.pk, "demand", None, NOW)
    with pytest.raises(SlotTaken) as refused:
        booking.book(ben, row.pk, "m2", None, NOW)
    assert refused.value.free is None
    assert "No other appointment" in str(refused.value)
    assert Booking.objects.count() == 3


def test_the_next_free_one_is_of_the_same_kind_and_suits_the_person(
    eva: Actor, ada: Actor, ben: Actor
) -> None:
    row = slot(eva, at=time(9))
    booking.book(ada, row.pk, "m2", None, NOW)
    slot(eva, at=time(10), seats=5)
    own = slot(expert_of(eva), at=time(11))
    booking.book(ben, own.pk, "m2", None, NOW)
    slot(eva, at=time(11, 15))
    last = slot(eva, at=time(12))
    with pytest.raises(SlotTaken) as refused:
        booking.book(ben, row.pk, "m5", None, NOW)
    assert refused.value.free == last.pk


def expert_of(eva: Actor) -> Actor:
    """Return another expert of the same course."""
    known = course()
    known.key = eva.course_key
    return expert(known, "Ole")


def test_a_group_has_so_many_places_and_costs_the_team_nothing(
    made: Course, eva: Actor, ada: Actor
) -> None:
    row = slot(eva, seats=2)
    others = [made.trainee(f"T{number}", team(made, f"T{number}")) for number in range(2)]
    assert booking.book(ada, row.pk, "m2", None, NOW).seat == 1
    second = booking.book(others[0], row.pk, "", None, NOW)
    assert second.seat == 2
    with pytest.raises(SlotTaken):
        booking.book(others[1], row.pk, "", None, NOW)
    assert left(ada) == [1, 1, 2]
    booking.cancel(ada, Booking.objects.get(seat=1).pk, NOW)
    assert booking.book(others[1], row.pk, "", None, NOW).seat == 1


def test_the_guard_time_ends_to_the_minute(eva: Actor, ada: Actor, ben: Actor) -> None:
    row, free = slot(eva, guard=120), slot(eva, at=time(18), guard=0)
    with pytest.raises(SlotClosed) as refused:
        booking.book(ada, row.pk, "m2", None, row.closes_at)
    assert refused.value.free == free.pk
    assert [each.slot.pk for each in choices(ada, row.closes_at).rows] == [free.pk]
    booking.book(ben, row.pk, "m2", None, row.closes_at - MINUTE)


def test_the_past_cannot_be_booked(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    with pytest.raises(SlotPast):
        booking.book(ada, row.pk, "m2", None, row.starts_at)


def test_a_cancelled_slot_cannot_be_booked(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    slots.cancel(eva, row.pk, mark(eva, row), NOW)
    with pytest.raises(SlotCancelled):
        booking.book(ada, row.pk, "m2", None, NOW)


def test_nobody_is_booked_while_away(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    Absence.objects.create(person_id=eva.person_id, since=DAY, until=DAY)
    assert choices(ada, NOW).rows == ()
    with pytest.raises(ExpertAway):
        booking.book(ada, row.pk, "m2", None, NOW)


def test_forged_ids_lead_to_nothing(made: Course, eva: Actor, ada: Actor, ben: Actor) -> None:
    south = slot(expert(made, "Sue", made.south))
    elsewhere = slot(expert(course(), "Ida"))
    gone = expert(made, "Gus")
    left_slot = slot(gone, at=time(9))
    Person.objects.filter(pk=gone.person_id).update(left_at=NOW)
    mine = booking.book(ben, slot(eva).pk, "m2", None, NOW)
    for wrong in (south.pk, elsewhere.pk, left_slot.pk, 10**12):
        with pytest.raises(NotFound):
            booking.book(ada, wrong, "m2", None, NOW)
        with pytest.raises(NotFound):
            booking.move(ben, mine.pk, wrong, NOW)
    for act in (booking.cancel, lambda who, pk, now: booking.move(who, pk, mine.slot_id, now)):
        with pytest.raises(NotFound):
            act(ada, mine.pk, NOW)
    with pytest.raises(NotFound):
        booked.appointment(ada, mine.pk, NOW)
    mine.refresh_from_db()
    assert (mine.seat, mine.sequence) == (1, 0)


def test_nobody_is_in_two_places(made: Course, eva: Actor, ada: Actor) -> None:
    ole = expert(made, "Ole")
    booking.book(ada, slot(eva).pk, "m2", None, NOW)
    row = slot(ole, at=time(14, 30))
    assert choices(ada, NOW).rows == ()
    with pytest.raises(OwnAppointmentThen):
        booking.book(ada, row.pk, "m5", None, NOW)


def test_a_team_has_four_and_more_when_it_is_agreed(
    made: Course, eva: Actor, ada: Actor, adler: Company
) -> None:
    mate = made.trainee("Mia", adler)
    rows = offer(eva, times=8)
    assert left(ada) == [1, 1, 2]
    for who, row, word in zip(
        (ada, mate, ada, mate), rows, "m2 m5 demand demand".split(), strict=False
    ):
        booking.book(who, row.pk, word, None, NOW)
    assert left(ada) == left(mate) == [0, 0, 0]
    for word in ("m2", "m5", "demand"):
        with pytest.raises(NoneLeft) as refused:
            booking.book(ada, rows[5].pk, word, None, NOW)
        assert "additional" in str(refused.value)
    booking.book(ada, rows[5].pk, Occasion.EXTRA, None, NOW)
    booking.cancel(mate, Booking.objects.get(slot=rows[1]).pk, NOW)
    assert left(ada) == [0, 1, 0]


def test_nobody_takes_all_there_is(eva: Actor, ada: Actor) -> None:
    rows = offer(eva, times=COMING_AT_ONCE + 1)
    for row in rows[:COMING_AT_ONCE]:
        kept = booking.book(ada, row.pk, Occasion.EXTRA, None, NOW)
    with pytest.raises(TooManyComing) as refused:
        booking.book(ada, rows[-1].pk, Occasion.EXTRA, None, NOW)
    assert str(refused.value).startswith(f"You have {COMING_AT_ONCE} appointments to come")
    booking.cancel(ada, kept.pk, NOW)
    booking.book(ada, rows[-1].pk, Occasion.EXTRA, None, NOW)


def test_booking_and_moving_to_and_fro_ends_before_the_expert_is_told_hundreds_of_times(
    eva: Actor, ada: Actor
) -> None:
    row, other = offer(eva, times=2)
    for _each in range(BOOKED_A_DAY):
        booking.cancel(ada, booking.book(ada, row.pk, "m2", None, NOW).pk, NOW)
    with pytest.raises(TooManyBooked):
        booking.book(ada, row.pk, "m2", None, NOW)
    kept = booking.book(ada, row.pk, "m2", None, NOW + timedelta(days=1))
    for nth in range(MOVED_AT_MOST):
        booking.move(ada, kept.pk, (other, row)[nth % 2].pk, NOW)
    with pytest.raises(MovedTooOften):
        booking.move(ada, kept.pk, other.pk, NOW)
    booking.cancel(ada, kept.pk, NOW)


@pytest.mark.parametrize("word", ["", "M2", "m3", "x" * 400])
def test_a_team_says_what_it_is_for(eva: Actor, ada: Actor, word: str) -> None:
    with pytest.raises(NoOccasion):
        booking.book(ada, slot(eva).pk, word, None, NOW)


def test_who_has_no_team_books_too(made: Course, eva: Actor) -> None:
    alone = replace(made.trainee("Solo", team(made)), company=None)
    Person.objects.filter(pk=alone.person_id).update(company=None)
    made_ = booking.book(alone, slot(eva).pk, "", None, NOW)
    assert made_.company_id is None
    assert booked.appointments(alone, NOW).left is None


def test_experts_and_trainers_book_nothing_and_nobody_in_anothers_name(
    made: Course, eva: Actor, ada: Actor
) -> None:
    row = slot(eva)
    for actor in (eva, made.trainer("Tom")):
        with pytest.raises(NotAllowed):
            booking.book(actor, row.pk, "m2", None, NOW)
        with pytest.raises(NotAllowed):
            choices(actor, NOW)
    with pytest.raises(Masquerading):
        booking.book(replace(ada, masquerading=True), row.pk, "m2", None, NOW)


def test_any_day_may_be_asked_for(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    assert [free.slot for free in choices(ada, NOW, since=date.min).rows] == [row]
    assert choices(ada, NOW, since=date.max).rows == ()


def test_more_than_a_page_of_slots_is_led_on_by_day(eva: Actor, ada: Actor) -> None:
    for hour in (8, 9, 10):
        offer(eva, at=time(hour), times=26)
    first = choices(ada, NOW)
    assert (len(first.rows), first.more) == (PAGE, True)
    rest = choices(ada, NOW, since=first.rows[-1].slot.starts_at.date())
    assert rest.rows[-1].slot.pk == Slot.objects.latest("starts_at").pk
    assert not rest.more
