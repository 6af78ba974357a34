"""What moderation hands out to its owner, lets go of, and forgets in the end."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.records import moderation_rows
from tests.records.privacy_cases import Human, World
from tests.records.privacy_world import world_in
from tests.records.test_privacy_exporting import archive, data
from xblocks.exercises.records import Exercise
from xblocks.moderation.board.moves import Kept
from xblocks.moderation.domain.written import read_measures, read_rows
from xblocks.moderation.records import (
    Ballot,
    Board,
    BoardFeedback,
    BoardMeasure,
    BoardMember,
    BoardMove,
    Card,
    CardGroup,
    DrawnBallot,
    Plan,
    PlanRun,
    SceneRound,
)
from xblocks.privacy.receivers import account_retired
from xblocks.privacy.retaining import retain

pytestmark = pytest.mark.django_db(transaction=True)
END = datetime(2027, 7, 31, 22, 0, tzinfo=UTC)


def course_end(_course_key: Any) -> datetime:
    """When every course of these tests ends; see `xblocks.host.course`."""
    return END


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> World:
    settings.WBM_COURSE_FACE = "tests.records.privacy_traces.en_face"
    return world_in(tmp_path, settings)


def told(here: World, who: Human) -> dict[str, Any]:
    return data(archive(who, here), "moderation")


def team_board() -> Board:
    return Board.objects.get(usage_key=moderation_rows.TEAM_BOARD)


def test_plans_are_handed_out_in_words_without_the_names_of_the_team(here: World) -> None:
    (plan,) = told(here, here.xenia)["plans"]
    assert plan["reasons"] == "Because Xenia Quellbach and another member are there."
    (row,) = plan["rows"]
    assert (row["phase"], row["method"]) == ("Opening", "Welcome and frame")
    assert row["content"] == "Xenia Quellbach and another member begin."
    assert [each["who"] for each in plan["measures"]] == ["another member"]
    assert len(plan["runs"]) == 1


def test_a_round_is_handed_out_in_the_words_of_its_scenes(here: World) -> None:
    (one,) = told(here, here.bea)["disturbances"]
    assert one["exercise"] == "Disturbances"
    assert one["choices"] == [
        {
            "scene": "Scene talk",
            "moment": "It happens: first.",
            "intervention": "You do thank.",
            "points": 3,
        }
    ]


def test_what_is_gone_is_handed_out_by_its_short_names(here: World) -> None:
    Exercise.objects.filter(course_key=here.where.key).delete()
    rows = (SceneRound.objects.all(), Board.objects.all())
    for each in rows:
        each.update(definition_hash="gone")
    found = told(here, here.bea)
    assert found["disturbances"][0]["choices"] == {"talk": ["thank"]}
    assert found["boards"][0]["cards"][0]["step"] == "collect"


def test_of_boards_everybody_gets_their_own_part(here: World) -> None:
    seminar, board = sorted(told(here, here.xenia)["boards"], key=lambda each: bool(each["title"]))
    assert seminar["joined"]
    assert seminar["opened_by_you"]
    assert board["moderated_by_you"]
    assert board["you_write_for_others"]
    assert [each["text"] for each in board["cards"]] == ["another member knows", "hidden yet"]
    assert {each["step"] for each in board["cards"]} == {"Collect"}
    heading = "Xenia Quellbach, another member: robots"
    assert board["dots"] == [{"step": "Vote", "dots": [{"on": heading, "dots": 2}]}]
    assert board["voted_without_name"] == ["Vote"]
    assert [each["what"] for each in board["your_measures"]] == [
        "Xenia Quellbach and another member learn"
    ]
    assert [each["ratings"] for each in board["feedback"]] == [{"Clearness of the goal": 3}] * 2
    assert "Nobody's card" not in json.dumps(board)


def test_dots_on_a_scale_are_told_by_its_fields(here: World) -> None:
    board = team_board()
    scale = {"kind": "vote", "id": "vote", "title": "Mood", "task": "?", "scale": ["good", "bad"]}
    version = moderation_rows.board_version(here, scale)
    Board.objects.filter(pk=board.pk).update(definition_hash=version)
    Ballot.objects.filter(board=board).update(dots='{"1": 1}')
    (found,) = told(here, here.bea)["boards"]
    assert found["dots"] == [{"step": "Mood", "dots": [{"on": "bad", "dots": 1}]}]


def test_a_trainer_gets_the_feedback_they_gave_and_nothing_of_the_group(here: World) -> None:
    found = told(here, here.uwe)
    assert [each["usage_key"] for each in found["feedback_given"]] == [
        moderation_rows.TEAM_BOARD
    ] * 2
    assert found["plans"] == []
    assert [each["cards"] for each in found["boards"]] == [[]]


def test_who_goes_takes_plans_and_rounds_along(here: World) -> None:
    account_retired(here.bea.user)
    (plan,) = Plan.objects.all()
    assert plan.person_id == here.xenia.actor.person_id
    assert plan.title == "For Xenia Quellbach and a former member"
    assert read_measures(plan.measures)[0].who == "a former member"
    (run,) = PlanRun.objects.all()
    assert read_rows(run.rows)[0].content == "Xenia Quellbach and a former member begin."
    (left,) = SceneRound.objects.all()
    assert left.person_id == here.xenia.actor.person_id


def test_the_group_keeps_cards_dots_and_measures_without_the_name(here: World) -> None:
    revision = team_board().revision
    account_retired(here.xenia.user)
    board = team_board()
    assert (board.moderator, board.title) == (
        None,
        "Board of a former member and Beata Wiesengrund",
    )
    assert board.revision > revision
    cards = Card.objects.filter(board=board)
    bea = here.bea.actor.person_id
    assert set(cards.values_list("text", "author")) == {
        ("Beata Wiesengrund knows", None),
        ("Nobody's card", None),
        ("a former member knows", bea),
        ("hidden yet", None),
        ("hidden yet", bea),
    }
    assert Ballot.objects.filter(board=board).count() == 2
    assert DrawnBallot.objects.filter(board=board, person=None).count() == 1
    heading = "a former member, Beata Wiesengrund: robots"
    (group,) = CardGroup.objects.all()
    assert group.heading == heading
    move = BoardMove.objects.get()
    assert [each.heading for each in Kept.read(move.after).groups.values()] == [heading]
    former = BoardMeasure.objects.get(who_else="a former member", sign__startswith="Beata")
    assert former.who is None
    feedback = BoardFeedback.objects.all()
    assert {each.moderator_id for each in feedback} == {here.bea.actor.person_id}


def test_open_pages_learn_of_shown_cards_and_not_of_hidden_ones(here: World) -> None:
    before = team_board().revision
    account_retired(here.xenia.user)
    changed = Card.objects.filter(revision__gt=before)
    assert list(changed.values_list("text", flat=True)) == ["Beata Wiesengrund knows"]
    assert set(Card.objects.filter(text="hidden yet").values_list("revision", flat=True)) == {0}


def test_feedback_of_a_trainer_who_goes_stays_without_the_name(here: World) -> None:
    account_retired(here.tilda.user)
    assert BoardFeedback.objects.count() == 4
    about = BoardFeedback.objects.get(
        trainer=here.tilda.actor.person_id, moderator=here.xenia.actor.person_id
    )
    assert "says a former member;" in about.text
    assert about.trainer.name == "a former member"
    assert team_board().opened_by is None


def test_boards_of_nobody_are_removed(here: World) -> None:
    account_retired(here.xenia.user)
    assert BoardMember.objects.filter(board__usage_key=moderation_rows.SEMINAR).count() == 1
    account_retired(here.uwe.user)
    assert not Board.objects.filter(usage_key=moderation_rows.SEMINAR).exists()
    account_retired(here.bea.user)
    assert not Board.objects.exists()
    assert not Card.objects.exists()


def test_words_stay_as_short_as_plans_and_boards_allow(here: World) -> None:
    name = here.bea.actor.name
    row = {
        "id": "z1",
        "phase": "P1",
        "minutes": 5,
        "content": f"{name} " * 33,
        "goal": f"{name} " * 11,
    }
    Plan.objects.filter(person=here.xenia.actor.person_id).update(
        rows=json.dumps([row]), title=f"{name} " * 5
    )
    Card.objects.filter(text="Nobody's card").update(text=f"{name} " * 16)
    account_retired(here.bea.user)
    plan = Plan.objects.get()
    assert name not in plan.rows
    (kept,) = read_rows(plan.rows)
    assert kept.content.startswith("a former member a former member")
    assert len(plan.title) <= 100
    assert not Card.objects.filter(text__contains=name).exists()


def test_boards_go_half_a_year_and_plans_three_years_after_the_course(
    here: World, settings: Any
) -> None:
    settings.WBM_COURSE_END = "tests.records.test_moderation_privacy.course_end"

    def gone(days: float, *, dry_run: bool = False) -> dict[str, int]:
        done = retain(END + timedelta(days=days), dry_run=dry_run)
        return {e.term: e.count for e in done if e.holding == "moderation" and e.count}

    assert gone(179) == {}
    assert gone(181, dry_run=True) == {"card_boards": 2}
    assert Board.objects.exists()
    assert gone(181) == {"card_boards": 2}
    assert not Card.objects.exists()
    assert Plan.objects.exists()
    assert gone(1096) == {"exercises": 4}
    assert not PlanRun.objects.exists()
    assert not SceneRound.objects.exists()
