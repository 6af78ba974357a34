"""What the schema of a definition cannot see."""

from __future__ import annotations

from xblocks.core.definitions import Finding
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise

WARNINGS: frozenset[str] = frozenset()
"""Codes of findings an author may save knowingly."""


def check(_definition: PlanExercise | CardBoard | Interventions) -> list[Finding]:
    """Return what is wrong with a definition that its schema allows."""
    return []
