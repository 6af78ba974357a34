"""What the schema of a definition cannot see, for each kind of role-play.

`defects` looks at dialogues, `defects_observed` at sample talks.
"""

from __future__ import annotations

from xblocks.core.definitions import Finding
from xblocks.role_play import defects, defects_observed
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.observing import RatingPractice

WARNINGS: frozenset[str] = defects.WARNINGS | defects_observed.WARNINGS
"""Findings that leave an exercise that works, though perhaps not as it was meant."""


def check(definition: Dialogue | RatingPractice) -> list[Finding]:
    """Return what is wrong with a definition that its schema allows."""
    if isinstance(definition, Dialogue):
        return defects.check(definition)
    return list(defects_observed.found(definition))
