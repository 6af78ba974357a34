"""The editor's form and its YAML hold everything the exercises of the course say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from pydantic import TypeAdapter

from course_export.curriculum.blocks import Exercise
from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.loader import load_course
from tests.export.milestone_cases import CONTENT
from tests.unit.editing_forms import pairs_of, unfolded
from xblocks.coaching import definition as coaching
from xblocks.coaching.domain import offering as desks
from xblocks.exercises.editing.document import form_of, from_yaml, to_yaml
from xblocks.exercises.editing.form import build
from xblocks.exercises.editing.posted import read
from xblocks.exercises.editing.problems import check
from xblocks.exercises.editing.tools import EditorTools, nothing_to_find
from xblocks.moderation import definition as moderation
from xblocks.moderation.domain import defects as meetings
from xblocks.needs_analysis import definition as needs_analysis
from xblocks.needs_analysis.domain import defects as needs
from xblocks.role_play import definition as role_play
from xblocks.role_play import domain as talks
from xblocks.transfer_project import definition as transfer_project

ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "wbm_role_play": role_play.adapter,
    "wbm_transfer_project": transfer_project.adapter,
    "wbm_needs_analysis": needs_analysis.adapter,
    "wbm_moderation": moderation.adapter,
    "wbm_coaching": coaching.adapter,
}
CHECKS = {
    "wbm_role_play": talks.check,
    "wbm_needs_analysis": needs.check,
    "wbm_moderation": meetings.check,
    "wbm_coaching": desks.check,
}


@pytest.fixture(scope="module", params=LANGUAGES)
def exercises(request: pytest.FixtureRequest) -> list[Exercise]:
    """All exercises of the course in one language."""
    language: Language = request.param
    course = load_course(CONTENT, language).course
    found = [block for unit in course.units() for block in unit.blocks]
    return [block for block in found if isinstance(block, Exercise)]


def document_of(exercise: Exercise) -> dict[str, Any]:
    """The exercise as the editor gets it."""
    definition = exercise.definition.model_dump(mode="json")
    return {"display_name": exercise.title, "weight": exercise.weight, "definition": definition}


def test_all_exercises_are_looked_at(exercises: list[Exercise]) -> None:
    kinds = Counter(exercise.definition.model_dump()["kind"] for exercise in exercises)
    assert kinds == {
        "dialogue": 4,
        "milestone": 8,
        "overview": 1,
        "case_study": 3,
        "living_case": 1,
        "own_company": 1,
        "plan": 3,
        "card_board": 3,
        "interventions": 1,
        "rating_practice": 2,
        "self_rating": 2,
        "triad": 2,
        "desk": 1,
    }


def test_the_form_gives_back_what_the_exercise_says(exercises: list[Exercise]) -> None:
    for exercise in exercises:
        document = document_of(exercise)
        form = form_of(ADAPTERS[exercise.type], document)
        assert form, exercise.id
        for opened in (frozenset(), unfolded(form, document)):
            posted = read(form, pairs_of(build(form, document, opened, {})))
            assert (posted.value, posted.opened) == (document, opened), exercise.id


def test_yaml_gives_back_what_the_exercise_says(exercises: list[Exercise]) -> None:
    for exercise in exercises:
        document = document_of(exercise)
        text = to_yaml(document, exercise.type, ADAPTERS[exercise.type])
        assert from_yaml(text, exercise.type).document == document, exercise.id


def test_no_exercise_has_findings(exercises: list[Exercise]) -> None:
    for exercise in exercises:
        tools = EditorTools(check=CHECKS.get(exercise.type, nothing_to_find))
        assert check(ADAPTERS[exercise.type], document_of(exercise), tools).problems == ()
