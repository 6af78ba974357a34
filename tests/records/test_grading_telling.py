"""What the platform hears of works: ticks for all members, events without names and texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from course_export.preview.models import Completion, Event
from tests.records import transfer_cases
from tests.records.decision_cases import LATER, Scene
from tests.records.grading_cases import (
    NOW,
    WEAK,
    Actor,
    Decision,
    Deviation,
    decide,
    hand_in,
    rating,
    regrade,
)
from xblocks.roster.matching import link_account
from xblocks.roster.records import Person

Commits = Callable[..., AbstractContextManager[list[Any]]]
MARK = "Zimtstern"

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(db: None, django_capture_on_commit_callbacks: Commits) -> Commits:
    """Let what waits for the commit happen at the end of a block."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def told() -> list[tuple[int, str, dict[str, Any]]]:
    """Return account, name and facts of the events so far."""
    rows = Event.objects.order_by("pk").values_list("user_id", "name", "data")
    return [(user, name, json.loads(data)) for user, name, data in rows]


def ticks(scene: Scene) -> dict[int, float]:
    rows = Completion.objects.filter(usage_key=scene.exercise.usage_key)
    return dict(rows.values_list("user_id", "share"))


def both(scene: Scene, share: float) -> dict[int, float]:
    return {scene.ada.user_id: share, scene.ben.user_id: share}


def test_a_passed_work_ticks_the_exercise_for_every_member(scene: Scene) -> None:
    assert ticks(scene) == {}
    decide(scene.tom, scene.work)
    assert ticks(scene) == both(scene, 1.0)


@pytest.mark.parametrize(("revisions", "status"), [(1, "returned"), (0, "failed")])
def test_a_work_that_does_not_pass_ticks_nothing(revisions: int, status: str) -> None:
    here = transfer_cases.team(revisions=revisions)
    transfer_cases.fill(here.ada, here.m1)
    work = transfer_cases.hand_in(here.ada, here.m1)
    transfer_cases.review(here.tom, work, levels=dict.fromkeys(transfer_cases.GOOD, 0))
    work.refresh_from_db()
    assert work.status == status
    assert not Completion.objects.exists()


def test_a_work_without_points_ticks_the_exercise_too() -> None:
    scene = Scene(graded=False, weight=0)
    decide(scene.tom, scene.work, rating({}, decision=Decision.PASSED))
    assert ticks(scene) == both(scene, 1.0)


def test_a_regrade_takes_the_tick_back_and_gives_it_again(scene: Scene) -> None:
    decide(scene.tom, scene.work)
    regrade(scene.tom, scene.work, rating(WEAK, reason="Looked again"))
    assert ticks(scene) == both(scene, 0.0)
    regrade(scene.tom, scene.work, rating(reason="Looked again"), now=LATER + timedelta(1))
    assert ticks(scene) == both(scene, 1.0)


def test_who_passed_the_exercise_with_another_team_keeps_the_tick(scene: Scene) -> None:
    decide(scene.tom, scene.work)
    other = scene.course.trainee("Cem", scene.course.company("Bergwerk"))
    Person.objects.filter(id=scene.ben.person_id).update(company=other.company)
    second = hand_in(other, scene.exercise, replace(scene.ben, company=other.company))
    decide(scene.tom, second)
    regrade(scene.tom, second, rating(WEAK, reason="Looked again"))
    assert ticks(scene) == {**both(scene, 1.0), other.user_id: 0.0}


def test_who_registers_later_finds_the_tick(scene: Scene) -> None:
    company = scene.course.company("Bergwerk")
    dana = scene.course.trainee("Dana", company)
    late = scene.course.trainee("Cem", company, account=False)
    decide(scene.tom, hand_in(dana, scene.exercise, late))
    assert ticks(scene) == {dana.user_id: 1.0}
    address = Person.objects.get(id=late.person_id).email
    account = User.objects.create(username="cem", email=address)
    link_account(account.pk, address)
    assert ticks(scene) == {dana.user_id: 1.0, account.pk: 1.0}


def test_every_member_has_the_events_of_the_team_and_its_grader_none(commits: Commits) -> None:
    with commits():
        scene = Scene()
        own = {scene.ben.person_id: Deviation(Decimal(55), "Ill")}
        decide(scene.tom, scene.work, rating(deviations=own))
        regrade(scene.tom, scene.work, rating(WEAK, reason="Looked again"))
    members = (scene.ada.user_id, scene.ben.user_id)
    weak = {"version": 1, "again": True, "score": 0.3333}
    assert told() == [
        *((each, "wbm.grading.handed_in", {"version": 1, "late": False}) for each in members),
        (members[0], "wbm.grading.passed", {"version": 1, "again": False, "score": 0.8}),
        (members[1], "wbm.grading.passed", {"version": 1, "again": False, "score": 0.55}),
        *((each, "wbm.grading.returned", weak) for each in members),
    ]
    assert set(Event.objects.values_list("usage_key", flat=True)) == {scene.exercise.usage_key}


def test_nothing_is_told_of_what_did_not_happen(commits: Commits) -> None:
    with commits(), transaction.atomic():
        Scene()
        transaction.set_rollback(True)
    assert told() == []


def test_a_work_without_points_tells_no_score(commits: Commits) -> None:
    with commits():
        scene = Scene(graded=False, weight=0)
        decide(scene.tom, scene.work, rating({}, decision=Decision.PASSED))
    assert told()[-1][1:] == ("wbm.grading.passed", {"version": 1, "again": False})


def test_events_of_a_whole_project_hold_no_name_no_address_and_no_word(commits: Commits) -> None:
    with commits():
        tom = play_a_project()
    found = told()
    assert [name for _user, name, _facts in found] == [
        *["wbm.transfer_project.extended"] * 2,
        *["wbm.grading.handed_in"] * 2,
        *["wbm.grading.withdrawn"] * 2,
        *["wbm.grading.handed_in"] * 2,
        *["wbm.grading.passed"] * 2,
    ]
    assert found[0][2] == {"days": 2}
    assert tom.user_id not in {user for user, _name, _facts in found}
    rows = json.dumps(list(Event.objects.values_list("usage_key", "name", "data")))
    assert MARK.lower() not in rows.lower()
    assert "@" not in rows.replace("type@", "").replace("block@", "")


def play_a_project() -> Actor:
    """Write, get more time, hand in twice and pass, a mark in every text; return the grader."""
    where = transfer_cases.course()
    company = where.company(f"{MARK} company")
    ada = where.trainee(f"{MARK} Ada", company)
    where.trainee(f"{MARK} Bea", company)
    tom = where.trainer(f"{MARK} Tom")
    m1 = transfer_cases.exercise(where, due=NOW + timedelta(days=2), title=f"{MARK} title")
    transfer_cases.fill(ada, m1)
    seen = transfer_cases.kept(ada, m1, "aim").version
    transfer_cases.write(ada, m1, text=f"{MARK}, a text of some length", version=seen)
    later = NOW + timedelta(days=3, hours=1)
    transfer_cases.service.extend(tom, m1, company.pk, later, f"{MARK} reason", NOW)
    transfer_cases.hand_in(ada, m1)
    transfer_cases.service.withdraw(ada, m1, NOW)
    work = transfer_cases.hand_in(ada, m1)
    criterion = next(iter(transfer_cases.GOOD))
    words = {"summary": f"{MARK} summary", "comments": {criterion: MARK}, "note": MARK}
    transfer_cases.review(tom, work, **words)
    return tom
