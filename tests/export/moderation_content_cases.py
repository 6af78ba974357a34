"""Reads the moderation exercises of the course as its loader does."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from course_export.curriculum.language import Language
from tests.export.milestone_cases import loaded
from xblocks.moderation.definition import CardBoard, Interventions, PlanExercise, adapter
from xblocks.moderation.domain.checking import Checked, check
from xblocks.moderation.domain.written import Measure

PLANS = ("ms1", "ms2", "faulty-plan")
BOARDS = ("team-board", "seminar-board", "district-board")
FILES = (*PLANS, *BOARDS, "disturbances")
TODAY = date(2027, 3, 1)


@cache
def definition(name: str, language: Language) -> PlanExercise | CardBoard | Interventions:
    """The exercise of a file, in one language."""
    return adapter.validate_python(loaded(name, language)["definition"])


def planned(name: str, language: Language) -> PlanExercise:
    """An exercise with a plan."""
    found = definition(name, language)
    assert isinstance(found, PlanExercise)
    return found


def board(name: str, language: Language) -> CardBoard:
    """A card board."""
    found = definition(name, language)
    assert isinstance(found, CardBoard)
    return found


def disturbances(language: Language) -> Interventions:
    """The disturbances."""
    found = definition("disturbances", language)
    assert isinstance(found, Interventions)
    return found


def model_checked(name: str, language: Language) -> Checked:
    """What the rules say to the model plan."""
    found = planned(name, language)
    measures = [
        Measure(each.what, each.who, TODAY + timedelta(each.days or 0), each.sign)
        for each in found.measures
    ]
    return check(found.model, measures, found.scenario, TODAY)


def start_checked(name: str, language: Language) -> Checked:
    """What the rules say to the plan one begins with."""
    found = planned(name, language)
    return check(found.start, [], found.scenario, TODAY)
