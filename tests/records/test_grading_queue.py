"""The queue: what is in it, for whom, how long it has waited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.records.grading_cases import (
    NOW,
    WEAK,
    Course,
    decide,
    hand_in,
    rating,
)
from tests.records.queue_cases import team
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.grading import service
from xblocks.grading.ordering import Sort
from xblocks.grading.service import Filters, View
from xblocks.roster.records import District


def titles(actor: Actor, filters: Filters | None = None) -> list[str]:
    return [row.team for row in service.queue(actor, filters or Filters(), NOW).rows]


def test_each_view_shows_its_works_and_counts_them(made: Course) -> None:
    exercise, tom = made.exercise(), made.trainer("Tom")
    for name, late in (("Adler", False), ("Bergwerk", True), ("Claas", False)):
        hand_in(team(made, name), exercise, late=late)
    decide(tom, hand_in(team(made, "Dorn"), exercise, late=True))
    decide(tom, hand_in(team(made, "Esche"), exercise), rating(WEAK))
    held = hand_in(team(made, "Falk"), exercise)
    service.claim(tom, held.pk, NOW)
    assert titles(tom) == ["Adler", "Bergwerk", "Claas", "Falk"]
    assert titles(tom, Filters(view=View.LATE)) == ["Bergwerk"]
    assert titles(tom, Filters(view=View.MINE)) == ["Falk"]
    assert titles(tom, Filters(view=View.RETURNED)) == ["Esche"]
    assert titles(tom, Filters(view=View.DONE)) == ["Dorn"]
    counters = service.queue(tom, Filters(), NOW).counters
    assert (counters.waiting, counters.late, counters.mine) == (4, 1, 1)
    assert (counters.returned, counters.done, counters.long_waiting) == (1, 1, 0)


def test_a_row_tells_what_a_trainer_decides_by(made: Course) -> None:
    company = made.company("Adler")
    ada, ben = made.trainee("Ada", company), made.trainee("Ben", company)
    due = NOW - timedelta(hours=1)
    work = hand_in(ada, made.exercise("Sketch"), ben, late=True, due=due)
    tom, tina = made.trainer("Tom"), made.trainer("Tina")
    service.claim(tom, work.pk, NOW)
    (seen,) = service.queue(tina, Filters(), NOW).rows
    assert (seen.title, seen.team, seen.members, seen.district, seen.number) == (
        "Sketch",
        "Adler",
        ("Ada", "Ben"),
        "North",
        1,
    )
    assert (seen.due, seen.late, seen.holder, seen.mine, seen.stale) == (
        due,
        True,
        "Tom",
        False,
        False,
    )
    (own,) = service.queue(tom, Filters(), NOW + timedelta(hours=8)).rows
    assert (own.mine, own.stale) == (True, True)


def test_trainers_see_their_districts_coordinators_and_staff_all(made: Course) -> None:
    exercise = made.exercise()
    hand_in(team(made, "Adler"), exercise)
    hand_in(team(made, "Zink", district=made.south), exercise)
    assert titles(made.trainer("Tom")) == ["Adler"]
    assert titles(made.trainer("Sue", made.south)) == ["Zink"]
    both = {"Adler", "Zink"}
    assert set(titles(made.trainer("Staff", made.north, made.south))) == both
    assert set(titles(made.person("Cora", [Role.COORDINATOR]))) == both
    assert titles(made.person("Nobody", [Role.TRAINER])) == []
    north = Filters(district=made.north.pk)
    assert titles(made.person("Cora", [Role.COORDINATOR]), north) == ["Adler"]
    with pytest.raises(NotFound):
        service.queue(made.trainer("Sue", made.south), north, NOW)
    with pytest.raises(NotFound):
        service.queue(made.trainer("Tom"), Filters(usage_key="block-v1:else"), NOW)


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.EXPERT, Role.AUTHOR])
def test_the_queue_is_for_trainers_and_coordinators(made: Course, role: Role) -> None:
    with pytest.raises(NotAllowed):
        service.queue(made.person("Nina", [role]), Filters(), NOW)
    with pytest.raises(NotAllowed):
        service.following(made.person("Nino", [role]), Filters(), 1, NOW)


def test_filters_by_exercise_and_age(made: Course) -> None:
    sketch, plan, tom = made.exercise("Sketch"), made.exercise("Plan"), made.trainer("Tom")
    old = NOW - timedelta(days=8)  # from a Sunday to the Monday of the week after next
    hand_in(team(made, "Adler"), sketch, now=old)
    hand_in(team(made, "Bergwerk"), plan)
    assert titles(tom, Filters(usage_key=plan.usage_key)) == ["Bergwerk"]
    assert titles(tom, Filters(min_days=6)) == ["Adler"]
    assert titles(tom, Filters(min_days=7)) == []
    assert [row.waited for row in service.queue(tom, Filters(), NOW).rows] == [6, 0]
    page = service.queue(tom, Filters(usage_key=sketch.usage_key), NOW)
    assert (page.counters.waiting, page.counters.long_waiting) == (1, 1)
    assert [(each.label, each.waiting) for each in page.exercises] == [("Plan", 1), ("Sketch", 1)]
    assert [(each.label, each.waiting) for each in page.districts] == [("North", 2)]


def test_the_four_ways_to_sort(made: Course) -> None:
    first, second, tom = made.exercise("A"), made.exercise("B"), made.trainer("Tom")
    day = timedelta(days=1)
    hand_in(team(made, "Claas"), second, now=NOW - 3 * day, due=NOW + 2 * day)
    hand_in(team(made, "Adler"), second, now=NOW - 2 * day, due=None)
    hand_in(team(made, "Bergwerk"), first, now=NOW - day, due=NOW + day)
    orders = {
        Sort.AGE: ["Claas", "Adler", "Bergwerk"],
        Sort.TEAM: ["Adler", "Bergwerk", "Claas"],
        Sort.EXERCISE: ["Bergwerk", "Claas", "Adler"],
        Sort.DEADLINE: ["Bergwerk", "Claas", "Adler"],
    }
    for sort, order in orders.items():
        assert titles(tom, Filters(sort=sort)) == order
        assert titles(tom, Filters(sort=sort, ascending=False)) == order[::-1]


def test_each_district_counts_its_own_holidays(made: Course) -> None:
    # Epiphany 2027, a Wednesday, is one in Bavaria and none in Hamburg.
    north, south = made.north, made.south
    for district, states in ((north, "HH"), (south, "BY")):
        District.objects.filter(pk=district.pk).update(states=states)
    exercise, handed_in = made.exercise(), datetime(2027, 1, 4, 12, tzinfo=UTC)
    looked = datetime(2027, 1, 7, 12, tzinfo=UTC)
    staff = made.trainer("Staff", north, south)
    for name, district in (("Adler", north), ("Zink", south)):
        hand_in(team(made, name, district=district), exercise, now=handed_in)
    page = service.queue(staff, Filters(min_days=2), looked)
    assert [(row.team, row.waited) for row in page.rows] == [("Adler", 3), ("Zink", 2)]
    longer = service.queue(staff, Filters(min_days=3), looked)
    assert [row.team for row in longer.rows] == ["Adler"]
    for row in page.rows:
        service.claim(staff, row.work_id, looked)
    mine = service.queue(staff, Filters(view=View.MINE, min_days=3), looked)
    assert [row.team for row in mine.rows] == ["Adler"]


def test_a_day_begins_at_midnight_of_the_course(made: Course) -> None:
    exercise, tom = made.exercise(), made.trainer("Tom")
    # In Berlin it is 2 March already, an hour before it is in Greenwich.
    hand_in(team(made, "Adler"), exercise, now=datetime(2027, 3, 1, 23, 30, tzinfo=UTC))
    hand_in(team(made, "Bergwerk"), exercise, now=datetime(2027, 3, 1, 22, 30, tzinfo=UTC))
    looked = datetime(2027, 3, 2, 8, tzinfo=UTC)
    page = service.queue(tom, Filters(min_days=1), looked)
    assert [row.team for row in page.rows] == ["Bergwerk"]


def test_the_next_work_is_the_next_nobody_else_holds(made: Course) -> None:
    exercise, tom, tina = made.exercise(), made.trainer("Tom"), made.trainer("Tina")
    works = [
        hand_in(team(made, name), exercise, now=NOW + timedelta(minutes=minute))
        for minute, name in enumerate(("Adler", "Bergwerk", "Claas"))
    ]
    service.claim(tina, works[1].pk, NOW)
    assert service.following(tom, Filters(), works[0].pk, NOW) == works[2].pk
    assert service.following(tina, Filters(), works[0].pk, NOW) == works[1].pk
    assert service.following(tom, Filters(), works[2].pk, NOW) is None
    decide(tom, works[0])
    assert service.following(tom, Filters(), works[0].pk, NOW) == works[2].pk
    later = NOW + timedelta(hours=8)
    assert service.following(tom, Filters(), works[0].pk, later) == works[1].pk
    with pytest.raises(NotFound):
        service.following(made.trainer("Sue", made.south), Filters(), works[0].pk, NOW)


def test_seats_of_a_jury_are_shown_and_are_mine(made: Course) -> None:
    work = hand_in(team(made, "Adler"), made.exercise(jury=3))
    tom = made.trainer("Tom")
    service.take_seat(tom, work.pk, NOW)
    saved = service.save_draft(tom, work.pk, 0, rating(), NOW)
    service.take_seat(made.trainer("Tina"), work.pk, NOW)
    service.submit_seat(tom, work.pk, saved.version, NOW)
    (row,) = service.queue(tom, Filters(view=View.MINE), NOW).rows
    assert (row.seats, row.seated, row.submitted) == (3, 2, 1)


def test_own_works_are_filtered_too(made: Course) -> None:
    sketch, plan, tom = made.exercise("Sketch"), made.exercise("Plan"), made.trainer("Tom")
    old = NOW - timedelta(days=8)
    for name, exercise, when in (("Adler", sketch, old), ("Bergwerk", plan, NOW)):
        service.claim(tom, hand_in(team(made, name), exercise, now=when).pk, NOW)
    hand_in(team(made, "Claas"), plan)
    away = hand_in(team(made, "Zink", district=made.south), made.exercise(jury=2))
    sue = made.trainer("Sue", made.south)
    service.take_seat(sue, away.pk, NOW)
    assert tom.person_id is not None
    service.seat_guest(sue, away.pk, tom.person_id, NOW)
    mine = Filters(view=View.MINE, sort=Sort.TEAM)
    assert titles(tom, mine) == ["Adler", "Bergwerk", "Zink"]
    assert titles(tom, replace(mine, usage_key=plan.usage_key)) == ["Bergwerk"]
    assert titles(tom, replace(mine, min_days=6)) == ["Adler"]
    assert titles(tom, replace(mine, district=made.north.pk)) == ["Adler", "Bergwerk"]


def test_figures_stay_true_whatever_happens(made: Course) -> None:
    from xblocks.grading.shelving import recount

    ada, tom = team(made, "Adler"), made.trainer("Tom")
    exercise = made.exercise()
    decide(tom, hand_in(ada, exercise, late=True), rating(WEAK))
    assert recount(made.key) == 0
    second = hand_in(ada, exercise)
    assert recount(made.key) == 0
    service.withdraw(ada, second.pk, NOW)
    assert recount(made.key) == 0
    decide(tom, hand_in(ada, exercise))
    assert recount(made.key) == 0


def test_staff_without_a_place_on_the_list_is_named_by_its_account(made: Course) -> None:
    work = hand_in(team(made, "Adler"), made.exercise())
    tom = made.trainer("Tom")
    staff = replace(tom, person_id=None)
    service.claim(staff, work.pk, NOW)
    from xblocks.roster.records import Person

    Person.objects.filter(id=tom.person_id).update(user=None)
    (row,) = service.queue(made.trainer("Tina"), Filters(), NOW).rows
    assert row.holder.startswith("tom")
