"""A failed work: its points stay readable, the grade book never calls it passed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.records.decision_cases import Scene
from tests.records.desk_cases import Desk
from tests.records.grading_cases import (
    BARE,
    GOOD,
    WEAK,
    Decision,
    Deviation,
    course,
    decide,
    hand_in,
    rating,
    regrade,
)
from tests.records.transfer_cases import fill, review, team, url
from tests.records.transfer_cases import hand_in as team_hand_in
from xblocks.grading import service
from xblocks.grading.domain import WhyNot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


@pytest.fixture
def scene() -> Scene:
    """A work that may not come back."""
    return Scene(revisions=0)


def test_a_must_at_level_0_keeps_the_points_and_caps_the_grade_book(scene: Scene) -> None:
    review = decide(scene.tom, scene.work, rating(BARE))
    assert (review.decision, review.points) == ("failed", Decimal(60))
    for member in (scene.ada, scene.ben):
        assert (scene.points(member), scene.book(member)) == (60, (59, 100))
        (result,) = service.results_for_team(member)
        assert result.own_points == 60
        assert result.feedback[0].why_not == WhyNot(("Aim",), 60)


def test_who_is_failed_with_a_reason_stays_below_too(scene: Scene) -> None:
    decide(scene.tom, scene.work, rating(decision=Decision.FAILED, reason="Copied."))
    assert (scene.points(scene.ada), scene.book(scene.ada)) == (80, (59, 100))
    (result,) = service.results_for_team(scene.ada)
    assert result.feedback[0].why_not == WhyNot((), 60)


def test_few_points_go_to_the_grade_book_as_they_are(scene: Scene) -> None:
    decide(scene.tom, scene.work, rating(WEAK))
    assert scene.book(scene.ada) == (33, 100)
    (result,) = service.results_for_team(scene.ada)
    assert result.feedback[0].why_not == WhyNot()


def test_points_of_one_person_count_as_they_are_given(scene: Scene) -> None:
    assert scene.ben.person_id is not None
    own = {scene.ben.person_id: Deviation(Decimal(70), "Did all of it alone.")}
    decide(scene.tom, scene.work, rating(BARE, deviations=own))
    assert scene.book(scene.ada) == (59, 100)
    assert scene.book(scene.ben) == (70, 100)


def test_deciding_again_lifts_the_cap(scene: Scene) -> None:
    decide(scene.tom, scene.work, rating(BARE))
    regrade(scene.tom, scene.work, rating(GOOD, reason="Overlooked the annex."))
    assert scene.book(scene.ada) == (80, 100)
    (result,) = service.results_for_team(scene.ada)
    assert result.feedback[0].why_not == WhyNot()


def test_a_work_that_comes_back_names_the_must_and_caps_nothing() -> None:
    scene = Scene()
    assert decide(scene.tom, scene.work, rating(BARE)).decision == "returned"
    (result,) = service.results_for_team(scene.ada)
    assert result.feedback[0].why_not == WhyNot(("Aim",), None)
    assert scene.book(scene.ada) is None


def test_the_team_reads_why_beside_its_points(client) -> None:
    here = team(revisions=0)
    fill(here.ada, here.m1, timezone.now())
    work = team_hand_in(here.ada, here.m1, timezone.now())
    review(here.tom, work, timezone.now(), levels=BARE)
    client.force_login(here.user(here.bea))
    page = client.get(url(here, "project_milestone")).content.decode()
    assert "60 of 100 points" in page
    assert "Not passed because of a must-criterion at level 0: Aim." in page
    assert "The grade book stays below 60 %" in page


def test_graders_read_why_on_the_page_of_the_work() -> None:
    desk = Desk(course())
    work = hand_in(desk.ada, desk.course.exercise(revisions=0), desk.ben)
    decide(desk.tom, work, rating(BARE))
    page = desk.browser(desk.tom).get(desk.url("grading_work", work.pk)).content.decode()
    assert "Not passed because of a must-criterion at level 0: Aim." in page
    assert "The grade book stays below 60 %" in page
    assert "59 of 100 in the grade book" in page


def test_an_exercise_without_weight_promises_nobody_points_in_the_grade_book() -> None:
    desk = Desk(course())
    work = hand_in(desk.ada, desk.course.exercise(weight=0), desk.ben)
    decide(desk.tom, work)
    page = desk.browser(desk.tom).get(desk.url("grading_work", work.pk)).content.decode()
    assert page.count("does not count in the grade book") == 2
