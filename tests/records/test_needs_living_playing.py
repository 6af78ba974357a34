"""Playing a living case: time, rounds, other tabs, who may, what stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings

from tests.at_once import at_once, own_connections
from tests.records.needs_living_cases import ANSWERS, NOW, Hall
from xblocks.core.errors import BadRequest, Masquerading, NotAllowed, NotFound
from xblocks.exercises.records import ExerciseVersion
from xblocks.needs_analysis import asking, conversation
from xblocks.needs_analysis.conversation import Conversation, Stage
from xblocks.needs_analysis.domain.answers import NotAnAnswer, NotReadable, TextTooLong
from xblocks.needs_analysis.records import Sheet, SheetEntry
from xblocks.needs_analysis.refusals import (
    AskingOver,
    NotAnew,
    NoTimeLeft,
    NotOpenYet,
    OtherRound,
)

TICKS: list[tuple[str, list[int], float]] = []
K1 = ("a1", "k1")


def tick(usage_key: str, user_ids: list[int], share: float) -> None:
    TICKS.append((usage_key, list(user_ids), share))


@pytest.fixture
def hall(db: None) -> Hall:
    TICKS.clear()
    return Hall()


def test_looking_keeps_nothing(hall: Hall) -> None:
    assert hall.now().stage is Stage.NEW
    assert not Sheet.objects.exists()


def test_a_question_is_paid_once_however_often_it_is_sent(hall: Hall) -> None:
    hall.begin()
    first = hall.ask("ann-self")
    again = hall.ask("ann-self")
    assert first.interview.left == again.interview.left == 15
    assert SheetEntry.objects.filter(name="asked:ann-self").count() == 1


def test_answers_stand_in_the_order_they_were_given(hall: Hall) -> None:
    hall.begin()
    here = hall.ask("list-faults", "ann-self")
    assert here.interview.asked == ("list-faults", "ann-self")
    assert hall.now().interview.fields[K1].level == 3


def test_questions_that_are_not_open_too_long_or_unknown_are_refused(hall: Hall) -> None:
    hall.begin()
    with pytest.raises(NotOpenYet):
        hall.ask("ann-watch")
    with pytest.raises(NotFound):
        hall.ask("nothing")
    hall.ask("list-faults", "ann-watch")
    with pytest.raises(NoTimeLeft):
        hall.ask("ann-past")
    assert hall.now().interview.left == 6


def test_before_beginning_and_after_closing_nothing_can_be_asked(hall: Hall) -> None:
    with pytest.raises(AskingOver):
        hall.ask("ann-self")
    hall.begin()
    hall.close()
    with pytest.raises(AskingOver):
        hall.ask("ann-self")
    assert hall.close().stage is Stage.ANSWERING, "closing twice is closing once"


def test_beginning_twice_begins_once(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self")
    assert hall.begin().interview.asked == ("ann-self",)
    assert hall.now().round == 1
    with pytest.raises(NotAnew):
        asking.begin(hall.ada, hall.case, 1, NOW)
    with pytest.raises(BadRequest):
        asking.begin(hall.ada, hall.case, 2, NOW)


def test_one_decides_whom_to_believe_and_can_leave_it_open_again(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self", "list-faults")
    here = asking.believe(hall.ada, hall.case, 1, K1, "ann-self", "  She  showed me. ", NOW)
    assert here.interview.fields[K1].level == 3
    assert here.reasons == {K1: "She showed me."}
    hall.close()
    here = asking.believe(hall.ada, hall.case, 1, K1, "", "", NOW)
    assert here.interview.fields[K1].level == 2
    assert not here.interview.fields[K1].decided
    assert here.reasons == {}


def test_nobody_can_be_believed_who_said_nothing(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self", "list-faults")
    for place, inquiry in ((K1, "ann-watch"), (("a2", "k2"), "list-faults"), (("a9", "k1"), "")):
        with pytest.raises(NotFound):
            asking.believe(hall.ada, hall.case, 1, place, inquiry, "", NOW)
    with pytest.raises(TextTooLong):
        asking.believe(hall.ada, hall.case, 1, K1, "ann-self", "x" * 301, NOW)
    with pytest.raises(NotReadable):
        asking.believe(hall.ada, hall.case, 1, K1, "ann-self", "\ud800", NOW)
    hall.close()
    hall.finish()
    with pytest.raises(AskingOver):
        asking.believe(hall.ada, hall.case, 1, K1, "ann-self", "", NOW)


def test_the_newest_answer_counts_and_the_debriefing_needs_all(hall: Hall) -> None:
    hall.begin()
    with pytest.raises(AskingOver):
        asking.answer(hall.ada, hall.case, 1, "q1", ["o1"], NOW)
    hall.close()
    asking.answer(hall.ada, hall.case, 1, "q1", ["o2"], NOW)
    asking.answer(hall.ada, hall.case, 1, "q1", ["o1"], NOW)
    assert hall.now().answers == {"q1": "o1"}
    here = hall.finish(q1=["o1"], q3=[""])
    assert (here.stage, here.missing) == (Stage.ANSWERING, ("q3",))
    assert hall.now().answers["q2"] == ["a1", "a2"], "what was answered is kept"
    assert hall.finish().stage is Stage.TOLD
    with pytest.raises(AskingOver):
        asking.answer(hall.ada, hall.case, 1, "q1", ["o2"], NOW)


def test_answers_the_case_does_not_offer_are_refused(hall: Hall) -> None:
    hall.begin()
    hall.close()
    for question, values, refusal in (
        ("q1", ["o9"], NotAnAnswer),
        ("q2", ["a9"], NotAnAnswer),
        ("q9", ["1"], NotFound),
        ("q3", ["\ud800"], NotReadable),
    ):
        with pytest.raises(refusal):
            asking.answer(hall.ada, hall.case, 1, question, values, NOW)
    assert hall.now().answers == {}


@override_settings(WBM_WRITE_COMPLETION=f"{__name__}.tick")
def test_the_debriefing_ticks_the_exercise_once(hall: Hall) -> None:
    hall.begin()
    hall.close()
    assert TICKS == []
    hall.finish()
    hall.finish()
    assert [(hall.case.usage_key, [hall.ada.user_id], 1.0)] == TICKS


def test_the_debriefing_judges_against_what_is_true(hall: Hall) -> None:
    verdicts = hall.debriefed("ann-self").verdicts()
    assert {name: each.right for name, each in verdicts.items()} == {
        "q1": True,
        "q2": True,
        "q3": True,
    }


def test_beginning_anew_forgets_answers_and_keeps_what_the_round_came_to(hall: Hall) -> None:
    hall.debriefed("list-faults", "ann-self")
    here = asking.begin(hall.ada, hall.case, 1, NOW)
    assert (here.stage, here.round, here.interview.asked, here.answers) == (
        Stage.ASKING,
        2,
        (),
        {},
    )
    assert here.rounds[1] == {
        "minutes": 11,
        "budget": 20,
        "known": 2,
        "fields": 4,
        "recognised": 1,
        "critical": 2,
        "right": 3,
        "questions": 3,
    }
    assert asking.begin(hall.ada, hall.case, 1, NOW).round == 2, "a double click begins once"
    hall.debriefed("list-faults")
    assert asking.begin(hall.ada, hall.case, 2, NOW).rounds.keys() == {1, 2}


def test_another_tab_of_an_earlier_round_changes_nothing(hall: Hall) -> None:
    hall.debriefed("ann-self")
    asking.begin(hall.ada, hall.case, 1, NOW)
    for step in (
        lambda: asking.ask(hall.ada, hall.case, 1, "ann-self", NOW),
        lambda: asking.close(hall.ada, hall.case, 1, NOW),
        lambda: asking.finish(hall.ada, hall.case, 1, ANSWERS, NOW),
        lambda: asking.answer(hall.ada, hall.case, 1, "q1", ["o1"], NOW),
        lambda: asking.believe(hall.ada, hall.case, 1, K1, "", "", NOW),
    ):
        with pytest.raises(OtherRound):
            step()
    assert hall.now().interview.asked == ()


def test_a_round_goes_on_as_it_began_when_authors_change_the_case(hall: Hall) -> None:
    hall.begin()
    hall.change_case(minutes=10, questions=[])
    here = hall.ask("list-faults", "ann-watch")
    assert (here.interview.left, here.outdated) == (6, True)
    hall.close()
    hall.finish()
    anew = asking.begin(hall.ada, hall.case, 1, NOW)
    assert (anew.case.minutes, anew.outdated) == (10, False)


def test_without_its_old_version_a_round_goes_on_with_the_new_one(hall: Hall) -> None:
    hall.begin()
    hall.ask("list-faults")
    ExerciseVersion.objects.all().delete()
    hall.change_case(minutes=5)
    here = hall.now()
    assert (here.case.minutes, here.interview.spent, here.interview.left) == (5, 6, 0)


def test_a_case_without_questions_is_debriefed_after_the_asking(hall: Hall) -> None:
    hall.change_case(questions=[])
    hall.begin()
    hall.close()
    assert asking.finish(hall.ada, hall.case, 1, {}, NOW).stage is Stage.TOLD


def test_everybody_plays_for_themselves(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self")
    assert hall.now(hall.ben).stage is Stage.NEW
    hall.begin(hall.tom)
    assert hall.now(hall.tom).interview.asked == ()


def test_who_only_looks_writes_nothing(hall: Hall) -> None:
    hall.begin()
    masked = replace(hall.ada, masquerading=True)
    nobody = replace(hall.ada, roles=frozenset())
    for actor, refusal in ((masked, Masquerading), (hall.staff, NotFound), (nobody, NotAllowed)):
        for step in (
            lambda who=actor: asking.begin(who, hall.case, 0, NOW),
            lambda who=actor: asking.ask(who, hall.case, 1, "ann-self", NOW),
            lambda who=actor: asking.believe(who, hall.case, 1, K1, "", "", NOW),
            lambda who=actor: asking.close(who, hall.case, 1, NOW),
            lambda who=actor: asking.answer(who, hall.case, 1, "q1", ["o1"], NOW),
            lambda who=actor: asking.finish(who, hall.case, 1, ANSWERS, NOW),
        ):
            with pytest.raises(refusal):
                step()
    with pytest.raises(NotAllowed):
        conversation.opened(nobody, hall.case)
    assert hall.now().interview.asked == ()


def test_asking_takes_few_statements(hall: Hall, django_assert_max_num_queries: object) -> None:
    hall.begin()
    hall.ask("list-faults")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        hall.now()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        asking.ask(hall.ada, hall.case, 1, "ann-self", NOW)


@pytest.mark.django_db(transaction=True)
def test_many_tabs_at_one_moment_never_overdraw_the_time(tmp_path: Path) -> None:
    hall = Hall()
    hall.begin()
    names = ["ann-self", "ann-past", "list-faults", "list-old", "ann-self", "list-old"]
    with own_connections(tmp_path):
        answers = at_once(
            [lambda name=name: asking.ask(hall.ada, hall.case, 1, name, NOW) for name in names]
        )
        (seen,) = at_once([hall.now])
    assert {type(each) for each in answers} <= {Conversation, NoTimeLeft}, answers
    assert isinstance(seen, Conversation)
    assert seen.interview.spent <= 20
    assert len(set(seen.interview.asked)) == len(seen.interview.asked)
    refused = sum(isinstance(each, NoTimeLeft) for each in answers)
    assert refused >= 1, "all four take 24 minutes"
