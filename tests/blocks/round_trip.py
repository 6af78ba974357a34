"""One way through Studio and back, for tests of a few hundred definitions and proofs of many."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.blocks.studio_olx import archived, exported, imported, saved
from tests.unit.definition_strategies import TEXTS, definitions
from xblocks.coaching.block import CoachingBlock
from xblocks.core.definitions import canonical
from xblocks.exercises.block import ExerciseBlock
from xblocks.moderation.block import ModerationBlock
from xblocks.needs_analysis.block import NeedsAnalysisBlock
from xblocks.role_play.block import RolePlayBlock
from xblocks.transfer_project.block import TransferProjectBlock

BLOCKS: dict[str, tuple[str, type[ExerciseBlock]]] = {
    "dialogue": ("wbm_role_play", RolePlayBlock),
    "milestone": ("wbm_transfer_project", TransferProjectBlock),
    "overview": ("wbm_transfer_project", TransferProjectBlock),
    "desk": ("wbm_coaching", CoachingBlock),
    "case_study": ("wbm_needs_analysis", NeedsAnalysisBlock),
    "living_case": ("wbm_needs_analysis", NeedsAnalysisBlock),
    "own_company": ("wbm_needs_analysis", NeedsAnalysisBlock),
    "plan": ("wbm_moderation", ModerationBlock),
    "card_board": ("wbm_moderation", ModerationBlock),
    "interventions": ("wbm_moderation", ModerationBlock),
    "rating_practice": ("wbm_role_play", RolePlayBlock),
    "self_rating": ("wbm_role_play", RolePlayBlock),
    "triad": ("wbm_role_play", RolePlayBlock),
}
"""Block type and class of every kind of definition."""

WEIGHTS = st.none() | st.floats(0.01, 1000) | st.integers(1, 1000).map(float)
NAMES = TEXTS.map(lambda text: "".join(filter(str.isprintable, text)).strip() or "x")


@st.composite
def exercises(draw: st.DrawFn) -> dict[str, Any]:
    """Name, weight and definition of an exercise, as an author saves them."""
    return {
        "display_name": draw(NAMES),
        "weight": draw(WEIGHTS),
        "definition": draw(definitions()),
    }


def go_round(values: dict[str, Any]) -> None:
    """Save, export, import and export again; raises AssertionError when anything is lost."""
    block_type, cls = BLOCKS[values["definition"]["kind"]]
    model = cls.ADAPTER.validate_python(values["definition"])
    definition = model.model_dump(mode="json")
    kept = {**values, "definition": definition}
    if kept["weight"] is None:
        del kept["weight"]
    olx = exported(saved(cls, block_type, kept))
    again = imported(cls, block_type, olx)
    assert again.definition == definition
    assert again.parsed == model
    assert canonical(again.definition) == canonical(model)
    assert (again.display_name, again.weight) == (kept["display_name"], kept.get("weight", 1.0))
    assert exported(again) == olx
    assert archived(block_type, {**values, "definition": model}) == olx
