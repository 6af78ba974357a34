"""Which role-plays somebody reaches. What they do not reach does not exist."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.role_play.definition import Dialogue, adapter
from xblocks.role_play.observing import RatingPractice
from xblocks.role_play.playing import Triad
from xblocks.role_play.self_rating import SelfRating

BLOCK_TYPE = "wbm_role_play"

Kind = TypeVar("Kind", bound=Dialogue | RatingPractice | Triad | SelfRating)


@lru_cache(maxsize=64)
def parsed(definition: str) -> Dialogue | RatingPractice | Triad | SelfRating:
    """Return a definition out of its JSON text."""
    found: Dialogue | RatingPractice | Triad | SelfRating = adapter.validate_json(definition)
    return found


def find(actor: Actor, usage_key: str) -> Exercise:
    """Return a role-play of the person's course; raises `NotFound`."""
    return exercises.find_in(actor.course_key, usage_key, BLOCK_TYPE)


def definition_of(exercise: Exercise, kind: type[Kind]) -> Kind:
    """Return the definition of an exercise of this kind; raises `NotFound` for another one."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, kind):
        raise NotFound
    return definition
