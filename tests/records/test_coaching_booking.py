"""Trainees book, cancel and move appointments."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from tests.at_once import at_once, own_connections
from tests.records import booking_rounds
from tests.records.slot_cases import (
    DAY,
    NOW,
    Course,
    course,
    expert,
    mark,
    offer,
    request_of,
    slot,
    team,
)
from xblocks.coaching import booked, booking, slots
from xblocks.coaching.choosing import PAGE, choices
from xblocks.coaching.domain.allowance import Occasion
from xblocks.coaching.records import Absence, Booking, Slot
from xblocks.coaching.slot_refusals import (
    ExpertAway,
    NoneLeft,
    NoOccasion,
    OwnAppointmentThen,
    RequestOver,
    SlotCancelled,
    SlotClosed,
    SlotOver,
    SlotPast,
    SlotTaken,
)
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


def test_cancelling_gives_the_place_to_others(eva: Actor, ada: Actor, ben: Actor) -> None:
    row = slot(eva)
    first = booking.book(ada, row.pk, "m2", None, NOW)
    gone = booking.cancel(ada, first.pk, NOW)
    assert (gone.seat, gone.sequence, gone.cancelled_at) == (None, 1, NOW)
    assert booking.cancel(ada, first.pk, NOW).sequence == 1
    assert kinds(eva) == ["appointment_booked", "appointment_cancelled"]
    booking.book(ben, row.pk, "m2", None, NOW)
    assert left(ada) == [1, 1, 2]


def test_what_has_begun_is_neither_cancelled_nor_moved(eva: Actor, ada: Actor) -> None:
    row, other = slot(eva), slot(eva, at=time(18))
    made = booking.book(ada, row.pk, "m2", None, NOW)
    with pytest.raises(SlotOver):
        booking.cancel(ada, made.pk, row.starts_at)
    with pytest.raises(SlotOver):
        booking.move(ada, made.pk, other.pk, row.starts_at)


def test_moving_keeps_the_booking_and_frees_the_old_place(
    eva: Actor, ada: Actor, ben: Actor
) -> None:
    old, new = slot(eva), slot(eva, at=time(18))
    made = booking.book(ada, old.pk, "m2", None, NOW)
    moved = booking.move(ada, made.pk, new.pk, NOW)
    assert (moved.pk, moved.uid, moved.slot_id) == (made.pk, made.uid, new.pk)
    assert moved.sequence == 1
    assert kinds(eva) == ["appointment_booked", "appointment_moved"]
    assert booking.move(ada, made.pk, new.pk, NOW).sequence == 1
    booking.book(ben, old.pk, "m2", None, NOW)


def test_moving_to_a_taken_slot_keeps_the_old_one(eva: Actor, ada: Actor, ben: Actor) -> None:
    old, new = slot(eva), slot(eva, at=time(18))
    made = booking.book(ada, old.pk, "m2", None, NOW)
    booking.book(ben, new.pk, "m2", None, NOW)
    with pytest.raises(SlotTaken):
        booking.move(ada, made.pk, new.pk, NOW)
    made.refresh_from_db()
    assert (made.slot_id, made.seat, made.sequence) == (old.pk, 1, 0)


def test_moving_to_an_overlapping_time_of_another_expert_is_no_clash_with_itself(
    made: Course, eva: Actor, ada: Actor
) -> None:
    old, new = slot(eva), slot(expert(made, "Ole"), at=time(14, 15))
    mine = booking.book(ada, old.pk, "m2", None, NOW)
    assert booking.move(ada, mine.pk, new.pk, NOW).slot_id == new.pk
    assert kinds(eva) == ["appointment_booked", "appointment_cancelled"]


def test_a_single_appointment_does_not_become_one_in_a_group(eva: Actor, ada: Actor) -> None:
    mine = booking.book(ada, slot(eva).pk, "m2", None, NOW)
    with pytest.raises(NotFound):
        booking.move(ada, mine.pk, slot(eva, at=time(18), seats=9).pk, NOW)


def test_a_request_is_booked_with_its_expert_alone(made: Course, eva: Actor, ada: Actor) -> None:
    ole, sub = expert(made, "Ole", topics=("role",)), expert(made, "Sub")
    theirs, others, stand_in = slot(eva), slot(ole, at=time(9)), slot(sub, at=time(10))
    about = request_of(ada, eva)
    assert [each.slot.pk for each in choices(ada, NOW, about).rows] == [theirs.pk]
    with pytest.raises(NotFound):
        booking.book(ada, others.pk, "demand", about.pk, NOW)
    Absence.objects.create(
        person_id=eva.person_id, since=DAY, until=DAY, substitute_id=sub.person_id
    )
    assert [each.slot.pk for each in choices(ada, NOW, about).rows] == [stand_in.pk]
    made_ = booking.book(ada, stand_in.pk, "demand", about.pk, NOW)
    assert made_.request_id == about.pk


def test_a_request_nobody_has_is_booked_with_those_of_its_topic(
    made: Course, eva: Actor, ada: Actor
) -> None:
    row = slot(eva)
    slot(expert(made, "Lea", topics=("law",)), at=time(9))
    assert [each.slot.pk for each in choices(ada, NOW, request_of(ada)).rows] == [row.pk]


def test_nothing_is_booked_for_anothers_request_or_one_that_is_over(
    eva: Actor, ada: Actor, ben: Actor
) -> None:
    row = slot(eva)
    with pytest.raises(NotFound):
        booking.book(ben, row.pk, "demand", request_of(ada, eva).pk, NOW)
    with pytest.raises(NotFound):
        booking.book(ben, row.pk, "demand", 10**9, NOW)
    for state in ("draft", "closed"):
        with pytest.raises(RequestOver):
            booking.book(ada, row.pk, "demand", request_of(ada, eva, state=state).pk, NOW)


def test_team_mates_read_what_is_the_teams_and_not_what_is_private(
    made: Course, eva: Actor, ada: Actor, adler: Company
) -> None:
    mate = made.trainee("Mia", adler)
    rows = offer(eva, times=3)
    shared = booking.book(ada, rows[0].pk, "m2", None, NOW)
    private = booking.book(ada, rows[1].pk, "demand", request_of(ada, eva).pk, NOW)
    for_team = booking.book(ada, rows[2].pk, "demand", request_of(ada, eva, for_team=True).pk, NOW)
    found = booked.appointments(mate, NOW)
    assert [each.booking.pk for each in found.coming] == [shared.pk, for_team.pk]
    assert not any(each.changeable for each in found.coming)
    assert left(mate) == [0, 1, 0]
    with pytest.raises(NotFound):
        booked.appointment(mate, private.pk, NOW)
    assert kinds(mate) == ["appointment_booked"] * 2
    with pytest.raises(NotFound):
        booking.cancel(mate, shared.pk, NOW)


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


def test_more_than_a_page_of_slots_is_led_on_by_day(eva: Actor, ada: Actor) -> None:
    for hour in (8, 9, 10):
        offer(eva, at=time(hour), times=26)
    first = choices(ada, NOW)
    assert (len(first.rows), first.more) == (PAGE, True)
    rest = choices(ada, NOW, since=first.rows[-1].slot.starts_at.date())
    assert rest.rows[-1].slot.pk == Slot.objects.latest("starts_at").pk
    assert not rest.more


@pytest.mark.django_db(transaction=True)
def test_of_many_at_one_moment_one_gets_the_place(tmp_path: object) -> None:
    made = course()
    eva = expert(made, "Eva")
    row, spare = slot(eva), slot(eva, at=time(18))
    people = [made.trainee(f"T{number}", team(made, f"T{number}")) for number in range(6)]
    with own_connections(tmp_path):  # type: ignore[arg-type]
        answers = at_once(
            [lambda who=who: booking.book(who, row.pk, "m2", None, NOW) for who in people]
        )
    won = [each for each in answers if isinstance(each, Booking)]
    lost = [each for each in answers if isinstance(each, SlotTaken)]
    assert (len(won), len(lost)) == (1, 5), answers
    assert {each.free for each in lost} == {spare.pk}


@pytest.mark.django_db(transaction=True)
def test_of_a_team_two_at_one_moment_take_no_more_than_is_left(tmp_path: object) -> None:
    made = course()
    eva, adler = expert(made, "Eva"), team(made)
    rows = offer(eva, times=2)
    people = [made.trainee(name, adler) for name in ("Ada", "Mia")]
    with own_connections(tmp_path):  # type: ignore[arg-type]
        answers = at_once(
            [
                lambda who=who, row=row: booking.book(who, row.pk, "m2", None, NOW)
                for who, row in zip(people, rows, strict=True)
            ]
        )
    assert sorted(type(each).__name__ for each in answers) == ["Booking", "NoneLeft"]


def test_many_processes_at_few_slots_book_each_once() -> None:
    """What ``scripts/load booking`` proves with 50 people, 20 slots and 200 rounds."""
    found = booking_rounds.prove(3, people=10, slots=4)
    assert (found.booked, found.refused, found.full) == (3 * 4, 3 * 6, 3), found
    assert (found.double, found.without_next, found.astray, found.errors) == (0, 0, 0, 0), found
