"""People of a triad at the same moment, each with a connection of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.at_once import at_once, own_connections
from tests.records.triad_hall import Hall, note
from xblocks.role_play.records import RoundNote, TriadGroup, TriadMember, TriadRound
from xblocks.role_play.triad import opening, running
from xblocks.role_play.triad.refusals import PlaysElsewhere, TriadFull
from xblocks.role_play.triad.rules import Part, Step
from xblocks.role_play.triad.running import Press

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4
"""A deadlock shows in some of them; without one there is none in any."""


def together(
    folder: Path, steps: Sequence[Callable[[], Any]], look: Callable[[], Any]
) -> tuple[list[Any], Any]:
    """Start all steps at one moment; return what came of them and what is there then."""
    folder.mkdir()
    with own_connections(folder):
        results = at_once(steps)
        (found,) = at_once([look])
    return results, found


def failed(results: Sequence[Any]) -> list[Any]:
    """What went wrong."""
    return [each for each in results if isinstance(each, Exception)]


def seats(group: TriadGroup) -> list[int]:
    """The seats that are taken."""
    members = TriadMember.objects.filter(triad=group).order_by("seat")
    return list(members.values_list("seat", flat=True))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_four_who_join_at_once_two_get_the_seats(tmp_path: Path, number: int) -> None:
    hall = Hall()
    group = hall.open()
    people = [hall.ben, hall.cem, hall.dia, hall.eve]
    steps = [lambda who=who: hall.join(who, group.code) for who in people]
    results, found = together(tmp_path / "own", steps, lambda: seats(group))
    assert Counter(map(type, results)) == {TriadGroup: 2, TriadFull: 2}, results
    assert found == [0, 1, 2]


def test_by_code_and_from_the_list_at_once_is_one_seat(tmp_path: Path) -> None:
    hall = Hall()
    group = hall.open()
    steps = [
        lambda: hall.join(hall.ben, group.code),
        lambda: opening.take_in(hall.ada, group.pk, hall.ben.person_id, hall.now),
    ]
    results, found = together(tmp_path / "own", [*steps, *steps], lambda: seats(group))
    assert not failed(results), results
    assert found == [0, 1]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_one_who_is_wanted_in_two_triads_sits_in_one(tmp_path: Path, number: int) -> None:
    hall = Hall()
    first, second = hall.open(), hall.open(hall.cem)
    steps = [
        lambda: hall.join(hall.ben, first.code),
        lambda: opening.take_in(hall.cem, second.pk, hall.ben.person_id, hall.now),
    ]
    results, found = together(
        tmp_path / "own",
        steps,
        lambda: TriadMember.objects.filter(person=hall.ben.person_id).count(),
    )
    assert [type(each) for each in failed(results)] == [PlaysElsewhere], results
    assert found == 1


def test_opening_twice_at_once_opens_one(tmp_path: Path) -> None:
    hall = Hall()
    results, found = together(tmp_path / "own", [hall.open] * 4, TriadGroup.objects.count)
    assert not failed(results), results
    assert found == 1
    assert len({each.pk for each in results}) == 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_beginning_while_somebody_comes_in_again(tmp_path: Path, number: int) -> None:
    hall = Hall()
    group = hall.gather()
    steps = [
        lambda: running.begin(hall.ada, group.pk, hall.now),
        lambda: hall.join(hall.ada, group.code),
        lambda: hall.join(hall.ben, group.code),
        lambda: hall.join(hall.cem, group.code),
        lambda: running.begin(hall.ben, group.pk, hall.now),
    ]
    results, found = together(
        tmp_path / "own", steps, lambda: TriadRound.objects.filter(triad=group).count()
    )
    assert not failed(results), results
    assert found == 1


@pytest.mark.parametrize("step", [Step.PREPARE, Step.INTENTION])
def test_all_press_next_at_once_and_go_one_step(tmp_path: Path, step: Step) -> None:
    hall = Hall()
    group = hall.played(step)
    seen = (group.round, group.step)
    steps = [
        lambda who=who: running.press(who, group.pk, Press.NEXT, seen, hall.now)
        for who in (hall.ada, hall.ben, hall.cem, hall.ada)
    ]
    results, found = together(tmp_path / "own", steps, lambda: TriadGroup.objects.get(pk=group.pk))
    assert not failed(results), results
    after = {Step.PREPARE: (1, "talk"), Step.INTENTION: (2, "prepare")}[step]
    assert (found.round, found.step) == after
    assert found.revision == group.revision + 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_same_notes_in_any_order_from_many_tabs_are_kept_once(
    tmp_path: Path, number: int
) -> None:
    hall = Hall()
    group = hall.played(Step.TALK)
    notes = [note(f"{number}") for number in range(20)]
    gone = [note("", id=each.id, removed=True) for each in notes[:5]]
    steps = [
        lambda: hall.keep(hall.cem, group, *notes),
        lambda: hall.keep(hall.cem, group, *reversed(notes)),
        lambda: hall.keep(hall.cem, group, *notes[7:], *notes[:7]),
        lambda: hall.keep(hall.cem, group, *reversed(gone)),
        lambda: hall.keep(hall.cem, group, *gone),
        lambda: hall.press(Press.NEXT, group),
    ]
    results, found = together(
        tmp_path / "own",
        steps,
        lambda: set(RoundNote.objects.filter(removed=False).values_list("text", flat=True)),
    )
    assert not failed(results), results
    assert found == {f"{number}" for number in range(5, 20)}


def test_levels_of_one_sheet_at_once_are_all_kept(tmp_path: Path) -> None:
    hall = Hall()
    group = hall.played(Step.TALK)
    steps = [
        lambda name=name: hall.rate(hall.cem, group, Part.OBSERVER, **{name: 3})
        for name in ("b1", "b4", "b7")
    ]
    results, found = together(
        tmp_path / "own",
        steps,
        lambda: TriadRound.objects.get(triad=group).sheets.get().levels,
    )
    assert not failed(results), results
    assert found == '{"b1": 3, "b4": 3, "b7": 3}'
