"""The role-play block."""

from __future__ import annotations

from typing import Any

from xblocks.core.people import Actor
from xblocks.exercises.block import ExerciseBlock
from xblocks.role_play.definition import adapter


class RolePlayBlock(ExerciseBlock):
    """A branching talk with an invented person."""

    COMPONENT = "role_play"
    ADAPTER = adapter

    def main_context(self, actor: Actor) -> dict[str, Any]:
        """Return what the page shows."""
        return {"actor": actor, "definition": self.parsed}
