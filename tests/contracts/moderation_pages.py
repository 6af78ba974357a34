"""Pages of moderation and whose they are, for the walk through all pages."""

from __future__ import annotations

from tests.records import moderation_boards
from tests.unit.moderation_plans import MS1, MS1_SCENARIO
from tests.unit.moderation_scene_cases import data as scenes
from xblocks.core.permissions import Action
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise, adapter

_PLANS = (
    "plan",
    "plan_begin",
    "plan_compare",
    "plan_one",
    "plan_copy",
    "plan_save",
    "plan_remove",
    "plan_restore",
    "plan_confirm",
    "plan_hand_in",
    "plan_print",
    "plan_calendar",
    "clock",
    "clock_start",
    "clock_report",
    "clock_state",
    "clock_press",
    "clock_remove",
    "scenes",
    "scenes_begin",
    "scenes_scene",
    "scenes_choose",
)
_SEEN = (
    "boards",
    "boards_begin",
    "boards_join",
    "board",
    "board_state",
    "board_leave",
    "board_csv",
    "board_print",
)
_WORKED_ON = (
    "write",
    "withdraw",
    "take_off",
    "move",
    "undo",
    "rename",
    "group",
    "dots",
    "measure",
    "measure_remove",
    "act",
    "take",
    "hand_over",
    "lay_down",
    "seats",
    "proxy",
)
_COMMENTED = ("appoint", "feedback")

PAGES = {
    **{f"moderation_{name}": Action.PLAN_MEETING for name in _PLANS},
    **{f"moderation_{name}": Action.SEE_BOARD for name in _SEEN},
    **{f"moderation_board_{name}": Action.WORK_ON_BOARD for name in _WORKED_ON},
    **{f"moderation_board_{name}": Action.COMMENT_BOARD for name in _COMMENTED},
}


def plan() -> PlanExercise | CardBoard | Interventions:
    """A meeting to be planned."""
    return adapter.validate_python(
        {
            "kind": "plan",
            "title": "Hall 3",
            "intro": "You **moderate**.",
            "scenario": MS1_SCENARIO.model_dump(),
            "model": [each.model_dump() for each in MS1],
        }
    )


def exercise_of(page: str) -> PlanExercise | CardBoard | Interventions:
    """The exercise a page is about."""
    if page.startswith("moderation_scenes"):
        return adapter.validate_python(scenes())
    if page.startswith("moderation_board"):
        return adapter.validate_python(moderation_boards.definition(group="seminar"))
    return plan()
