"""Plans of one person: begun once, saved as a whole, side by side, removed and fetched back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.records.moderation_plan_room import MARK, NOW, WRITTEN, register, room
from tests.unit.moderation_plans import FAULTY, MS1
from xblocks.core.errors import Masquerading, NotFound
from xblocks.moderation import plan_keeping
from xblocks.moderation.plan_keeping import LONGEST_TEXT, MOST_PLANS
from xblocks.moderation.records import Plan
from xblocks.moderation.refusals import (
    PlanConflict,
    PlanGone,
    PlanStays,
    TextTooLong,
    TooManyPlans,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


def test_looking_makes_no_plan() -> None:
    here = room()
    assert here.opened().plans == ()
    assert not Plan.objects.exists()


def test_a_plan_begins_with_what_is_to_be_mended() -> None:
    here = room(start=[row.model_dump(mode="json") for row in FAULTY])
    assert here.draft(here.begin()).rows == FAULTY


def test_pressing_begin_twice_begins_once() -> None:
    here = room()
    first = here.begin(latest=0)
    assert here.begin(latest=0) == first
    assert here.begin(latest=first.pk) != first
    assert [each.title for each in here.opened().plans] == ["Plan A", "Plan B"]


def test_a_plan_is_kept_as_it_was_written() -> None:
    here = room()
    plan = here.written()
    assert here.draft(plan) == WRITTEN
    assert plan.version == 2


def test_the_same_again_changes_nothing_whatever_was_seen() -> None:
    here = room()
    plan = here.written()
    again = here.save(plan, version=1)
    assert again.version == plan.version


def test_two_pages_that_write_different_things_are_told_of_both() -> None:
    here = room()
    plan = here.written()
    other = replace(WRITTEN, reasons="Something else.")
    with pytest.raises(PlanConflict) as refused:
        here.save(plan, other, version=1, client="b", stamp=1)
    assert refused.value.mine == other
    assert refused.value.theirs == WRITTEN
    assert refused.value.version == plan.version
    assert here.draft(plan) == WRITTEN
    here.save(plan, other, version=refused.value.version)
    assert here.draft(plan) == other


def test_a_page_that_never_heard_the_answer_writes_on() -> None:
    here = room()
    plan = here.begin()
    here.save(plan, version=1, client="a", stamp=1)
    later = replace(WRITTEN, plan_b="Later.")
    here.save(plan, later, version=1, client="a", stamp=2)
    assert here.draft(plan) == later


def test_a_message_that_comes_too_late_does_not_undo_a_later_one() -> None:
    here = room()
    plan = here.begin()
    later = replace(WRITTEN, plan_b="Later.")
    here.save(plan, later, version=1, client="a", stamp=2)
    here.save(plan, WRITTEN, version=1, client="a", stamp=1)
    assert here.draft(plan) == later


def test_keeping_both_makes_a_further_plan() -> None:
    here = room()
    plan = here.written()
    other = replace(WRITTEN, reasons="Something else.")
    both = plan_keeping.keep_beside(here.ada, here.exercise, other, NOW)
    assert here.draft(both) == replace(other, title="Plan B")
    assert here.draft(plan) == WRITTEN


@pytest.mark.parametrize("field", ["reasons", "plan_b"])
def test_a_text_may_be_as_long_as_it_says_and_no_longer(field: str) -> None:
    here = room()
    plan = here.written(**{field: "x" * LONGEST_TEXT})
    with pytest.raises(TextTooLong) as refused:
        here.save(plan, replace(WRITTEN, **{field: "x" * 10_000}))
    assert refused.value.field == field
    assert getattr(here.draft(plan), field) == "x" * LONGEST_TEXT


def test_a_copy_goes_its_own_way() -> None:
    here = room()
    plan = here.written()
    copy = here.copy(plan)
    assert here.draft(copy) == replace(WRITTEN, title="Plan B")
    here.save(copy, replace(WRITTEN, rows=MS1[:2]))
    assert here.draft(plan).rows == MS1


def test_there_are_no_more_than_eight_plans() -> None:
    here = room()
    for _ in range(MOST_PLANS):
        last = here.begin()
    with pytest.raises(TooManyPlans):
        here.begin()
    with pytest.raises(TooManyPlans):
        here.copy(last)
    plan_keeping.remove(here.ada, here.exercise, last.pk, NOW)
    again = here.begin()
    with pytest.raises(TooManyPlans):
        plan_keeping.restore(here.ada, here.exercise, last.pk, NOW)
    assert again.pk in [each.pk for each in here.opened().plans]


def test_a_removed_plan_comes_back_as_it_was() -> None:
    here = room()
    plan = here.written()
    plan_keeping.remove(here.ada, here.exercise, plan.pk, NOW)
    assert here.opened().plans == ()
    with pytest.raises(PlanGone):
        here.save(plan, replace(WRITTEN, reasons="More."))
    plan_keeping.restore(here.ada, here.exercise, plan.pk, NOW)
    assert here.draft(here.opened().plans[0]) == WRITTEN


def test_a_plan_that_is_handed_in_is_neither_changed_nor_removed() -> None:
    here = room()
    plan = here.hand_in(here.written())
    with pytest.raises(PlanStays):
        here.save(plan, replace(WRITTEN, reasons="More."))
    with pytest.raises(PlanStays):
        plan_keeping.remove(here.ada, here.exercise, plan.pk, NOW)


def test_nobody_reaches_the_plans_of_others() -> None:
    here = room()
    plan = here.written()
    for other in (here.ben, here.cem, here.tom):
        assert here.opened(other).plans == ()
        with pytest.raises(NotFound):
            plan_keeping.copy(other, here.exercise, plan.pk, 0, NOW)
        with pytest.raises(NotFound):
            plan_keeping.remove(other, here.exercise, plan.pk, NOW)
        with pytest.raises(NotFound):
            here.hand_in(plan, other)


def test_who_looks_as_somebody_else_writes_nothing() -> None:
    here = room()
    looking = replace(here.ada, masquerading=True)
    assert here.opened(looking).plans == ()
    with pytest.raises(Masquerading):
        here.begin(looking)


def test_the_exercise_of_another_course_does_not_exist() -> None:
    here, there = room(), room()
    answer = here.browser().get(
        here.url().replace(here.exercise.usage_key, there.exercise.usage_key)
    )
    assert answer.status_code in (403, 404)


def test_no_page_shows_the_model_before_a_plan_is_handed_in() -> None:
    here = room()
    pages = [here.url()]
    plan = here.begin()
    pages += [here.url(), here.url("_compare"), here.url("_confirm", plan.pk)]
    pages += [here.url("_print", plan.pk)]
    for page in pages:
        assert MARK not in here.browser().get(page).content.decode()
    here.save(plan)
    here.hand_in(plan)
    assert MARK in here.browser().get(here.url()).content.decode()


def test_a_change_of_the_exercise_leaves_plans_alone() -> None:
    here = room()
    plan = here.written()
    register(here.where, here.exercise.usage_key, title="Hall 4")
    assert here.draft(plan) == WRITTEN
