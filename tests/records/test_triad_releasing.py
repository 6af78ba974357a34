"""A round belongs to who advised: they release it, take it back, invite a trainer.

Nobody else reads it after the end. A trainer who was invited rates it, and no trainer reads what
another one wrote.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.records.triad_hall import Hall
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Actor
from xblocks.notices.records import Notice
from xblocks.role_play.records import RoundSheet, TriadGroup, TriadRound
from xblocks.role_play.triad import opening, releasing
from xblocks.role_play.triad.reading import Result, result_of
from xblocks.role_play.triad.refusals import (
    NoSuchCriterion,
    NoSuchLevel,
    NoSuchTrainer,
    NotYourPart,
    RatedAlready,
    RatingTooEarly,
    WishWithoutStrength,
)
from xblocks.role_play.triad.releasing import Reader
from xblocks.role_play.triad.rules import Step


class Room(Hall):
    """A round that is over: Ada advised, Ben was the colleague, Cem observed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.tim = self.where.trainer("Tim")
        self.group, self.row = self.ended()

    def release(self, actor: Actor | None = None, **shown: bool | None) -> None:
        releasing.release(actor or self.ada, self.row.pk, self.now, **shown)

    def invite(self, trainer: Actor | None, actor: Actor | None = None) -> None:
        chosen = trainer.person_id if trainer else None
        releasing.invite(actor or self.ada, self.row.pk, chosen, self.now)

    def rated(self, strength: str = "", wish: str = "", who: Any = None, **levels: Any) -> None:
        releasing.rate_as_trainer(who or self.tom, self.row.pk, levels, strength, wish, self.now)

    def result(self, actor: Actor) -> Result:
        return result_of(releasing.round_reached(actor, self.row.pk))


@pytest.fixture
def room(db: None) -> Room:
    return Room()


def test_the_adviser_alone_reads_a_round_that_is_over(room: Room) -> None:
    mine = room.result(room.ada)
    assert mine.raters == ("self", "colleague", "observer")
    assert {each.text for each in mine.words} == {"Wexperience", "Wstrength", "Wwish"}
    assert (len(mine.notes), mine.intention) == (1, "Wintention")
    for who in (room.ben, room.cem):
        assert room.result(who) == Result((), {}, (), (), ())


def test_what_is_released_is_read_and_taken_back_at_once(room: Room) -> None:
    room.release(to_triad=True)
    assert room.result(room.ben) == room.result(room.ada)
    assert [each.pk for each in releasing.rounds_of(room.cem, room.exercise)] == [room.row.pk]
    room.release(to_triad=False)
    assert room.result(room.cem) == Result((), {}, (), (), ())
    assert releasing.rounds_of(room.cem, room.exercise) == []
    assert [each.pk for each in releasing.rounds_of(room.ada, room.exercise)] == [room.row.pk]


def test_nobody_releases_what_is_not_theirs(room: Room) -> None:
    for who in (room.ben, room.cem):
        with pytest.raises(NotYourPart):
            room.release(who, to_triad=True)
        with pytest.raises(NotYourPart):
            room.invite(room.tom, who)
    for who in (room.dia, room.tom, room.uta, Hall().ada):
        with pytest.raises(NotFound):
            room.release(who, to_triad=True)
    room.row.refresh_from_db()
    assert (room.row.to_triad, room.row.trainer_id) == (False, None)


def test_who_stands_in_for_the_adviser_releases_to_the_triad_while_they_play(db: None) -> None:
    hall = Hall()
    group = hall.played(Step.FEEDBACK)
    row = hall.round(group)
    opening.set_phone(hall.cem, group.pk, hall.ada.person_id, hall.now, has=False)
    with pytest.raises(NotYourPart):
        releasing.release(hall.ben, row.pk, hall.now, to_triad=True)
    with pytest.raises(NotYourPart):
        releasing.release(hall.cem, row.pk, hall.now, to_trainer=True)
    releasing.release(hall.cem, row.pk, hall.now, to_triad=True)
    row.refresh_from_db()
    assert (row.to_triad, row.to_trainer) == (True, False)


def test_trainers_of_the_own_district_can_be_invited(room: Room) -> None:
    listed = releasing.trainers_for(releasing.round_reached(room.ada, room.row.pk))
    assert [each.name for each in listed] == ["Tim", "Tom"]
    for who in (room.uta, room.ben):
        with pytest.raises(NoSuchTrainer):
            room.invite(who)
    with pytest.raises(NoSuchTrainer):
        releasing.invite(room.ada, room.row.pk, 10**6, room.now)
    room.row.refresh_from_db()
    assert room.row.trainer_id is None


def test_an_invitation_is_told_once_and_reaches_one_trainer(room: Room) -> None:
    room.invite(room.tom)
    room.invite(room.tom)
    assert [each.pk for each in releasing.invitations(room.tom)] == [room.row.pk]
    assert releasing.invitations(room.tim) == []
    told = Notice.objects.filter(kind="round_invited")
    assert list(told.values_list("person", flat=True)) == [room.tom.person_id]
    assert releasing.round_reached(room.tom, room.row.pk).reader is Reader.TRAINER
    for who in (room.tim, room.uta):
        with pytest.raises(NotFound):
            room.result(who)


def test_a_trainer_reads_what_is_released_to_them(room: Room) -> None:
    room.release(to_triad=True)
    room.invite(room.tom)
    assert room.result(room.tom) == Result((), {}, (), (), ())
    room.release(to_trainer=True)
    assert room.result(room.tom) == room.result(room.ada)
    room.release(to_trainer=False)
    assert room.result(room.tom) == Result((), {}, (), (), ())


def test_an_invitation_taken_back_ends_all(room: Room) -> None:
    room.invite(room.tom)
    room.release(to_trainer=True)
    room.invite(None)
    with pytest.raises(NotFound):
        room.result(room.tom)
    with pytest.raises(NotFound):
        room.rated("late")
    assert releasing.invitations(room.tom) == []
    room.invite(room.tom)
    assert room.result(room.tom) == Result((), {}, (), (), ())


def test_a_rating_of_a_trainer_is_read_once_it_has_words(room: Room) -> None:
    room.invite(room.tom)
    room.rated(b1=3)
    assert "trainer" not in room.result(room.ada).raters
    assert room.result(room.tom).levels == {"trainer": {"b1": 3}}
    room.rated("Wtrainer", b4=2)
    mine = room.result(room.ada)
    assert mine.levels["trainer"] == {"b1": 3, "b4": 2}
    assert mine.words[-1].text == "Wtrainer"
    room.rated("Wtrainer", "Wnext")
    told = Notice.objects.filter(kind="round_rated")
    assert list(told.values_list("person", flat=True)) == [room.ada.person_id]
    assert room.result(room.ben) == Result((), {}, (), (), ())


def test_what_a_trainer_cannot_give_is_refused_and_nothing_kept(room: Room) -> None:
    room.invite(room.tom)
    with pytest.raises(WishWithoutStrength):
        room.rated("  ", "one thing")
    with pytest.raises(NoSuchLevel):
        room.rated("good", b1=5)
    with pytest.raises(NoSuchCriterion):
        room.rated("good", b9=1)
    assert not RoundSheet.objects.filter(rater="trainer").exists()
    with pytest.raises(NotAllowed):
        room.rated("good", who=room.ada)


def test_a_trainer_rates_no_round_without_a_talk(db: None) -> None:
    hall = Hall()
    group = hall.begun()
    row = hall.round(group)
    releasing.invite(hall.ada, row.pk, hall.tom.person_id, hall.now)
    with pytest.raises(RatingTooEarly):
        releasing.rate_as_trainer(hall.tom, row.pk, {"b1": 1}, "good", "", hall.now)
    assert not RoundSheet.objects.exists()


def test_another_trainer_neither_reads_nor_changes_what_the_first_began(room: Room) -> None:
    room.invite(room.tom)
    room.rated(b1=3)
    room.invite(room.tim)
    assert room.result(room.tim) == Result((), {}, (), (), ())
    room.rated("by Tim", who=room.tim)
    sheet = RoundSheet.objects.get(round=room.row, rater="trainer")
    assert (sheet.by_id, json.loads(sheet.levels)) == (room.tim.person_id, {})


def test_what_a_trainer_has_given_is_replaced_by_nobody(room: Room) -> None:
    room.invite(room.tom)
    room.rated("by Tom", b1=3)
    with pytest.raises(RatedAlready):
        room.invite(room.tim)
    room.invite(None)
    with pytest.raises(RatedAlready):
        room.invite(room.tim)
    assert room.result(room.ada).words[-1].text == "by Tom"
    room.invite(room.tom)
    room.rated("mended")
    assert room.result(room.ada).words[-1].text == "mended"


def test_a_round_that_did_not_come_to_a_talk_is_not_listed(db: None) -> None:
    hall = Hall()
    group: TriadGroup = hall.played(Step.TALK)
    assert releasing.rounds_of(hall.ada, hall.exercise) == []
    TriadRound.objects.filter(triad=group).update(ended_at=hall.now, talk_at=None)
    assert releasing.rounds_of(hall.ada, hall.exercise) == []
