"""Deciding again: the earlier review stays, the grade book follows; scores and accounts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from opaque_keys.edx.keys import CourseKey
from submissions import api

from course_export.preview.anonymous import course_anonymous_id
from tests.records.decision_cases import LATER, Scene
from tests.records.grading_cases import (
    GOOD,
    NOW,
    WEAK,
    Decision,
    Deviation,
    decide,
    hand_in,
    rating,
    regrade,
)
from xblocks.grading import service
from xblocks.grading.records import Review
from xblocks.grading.refusals import (
    NewerVersion,
    NotWaiting,
    ReasonMissing,
    ReviewedMeanwhile,
)
from xblocks.host import grades
from xblocks.roster.matching import link_account
from xblocks.roster.records import Person


def test_a_regrade_keeps_the_earlier_review_and_corrects_the_book(scene: Scene) -> None:
    first = decide(scene.tom, scene.work)
    tina = scene.course.trainer("Tina")
    with pytest.raises(ReasonMissing):
        regrade(tina, scene.work, rating({"aim": 3, "way": 3}))
    second = regrade(tina, scene.work, rating({"aim": 3, "way": 3}, reason="Appendix found."))
    assert (first.number, second.number, second.points) == (1, 2, 100)
    assert scene.book(scene.ada) == scene.book(scene.ben) == (100, 100)
    company = scene.ada.company
    assert company is not None
    history = service.history(scene.tom, scene.exercise.usage_key, company)
    assert [(each.number, each.points) for each in history.reviews] == [(2, 100), (1, 80)]
    of_ada = [step.points for step in history.scores if step.person_id == scene.ada.person_id]
    assert of_ada == [100, 80]
    (result,) = service.results_for_team(scene.ada)
    assert [each.number for each in result.feedback] == [2, 1]


def test_a_regrade_can_lower_the_grade(scene: Scene) -> None:
    decide(scene.tom, scene.work)
    again = rating(WEAK, decision=Decision.FAILED, reason="Copied from elsewhere.")
    regrade(scene.tom, scene.work, again)
    assert scene.book(scene.ada) == (33, 100)
    assert scene.status == "failed"


def test_another_chance_leaves_the_grade_until_it_is_decided_again(scene: Scene) -> None:
    decide(scene.tom, scene.work, rating(WEAK, decision=Decision.FAILED, reason="Empty."))
    again = regrade(scene.tom, scene.work, rating(WEAK, reason="They were on short-time work."))
    assert (again.decision, scene.status) == ("returned", "returned")
    assert scene.book(scene.ada) == (33, 100)
    second = hand_in(scene.ben, scene.exercise, scene.ada)
    decide(scene.tom, second)
    assert scene.book(scene.ada) == (80, 100)


def test_a_regrade_starts_from_what_was_decided_whoever_did(scene: Scene) -> None:
    own = {scene.ben.person_id: Deviation(Decimal("55.500"), "Joined last week.")}
    decide(scene.tom, scene.work, rating(comments={"aim": "Clear."}, deviations=own))
    tina = scene.course.trainer("Tina")
    seen = service.draft(tina, scene.work.pk)
    assert (seen.version, seen.based_on) == (0, 1)
    assert (seen.rating.levels, seen.rating.comments, dict(seen.rating.deviations)) == (
        GOOD,
        {"aim": "Clear."},
        own,
    )
    regrade(tina, scene.work, replace(seen.rating, summary="Well done.", reason="Praise."))
    mine = service.draft(scene.tom, scene.work.pk)
    assert (mine.rating.summary, mine.rating.reason, mine.based_on) == ("Well done.", "", 2)
    assert scene.points(scene.ben) == Decimal("55.5")


def test_two_who_regrade_at_once_do_not_overrule_each_other_unseen(scene: Scene) -> None:
    decide(scene.tom, scene.work)
    tina = scene.course.trainer("Tina")
    seen = service.draft(tina, scene.work.pk)
    saved = service.save_draft(tina, scene.work.pk, 0, rating(WEAK, reason="x"), LATER)
    regrade(scene.tom, scene.work, rating({"aim": 3, "way": 3}, reason="y"))
    with pytest.raises(ReviewedMeanwhile):
        service.regrade(tina, scene.work.pk, saved.version, seen.based_on, LATER)
    assert scene.points(scene.ada) == 100


def test_a_regrade_clicked_twice_is_one(scene: Scene) -> None:
    decide(scene.tom, scene.work)
    again = regrade(scene.tom, scene.work, rating({"aim": 3, "way": 3}, reason="y"))
    same = service.regrade(scene.tom, scene.work.pk, again.draft_version, 1, LATER)
    assert again == same


def test_only_the_newest_version_is_decided_again(scene: Scene) -> None:
    decide(scene.tom, scene.work, rating(WEAK))
    seen = service.draft(scene.tom, scene.work.pk)
    saved = service.save_draft(scene.tom, scene.work.pk, seen.version, rating(reason="x"), LATER)
    second = hand_in(scene.ada, scene.exercise, scene.ben)
    with pytest.raises(NewerVersion):
        service.regrade(scene.tom, scene.work.pk, saved.version, 1, LATER)
    with pytest.raises(NewerVersion):
        service.save_draft(scene.tom, scene.work.pk, saved.version, rating(reason="y"), LATER)
    with pytest.raises(NotWaiting):
        service.regrade(scene.tom, second.pk, 1, 0, LATER)


def test_reviews_are_never_changed_or_deleted(scene: Scene) -> None:
    review = decide(scene.tom, scene.work)
    review.summary = "Something else"
    for attempt in (
        review.save,
        review.delete,
        lambda: Review.objects.filter(id=review.pk).update(points=100),
        lambda: Review.objects.filter(id=review.pk).delete(),
        lambda: Review.objects.bulk_update([review], ["summary"]),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert Review.objects.get(id=review.pk).summary == ""


def test_a_member_without_account_gets_the_score_when_they_register(scene: Scene) -> None:
    new = scene.course.trainee("Cem", scene.course.company("Bergwerk"), account=False)
    colleague = scene.course.trainee("Dana", None)
    Person.objects.filter(id=colleague.person_id).update(company=new.company)
    colleague = replace(colleague, company=new.company)
    work = hand_in(colleague, scene.exercise, new)
    decide(scene.tom, work)
    members = service.open_work(scene.tom, work.pk, NOW).members
    assert {each.name: each.in_grade_book for each in members} == {"Cem": False, "Dana": True}
    address = Person.objects.get(id=new.person_id).email
    account = User.objects.create(username="cem", email=address.upper())
    new = replace(new, user_id=account.pk)
    assert scene.book(new) == (80, 100)
    link_account(account.pk, address)
    service.account_linked(Person.objects.get(id=new.person_id))
    key = CourseKey.from_string(scene.course.key)
    item = {
        "student_id": course_anonymous_id(account.pk, key),
        "course_id": scene.course.key,
        "item_id": scene.exercise.usage_key,
        "item_type": scene.exercise.block_type,
    }
    assert len(api.get_submissions(item)) == 1, "handed over once"


def test_nobody_fails_to_register_because_a_score_cannot_be_handed_over(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    new = scene.course.trainee("Cem", scene.course.company("Bergwerk"), account=False)
    dana = scene.course.trainee("Dana", None)
    Person.objects.filter(id=dana.person_id).update(company=new.company)
    work = hand_in(replace(dana, company=new.company), scene.exercise, new)
    decide(scene.tom, work)

    def broken(*_args: Any) -> None:
        raise grades.ScoreNotTaken

    monkeypatch.setattr(grades, "set_score", broken)
    person = Person.objects.get(id=new.person_id)
    account = User.objects.create(username="cem", email=person.email)
    person.refresh_from_db()
    assert person.user_id == account.pk
    assert "ScoreNotTaken" in caplog.text
    monkeypatch.undo()
    service.account_linked(person)
    assert scene.book(replace(new, user_id=account.pk)) == (80, 100)


@pytest.mark.parametrize(("earned", "possible"), [(11, 10), (-1, 10), (0, 0), (1, 0), (1, -1)])
def test_points_that_cannot_be_never_reach_the_book(
    scene: Scene, earned: int, possible: int
) -> None:
    with pytest.raises(grades.PointsNotPossible):
        grades.set_score(
            scene.course.key,
            scene.exercise.usage_key,
            scene.exercise.block_type,
            scene.ada.user_id,
            earned,
            possible,
        )
    assert scene.book(scene.ada) is None


def test_a_score_the_book_did_not_keep_takes_the_decision_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.claim(scene.tom, scene.work.pk, NOW)
    saved = service.save_draft(scene.tom, scene.work.pk, 0, rating(), NOW)
    monkeypatch.setattr(api, "get_score", lambda _item: None)
    with pytest.raises(grades.ScoreNotTaken):
        service.decide(scene.tom, scene.work.pk, saved.version, NOW)
    assert scene.status == "waiting"
    assert not Review.objects.filter(work=scene.work).exists()
