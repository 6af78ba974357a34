"""Handing in a plan: it counts by the rules, or goes to graders with its points."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.records import grading_cases
from tests.records.moderation_plan_room import MARK, NOW, WRITTEN, register, room
from tests.unit.moderation_plans import without
from xblocks.grading.records import Review, Work
from xblocks.grading.refusals import WorkWaits
from xblocks.moderation.plans import Stage
from xblocks.moderation.presenter import PlanPresenter
from xblocks.moderation.refusals import ChangedMeanwhile, NoCompany, TextsMissing
from xblocks.notices.records import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


def test_the_model_gets_all_points() -> None:
    here = room()
    plan = here.hand_in(here.written())
    assert plan.points == 30
    assert here.book() == (20, 20)
    assert here.opened().stage is Stage.DONE
    assert not Work.objects.exists()


def test_the_best_plan_counts() -> None:
    here = room()
    first = here.hand_in(here.written(rows=without("r5")))
    assert first.points is not None
    low = here.book()
    assert low is not None
    assert low[0] < 20
    here.hand_in(here.written())
    assert here.book() == (20, 20)
    here.hand_in(here.written(rows=without("r5", "r6")))
    assert here.book() == (20, 20)
    assert here.opened().best == 30


def test_handing_in_twice_is_once() -> None:
    here = room()
    plan = here.hand_in(here.written())
    again = here.hand_in(plan, version=1)
    assert again.handed_in_at == plan.handed_in_at


def test_what_changed_since_the_page_is_looked_at_first() -> None:
    here = room()
    plan = here.written()
    with pytest.raises(ChangedMeanwhile):
        here.hand_in(plan, version=1)
    old = here.exercise.definition_hash
    register(here.where, here.exercise.usage_key, title="Hall 4")
    with pytest.raises(ChangedMeanwhile):
        here.hand_in(plan, definition=old)
    assert here.hand_in(plan).points == 30


def test_an_empty_plan_is_not_handed_in() -> None:
    here = room()
    with pytest.raises(TextsMissing):
        here.hand_in(here.begin())


def test_texts_are_needed_only_where_somebody_rates_them() -> None:
    here = room()
    assert here.hand_in(here.written(reasons="", plan_b="")).points == 30
    graded = room(graded=True)
    for missing in ("reasons", "plan_b"):
        with pytest.raises(TextsMissing):
            graded.hand_in(graded.written(**{missing: ""}))
    assert not Work.objects.exists()


def test_a_trainer_tries_it_without_points() -> None:
    here = room()
    here.ada = here.tom
    plan = here.hand_in(here.written(), here.tom)
    assert plan.points == 30
    assert here.book() is None


def test_graders_get_the_plan_with_the_points_of_the_rules() -> None:
    here = room(graded=True)
    here.hand_in(here.written())
    work = Work.objects.get()
    content = json.loads(work.content)
    assert content["points"] == 30
    assert len(content["rows"]) == 10
    assert work.person_id == here.ada.person_id
    definition = json.loads(here.exercise.definition)
    given = PlanPresenter().given(work, definition)
    assert given is not None
    assert (given.percent, given.points) == (60, Fraction(100))
    shown = PlanPresenter().html(work, definition, here.tom)
    assert WRITTEN.reasons in shown
    assert MARK in shown
    lines = "\n".join(PlanPresenter().text_lines(work, definition))
    assert WRITTEN.plan_b in lines
    assert "14:05" in lines
    assert here.opened().stage is Stage.HANDED_IN


def test_rules_that_count_nothing_are_not_told_to_graders() -> None:
    here = room(graded=True, check_share=0)
    here.hand_in(here.written())
    assert PlanPresenter().given(Work.objects.get(), json.loads(here.exercise.definition)) is None


def test_while_a_plan_waits_no_other_one_follows() -> None:
    here = room(graded=True)
    here.hand_in(here.written())
    other = here.written(reasons="Other.")
    with pytest.raises(WorkWaits):
        here.hand_in(other)


def test_who_is_in_no_company_cannot_hand_in_to_graders() -> None:
    here = room(graded=True)
    plan = here.written()
    with pytest.raises(NoCompany):
        here.hand_in(plan, replace(here.ada, company=None))
    assert here.opened().plans[0].handed_in_at is None


def test_a_returned_plan_is_revised_in_a_copy() -> None:
    here = room(graded=True)
    plan = here.hand_in(here.written(rows=without("r5", "r6", "r7")))
    decide(here, {"why": 0})
    assert here.opened().stage is Stage.RETURNED
    shown = here.browser().get(here.url()).content.decode()
    assert "Go on with a copy" in shown
    copy = here.copy(plan)
    here.save(copy, replace(WRITTEN, title="Plan B"))
    here.hand_in(copy)
    assert here.opened().stage is Stage.HANDED_IN
    assert Work.objects.count() == 2


def test_a_decision_is_told_and_read_with_its_words() -> None:
    here = room(graded=True)
    here.hand_in(here.written())
    decide(here, {"why": 2})
    assert here.opened().stage is Stage.PASSED
    assert Notice.objects.filter(person=here.ada.person_id).exists()
    shown = here.browser().get(here.url()).content.decode()
    assert "Feedback on your work" in shown
    assert "level 2 of 2" in shown


def decide(here, levels: dict[str, int]) -> Review:
    return grading_cases.decide(
        here.tom, Work.objects.get(), grading_cases.rating(levels), now=NOW + timedelta(days=1)
    )
