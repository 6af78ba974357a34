"""A triad plays: rounds and steps by one clock, pressed by whoever is nearest.

Twenty minutes of talk, stopped for three because the door opens: the talk lasts as long as they
talked. Two press at once: one step. Somebody presses on a page that is behind: nothing is undone.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from tests.records.triad_hall import Hall, registered
from xblocks.core.errors import BadRequest
from xblocks.core.wording import TextTooLong
from xblocks.role_play.records import TriadGroup, TriadRound
from xblocks.role_play.triad import opening, running
from xblocks.role_play.triad.refusals import (
    GoneOn,
    NoSuchCase,
    NoSuchCriterion,
    NotNow,
    NotYourPart,
    TooFew,
    TooMuchFocus,
)
from xblocks.role_play.triad.rules import STEPS, Part, Step
from xblocks.role_play.triad.running import Press

TICKS: list[tuple[str, list[int], float]] = []


def tick(usage_key: str, user_ids: Any, share: float) -> None:
    """Take what the platform is told."""
    TICKS.append((usage_key, list(user_ids), share))


@pytest.fixture
def hall(db: None) -> Hall:
    TICKS.clear()
    return Hall()


def test_one_alone_begins_nothing(hall: Hall) -> None:
    group = hall.open()
    with pytest.raises(TooFew):
        running.begin(hall.ada, group.pk, hall.now)
    assert not TriadRound.objects.exists()


def test_beginning_twice_begins_one_round(hall: Hall) -> None:
    group = hall.begun()
    before = hall.access(hall.ada, group).group.revision
    running.begin(hall.ben, group.pk, hall.now)
    assert TriadRound.objects.filter(triad=group).count() == 1
    assert hall.access(hall.ada, group).group.revision == before


def test_three_rounds_of_five_steps_and_everybody_has_every_part(hall: Hall) -> None:
    group, walked = hall.begun(), []
    while group.step:
        walked.append((group.round, group.step))
        hall.wait(minutes=2)
        hall.press(Press.NEXT, group)
    assert walked == [(number, step) for number in (1, 2, 3) for step in STEPS]
    rounds = TriadRound.objects.filter(triad=group).order_by("number")
    assert [each.case for each in rounds] == ["r1", "r2", "r3"]
    for part in ("adviser_id", "colleague_id", "observer_id"):
        assert len({getattr(each, part) for each in rounds}) == 3
    assert group.ended_at == hall.now
    assert all(each.talk_seconds == 120 for each in rounds)


def test_a_pair_plays_two_rounds(hall: Hall) -> None:
    group = hall.begun(hall.ada, hall.ben)
    while group.step:
        hall.press(Press.NEXT, group)
    rounds = TriadRound.objects.filter(triad=group)
    assert [each.observer_id for each in rounds] == [None, None]
    assert {each.adviser_id for each in rounds} == {hall.ada.person_id, hall.ben.person_id}


def test_with_one_case_it_is_played_again(db: None) -> None:
    case = {"id": "r1", "title": "T", "setting": "S", "task": "T", "name": "N", "role": "R"}
    hall = Hall(changes={"cases": [case | {"playing": "P", "opening": "O"}]})
    group = hall.played(Step.INTENTION)
    hall.press(Press.NEXT, group)
    assert hall.round(group).case == "r1"


def test_two_who_press_next_on_the_same_page_go_one_step(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    seen = (group.round, group.step)
    for who in (hall.ada, hall.ben, hall.cem):
        running.press(who, group.pk, Press.NEXT, seen, hall.now)
    assert hall.access(hall.ada, group).step is Step.LEAVE


@pytest.mark.parametrize("what", [Press.STOP, Press.GO_ON, Press.MORE, Press.END])
def test_a_page_that_is_behind_stops_and_ends_nothing(hall: Hall, what: Press) -> None:
    group = hall.played(Step.TALK)
    with pytest.raises(GoneOn):
        running.press(hall.ada, group.pk, what, (1, "prepare"), hall.now)
    here = hall.access(hall.ada, group)
    assert here.step is Step.TALK
    assert here.group.stopped_at is None


def test_the_talk_lasts_as_long_as_they_talked(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.wait(minutes=5)
    hall.press(Press.STOP, group)
    hall.wait(minutes=1)
    hall.press(Press.STOP, group, hall.ben)  # again: it stands since the first
    hall.wait(minutes=2)
    hall.press(Press.GO_ON, group, hall.cem)
    hall.press(Press.GO_ON, group)
    hall.wait(minutes=4)
    assert (clock := hall.access(hall.ada, group).clock)
    assert clock.elapsed_ms(hall.now) == 9 * 60_000
    hall.press(Press.STOP, group)
    hall.wait(hours=1)
    hall.press(Press.NEXT, group)
    assert hall.round(group).talk_seconds == 9 * 60
    assert hall.access(hall.ada, group).group.stopped_ms == 0


def test_a_server_whose_clock_is_behind_takes_no_time_away(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.press(Press.STOP, group)
    hall.wait(seconds=-2)
    hall.press(Press.GO_ON, group)
    assert group.stopped_ms == 0


def test_a_break_of_months_breaks_nothing(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    for _break in range(2):
        hall.press(Press.STOP, group)
        hall.wait(days=90)
        hall.press(Press.GO_ON, group)
    hall.press(Press.NEXT, group)
    assert hall.access(hall.ada, group).step is Step.LEAVE


def test_more_time_lengthens_this_step_only(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.press(Press.MORE, group, minutes=5)
    hall.press(Press.MORE, group)
    assert (clock := hall.access(hall.ada, group).clock)
    assert clock.limit == 26 * 60
    for minutes in (0, 6, -1):
        with pytest.raises(BadRequest):
            hall.press(Press.MORE, group, minutes=minutes)
    for _press in range(20):
        hall.press(Press.MORE, group, minutes=5)
    assert group.more == running.MOST_MORE
    hall.press(Press.NEXT, group)
    assert (clock := hall.access(hall.ada, group).clock)
    assert clock.limit == 3 * 60


@pytest.mark.parametrize("step", STEPS)
def test_anybody_ends_everything_in_any_step(hall: Hall, step: Step) -> None:
    group = hall.played(step)
    hall.wait(minutes=1)
    hall.press(Press.END, group, hall.cem)
    row = hall.round(group)
    assert (group.step, group.ended_at, row.ended_at) == ("", hall.now, hall.now)
    assert (row.talk_seconds is not None) == (step is not Step.PREPARE)
    with pytest.raises(GoneOn):
        running.press(hall.ada, group.pk, Press.END, (1, step), hall.now)
    hall.press(Press.END, group)
    running.begin(hall.ada, group.pk, hall.now)
    assert hall.access(hall.ada, group).step is None


def test_pressing_while_they_gather_does_nothing(hall: Hall) -> None:
    group = hall.gather()
    for what in Press:
        hall.press(what, group)
    assert (group.round, group.step, group.ended_at) == (0, "", None)


@override_settings(WBM_WRITE_COMPLETION=f"{__name__}.tick")
def test_a_round_counts_for_who_advised_in_it(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    assert TICKS == []
    hall.press(Press.NEXT, group, hall.cem)
    (told,) = TICKS
    assert told == (hall.exercise.usage_key, [hall.ada.user_id], 1.0)


@override_settings(WBM_WRITE_COMPLETION=f"{__name__}.tick")
@pytest.mark.parametrize("step", STEPS)
def test_a_round_that_was_ended_counts_when_the_talk_was_held(hall: Hall, step: Step) -> None:
    hall.press(Press.END, hall.played(step))
    assert len(TICKS) == (0 if step in {Step.PREPARE, Step.TALK} else 1)


@override_settings(WBM_WRITE_COMPLETION=f"{__name__}.tick")
def test_who_has_no_account_yet_ends_a_round_all_the_same(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    person = hall.access(hall.ada, group).members[0].person
    person.user = None
    person.save()
    hall.press(Press.NEXT, group)
    assert TICKS == []
    assert group.round == 2


def test_who_is_forgotten_leaves_a_triad_that_plays_on(hall: Hall) -> None:
    group = hall.played(Step.PREPARE)
    opening.leave(hall.ada, group.pk, hall.now)
    TriadRound.objects.filter(triad=group).update(adviser=None)
    for who in (hall.ben, hall.cem):
        assert Part.ADVISER not in hall.access(who, group).cast
        hall.access(who, group).cards  # noqa: B018 - must not fail
    hall.to(Step.INTENTION, group, hall.ben)
    hall.press(Press.NEXT, group, hall.ben)
    assert group.round == 2


def test_a_case_is_chosen_before_the_talk(hall: Hall) -> None:
    group = hall.begun()
    running.choose_case(hall.cem, group.pk, 1, "r3", hall.now)
    assert (chosen := hall.access(hall.ada, group).case)
    assert chosen.id == "r3"
    with pytest.raises(NoSuchCase):
        running.choose_case(hall.cem, group.pk, 1, "r9", hall.now)
    with pytest.raises(GoneOn):
        running.choose_case(hall.cem, group.pk, 2, "r1", hall.now)
    hall.to(Step.TALK, group)
    with pytest.raises(NotNow):
        running.choose_case(hall.cem, group.pk, 1, "r1", hall.now)
    assert hall.round(group).case == "r3"
    hall.to(Step.INTENTION, group)
    hall.press(Press.NEXT, group)
    assert hall.round(group).case == "r1"


def test_the_adviser_watches_two_criteria_at_most(hall: Hall) -> None:
    group = hall.begun()

    def attend(focus: list[str], text: str = "I wait", who: Any = None, number: int = 1) -> None:
        who = who or hall.ada
        running.pay_attention(who, group.pk, number, text, focus, hall.now)

    attend(["b1", "b4", "b1"])
    with pytest.raises(TooMuchFocus):
        attend(["b1", "b4", "b7"])
    with pytest.raises(NoSuchCriterion):
        attend(["b9"])
    with pytest.raises(NotYourPart):
        attend(["b7"], who=hall.ben)
    with pytest.raises(TextTooLong):
        attend(["b7"], text="x" * 301)
    with pytest.raises(GoneOn):
        attend(["b7"], number=2)
    row = hall.round(group)
    assert (row.focus, row.attention) == ('["b1", "b4"]', "I wait")


def test_they_play_on_by_what_they_began_with(hall: Hall) -> None:
    group = hall.begun()
    registered(hall.where, hall.exercise.usage_key, title="Other", rounds=1)
    here = hall.access(hall.ada, group)
    assert (here.definition.title, here.definition.rounds) == ("Three of us", 3)
    assert TriadGroup.objects.get().revision == here.group.revision
