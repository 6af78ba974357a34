"""Feedback in its order, levels on the sheet, and what each refuses.

The order: the colleague tells how it was, the adviser rates themselves, the observer names a
strength and then suggests one thing; only then all lies side by side.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.records.triad_hall import Hall
from xblocks.core.errors import NotFound
from xblocks.core.wording import NothingWritten, TextTooLong
from xblocks.role_play.records import RoundSheet, TriadGroup
from xblocks.role_play.triad import feedback, opening
from xblocks.role_play.triad.refusals import (
    GoneOn,
    NoSuchCriterion,
    NoSuchLevel,
    NotYourPart,
    NotYourTurn,
    RatingTooEarly,
    WishWithoutStrength,
)
from xblocks.role_play.triad.rules import STAGES, Part, Stage, Step
from xblocks.role_play.triad.running import Press

SPEAKERS = dict(zip(STAGES, ("ben", "ada", "cem", "cem", "ada"), strict=True))


@pytest.fixture
def hall(db: None) -> Hall:
    return Hall()


def levels(group: TriadGroup, rater: str, number: int = 1) -> dict[str, int]:
    """What is kept of a sheet."""
    sheet = RoundSheet.objects.filter(round__triad=group, round__number=number, rater=rater).first()
    return json.loads(sheet.levels) if sheet else {}


def words() -> set[str]:
    """All words that are kept."""
    rows = RoundSheet.objects.values_list("experience", "strength", "wish")
    return {text for row in rows for text in row if text}


def test_each_says_their_word_in_turn(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    for stage, name in SPEAKERS.items():
        assert hall.access(hall.ada, group).stage is stage
        hall.say(getattr(hall, name), group, stage, f"{stage} said")
    assert hall.access(hall.ada, group).stage is Stage.COMPARE
    assert words() == {"experience said", "strength said", "wish said"}


@pytest.mark.parametrize("stage", STAGES[1:])
def test_nobody_speaks_before_their_turn(hall: Hall, stage: Stage) -> None:
    group = hall.played(Step.FEEDBACK)
    refusal = WishWithoutStrength if stage is Stage.WISH else NotYourTurn
    before = hall.access(hall.ada, group).group.revision
    with pytest.raises(refusal):
        hall.say(getattr(hall, SPEAKERS[stage]), group, stage)
    assert hall.access(hall.ada, group).stage is Stage.EXPERIENCE
    assert hall.access(hall.ada, group).group.revision == before
    assert words() == set()


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_speaks_for_others(hall: Hall, stage: Stage) -> None:
    group = hall.played(Step.FEEDBACK)
    for name in {"ada", "ben", "cem"} - {SPEAKERS[stage]}:
        with pytest.raises(NotYourPart):
            hall.say(getattr(hall, name), group, stage)
        with pytest.raises(NotYourPart):
            feedback.skip(getattr(hall, name), group.pk, 1, stage, hall.now)


@pytest.mark.parametrize("step", [Step.PREPARE, Step.TALK, Step.LEAVE])
def test_there_are_no_words_before_feedback(hall: Hall, step: Step) -> None:
    group = hall.played(step)
    with pytest.raises(NotYourTurn):
        hall.say(hall.ben, group, Stage.EXPERIENCE)


def test_without_a_strength_there_is_no_wish(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    hall.say(hall.ben, group, Stage.EXPERIENCE)
    hall.say(hall.ada, group, Stage.SELF)
    with pytest.raises(NothingWritten):
        hall.say(hall.cem, group, Stage.STRENGTH, " \n")
    feedback.skip(hall.cem, group.pk, 1, Stage.STRENGTH, hall.now)
    assert hall.access(hall.ada, group).stage is Stage.COMPARE
    with pytest.raises(WishWithoutStrength):
        hall.say(hall.cem, group, Stage.WISH)
    hall.say(hall.cem, group, Stage.STRENGTH, "after all")
    hall.say(hall.cem, group, Stage.WISH, "one thing")
    assert words() == {"said", "after all", "one thing"}
    assert hall.access(hall.ada, group).stage is Stage.COMPARE


def test_the_strength_a_trainer_names_opens_no_wish_of_others(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    for stage, who in ((Stage.EXPERIENCE, hall.ben), (Stage.SELF, hall.ada)):
        hall.say(who, group, stage)
    feedback.skip(hall.cem, group.pk, 1, Stage.STRENGTH, hall.now)
    row = hall.round(group)
    RoundSheet.objects.create(round=row, rater="trainer", strength="clear", changed_at=hall.now)
    with pytest.raises(WishWithoutStrength):
        hall.say(hall.cem, group, Stage.WISH)


def test_every_word_can_be_skipped_once(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    feedback.skip(hall.ben, group.pk, 1, Stage.EXPERIENCE, hall.now)
    feedback.skip(hall.ben, group.pk, 1, Stage.EXPERIENCE, hall.now)
    assert hall.access(hall.ada, group).stage is Stage.SELF
    assert words() == set()


def test_what_was_said_can_be_mended_and_nobody_speaks_again(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    hall.say(hall.ben, group, Stage.EXPERIENCE, "first")
    hall.say(hall.ada, group, Stage.SELF)
    hall.say(hall.ben, group, Stage.EXPERIENCE, "mended")
    assert words() == {"mended"}
    assert hall.access(hall.ada, group).stage is Stage.STRENGTH


def test_too_many_words_are_refused_and_the_earlier_stay(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    hall.say(hall.ben, group, Stage.EXPERIENCE, "short")
    with pytest.raises(TextTooLong):
        hall.say(hall.ben, group, Stage.EXPERIENCE, "x" * 2001)
    assert words() == {"short"}


def test_of_a_pair_the_colleague_names_strength_and_wish(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK, hall.ada, hall.ben)
    hall.say(hall.ben, group, Stage.EXPERIENCE, "e")
    hall.say(hall.ada, group, Stage.SELF)
    hall.say(hall.ben, group, Stage.STRENGTH, "s")
    hall.say(hall.ben, group, Stage.WISH, "w")
    (sheet,) = RoundSheet.objects.filter(round__triad=group)
    assert (sheet.rater, sheet.experience, sheet.strength, sheet.wish) == (
        "colleague",
        "e",
        "s",
        "w",
    )


def test_who_stands_in_writes_for_who_has_no_phone(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    opening.set_phone(hall.ada, group.pk, hall.ben.person_id, hall.now, has=False)
    hall.say(hall.cem, group, Stage.EXPERIENCE, "by Cem for Ben")
    sheet = RoundSheet.objects.get(round__triad=group)
    assert (sheet.rater, sheet.by_id) == ("colleague", hall.cem.person_id)


def test_words_of_a_round_that_is_over_come_too_late(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    hall.press(Press.NEXT, group)
    with pytest.raises(GoneOn):
        feedback.give(hall.ben, group.pk, 1, Stage.EXPERIENCE, "late", hall.now)
    with pytest.raises(GoneOn):
        feedback.skip(hall.ben, group.pk, 7, Stage.EXPERIENCE, hall.now)


def test_the_observer_rates_from_the_talk_on(hall: Hall) -> None:
    group = hall.begun()
    for who, part in ((hall.cem, Part.OBSERVER), (hall.ada, Part.ADVISER)):
        with pytest.raises(RatingTooEarly):
            hall.rate(who, group, part, b1=1)
    hall.to(Step.TALK, group)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=4)
    assert levels(group, "observer") == {"b1": 4}


@pytest.mark.parametrize("step", [Step.PREPARE, Step.TALK, Step.LEAVE])
def test_the_others_rate_when_the_talk_is_over(hall: Hall, step: Step) -> None:
    group = hall.played(step)
    with pytest.raises(RatingTooEarly):
        hall.rate(hall.ada, group, Part.ADVISER, b1=1)
    with pytest.raises(RatingTooEarly):
        hall.rate(hall.ben, group, Part.COLLEAGUE, b1=1)
    hall.to(Step.FEEDBACK, group)
    hall.rate(hall.ada, group, Part.ADVISER, b1=1)
    hall.rate(hall.ben, group, Part.COLLEAGUE, b1=2)
    assert (levels(group, "self"), levels(group, "colleague")) == ({"b1": 1}, {"b1": 2})


@pytest.mark.parametrize("level", [0, 5, -1, 10**9])
def test_a_level_there_is_not_is_refused_and_nothing_is_kept(hall: Hall, level: int) -> None:
    group = hall.played(Step.TALK)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=3)
    with pytest.raises(NoSuchLevel):
        hall.rate(hall.cem, group, Part.OBSERVER, b1=2, b4=level)
    assert levels(group, "observer") == {"b1": 3}


def test_what_could_not_be_observed_stays_empty(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=3, b4=2)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=None)
    assert levels(group, "observer") == {"b4": 2}


def test_a_line_the_sheet_does_not_have_is_refused(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    with pytest.raises(NoSuchCriterion):
        hall.rate(hall.cem, group, Part.OBSERVER, b9=2)
    assert not RoundSheet.objects.exists()


def test_a_sheet_of_others_is_not_written(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    for who, part in (
        (hall.ada, Part.OBSERVER),
        (hall.ada, Part.COLLEAGUE),
        (hall.ben, Part.ADVISER),
        (hall.cem, Part.COLLEAGUE),
    ):
        with pytest.raises(NotYourPart):
            hall.rate(who, group, part, b1=1)
    with pytest.raises(NotFound):
        hall.rate(hall.dia, group, Part.OBSERVER, b1=1)
    with pytest.raises(GoneOn):
        hall.rate(hall.cem, group, Part.OBSERVER, number=2, b1=1)
    assert not RoundSheet.objects.exists()


def test_who_was_said_to_have_no_phone_writes_their_own_sheet_all_the_same(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    opening.set_phone(hall.ada, group.pk, hall.cem.person_id, hall.now, has=False)
    hall.rate(hall.ben, group, Part.OBSERVER, b1=2)
    hall.rate(hall.cem, group, Part.OBSERVER, b4=3)
    assert levels(group, "observer") == {"b1": 2, "b4": 3}


def test_what_a_phone_sends_late_fills_what_is_empty(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=4)
    hall.to(Step.INTENTION, group)
    hall.press(Press.NEXT, group)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=1, b4=2, b7=None)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=None, b4=3)
    assert levels(group, "observer") == {"b1": 4, "b4": 2}
    with pytest.raises(NotYourPart):
        hall.rate(hall.ada, group, Part.OBSERVER, b7=1)


def test_a_day_after_the_end_it_is_too_late(hall: Hall) -> None:
    group = hall.played(Step.FEEDBACK)
    hall.press(Press.END, group)
    hall.wait(days=1)
    hall.rate(hall.cem, group, Part.OBSERVER, b1=4)
    hall.now += timedelta(seconds=1)
    with pytest.raises(NotYourPart):
        hall.rate(hall.cem, group, Part.OBSERVER, b4=4)
    assert levels(group, "observer") == {"b1": 4}


def test_a_round_without_a_talk_is_not_rated_later(hall: Hall) -> None:
    group = hall.begun()
    hall.press(Press.END, group)
    for who, part in ((hall.cem, Part.OBSERVER), (hall.ada, Part.ADVISER)):
        with pytest.raises(RatingTooEarly):
            hall.rate(who, group, part, b1=4)


def test_an_intention_belongs_to_the_adviser_also_when_all_is_over(hall: Hall) -> None:
    group = hall.played(Step.INTENTION)
    feedback.intend(hall.ada, group.pk, 1, "wait", hall.now)
    with pytest.raises(NotYourPart):
        feedback.intend(hall.ben, group.pk, 1, "mine", hall.now)
    opening.set_phone(hall.ben, group.pk, hall.ada.person_id, hall.now, has=False)
    feedback.intend(hall.cem, group.pk, 1, "wait longer", hall.now)
    hall.press(Press.END, group)
    with pytest.raises(NotYourPart):
        feedback.intend(hall.cem, group.pk, 1, "mine", hall.now)
    with pytest.raises(TextTooLong):
        feedback.intend(hall.ada, group.pk, 1, "x" * 2001, hall.now)
    assert hall.round(group).intention == "wait longer"
    feedback.intend(hall.ada, group.pk, 1, "wait and ask", hall.now)
    assert hall.round(group).intention == "wait and ask"
