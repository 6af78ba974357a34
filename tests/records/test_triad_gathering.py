"""Three gather: by a code, from the list; one goes, comes back, has no phone.

The way: one opens and reads six letters aloud; two type them; somebody who is late is taken from
the list. Whatever goes wrong is said, and those who were in it stay in it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.records.triad_hall import Hall
from xblocks.core.errors import NotFound, NotOnRoster
from xblocks.core.people import Actor
from xblocks.role_play.records import TriadGroup, TriadMember
from xblocks.role_play.triad import opening, running
from xblocks.role_play.triad.refusals import (
    AlreadyBegun,
    CodeExpired,
    CodeUnknown,
    NotToBeTaken,
    PlaysElsewhere,
    TooMany,
    TriadFull,
)
from xblocks.role_play.triad.rules import Part, Step
from xblocks.role_play.triad.running import Press
from xblocks.roster.records import Person


@pytest.fixture
def hall(db: None) -> Hall:
    return Hall()


def seats(group: TriadGroup) -> list[tuple[int, int]]:
    """Who sits where."""
    return list(
        TriadMember.objects.filter(triad=group).order_by("seat").values_list("seat", "person")
    )


def test_three_sit_in_the_order_in_which_they_came(hall: Hall) -> None:
    group = hall.gather(hall.ben, hall.ada, hall.cem)
    people = [hall.ben, hall.ada, hall.cem]
    assert seats(group) == [(number, each.person_id) for number, each in enumerate(people)]
    assert set(group.code) <= set(opening.CODE_SIGNS)
    assert len(group.code) == opening.CODE_SIZE


def test_the_code_lasts_until_midnight_of_the_course(hall: Hall) -> None:
    group = hall.open()
    assert group.code_until == hall.now + timedelta(hours=5)  # 18:00 UTC is 19:00 there
    hall.now = group.code_until - timedelta(seconds=1)
    hall.join(hall.ben, group.code)
    hall.now = group.code_until
    with pytest.raises(CodeExpired):
        hall.join(hall.cem, group.code)
    assert len(seats(group)) == 2


def test_who_is_in_it_comes_back_with_the_code_of_yesterday(hall: Hall) -> None:
    group = hall.begun()
    hall.wait(days=1)
    opening.leave(hall.ben, group.pk, hall.now)
    hall.join(hall.ben, group.code)
    assert len(hall.access(hall.ada, group).present) == 3


def test_opening_again_opens_nothing(hall: Hall) -> None:
    group = hall.open()
    assert hall.open() == group
    hall.wait(days=1)
    assert hall.open() != group
    assert [each.pk for each in opening.triads_of(hall.ada, hall.exercise)][1] == group.pk


def test_nobody_opens_triads_without_end(hall: Hall) -> None:
    for _day in range(opening.MOST_OPENED):
        hall.open()
        hall.wait(days=1)
    with pytest.raises(TooMany) as refused:
        hall.open()
    assert refused.value.message.params == {"most": opening.MOST_OPENED}
    assert TriadGroup.objects.count() == opening.MOST_OPENED


def test_a_fourth_is_told_that_three_are_enough(hall: Hall) -> None:
    group = hall.gather()
    before = hall.access(hall.ada, group).group.revision
    with pytest.raises(TriadFull):
        hall.join(hall.dia, group.code)
    with pytest.raises(TriadFull):
        opening.take_in(hall.ada, group.pk, hall.dia.person_id, hall.now)
    assert len(seats(group)) == 3
    assert hall.access(hall.ada, group).group.revision == before
    assert opening.to_be_taken(hall.access(hall.ada, group)) == []


def test_the_same_person_twice_has_one_seat(hall: Hall) -> None:
    group = hall.gather(hall.ada, hall.ben)
    hall.join(hall.ben, group.code)
    hall.join(hall.ada, group.code)
    opening.take_in(hall.ada, group.pk, hall.ben.person_id, hall.now)
    assert seats(group) == [(0, hall.ada.person_id), (1, hall.ben.person_id)]


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_code_is_known_however_it_is_typed(hall: Hall, typed: str) -> None:
    code = hall.open().code
    spread = " ".join(code)
    text = typed.format(code, code.lower(), f"{code[:3]}-{code[3:]}", spread.lower())
    assert hall.join(hall.ben, text).code == code


@pytest.mark.parametrize(
    "typed", ["", "BCDF", "BCDFGHJ", "AEIOUY", "\ud800BCDFG", "B\x00CDFG", "%"]
)
def test_a_code_of_nobody_is_unknown(hall: Hall, typed: str) -> None:
    group = hall.open()
    TriadGroup.objects.filter(pk=group.pk).update(code="BCDFGH")
    with pytest.raises(CodeUnknown):
        hall.join(hall.ben, typed)
    assert len(seats(group)) == 1


def test_a_code_belongs_to_one_exercise_and_course(hall: Hall) -> None:
    other = Hall(where=hall.where)
    elsewhere = Hall()
    with pytest.raises(CodeUnknown):
        other.join(hall.ben, hall.open().code)
    with pytest.raises(CodeUnknown):
        hall.join(elsewhere.ada, hall.open().code)


def test_who_plays_elsewhere_leaves_there_first(hall: Hall) -> None:
    first, second = hall.gather(hall.ada, hall.ben), hall.gather(hall.cem)
    with pytest.raises(PlaysElsewhere) as refused:
        hall.join(hall.ben, second.code)
    assert refused.value.message.params == {"name": "Ben"}
    with pytest.raises(PlaysElsewhere):
        opening.take_in(hall.cem, second.pk, hall.ben.person_id, hall.now)
    opening.leave(hall.ben, first.pk, hall.now)
    hall.join(hall.ben, second.code)
    assert (len(seats(first)), len(seats(second))) == (1, 2)


@pytest.mark.parametrize("way", ["code", "button"])
def test_nobody_comes_back_while_they_play_elsewhere(hall: Hall, way: str) -> None:
    first, second = hall.begun(), hall.gather(hall.dia)
    opening.leave(hall.ben, first.pk, hall.now)
    hall.join(hall.ben, second.code)
    ways = {
        "code": lambda: hall.join(hall.ben, first.code),
        "button": lambda: opening.come_in(hall.ben, first.pk, hall.now),
    }
    with pytest.raises(PlaysElsewhere):
        ways[way]()
    opening.leave(hall.ben, second.pk, hall.now)
    opening.come_in(hall.ben, first.pk, hall.now)
    assert len(hall.access(hall.ben, first).present) == 3


def test_from_the_list_come_trainees_of_the_own_district(hall: Hall) -> None:
    group = hall.gather(hall.ada)
    listed = opening.to_be_taken(hall.access(hall.ada, group))
    assert [each.name for each in listed] == ["Cem", "Dia", "Ben"]  # Mill before Works
    for who in (hall.eve, hall.tom):
        with pytest.raises(NotToBeTaken):
            opening.take_in(hall.ada, group.pk, who.person_id, hall.now)
    with pytest.raises(NotToBeTaken):
        opening.take_in(hall.ada, group.pk, 10**6, hall.now)
    Person.objects.filter(pk=hall.cem.person_id).update(left_at=hall.now)
    with pytest.raises(NotToBeTaken):
        opening.take_in(hall.ada, group.pk, hall.cem.person_id, hall.now)
    assert len(seats(group)) == 1


def test_who_is_taken_in_has_no_phone_until_they_come(hall: Hall) -> None:
    group = hall.gather(hall.ada)
    opening.take_in(hall.ada, group.pk, hall.ben.person_id, hall.now)
    assert hall.access(hall.ada, group).reachable == {hall.ada.person_id}
    opening.come_in(hall.ben, group.pk, hall.now)
    before = hall.access(hall.ada, group)
    assert before.reachable == {hall.ada.person_id, hall.ben.person_id}
    opening.come_in(hall.ben, group.pk, hall.now)
    assert hall.access(hall.ada, group).group.revision == before.group.revision


def test_nobody_new_comes_while_they_play(hall: Hall) -> None:
    group = hall.begun(hall.ada, hall.ben)
    with pytest.raises(AlreadyBegun):
        hall.join(hall.cem, group.code)
    with pytest.raises(AlreadyBegun):
        opening.take_in(hall.ada, group.pk, hall.cem.person_id, hall.now)
    assert len(seats(group)) == 2


def test_a_seat_left_while_they_gather_is_free_again(hall: Hall) -> None:
    group = hall.gather()
    opening.leave(hall.ben, group.pk, hall.now)
    with pytest.raises(NotFound):
        hall.access(hall.ben, group)
    hall.join(hall.dia, group.code)
    assert seats(group)[1] == (1, hall.dia.person_id)


def test_a_triad_everybody_gave_up_lives_when_one_comes_back(hall: Hall) -> None:
    group = hall.open()
    opening.leave(hall.ada, group.pk, hall.now)
    group.refresh_from_db()
    assert group.ended_at == hall.now
    hall.join(hall.ben, group.code)
    hall.join(hall.ada, group.code)
    running.begin(hall.ada, group.pk, hall.now)
    assert hall.access(hall.ada, group).step is Step.PREPARE


def test_who_goes_in_a_round_keeps_the_seat_and_somebody_else_serves(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    opening.leave(hall.cem, group.pk, hall.now)
    opening.leave(hall.cem, group.pk, hall.now + timedelta(minutes=1))
    assert len(seats(group)) == 3
    here = hall.access(hall.ben, group)
    assert here.serves == {Part.COLLEAGUE, Part.OBSERVER}
    assert here.members[2].left_at == hall.now
    assert here.clock is not None
    assert here.step is Step.TALK
    hall.press(Press.NEXT, group, hall.ben)
    opening.come_in(hall.cem, group.pk, hall.now)
    assert hall.access(hall.cem, group).serves == {Part.OBSERVER}
    assert hall.access(hall.cem, group).step is Step.LEAVE


def test_who_went_is_in_no_later_round(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    opening.leave(hall.ben, group.pk, hall.now)
    hall.press(Press.NEXT, group)
    cast = hall.access(hall.cem, group).cast
    assert cast == {Part.ADVISER: hall.cem.person_id, Part.COLLEAGUE: hall.ada.person_id}


def test_anybody_says_who_has_no_phone(hall: Hall) -> None:
    group = hall.played(Step.PREPARE)
    opening.set_phone(hall.cem, group.pk, hall.ben.person_id, hall.now, has=False)
    assert hall.access(hall.cem, group).serves == {Part.OBSERVER, Part.COLLEAGUE}
    assert hall.access(hall.ben, group).serves == frozenset()
    opening.set_phone(hall.ada, group.pk, hall.ben.person_id, hall.now, has=True)
    assert hall.access(hall.ben, group).serves == {Part.COLLEAGUE}
    with pytest.raises(NotFound):
        opening.set_phone(hall.ada, group.pk, hall.dia.person_id, hall.now, has=False)


def test_a_triad_of_others_is_not_there(hall: Hall) -> None:
    group = hall.begun()
    for who in (hall.dia, hall.eve, Hall().ada):
        with pytest.raises(NotFound):
            hall.access(who, group)
        with pytest.raises(NotFound):
            opening.leave(who, group.pk, hall.now)


def test_who_is_on_no_list_opens_and_joins_nothing(hall: Hall) -> None:
    code = hall.open().code
    stranger = Actor(99, hall.where.key, "Staff", hall.ada.roles)
    with pytest.raises(NotOnRoster):
        hall.open(stranger)
    with pytest.raises(NotOnRoster):
        hall.join(stranger, code)
    assert opening.triads_of(stranger, hall.exercise) == []
    assert TriadMember.objects.count() == 1
