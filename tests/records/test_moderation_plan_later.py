"""A plan that is handed in is judged as it was then, whatever has changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.records import grading_cases
from tests.records.moderation_plan_room import NOW, WRITTEN, Room, data, register, room
from tests.unit.moderation_plans import without
from xblocks.grading.records import Work
from xblocks.moderation import plans
from xblocks.moderation.desk import plan, plan_result
from xblocks.moderation.domain.checking import Checked
from xblocks.moderation.plans import Stage
from xblocks.moderation.presenter import PlanPresenter
from xblocks.moderation.records import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

MUCH_LATER = NOW + timedelta(days=400)


def checked_later(here: Room, found: Plan) -> Checked:
    return plan.page_of(here.ada, here.exercise, MUCH_LATER, found.pk).checked


def test_dates_that_pass_after_handing_in_change_nothing() -> None:
    here = room()
    kept = here.hand_in(here.written())
    other = here.written()
    assert checked_later(here, kept).points == 30
    assert "R10" in checked_later(here, other).rules


@pytest.mark.parametrize("graded", [False, True])
def test_no_page_of_a_plan_tells_of_dates_that_passed_after_handing_in(graded: bool) -> None:
    here = room(graded=graded)
    here.hand_in(here.written())
    page = plan.page_of(here.ada, here.exercise, MUCH_LATER)
    assert "R10" not in plan_result.result_html(page)
    compared = plan_result.compare_html(page)
    assert "passes" in compared
    assert "error" not in compared
    if graded:
        work, definition = Work.objects.get(), json.loads(here.exercise.definition)
        assert "R10" not in PlanPresenter().html(work, definition, here.tom)


def test_a_meeting_that_authors_shorten_later_leaves_what_is_handed_in() -> None:
    here = room()
    kept = here.hand_in(here.written())
    scenario = {**data()["scenario"], "minutes": 60}
    here.exercise = register(here.where, here.exercise.usage_key, scenario=scenario)
    page = plan.page_of(here.ada, here.exercise, NOW, kept.pk)
    assert (page.definition.scenario.minutes, page.checked.points) == (120, 30)
    assert "R03" not in plan_result.result_html(page)
    assert "R03" not in plan_result.compare_html(page)
    begun = here.written()
    assert plans.definition_for(here.exercise, begun).scenario.minutes == 60


def test_the_definition_of_now_stands_in_for_one_that_nobody_reads() -> None:
    here = room()
    kept = here.hand_in(here.written())
    kept.definition_hash = "gone"
    assert plans.definition_for(here.exercise, kept) == here.opened().definition


def returned(here: Room) -> Plan:
    first = here.hand_in(here.written(rows=without("r5", "r6")))
    grading_cases.decide(
        here.tom, Work.objects.get(), grading_cases.rating({"why": 0}), now=NOW + timedelta(days=1)
    )
    assert here.opened().stage is Stage.RETURNED
    return first


def test_who_knows_the_model_keeps_the_points_of_the_first_plan() -> None:
    here = room(graded=True)
    first = returned(here)
    assert first.points is not None
    assert first.points < 30
    copy = here.copy(first)
    again = here.hand_in(here.save(copy, replace(WRITTEN, title="Plan B")))
    assert again.points == first.points
    work = Work.objects.get(number=2)
    definition = json.loads(here.exercise.definition)
    assert json.loads(work.content)["points"] == first.points
    given = PlanPresenter().given(work, definition)
    assert given is not None
    assert given.points * 30 == first.points * 100
    assert "stay those of the first plan" in PlanPresenter().html(work, definition, here.tom)


def test_a_plan_that_was_taken_back_from_graders_keeps_its_points_too() -> None:
    here = room(graded=True)
    first = here.hand_in(here.written(rows=without("r5")))
    Work.objects.update(status="withdrawn", open_owner=None)
    again = here.hand_in(here.written())
    assert again.points == first.points


def test_pages_say_that_the_points_of_the_rules_stay() -> None:
    here = room(graded=True)
    first = returned(here)
    said = f"the rules stay at {first.points} of 30 points"
    ada = here.browser()
    assert said in ada.get(here.url("_one", first.pk)).content.decode()
    copy = here.save(here.copy(first), replace(WRITTEN, title="Plan B"))
    for name in ("_one", "_confirm"):
        assert said in ada.get(here.url(name, copy.pk)).content.decode()
    here.hand_in(copy)
    shown = ada.get(here.url("_one", copy.pk)).content.decode()
    assert "as in your first plan" in shown
    assert "your best plan" not in shown


def test_without_graders_every_plan_gets_its_own_points() -> None:
    here = room()
    first = here.hand_in(here.written(rows=without("r5")))
    second = here.hand_in(here.written())
    assert (first.points != 30, second.points) == (True, 30)
    assert "the rules stay" not in here.browser().get(here.url()).content.decode()
