"""Block types of ours: how their definitions are read and checked. One line per component."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from xblocks.coaching import definition as coaching
from xblocks.coaching.domain import offering as coaching_rules
from xblocks.core.definitions import Finding
from xblocks.moderation import definition as moderation
from xblocks.moderation.domain import defects as moderation_rules
from xblocks.needs_analysis import definition as needs_analysis
from xblocks.needs_analysis.domain import defects as needs_analysis_rules
from xblocks.role_play import definition as role_play
from xblocks.role_play import domain as role_play_rules
from xblocks.transfer_project import definition as transfer_project
from xblocks.transfer_project import domain as transfer_project_rules


@dataclass(frozen=True)
class ExerciseType:
    """`check` finds what the schema cannot see; `scored` says whether it gives points."""

    adapter: TypeAdapter[Any]
    check: Callable[[Any], Sequence[Finding]]
    scored: Callable[[Any], bool]


EXERCISE_TYPES: Mapping[str, ExerciseType] = {
    "wbm_role_play": ExerciseType(
        role_play.adapter, role_play_rules.check, lambda it: getattr(it, "scored", False)
    ),
    "wbm_transfer_project": ExerciseType(
        transfer_project.adapter,
        transfer_project_rules.check,
        lambda it: getattr(it, "rubric", None) is not None,
    ),
    "wbm_needs_analysis": ExerciseType(
        needs_analysis.adapter, needs_analysis_rules.check, lambda it: it.kind == "case_study"
    ),
    "wbm_moderation": ExerciseType(
        moderation.adapter, moderation_rules.check, lambda it: it.kind == "plan"
    ),
    "wbm_coaching": ExerciseType(coaching.adapter, coaching_rules.check, lambda it: False),
}
