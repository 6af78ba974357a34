"""What the schema of a definition cannot see, for each kind of role-play.

`defects` looks at dialogues, `defects_observed` at sample talks and triads.
"""

from __future__ import annotations

from xblocks.core.definitions import Finding
from xblocks.role_play import defects, defects_observed
from xblocks.role_play.definition import Dialogue
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.playing import Triad
from xblocks.role_play.self_rating import SelfRating

WARNINGS: frozenset[str] = defects.WARNINGS | defects_observed.WARNINGS
"""Findings that leave an exercise that works, though perhaps not as it was meant."""


def check(definition: Dialogue | RatingPractice | Triad | SelfRating) -> list[Finding]:
    """Return what is wrong with a definition that its schema allows."""
    if isinstance(definition, Dialogue):
        return defects.check(definition)
    if isinstance(definition, Triad):
        return list(defects_observed.found_in_triad(definition))
    if isinstance(definition, SelfRating):
        return list(defects_observed.found_in_self_rating(definition))
    return list(defects_observed.found(definition))
