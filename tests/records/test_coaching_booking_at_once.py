"""Many book at the same moment."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from tests.at_once import at_once, own_connections
from tests.records import booking_rounds
from tests.records.slot_cases import (
    NOW,
    course,
    expert,
    offer,
    slot,
    team,
)
from xblocks.coaching.appointments import booking
from xblocks.coaching.appointments.refusals import SlotTaken
from xblocks.coaching.records import Booking

MINUTE = timedelta(minutes=1)


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
