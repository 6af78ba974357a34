"""Which moderation exercises somebody reaches. What they do not reach does not exist."""

from __future__ import annotations

from functools import lru_cache

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise, adapter

BLOCK_TYPE = "wbm_moderation"


@lru_cache(maxsize=64)
def parsed(definition: str) -> PlanExercise | CardBoard | Interventions:
    """Return a definition out of its JSON text."""
    return adapter.validate_json(definition)


def find(actor: Actor, usage_key: str) -> Exercise:
    """Return a moderation exercise of the person's course; raises `NotFound`."""
    return exercises.find_in(actor.course_key, usage_key, BLOCK_TYPE)


def plan_exercise_of(exercise: Exercise) -> PlanExercise:
    """Return the plan exercise it is; raises `NotFound` for anything else."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, PlanExercise):
        raise NotFound
    return definition


def card_board_of(exercise: Exercise) -> CardBoard:
    """Return the card board it is; raises `NotFound` for anything else."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, CardBoard):
        raise NotFound
    return definition


def interventions_of(exercise: Exercise) -> Interventions:
    """Return the disturbances it is; raises `NotFound` for anything else."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, Interventions):
        raise NotFound
    return definition
