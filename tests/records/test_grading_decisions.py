"""Drafts and decisions: what is kept, what is refused, who decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.records.decision_cases import LATER, Scene
from tests.records.grading_cases import (
    BARE,
    GOOD,
    NOW,
    PRESENTER,
    WEAK,
    Decision,
    Deviation,
    decide,
    rating,
)
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Role
from xblocks.core.rubric import UnknownLevel
from xblocks.exercises.service import replace_course
from xblocks.grading import service
from xblocks.grading.records import Review, ReviewNote, ScoreChange
from xblocks.grading.refusals import (
    ClaimHeld,
    ClaimLost,
    DeviationWithoutReason,
    DraftConflict,
    NotAMember,
    RatingIncomplete,
    ReasonMissing,
)


def test_a_pass_reaches_the_grade_book_of_every_member(scene: Scene) -> None:
    review = decide(scene.tom, scene.work)
    assert (review.decision, review.points, review.number) == ("passed", Decimal(80), 1)
    assert scene.status == "passed"
    for member in (scene.ada, scene.ben):
        assert scene.book(member) == (80, 100)
        (result,) = service.results_for_team(member)
        assert result.own_points == 80
        assert result.feedback[0].grader == "Tom"
    assert (scene.work.pk, "passed") in PRESENTER.decided_works


def test_a_returned_work_has_no_grade_yet(scene: Scene) -> None:
    review = decide(scene.tom, scene.work, rating(WEAK, comments={"aim": "Say how many."}))
    assert (review.decision, review.suggested) == ("returned", "returned")
    assert scene.book(scene.ada) is None
    (result,) = service.results_for_team(scene.ada)
    assert result.revise_by == NOW + timedelta(days=14)
    assert result.feedback[0].comments == {"aim": "Say how many."}
    assert (result.feedback[0].points, result.own_points) == (Decimal("33.333"), None)


def test_points_in_the_book_are_whole_and_of_the_weight(db: None) -> None:
    scene = Scene(weight=10)
    decide(scene.tom, scene.work, rating({"aim": 2, "way": 3}))
    assert scene.points(scene.ada) == Decimal("86.667")
    assert scene.book(scene.ada) == (9, 10)


def test_an_exercise_that_counts_nothing_leaves_the_book_alone(db: None) -> None:
    scene = Scene(weight=0)
    decide(scene.tom, scene.work)
    assert (scene.points(scene.ada), scene.book(scene.ada)) == (80, None)


def test_an_exercise_taken_out_of_the_course_is_still_decided(scene: Scene) -> None:
    replace_course(scene.course.key, [])
    decide(scene.tom, scene.work)
    assert (scene.points(scene.ada), scene.book(scene.ada)) == (80, None)


def test_a_work_without_rubric_is_passed_without_points(db: None) -> None:
    scene = Scene(graded=False)
    review = decide(scene.tom, scene.work, rating({}, summary="Keep going."))
    assert (review.decision, review.points) == ("passed", None)
    assert scene.book(scene.ada) is None


def test_a_member_with_other_points_and_why(scene: Scene) -> None:
    own = {scene.ben.person_id: Deviation(Decimal("55.5"), "Joined last week.")}
    decide(scene.tom, scene.work, rating(deviations=own))
    assert (scene.book(scene.ada), scene.book(scene.ben)) == ((80, 100), (56, 100))
    (seen_by_ben,) = service.results_for_team(scene.ben)
    assert (seen_by_ben.own_points, seen_by_ben.own_reason) == (
        Decimal("55.5"),
        "Joined last week.",
    )
    (seen_by_ada,) = service.results_for_team(scene.ada)
    assert "Joined" not in repr(seen_by_ada), "it is nobody else's business"


def test_faulty_deviations_are_refused_and_nothing_is_decided(scene: Scene) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    stranger = scene.course.trainee("Cem", scene.course.company("Bergwerk"))
    with pytest.raises(NotAMember):
        service.save_draft(
            scene.tom,
            scene.work.pk,
            0,
            rating(deviations={stranger.person_id: Deviation(Decimal(5), "x")}),
            NOW,
        )
    silent = rating(deviations={scene.ben.person_id: Deviation(Decimal(5))})
    saved = service.save_draft(scene.tom, scene.work.pk, 0, silent, NOW)
    with pytest.raises(DeviationWithoutReason):
        service.decide(scene.tom, scene.work.pk, saved.version, NOW)
    assert scene.status == "waiting"


def test_the_rule_can_be_overridden_with_a_reason_only(scene: Scene) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    silent = rating(WEAK, decision=Decision.PASSED)
    saved = service.save_draft(scene.tom, scene.work.pk, 0, silent, NOW)
    assert saved.suggested is Decision.RETURNED
    with pytest.raises(ReasonMissing):
        service.decide(scene.tom, scene.work.pk, saved.version, NOW)
    explained = replace(silent, reason="The works council confirmed it by phone.")
    saved = service.save_draft(scene.tom, scene.work.pk, saved.version, explained, NOW)
    review = service.decide(scene.tom, scene.work.pk, saved.version, NOW)
    assert (review.decision, review.suggested, review.points) == (
        "passed",
        "returned",
        Decimal("33.333"),
    )


def test_a_must_criterion_at_zero_is_not_passed_whatever_the_points(scene: Scene) -> None:
    assert decide(scene.tom, scene.work, rating(BARE)).decision == "returned"


def test_an_incomplete_rating_is_kept_but_decides_nothing(scene: Scene) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    saved = service.save_draft(scene.tom, scene.work.pk, 0, rating({"aim": 3}), NOW)
    assert saved.assessment is not None
    assert saved.assessment.points == 40
    with pytest.raises(RatingIncomplete):
        service.decide(scene.tom, scene.work.pk, saved.version, NOW)
    with pytest.raises(UnknownLevel):
        service.save_draft(scene.tom, scene.work.pk, saved.version, rating({"aim": 4}), NOW)


def test_two_windows_of_one_grader_do_not_overwrite_each_other(scene: Scene) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    here, there = rating(summary="From the phone."), rating(summary="From the desk.")
    service.save_draft(scene.tom, scene.work.pk, 0, here, NOW)
    with pytest.raises(DraftConflict) as caught:
        service.save_draft(scene.tom, scene.work.pk, 0, there, NOW)
    assert (caught.value.mine, caught.value.stored, caught.value.version) == (there, here, 1)
    saved = service.save_draft(scene.tom, scene.work.pk, caught.value.version, there, NOW)
    assert service.draft(scene.tom, scene.work.pk).rating == there
    assert saved.version == 2


def test_the_same_draft_twice_is_one_and_a_decision_on_an_older_one_is_refused(
    scene: Scene,
) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    first = service.save_draft(scene.tom, scene.work.pk, 0, rating(), NOW)
    again = service.save_draft(scene.tom, scene.work.pk, 0, rating(), NOW)
    assert first.version == again.version == 1
    service.save_draft(scene.tom, scene.work.pk, 1, rating(WEAK), NOW)
    with pytest.raises(DraftConflict):
        service.decide(scene.tom, scene.work.pk, 1, NOW)


def test_without_a_draft_nothing_is_decided(scene: Scene) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    with pytest.raises(DraftConflict):
        service.decide(scene.tom, scene.work.pk, 0, NOW)


def test_a_double_click_decides_once(scene: Scene) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    reviews = []
    for _click in range(2):
        saved = service.save_draft(scene.tom, scene.work.pk, 0, rating(note="Nice."), NOW)
        reviews.append(service.decide(scene.tom, scene.work.pk, saved.version, NOW))
    assert reviews[0] == reviews[1]
    assert Review.objects.filter(work=scene.work).count() == 1
    assert ScoreChange.objects.filter(person=scene.ada.person_id).count() == 1
    assert ReviewNote.objects.filter(work=scene.work).count() == 1


def test_nobody_decides_without_holding_the_work(scene: Scene) -> None:
    tina = scene.course.trainer("Tina")
    service.claim(scene.tom, scene.work.pk, NOW)
    saved = service.save_draft(scene.tom, scene.work.pk, 0, rating(), NOW)
    with pytest.raises(ClaimHeld):
        service.save_draft(tina, scene.work.pk, 0, rating(WEAK), NOW)
    with pytest.raises(ClaimHeld):
        service.decide(tina, scene.work.pk, 0, NOW)
    service.release(scene.tom, scene.work.pk)
    with pytest.raises(ClaimLost):
        service.decide(scene.tom, scene.work.pk, saved.version, NOW)
    assert scene.status == "waiting"


@pytest.mark.parametrize("use", ["decide", "regrade"])
def test_a_failure_at_the_end_takes_everything_back(scene: Scene, use: str) -> None:
    if use == "regrade":
        decide(scene.tom, scene.work, rating(WEAK, decision=Decision.FAILED, reason="Copied."))
    else:
        service.claim(scene.tom, scene.work.pk, NOW)
    before = (scene.status, scene.book(scene.ada), scene.points(scene.ada))
    counted = [model.objects.count() for model in (Review, ReviewNote, ScoreChange)]
    seen = service.draft(scene.tom, scene.work.pk)
    given = rating(GOOD, note="Look again.", reason="Checked.")
    saved = service.save_draft(scene.tom, scene.work.pk, seen.version, given, LATER)
    final = (
        (lambda version: service.decide(scene.tom, scene.work.pk, version, LATER))
        if use == "decide"
        else (lambda version: service.regrade(scene.tom, scene.work.pk, version, 1, LATER))
    )
    PRESENTER.failure = RuntimeError("the component failed")
    try:
        with pytest.raises(RuntimeError):
            final(saved.version)
    finally:
        PRESENTER.failure = None
    assert (scene.status, scene.book(scene.ada), scene.points(scene.ada)) == before
    assert [model.objects.count() for model in (Review, ReviewNote, ScoreChange)] == counted


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.EXPERT, Role.COORDINATOR, Role.AUTHOR])
def test_nobody_but_trainers_decides(scene: Scene, role: Role) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    saved = service.save_draft(scene.tom, scene.work.pk, 0, rating(), NOW)
    actor = replace(scene.tom, roles=frozenset({role}))
    with pytest.raises(NotAllowed):
        service.decide(actor, scene.work.pk, saved.version, NOW)
    with pytest.raises(NotAllowed):
        service.regrade(actor, scene.work.pk, saved.version, 0, NOW)
    with pytest.raises((NotAllowed, NotFound)):
        service.save_draft(actor, scene.work.pk, saved.version, rating(WEAK), NOW)


def test_a_trainer_of_another_district_decides_nothing_here(scene: Scene) -> None:
    south = scene.course.trainer("Sue", scene.course.south)
    for attempt in (
        lambda: service.draft(south, scene.work.pk),
        lambda: service.save_draft(south, scene.work.pk, 0, rating(), NOW),
        lambda: service.decide(south, scene.work.pk, 1, NOW),
        lambda: service.regrade(south, scene.work.pk, 1, 0, NOW),
        lambda: service.open_work(south, scene.work.pk, NOW),
        lambda: service.history(south, scene.exercise.usage_key, scene.ada.company),
        lambda: service.notes(south, scene.work.pk),
        lambda: service.add_note(south, scene.work.pk, "x", NOW),
    ):
        with pytest.raises(NotFound):
            attempt()
