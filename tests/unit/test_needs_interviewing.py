"""Asking in a living case: time, what opens what, what counts, what the debriefing says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.unit.needs_living_cases import cases, evidence, inquiry, small
from xblocks.needs_analysis.definition import LivingCase
from xblocks.needs_analysis.domain.debriefing import Debriefing, Found, source_of
from xblocks.needs_analysis.domain.interviewing import Field, Interview, Obstacle


def asked(*names: str, case: LivingCase | None = None, **believed: str) -> Interview:
    """Ask one question after another; `believed` names fields as ``a1_k1``."""
    found = Interview(case or small())
    for name in names:
        found = found.ask(name)
    places = {tuple(place.split("_")): name for place, name in believed.items()}
    return Interview(found.case, found.asked, places)  # type: ignore[arg-type]


class Asking(RuleBasedStateMachine):
    """Somebody asks anything in any order, and believes anybody."""

    @initialize(case=cases())
    def begin(self, case: LivingCase) -> None:
        self.at = Interview(case)
        self.paid = 0

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([*self.at.inquiries, "nothing"]))
        obstacle = self.at.obstacle(name)
        if obstacle:
            with pytest.raises(ValueError, match=obstacle.value):
                self.at.ask(name)
            return
        after = self.at.ask(name)
        self.paid += self.at.inquiries[name][1].minutes
        assert after.asked == (*self.at.asked, name)
        self.at = after

    @precondition(lambda self: self.at.contradictions)
    @rule(data=st.data())
    def believe(self, data: st.DataObject) -> None:
        field = data.draw(st.sampled_from(self.at.contradictions))
        piece = data.draw(st.sampled_from(field.pieces))
        believed = {**self.at.believed, field.place: piece.inquiry}
        self.at = Interview(self.at.case, self.at.asked, believed)
        now = self.at.fields[field.place]
        assert now.decided
        assert now.counts is not None
        assert now.counts.inquiry == piece.inquiry

    @invariant()
    def time_is_never_overdrawn(self) -> None:
        assert self.at.spent == self.paid
        assert self.at.spent + self.at.left == self.at.case.minutes
        assert self.at.left >= 0

    @invariant()
    def nothing_was_asked_before_it_was_open(self) -> None:
        for number, name in enumerate(self.at.asked):
            after = self.at.inquiries[name][1].after
            assert after is None or after in self.at.asked[:number]

    @invariant()
    def what_is_known_was_told_and_nothing_else_is(self) -> None:
        for place, field in self.at.fields.items():
            told = [
                (each.level, each.confidence, number, name)
                for number, name in enumerate(self.at.asked)
                for each in self.at.inquiries[name][1].evidence
                if (each.person, each.competence) == place
            ]
            if not told:
                assert field.level is None
                continue
            assert field.contradictory == (len({each[0] for each in told}) > 1)
            mine = [each for each in told if each[3] == self.at.believed.get(place)]
            best = max((each[1], each[2]) for each in mine or told)
            assert field.level in {each[0] for each in mine or told if (each[1], each[2]) == best}

    @invariant()
    def exhausted_means_that_nothing_can_be_asked(self) -> None:
        open_ones = [name for name in self.at.inquiries if not self.at.obstacle(name)]
        assert self.at.exhausted == (not open_ones)

    @invariant()
    def the_debriefing_adds_up(self) -> None:
        told = Debriefing(self.at)
        assert sum(told.count(each) for each in Found) == len(self.at.fields) == len(told.held)
        assert sum(told.minutes.values()) == self.at.spent
        known = self.at.known
        assert sum(each.fields for each in told.calibration) == known
        assert sum(each.right for each in told.calibration) == told.count(Found.RIGHT)
        assert {*told.recognised} | {*told.missed} == {*told.critical}
        assert len(told.recognised) + len(told.missed) == len(told.critical)
        assert all(each.off == 0 for each in told.held if each.found is not Found.WRONG)


TestAsking = Asking.TestCase
TestAsking.settings = settings(max_examples=120, stateful_step_count=14, deadline=None)


def test_a_question_opens_only_after_another() -> None:
    at = asked()
    assert at.obstacle("ann-watch") is Obstacle.LOCKED
    assert [each.id for each in at.to_ask(at.case.interviewees[0])] == ["ann-self", "ann-past"]
    at = at.ask("list-faults")
    assert [each.id for _one, each in at.opened_by("list-faults")] == ["ann-watch"]
    assert at.obstacle("ann-watch") is None


def test_a_question_that_takes_too_long_is_shown_and_cannot_be_asked() -> None:
    at = asked("list-faults", "ann-watch")
    assert at.left == 6
    assert at.obstacle("ann-past") is Obstacle.NO_TIME
    assert "ann-past" in [each.id for each in at.to_ask(at.case.interviewees[0])]
    assert not at.exhausted
    assert asked("list-faults", "ann-watch", "ann-self").exhausted


def test_the_last_minute_can_be_used() -> None:
    at = asked(case=small(minutes=5)).ask("ann-self")
    assert (at.spent, at.left) == (5, 0)


@pytest.mark.parametrize(
    ("names", "level"),
    [
        (("ann-self",), 3),
        (("ann-self", "list-faults"), 2),
        (("list-faults", "ann-self"), 3),
        (("list-faults", "ann-watch", "ann-self"), 1),
    ],
)
def test_the_surest_answer_counts_and_the_later_of_two_alike(
    names: tuple[str, ...], level: int
) -> None:
    assert asked(*names).fields["a1", "k1"].level == level


def test_whom_one_believes_counts_more_than_the_rule() -> None:
    names = ("list-faults", "ann-watch", "ann-self")
    assert asked(*names, a1_k1="ann-self").fields["a1", "k1"].level == 3
    told = asked(*names, a1_k1="ann-past").fields["a1", "k1"]
    assert (told.level, told.decided) == (1, False), "who told nothing is not believed"


def test_what_was_not_asked_stays_unknown_and_is_no_gap() -> None:
    matrix = asked("list-faults").matrix()
    assert [cell.actual for cell in matrix.row("a2").cells] == [None, 0]
    assert matrix.row("a2").cells[0].gap == 0
    assert matrix.column("k2").known == 1


def test_questions_that_left_the_case_are_left_out() -> None:
    at = Interview(small(), ("gone", "ann-self"), {("a9", "k1"): "gone"})
    assert at.spent == 5
    assert at.known == 1


def test_the_debriefing_tells_what_was_missed_and_who_would_have_told() -> None:
    told = Debriefing(asked("ann-self", "ann-past"))
    assert [each.field.place for each in told.critical] == [("a1", "k1"), ("a2", "k2")]
    assert told.recognised == ()
    clues = {each.field.place: told.clues(each) for each in told.missed}
    assert [each.id for _one, each in clues["a1", "k1"]] == ["ann-watch"]
    assert [each.id for _one, each in told.missed_keys] == ["ann-watch", "list-faults"]
    assert [each.id for _one, each in told.detours] == ["ann-past"]
    assert told.minutes == {None: 9, "self": 5}


def test_a_critical_gap_is_recognised_by_its_gap_not_by_its_level() -> None:
    wrong_level = small()
    told = Debriefing(asked("list-faults", case=wrong_level))
    found = {each.field.place: each for each in told.held}
    assert found["a2", "k2"].recognised
    assert not found["a2", "k2"].false_alarm
    assert not found["a1", "k1"].recognised, "a gap of 1 is not critical"
    assert [each.field.place for each in told.missed] == [("a1", "k1")]


def test_sure_and_wrong_is_told_and_so_is_a_false_alarm() -> None:
    told = Debriefing(asked("list-old"))
    assert [each.field.place for each in told.sure_and_wrong] == [("a2", "k1")]
    assert [each.field.place for each in told.false_alarms] == [("a2", "k1")]
    (alarm,) = told.sure_and_wrong
    assert not alarm.recognised, "there is no critical gap to recognise"
    assert [(each.confidence, each.right, each.wrong) for each in told.calibration] == [
        (3, 0, 1),
        (2, 0, 0),
        (1, 0, 0),
    ]


def test_the_truth_is_that_of_the_case() -> None:
    truth = Debriefing(asked()).truth()
    assert [[cell.actual for cell in row.cells] for row in truth.rows] == [[1, 2], [3, 0]]
    assert truth.gaps == 4


@given(st.lists(st.sampled_from(["self", "document", "manager"]), max_size=5))
def test_minutes_count_for_the_source_most_of_the_evidence_is_of(sources: list[Any]) -> None:
    told = [evidence("a1", "k1", 1, source, 2) for source in sources]
    case = small(
        interviewees=[{"id": "i", "name": "I", "role": "r", "inquiries": [inquiry("x", 1, *told)]}]
    )
    found = source_of(case.interviewees[0].inquiries[0])
    if not sources:
        assert found is None
    else:
        assert sources.count(found) == max(map(sources.count, sources))


def test_a_field_without_answer_counts_nothing() -> None:
    field = Field("a1", "k1", 3)
    assert (field.counts, field.level, field.contradictory, field.decided) == (
        None,
        None,
        False,
        False,
    )
