"""A triad under everything three or four people do, in any order, with pages that are behind.

A plain model beside it says what must be there: every note that was taken, once; every level; who
sits where. Whatever is refused changes nothing of it.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.records.triad_hall import HIDDEN, Hall, note, strings
from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.role_play.records import RoundNote, RoundSheet, TriadGroup, TriadMember, TriadRound
from xblocks.role_play.triad import feedback, opening, reading, releasing, running
from xblocks.role_play.triad.membership import cast_in
from xblocks.role_play.triad.noting import Noted
from xblocks.role_play.triad.rules import STAGES, STEPS, Part, Stage, Step
from xblocks.role_play.triad.running import Press

pytestmark = pytest.mark.django_db

PEOPLE = st.integers(0, 3)
NUMBERS = st.integers(1, 3)
ONWARD = [Press.NEXT] * 6 + [Press.STOP, Press.GO_ON, Press.MORE]


class Life(RuleBasedStateMachine):
    """Four people and their triads of a day, and a model of what they were told is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall()
        self.people = [self.hall.ada, self.hall.ben, self.hall.cem, self.hall.dia]
        self.group = self.hall.open()
        self.sent: list[tuple[int, Noted]] = []
        self.notes: dict[str, tuple[int, str]] = {}
        self.removed: set[str] = set()
        self.revision = 0
        self.stages: dict[int, int] = {}
        self.casts: dict[int, dict[Part, int]] = {}

    def tried(self, step: Any, *args: Any, **more: Any) -> bool:
        """Do something; whether it was not refused."""
        self.hall.wait(seconds=7)
        try:
            step(*args, **more)
        except Refusal:
            return False
        return True

    @property
    def rounds(self) -> list[TriadRound]:
        return list(TriadRound.objects.filter(triad=self.group).order_by("number"))

    @rule(who=PEOPLE, other=PEOPLE, how=st.sampled_from(["join", "take", "join", "come", "leave"]))
    def gather(self, who: int, other: int, how: str) -> None:
        actor, taken = self.people[who], self.people[other]
        now, key = self.hall.now, self.group.pk
        ways: dict[str, Any] = {
            "join": lambda: self.hall.join(actor, self.group.code),
            "take": lambda: opening.take_in(actor, key, taken.person_id or 0, now),
            "come": lambda: opening.come_in(actor, key, now),
            "leave": lambda: opening.leave(actor, key, now),
        }
        self.tried(ways[how])

    @rule(who=PEOPLE)
    def open_another(self, who: int) -> None:
        self.tried(self.hall.open, self.people[who])

    @rule(who=PEOPLE, other=PEOPLE, has=st.booleans())
    def phone(self, who: int, other: int, has: bool) -> None:
        person = self.people[other].person_id or 0
        self.tried(
            opening.set_phone, self.people[who], self.group.pk, person, self.hall.now, has=has
        )

    @rule(who=PEOPLE)
    def begin(self, who: int) -> None:
        self.tried(running.begin, self.people[who], self.group.pk, self.hall.now)

    @rule(who=PEOPLE, what=st.sampled_from(ONWARD), behind=st.integers(0, 4))
    def press(self, who: int, what: Press, behind: int) -> None:
        group = TriadGroup.objects.get(pk=self.group.pk)
        seen = (group.round, group.step) if behind else (1, "prepare")
        self.tried(running.press, self.people[who], group.pk, what, seen, self.hall.now)

    @rule(who=PEOPLE, behind=st.integers(0, 9))
    def end(self, who: int, behind: int) -> None:
        if not behind:
            group = TriadGroup.objects.get(pk=self.group.pk)
            seen = (group.round, group.step)
            self.tried(running.press, self.people[who], group.pk, Press.END, seen, self.hall.now)

    @rule(who=PEOPLE, number=NUMBERS, at=st.integers(-9, 10**9), many=st.integers(1, 3))
    def write(self, who: int, number: int, at: int, many: int) -> None:
        batch = [note(f"{number} {len(self.sent)} {each}", at=at) for each in range(many)]
        self.send(who, number, batch)
        self.sent += [(number, each) for each in batch]

    @rule(who=PEOPLE, data=st.data(), removed=st.booleans())
    def write_again(self, who: int, data: st.DataObject, removed: bool) -> None:
        if not self.sent:
            return
        number, written = data.draw(st.sampled_from(self.sent))
        again = Noted(written.id, written.at, written.text, removed=removed)
        self.send(who, number, [again])

    def send(self, who: int, number: int, batch: list[Noted]) -> None:
        if self.tried(self.hall.keep, self.people[who], self.group, *batch, number=number):
            for each in batch:
                self.notes.setdefault(each.id, (number, each.text))
                if each.removed:
                    self.removed.add(each.id)

    @rule(who=PEOPLE, part=st.sampled_from(Part), number=NUMBERS, level=st.integers(0, 5))
    def rate(self, who: int, part: Part, number: int, level: int) -> None:
        kept = self.tried(
            self.hall.rate, self.people[who], self.group, part, number=number, b1=level or None
        )
        assert not kept or level < 5

    @rule(who=PEOPLE, stage=st.sampled_from(STAGES), said=st.booleans(), number=NUMBERS)
    def speak(self, who: int, stage: Stage, said: bool, number: int) -> None:
        actor, key, now = self.people[who], self.group.pk, self.hall.now
        if said:
            self.tried(feedback.give, actor, key, number, stage, f"said at {stage}", now)
        else:
            self.tried(feedback.skip, actor, key, number, stage, now)

    @rule(who=PEOPLE)
    def speak_in_turn(self, who: int) -> None:
        rounds = self.rounds
        if rounds:
            stage = Stage(rounds[-1].stage)
            self.speak(who, stage, True, rounds[-1].number)  # type: ignore[call-arg]

    @rule(who=PEOPLE, data=st.data(), shown=st.booleans())
    def release(self, who: int, data: st.DataObject, shown: bool) -> None:
        if rows := self.rounds:
            row = data.draw(st.sampled_from(rows))
            done = self.tried(
                releasing.release, self.people[who], row.pk, self.hall.now, to_triad=shown
            )
            row.refresh_from_db()
            assert not done or row.to_triad == shown

    @invariant()
    def nobody_is_lost_and_nobody_too_many(self) -> None:
        members = list(TriadMember.objects.filter(triad=self.group).order_by("seat"))
        assert [each.seat for each in members] == sorted({each.seat for each in members})
        assert len(members) <= 3
        assert len({each.person_id for each in members}) == len(members)
        for who in self.people:
            here = {"person": who.person_id, "left_at": None, "triad__ended_at": None}
            assert TriadMember.objects.filter(**here).count() <= 1

    @invariant()
    def rounds_follow_each_other_each_with_one_cast(self) -> None:
        rounds = self.rounds
        assert [each.number for each in rounds] == list(range(1, len(rounds) + 1))
        assert len(rounds) <= 3
        for row in rounds:
            cast = cast_in(row)
            assert self.casts.setdefault(row.number, cast) == cast
            assert len(set(cast.values())) == len(cast) >= 2
        group = TriadGroup.objects.get(pk=self.group.pk)
        assert group.round == len(rounds)
        assert [each.number for each in rounds if not each.ended_at] == (
            [group.round] if group.step else []
        )
        advisers = [each.adviser_id for each in rounds]
        members = TriadMember.objects.filter(triad=self.group)
        if not members.exclude(left_at=None).exists() and not self.gone:
            assert len(set(advisers)) == len(advisers)
        self.gone = self.gone or members.exclude(left_at=None).exists()

    gone = False
    """Whether somebody has ever gone during the rounds: then an adviser may come again."""

    def kept(self) -> list[RoundNote]:
        found = RoundNote.objects.filter(round__triad=self.group)
        return list(found.select_related("round"))

    @invariant()
    def no_note_is_lost_or_doubled(self) -> None:
        rows = RoundNote.objects.filter(round__triad=self.group).select_related("round")
        kept = {each.id: each for each in rows}
        assert set(kept) == set(self.notes)
        for name, (number, text) in self.notes.items():
            row = kept[name]
            assert row.round.number == number
            assert row.removed == (name in self.removed)
            assert row.text == ("" if name in self.removed else text)
            if row.round.talk_seconds is not None:
                assert 0 <= row.at <= row.round.talk_seconds

    @invariant()
    def a_wish_follows_a_strength_and_no_level_lies_beyond(self) -> None:
        for sheet in RoundSheet.objects.filter(round__triad=self.group):
            assert sheet.strength or not sheet.wish
            assert sheet.levels in {"{}", *(f'{{"b1": {level}}}' for level in range(1, 5))}

    @invariant()
    def neither_stages_nor_the_revision_go_back(self) -> None:
        for row in self.rounds:
            stage = STAGES.index(Stage(row.stage))
            assert self.stages.get(row.number, 0) <= stage
            self.stages[row.number] = stage
        revision = TriadGroup.objects.get(pk=self.group.pk).revision
        assert self.revision <= revision
        self.revision = revision

    @invariant()
    def what_is_hidden_is_on_one_phone_and_never_the_advisers(self) -> None:
        shown = [who for who in self.people if HIDDEN in self.read(who)]
        group = TriadGroup.objects.get(pk=self.group.pk)
        assert len(shown) <= (group.step in {Step.PREPARE, Step.TALK})
        if shown:
            cast = cast_in(self.rounds[-1])
            assert shown[0].person_id in {cast[Part.COLLEAGUE], cast.get(Part.OBSERVER)}

    def read(self, who: Actor) -> str:
        try:
            here = self.hall.access(who, self.group)
        except Refusal:
            return ""
        assert here.step is None or here.step in STEPS
        cards, sheets = reading.cards_of(here), reading.sheets_of(here)
        assert {each.part for each in sheets} == here.serves
        return "\n".join(strings([cards, sheets, reading.aims_of(here), reading.aim_of(here)]))


def test_whatever_they_do_a_triad_is_as_they_were_told() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Begun(Life):
    """The same of three who play already."""

    def __init__(self) -> None:
        super().__init__()
        for who in (self.hall.ben, self.hall.cem):
            self.hall.join(who, self.group.code)
        running.begin(self.hall.ada, self.group.pk, self.hall.now)


def test_whatever_they_do_while_they_play() -> None:
    run_state_machine_as_test(
        Begun,
        settings=settings(
            max_examples=15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
