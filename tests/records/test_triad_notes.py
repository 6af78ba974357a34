"""Notes on a talk: written without a connection, sent later, kept once.

The observer's phone is offline for ten minutes and sends thirty notes twice. Its clock was set to
another day. It finds a connection when the round is long over. All of it is kept, and once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.records.triad_hall import Hall, note
from xblocks.core.errors import NotFound
from xblocks.core.wording import TextNotReadable, TextTooLong
from xblocks.role_play.records import RoundNote
from xblocks.role_play.triad import opening
from xblocks.role_play.triad.refusals import GoneOn, NoteNotKept, NotYourPart
from xblocks.role_play.triad.rules import Step
from xblocks.role_play.triad.running import Press


@pytest.fixture
def hall(db: None) -> Hall:
    return Hall()


def kept() -> list[tuple[int, str]]:
    """What is kept, in order."""
    notes = RoundNote.objects.filter(removed=False).order_by("at", "pk")
    return list(notes.values_list("at", "text"))


def test_ten_minutes_without_connection_arrive_once(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.wait(minutes=12)
    notes = [note(f"note {number}", at=20 * number) for number in range(30)]
    ids = hall.keep(hall.cem, group, *notes)
    assert sorted(ids) == sorted(each.id for each in notes)
    hall.keep(hall.cem, group, *reversed(notes))
    assert kept() == [(20 * number, f"note {number}") for number in range(30)]


def test_a_batch_that_overlaps_the_last_adds_what_is_new(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.wait(minutes=1)
    first, second, third = (note(text, at=at) for at, text in enumerate(("a", "b", "c")))
    hall.keep(hall.cem, group, first, second)
    assert len(hall.keep(hall.cem, group, second, third, third)) >= 2
    assert kept() == [(0, "a"), (1, "b"), (2, "c")]


def test_a_clock_that_was_changed_costs_no_note(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.wait(seconds=90)
    hall.keep(hall.cem, group, note("early", at=-5), note("late", at=10**9))
    assert kept() == [(0, "early"), (90, "late")]
    hall.press(Press.NEXT, group)
    hall.wait(minutes=5)
    hall.keep(hall.cem, group, note("later still", at=10**12))
    assert kept()[-1] == (90, "later still")


def test_a_removed_note_stays_removed(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    written, never = note("wrong"), note("gone", removed=True)
    again = note("wrong", id=written.id, at=written.at, removed=True)
    hall.keep(hall.cem, group, written)
    hall.keep(hall.cem, group, again, never)
    hall.keep(hall.cem, group, written)
    assert kept() == []
    assert set(RoundNote.objects.values_list("text", flat=True)) == {""}


def test_written_and_removed_before_it_was_sent(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    written = note("wrong")
    hall.keep(hall.cem, group, written, note("", id=written.id, removed=True))
    assert kept() == []


def test_phases_and_criteria_go_with_a_note(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.keep(hall.cem, group, note("", phase="request"), note("echoes", criterion="b4"))
    rows = set(RoundNote.objects.values_list("phase", "criterion", "text"))
    assert rows == {("request", "", ""), ("", "b4", "echoes")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "x" * 32},
        {"id": "A" * 32},
        {"id": "0" * 33},
        {"id": "0" * 31 + "\n"},
        {"phase": "lunch"},
        {"criterion": "b9"},
        {"text": " "},
    ],
)
def test_a_note_that_is_none_is_refused_and_nothing_of_its_batch_kept(
    hall: Hall, wrong: dict[str, Any]
) -> None:
    group = hall.played(Step.TALK)
    with pytest.raises(NoteNotKept):
        hall.keep(hall.cem, group, note("good"), note(**wrong))
    assert kept() == []


@pytest.mark.parametrize(
    ("text", "refusal"), [("x" * 501, TextTooLong), ("\ud800", TextNotReadable)]
)
def test_a_text_that_cannot_be_kept_says_why(
    hall: Hall, text: str, refusal: type[Exception]
) -> None:
    group = hall.played(Step.TALK)
    with pytest.raises(refusal):
        hall.keep(hall.cem, group, note(text))


def test_two_hundred_at_once_and_not_one_more(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    notes = [note(f"{number}") for number in range(201)]
    with pytest.raises(NoteNotKept):
        hall.keep(hall.cem, group, *notes)
    assert kept() == []
    hall.keep(hall.cem, group, *notes[:200])
    hall.keep(hall.cem, group, *notes[200:])
    assert len(kept()) == 201


def test_an_id_of_another_round_takes_nothing_over(hall: Hall) -> None:
    group, other = hall.played(Step.TALK), Hall()
    theirs = other.played(Step.TALK)
    written = note("ours")
    hall.keep(hall.cem, group, written)
    with pytest.raises(NoteNotKept):
        other.keep(other.cem, theirs, note("theirs", id=written.id, removed=True), note("good"))
    assert kept() == [(0, "ours")]


def test_before_the_talk_there_is_nothing_to_note(hall: Hall) -> None:
    group = hall.begun()
    with pytest.raises(NoteNotKept):
        hall.keep(hall.cem, group, note())


def test_only_who_observes_takes_notes(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    for who in (hall.ada, hall.ben):
        with pytest.raises(NotYourPart):
            hall.keep(who, group, note())
    with pytest.raises(NotFound):
        hall.keep(hall.dia, group, note())
    with pytest.raises(GoneOn):
        hall.keep(hall.cem, group, note(), number=2)
    assert kept() == []


def test_a_pair_takes_no_notes(hall: Hall) -> None:
    group = hall.played(Step.LEAVE, hall.ada, hall.ben)
    for who in (hall.ada, hall.ben):
        with pytest.raises(NotYourPart):
            hall.keep(who, group, note())


def test_what_was_written_offline_arrives_when_the_round_is_over(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    hall.press(Press.NEXT, group)  # the next round, in which Cem has another part
    hall.keep(hall.cem, group, note("late", at=60))
    hall.press(Press.END, group)
    hall.wait(hours=23)
    hall.keep(hall.cem, group, note("later", at=70))
    assert kept() == [(60, "late"), (70, "later")]
    row = RoundNote.objects.first()
    assert row is not None
    assert row.round.number == 1


def test_who_stood_in_sends_late_what_was_written_for_the_observer(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    opening.set_phone(hall.ada, group.pk, hall.cem.person_id, hall.now, has=False)
    hall.wait(minutes=5)
    hall.keep(hall.ben, group, note("stood in", at=10))
    opening.come_in(hall.cem, group.pk, hall.now)
    unsent = note("offline", at=20)
    with pytest.raises(NotYourPart):
        hall.keep(hall.ben, group, unsent)  # it stays on the phone
    hall.to(Step.LEAVE, group)
    hall.keep(hall.ben, group, unsent)
    assert kept() == [(10, "stood in"), (20, "offline")]
    assert set(RoundNote.objects.values_list("by", flat=True)) == {hall.ben.person_id}


def test_a_day_after_the_end_nothing_more_is_taken(hall: Hall) -> None:
    group = hall.played(Step.LEAVE)
    hall.press(Press.END, group)
    hall.wait(days=1)
    hall.keep(hall.cem, group, note("just"))
    hall.now += timedelta(seconds=1)
    with pytest.raises(NotYourPart):
        hall.keep(hall.cem, group, note("too late"))
    assert len(kept()) == 1


def test_notes_wake_nobody_up(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.keep(hall.cem, group, note())
    assert hall.access(hall.ada, group).group.revision == group.revision


def test_ten_notes_cost_as_many_statements_as_one(
    hall: Hall, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    group = hall.played(Step.TALK)
    with django_assert_max_num_queries(11):  # two of them for the savepoint
        hall.keep(hall.cem, group, *[note() for _ in range(10)])
    with django_assert_max_num_queries(11):
        hall.keep(hall.cem, group, note(), note(removed=True))
