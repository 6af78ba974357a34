"""What the schema of a definition cannot see.

One module looks at each kind: `defects_plan`, `defects_board`, `defects_scenes`. Places name
entries by id, or by number where they have none.
"""

from __future__ import annotations

from xblocks.core.definitions import Finding
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise
from xblocks.moderation.domain import defects_board, defects_plan, defects_scenes

WARNINGS: frozenset[str] = frozenset(
    {
        "all-alike",
        "cap-idle",
        "dots-left-over",
        "field-twice",
        "goes-on-with-nothing",
        "method-idle",
        "model-breaks-rule",
        "model-missing",
        "model-unexplained",
        "moment-unreached",
        "nobody-fits",
        "nothing-to-mend",
        "rubric-idle",
        "said-twice",
        "seen-at-once",
        "time-too-short",
        "title-twice",
        "unfit-worth-more",
    }
)
"""Findings that leave an exercise that works, though perhaps not as it was meant."""


def check(definition: PlanExercise | CardBoard | Interventions) -> list[Finding]:
    """Return what is wrong with a definition that its schema allows."""
    if isinstance(definition, PlanExercise):
        return list(defects_plan.found(definition))
    if isinstance(definition, CardBoard):
        return list(defects_board.found(definition))
    return list(defects_scenes.found(definition))
