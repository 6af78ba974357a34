"""Experts publish, move and cancel times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

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
from xblocks.coaching.appointments import booking, slots
from xblocks.coaching.appointments.refusals import (
    OfferedBefore,
    SlotChanged,
    SlotOver,
    SlotsOverlap,
)
from xblocks.coaching.domain.slots import Offer
from xblocks.coaching.domain.unfit import InThePast, NoSuchTime
from xblocks.coaching.records import Absence, Booking, Slot
from xblocks.core.errors import BadRequest, Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor
from xblocks.host.dates import course_zone
from xblocks.notices.records import Notice

HOUR = timedelta(hours=1)


@pytest.fixture
def made(db: None) -> Course:
    return course()


@pytest.fixture
def eva(made: Course) -> Actor:
    return expert(made, "Eva", made.north)


@pytest.fixture
def ada(made: Course) -> Actor:
    return made.trainee("Ada", team(made))


def shown(row: Slot) -> datetime:
    return row.starts_at.astimezone(course_zone())


def kinds(person: Actor) -> list[str]:
    found = Notice.objects.filter(person=person.person_id).order_by("id")
    return list(found.values_list("kind", flat=True))


def test_a_slot_is_published_as_the_clock_shows_it(eva: Actor) -> None:
    row = slot(eva, guard=24 * 60, place="Room 4")
    assert shown(row).isoformat() == "2027-03-10T14:00:00+01:00"
    assert row.ends_at - row.starts_at == timedelta(minutes=45)
    assert row.closes_at == row.starts_at - timedelta(days=1)
    assert (row.seats, row.place, row.sequence) == (1, "Room 4", 0)


def test_a_series_over_the_change_of_the_clock_stays_at_its_time(eva: Actor) -> None:
    rows = offer(eva, date(2027, 3, 17), times=4)
    assert [shown(row).strftime("%d.%m. %H:%M %z") for row in rows] == [
        "17.03. 14:00 +0100",
        "24.03. 14:00 +0100",
        "31.03. 14:00 +0200",
        "07.04. 14:00 +0200",
    ]
    assert len({row.uid for row in rows}) == 4
    assert len({row.series for row in rows}) == 1


def test_publishing_twice_with_one_token_publishes_once(eva: Actor) -> None:
    wanted = Offer(DAY, time(14), times=3)
    first = slots.offer(eva, wanted, "same", NOW)
    second = slots.offer(eva, wanted, "same", NOW)
    assert [row.pk for row in first] == [row.pk for row in second]
    assert Slot.objects.count() == 3


def test_other_times_under_a_used_token_are_not_taken_for_published(eva: Actor) -> None:
    slots.offer(eva, Offer(DAY, time(14)), "same", NOW)
    for other in (
        Offer(DAY, time(16)),
        Offer(DAY, time(14), times=2),
        Offer(DAY, time(14), seats=3),
    ):
        with pytest.raises(OfferedBefore):
            slots.offer(eva, other, "same", NOW)
    assert Slot.objects.count() == 1


def test_nothing_is_published_without_a_token(eva: Actor) -> None:
    with pytest.raises(BadRequest):
        slots.offer(eva, Offer(DAY, time(14)), "", NOW)


def test_own_times_do_not_overlap_and_nothing_of_the_series_is_published(eva: Actor) -> None:
    slot(eva, DAY + timedelta(weeks=2), time(14, 30))
    with pytest.raises(SlotsOverlap) as refused:
        offer(eva, DAY, time(14), times=5)
    assert "24" in str(refused.value)
    assert Slot.objects.count() == 1


def test_one_time_may_begin_when_the_other_ends_and_others_are_free(
    made: Course, eva: Actor
) -> None:
    slot(eva)
    slot(eva, at=time(14, 45))
    slot(expert(made, "Ole"))
    assert Slot.objects.count() == 3


def test_a_cancelled_time_can_be_offered_again(eva: Actor) -> None:
    row = slot(eva)
    slots.cancel(eva, row.pk, mark(eva, row), NOW)
    slot(eva)
    assert Slot.objects.filter(cancelled_at=None).count() == 1


def test_times_in_another_course_of_the_same_account_count(eva: Actor) -> None:
    other = course()
    there = expert(other, "Eva")
    from xblocks.roster.records import Person

    Person.objects.filter(pk=there.person_id).update(user=eva.user_id)
    slot(replace(there, user_id=eva.user_id))
    with pytest.raises(SlotsOverlap):
        slot(eva)


@pytest.mark.parametrize("role", ["trainee", "trainer"])
def test_others_publish_nothing(made: Course, role: str) -> None:
    actor = made.trainee("Ada", team(made)) if role == "trainee" else made.trainer("Tom")
    with pytest.raises(NotAllowed):
        slot(actor)


def test_nobody_publishes_in_the_name_of_somebody_else(eva: Actor) -> None:
    with pytest.raises(Masquerading):
        slot(replace(eva, masquerading=True))


def test_moving_takes_those_along_who_booked_and_tells_them(eva: Actor, ada: Actor) -> None:
    row = slot(eva, guard=24 * 60)
    booked = booking.book(ada, row.pk, "m2", None, NOW)
    moved = slots.move(eva, row.pk, date(2027, 3, 30), time(9), mark(eva, row), NOW)
    assert shown(moved).isoformat() == "2027-03-30T09:00:00+02:00"
    assert moved.closes_at == moved.starts_at - timedelta(days=1)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=45)
    booked.refresh_from_db()
    assert (moved.sequence, booked.sequence) == (1, 1)
    assert moved.uid == row.uid
    assert kinds(ada) == ["appointment_booked", "appointment_moved"]


def test_moving_to_where_it_is_tells_nobody(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    booking.book(ada, row.pk, "m2", None, NOW)
    assert slots.move(eva, row.pk, DAY, time(14), mark(eva, row), NOW).sequence == 0
    assert kinds(ada) == ["appointment_booked"]


def test_a_slot_is_not_moved_onto_another_or_into_the_past(eva: Actor) -> None:
    row, _other = slot(eva), slot(eva, at=time(16))
    with pytest.raises(SlotsOverlap):
        slots.move(eva, row.pk, DAY, time(15, 30), mark(eva, row), NOW)
    with pytest.raises(InThePast):
        slots.move(eva, row.pk, date(2027, 3, 1), time(18), mark(eva, row), NOW)
    with pytest.raises(NoSuchTime):
        slots.move(eva, row.pk, date(2027, 3, 28), time(2, 30), mark(eva, row), NOW)
    assert slots.move(eva, row.pk, DAY, time(14, 15), mark(eva, row), NOW).sequence == 1


def test_who_decides_on_an_old_page_is_refused(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    before = mark(eva, row)
    booking.book(ada, row.pk, "m2", None, NOW)
    with pytest.raises(SlotChanged):
        slots.cancel(eva, row.pk, before, NOW)
    with pytest.raises(SlotChanged):
        slots.move(eva, row.pk, DAY, time(16), before, NOW)
    assert Booking.objects.get().seat == 1


def test_cancelling_gives_the_places_back_and_tells(eva: Actor, ada: Actor) -> None:
    row = slot(eva)
    booked = booking.book(ada, row.pk, "m2", None, NOW)
    assert slots.cancel(eva, row.pk, mark(eva, row), NOW + HOUR) == 1
    booked.refresh_from_db()
    row.refresh_from_db()
    assert (booked.seat, booked.cancelled_at, booked.sequence) == (None, NOW + HOUR, 1)
    assert (row.cancelled_at, row.sequence) == (NOW + HOUR, 1)
    assert kinds(ada) == ["appointment_booked", "appointment_cancelled"]


def test_cancelling_again_is_as_good_as_once(eva: Actor) -> None:
    row = slot(eva)
    seen = mark(eva, row)
    assert slots.cancel(eva, row.pk, seen, NOW) == 1
    assert slots.cancel(eva, row.pk, seen, NOW) == 0
    row.refresh_from_db()
    assert row.sequence == 1


def test_the_rest_of_a_series_is_cancelled_with_it_and_nothing_else(eva: Actor, ada: Actor) -> None:
    rows = offer(eva, times=4)
    alone = slot(eva, DAY + timedelta(weeks=9))
    booking.book(ada, rows[3].pk, "m2", None, NOW)
    assert slots.following(eva, rows[1]) == 2
    assert slots.cancel(eva, rows[1].pk, mark(eva, rows[1]), NOW, with_rest=True) == 3
    live = set(Slot.objects.filter(cancelled_at=None).values_list("pk", flat=True))
    assert live == {rows[0].pk, alone.pk}
    assert kinds(ada)[-1] == "appointment_cancelled"


def test_what_has_begun_is_changed_no_more(eva: Actor) -> None:
    row = slot(eva)
    with pytest.raises(SlotOver):
        slots.cancel(eva, row.pk, mark(eva, row), row.starts_at)
    with pytest.raises(SlotOver):
        slots.move(eva, row.pk, DAY + timedelta(days=9), time(9), mark(eva, row), row.starts_at)


def test_somebody_elses_slot_does_not_exist(made: Course, eva: Actor) -> None:
    row = slot(eva)
    other = expert(made, "Ole")
    elsewhere = expert(course(), "Ida")
    for actor in (other, elsewhere):
        with pytest.raises(NotFound):
            slots.own_slot(actor, row.pk)
        with pytest.raises(NotFound):
            slots.move(actor, row.pk, DAY, time(16), "0-", NOW)
        with pytest.raises(NotFound):
            slots.cancel(actor, row.pk, "0-", NOW)


def test_own_times_show_who_comes_and_when_one_is_away(
    eva: Actor, ada: Actor, django_assert_num_queries: object
) -> None:
    first, second = slot(eva, seats=3), slot(eva, DAY + timedelta(days=1))
    booking.book(ada, first.pk, "", None, NOW)
    Absence.objects.create(person_id=eva.person_id, since=DAY, until=DAY)
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = slots.own_slots(eva, NOW)
    assert [row.slot.pk for row in found.coming] == [first.pk, second.pk]
    assert [each.person.name for each in found.coming[0].bookings] == ["Ada"]
    assert [row.free for row in found.coming] == [2, 1]
    assert [row.away for row in found.coming] == [True, False]
    later = slots.own_slots(eva, first.ends_at)
    assert [row.slot.pk for row in later.past] == [first.pk]
