"""Measures a group agrees on, and what a trainer says to who moderates."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.records.moderation_boards import NOW, Group, team
from xblocks.core.wording import TextNotReadable, TextTooLong
from xblocks.moderation.board import arranging, feedback, measures, moderating, voting
from xblocks.moderation.board.measures import Values
from xblocks.moderation.board.refusals import (
    BoardFull,
    CardGone,
    DayPassed,
    FeedbackConflict,
    MeasureConflict,
    NotAMember,
    NotARating,
    OnePerson,
    StepClosed,
)
from xblocks.moderation.records import BoardFeedback, BoardMeasure

pytestmark = pytest.mark.django_db

SOON = date(2027, 4, 1)


@pytest.fixture
def here() -> Group:
    """A team that plans measures."""
    found = team()
    found.act("open")
    found.write(found.bea, "Robots")
    found.go_to("plan")
    return found


def add(here: Group, **values: Any) -> BoardMeasure:
    return measures.add(here.bea, here.board, "plan", Values(**values), NOW)


def change(here: Group, measure: BoardMeasure, version: int, **values: Any) -> BoardMeasure:
    return measures.change(here.cem, here.board, "plan", measure.pk, Values(**values), version, NOW)


def test_a_measure_says_what_who_until_when_and_how_it_is_recognised(here: Group) -> None:
    (group,) = voting.targets_of(here.access(), "vote")
    made = add(here, what="Train two", group=int(group))
    changed = change(
        here,
        made,
        1,
        what="Train two",
        who=here.ada.person_id,
        until=SOON,
        sign="Both run the robot",
        group=int(group),
    )
    (kept,) = measures.of(here.access(here.tom))
    assert (kept.pk, kept.version) == (made.pk, changed.version) == (made.pk, 2)
    assert (kept.what, kept.who.name, kept.until) == ("Train two", "Ada Adler", SOON)
    assert measures.of(here.access(), since=here.kept().revision) == []


def test_two_who_change_a_measure_at_once_are_told(here: Group) -> None:
    made = add(here, what="Train two")
    change(here, made, 1, what="Train three")
    change(here, made, 1, what="Train three")
    with pytest.raises(MeasureConflict) as refused:
        change(here, made, 1, what="Train four")
    assert refused.value.version == 2
    change(here, made, refused.value.version, what="Train four")
    assert BoardMeasure.objects.get().what == "Train four"


def test_one_person_is_responsible(here: Group) -> None:
    add(here, what="A", who_else="Somebody of the IT")
    with pytest.raises(OnePerson):
        add(here, what="B", who=here.ada.person_id, who_else="Somebody of the IT")
    other = here.where.trainee("Dan", here.where.company("Other"))
    for person in (other.person_id, here.tom.person_id, 10**6):
        with pytest.raises(NotAMember):
            add(here, what="B", who=person)
    assert BoardMeasure.objects.count() == 1


def test_a_measure_is_for_a_day_to_come_and_may_grow_old(here: Group) -> None:
    today = NOW.date()
    with pytest.raises(DayPassed):
        add(here, what="A", until=today - timedelta(days=1))
    made = add(here, what="A", until=today)
    later = NOW + timedelta(days=60)
    values = Values(what="A, done", until=today)
    changed = measures.change(here.bea, here.board, "plan", made.pk, values, 1, later)
    assert changed.what == "A, done"


def test_a_measure_is_taken_away_and_put_back(here: Group) -> None:
    made = add(here, what="A")
    for back, left in ((False, 0), (False, 0), (True, 1), (True, 1)):
        measures.remove(here.cem, here.board, "plan", made.pk, NOW, back=back)
        assert len(measures.of(here.access())) == left
    measures.remove(here.cem, here.board, "plan", made.pk, NOW)
    with pytest.raises(CardGone):
        change(here, made, 1, what="B")
    with pytest.raises(CardGone):
        measures.remove(here.cem, here.board, "plan", made.pk + 99, NOW)


def test_measures_belong_to_groups_of_their_own_board(here: Group) -> None:
    other = team()
    other.go_to("arrange")
    theirs, _move = arranging.add_group(other.bea, other.board, "arrange", "Theirs", [], NOW)
    with pytest.raises(CardGone):
        add(here, what="A", group=theirs)


def test_what_is_too_long_is_refused_and_late_too(
    here: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TextTooLong):
        add(here, what="x" * 301)
    made = add(here, what="A")
    monkeypatch.setattr(measures, "MOST_MEASURES", 1)
    with pytest.raises(BoardFull):
        add(here, what="B")
    here.act("close")
    for late in (lambda: add(here, what="B"), lambda: change(here, made, 1, what="B")):
        with pytest.raises(StepClosed):
            late()
    here.act("reopen")
    change(here, made, 1, what="B")


# --- feedback ------------------------------------------------------------------------------------


def keep(here: Group, text: str = "Calm and clear.", version: int = 0, **ratings: int) -> Any:
    who = here.ada.person_id or 0
    return feedback.keep(here.tom, here.board, who, ratings, text, version, NOW)


def test_feedback_is_read_by_trainer_and_moderator_alone(here: Group) -> None:
    keep(here, goal=4, time=2)
    another = here.where.trainer("Una")
    moderating.hand_over(here.ada, here.board, here.bea.person_id or 0, NOW)
    for who, count in ((here.ada, 1), (here.tom, 1), (here.bea, 0), (here.cem, 0), (another, 0)):
        assert len(feedback.readable(here.access(who))) == count, who.name
    (found,) = feedback.readable(here.access())
    assert json.loads(found.ratings) == {"goal": 4, "time": 2}
    assert (found.text, found.trainer.name) == ("Calm and clear.", "Tom Thal")


def test_feedback_is_written_on_also_when_somebody_else_moderates(here: Group) -> None:
    keep(here, goal=4)
    moderating.hand_over(here.ada, here.board, here.bea.person_id or 0, NOW)
    keep(here, "And well ended.", 1, goal=4)
    assert BoardFeedback.objects.get().version == 2
    with pytest.raises(FeedbackConflict) as refused:
        keep(here, "From another tab.", 1)
    assert refused.value.version == 2


@pytest.mark.parametrize("ratings", [{"goal": 0}, {"goal": 5}, {"charm": 4}])
def test_ratings_go_from_one_to_four_on_what_there_is(here: Group, ratings: dict[str, int]) -> None:
    with pytest.raises(NotARating):
        keep(here, **ratings)


def test_feedback_goes_to_somebody_of_the_group_in_words_that_can_be_kept(here: Group) -> None:
    with pytest.raises(NotAMember):
        feedback.keep(here.tom, here.board, here.tom.person_id or 0, {}, "Well.", 0, NOW)
    with pytest.raises(TextTooLong):
        keep(here, "x" * 4001)
    with pytest.raises(TextNotReadable):
        keep(here, "half \ud800")
    assert not BoardFeedback.objects.exists()
