"""Which exercises and whose work somebody reaches. What they do not reach does not exist."""

from __future__ import annotations

from functools import lru_cache

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.definition import CaseStudy, LivingCase, OwnCompany, adapter

BLOCK_TYPE = "wbm_needs_analysis"


@lru_cache(maxsize=64)
def parsed(definition: str) -> CaseStudy | LivingCase | OwnCompany:
    """Return a definition out of its JSON text."""
    return adapter.validate_json(definition)


def find(actor: Actor, usage_key: str) -> Exercise:
    """Return a needs analysis of the person's course; raises `NotFound`."""
    return exercises.find_in(actor.course_key, usage_key, BLOCK_TYPE)


def case_study_of(exercise: Exercise) -> CaseStudy:
    """Return the case study an exercise is; raises `NotFound` for anything else."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, CaseStudy):
        raise NotFound
    return definition


def living_case_of(exercise: Exercise) -> LivingCase:
    """Return the living case an exercise is; raises `NotFound` for anything else."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, LivingCase):
        raise NotFound
    return definition


def own_company_of(exercise: Exercise) -> OwnCompany:
    """Return the empty matrix an exercise is; raises `NotFound` for anything else."""
    definition = parsed(exercise.definition)
    if not isinstance(definition, OwnCompany):
        raise NotFound
    return definition
