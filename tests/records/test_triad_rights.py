"""Who may call what: every use case of triads, asked by those who may not.

Staff who look at the course as somebody else write nothing in that person's name and read nothing
of theirs; who has another role is told so; and a page that only asks costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core import signing

from tests.records.triad_hall import Hall, note
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.role_play.records import RoundNote, RoundSheet, TriadGroup, TriadMember, TriadRound
from xblocks.role_play.triad import (
    feedback,
    membership,
    noting,
    opening,
    polling,
    releasing,
    running,
)
from xblocks.role_play.triad.rules import Part, Stage, Step
from xblocks.role_play.triad.running import Press

Call = Callable[[Hall, TriadGroup, Actor], Any]

OF_TRAINEES: dict[str, Call] = {
    "triads_of": lambda h, g, a: opening.triads_of(a, h.exercise),
    "open": lambda h, g, a: opening.open_triad(a, h.exercise, h.now),
    "join": lambda h, g, a: opening.join(a, h.exercise, g.code, h.now),
    "come_in": lambda h, g, a: opening.come_in(a, g.pk, h.now),
    "take_in": lambda h, g, a: opening.take_in(a, g.pk, h.dia.person_id, h.now),
    "leave": lambda h, g, a: opening.leave(a, g.pk, h.now),
    "phone": lambda h, g, a: opening.set_phone(a, g.pk, h.ada.person_id, h.now, has=False),
    "reached": lambda h, g, a: membership.reached(a, g.pk),
    "begin": lambda h, g, a: running.begin(a, g.pk, h.now),
    "press": lambda h, g, a: running.press(a, g.pk, Press.NEXT, (1, "feedback"), h.now),
    "case": lambda h, g, a: running.choose_case(a, g.pk, 1, "r2", h.now),
    "aims": lambda h, g, a: running.pay_attention(a, g.pk, 1, "x", ["b1"], h.now),
    "rate": lambda h, g, a: feedback.rate(a, g.pk, 1, Part.ADVISER, {"b1": 1}, h.now),
    "give": lambda h, g, a: feedback.give(a, g.pk, 1, Stage.EXPERIENCE, "x", h.now),
    "skip": lambda h, g, a: feedback.skip(a, g.pk, 1, Stage.EXPERIENCE, h.now),
    "intend": lambda h, g, a: feedback.intend(a, g.pk, 1, "x", h.now),
    "keep": lambda h, g, a: noting.keep(a, g.pk, 1, [note()], h.now),
    "rounds_of": lambda h, g, a: releasing.rounds_of(a, h.exercise),
}
OF_ROUNDS: dict[str, Call] = {
    "round": lambda h, g, a: releasing.round_reached(a, h.round(g).pk),
    "release": lambda h, g, a: releasing.release(a, h.round(g).pk, h.now, to_triad=True),
    "invite": lambda h, g, a: releasing.invite(a, h.round(g).pk, h.tom.person_id, h.now),
}
OF_TRAINERS: dict[str, Call] = {
    "invitations": lambda h, g, a: releasing.invitations(a),
    "rate": lambda h, g, a: releasing.rate_as_trainer(a, h.round(g).pk, {}, "x", "", h.now),
}


@pytest.fixture
def hall(db: None) -> Hall:
    return Hall()


@pytest.fixture
def group(hall: Hall) -> TriadGroup:
    return hall.played(Step.FEEDBACK)


def rows() -> list[Any]:
    """All that is kept."""
    tables = (TriadGroup, TriadMember, TriadRound, RoundSheet, RoundNote)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("name", [*OF_TRAINEES, *OF_ROUNDS])
def test_who_looks_on_as_a_trainee_does_and_reads_nothing(
    hall: Hall, group: TriadGroup, name: str
) -> None:
    before = rows()
    with pytest.raises(Masquerading):
        (OF_TRAINEES | OF_ROUNDS)[name](hall, group, replace(hall.ada, masquerading=True))
    assert rows() == before


@pytest.mark.parametrize("name", [*OF_TRAINERS, *OF_ROUNDS])
def test_who_looks_on_as_a_trainer_does_and_reads_nothing(
    hall: Hall, group: TriadGroup, name: str
) -> None:
    TriadRound.objects.filter(triad=group).update(trainer=hall.tom.person_id)
    before = rows()
    with pytest.raises(Masquerading):
        (OF_TRAINERS | OF_ROUNDS)[name](hall, group, replace(hall.tom, masquerading=True))
    assert rows() == before


@pytest.mark.parametrize("name", OF_TRAINEES)
def test_what_trainees_do_is_for_nobody_else(hall: Hall, group: TriadGroup, name: str) -> None:
    before = rows()
    for role in set(Role) - {Role.TRAINEE}:
        with pytest.raises(NotAllowed):
            OF_TRAINEES[name](hall, group, replace(hall.ada, roles=frozenset({role})))
    assert rows() == before


@pytest.mark.parametrize("name", OF_TRAINERS)
def test_what_trainers_do_is_for_nobody_else(hall: Hall, group: TriadGroup, name: str) -> None:
    TriadRound.objects.filter(triad=group).update(trainer=hall.tom.person_id)
    for role in set(Role) - {Role.TRAINER}:
        with pytest.raises(NotAllowed):
            OF_TRAINERS[name](hall, group, replace(hall.tom, roles=frozenset({role})))
    assert not RoundSheet.objects.exists()


@pytest.mark.parametrize("name", [*OF_ROUNDS, "rate"])
def test_staff_of_no_list_and_trainers_nobody_invited_find_no_round(
    hall: Hall, group: TriadGroup, name: str
) -> None:
    staff = Actor(99, hall.where.key, "Staff", frozenset(Role))
    for who in (staff, hall.tom, hall.uta):
        with pytest.raises(NotFound):
            (OF_ROUNDS | OF_TRAINERS)[name](hall, group, who)
    assert releasing.invitations(staff) == []


def test_somebody_of_another_course_finds_nothing(hall: Hall, group: TriadGroup) -> None:
    astray = replace(hall.ada, course_key="course-v1:other+x+1")
    with pytest.raises(NotFound):
        membership.reached(astray, group.pk)
    with pytest.raises(NotFound):
        releasing.round_reached(astray, hall.round(group).pk)


def test_asking_whether_anything_changed_is_one_statement(
    hall: Hall, group: TriadGroup, django_assert_num_queries: Callable[..., Any]
) -> None:
    key = polling.key(hall.access(hall.ada, group))
    with django_assert_num_queries(1):
        assert polling.unchanged(key, group.pk, group.revision)
    hall.press(Press.STOP, group)
    assert not polling.unchanged(key, group.pk, group.revision - 1)


@pytest.mark.parametrize("since", [0, -1, 10**30])
def test_a_number_that_never_was_is_a_change(hall: Hall, group: TriadGroup, since: int) -> None:
    assert not polling.unchanged(polling.key(hall.access(hall.ada, group)), group.pk, since)


def test_a_key_of_another_triad_or_of_nobody_opens_nothing(hall: Hall, group: TriadGroup) -> None:
    other = Hall()
    theirs = other.begun()
    keys = ["", "x", "\ud800", "a:b:c", signing.dumps(group.pk, salt="another")]
    for key in [*keys, polling.key(other.access(other.ada, theirs))]:
        assert not polling.unchanged(key, group.pk, group.revision)


def test_reaching_a_triad_takes_five_statements_at_most(
    hall: Hall, group: TriadGroup, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(5):
        here = membership.reached(hall.ada, group.pk)
        assert (here.serves, here.name_of(hall.ben.person_id)) == ({Part.ADVISER}, "Ben")
