"""Appointments are cancelled and moved, belong to requests, and to a team."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.records.slot_cases import (
    DAY,
    NOW,
    Course,
    course,
    expert,
    offer,
    request_of,
    slot,
    team,
)
from xblocks.coaching.appointments import booked, booking
from xblocks.coaching.appointments.choosing import choices
from xblocks.coaching.appointments.refusals import RequestOver, SlotOver, SlotTaken
from xblocks.coaching.records import Absence
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.notices.records import Notice
from xblocks.roster.records import Company

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
