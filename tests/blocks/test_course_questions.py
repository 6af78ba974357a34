"""The self-tests of the course, answered in the platform's own problem block.

Whoever chooses what is right is told so; each wrong choice is wrong, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from course_export.build import CONTENT, build
from course_export.curriculum.blocks import (
    ChoiceProblem,
    MultiProblem,
    NumericProblem,
    Question,
)
from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.loader import load_course
from course_export.preview import start
from course_export.preview.course import Course
from tests import personas

# The calculator of the problem block calls what its own parser calls outdated.
pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning:calc")

Answer = str | list[str]


def answers(question: Question) -> Iterator[tuple[Answer, bool]]:
    """Every choice alone, and the right one or all of the right ones."""
    if isinstance(question, NumericProblem):
        yield f"{question.answer:g}", True
        yield f"{question.answer + question.tolerance + 1:g}", False
    elif isinstance(question, ChoiceProblem):
        for number, choice in enumerate(question.choices):
            yield f"choice_{number}", choice.correct
    elif isinstance(question, MultiProblem):
        right = [f"choice_{n}" for n, choice in enumerate(question.choices) if choice.correct]
        yield right, True
        for number in range(len(question.choices)):
            yield [f"choice_{number}"], right == [f"choice_{number}"]


def told(client: Client, course: Course, name: str, answer: Answer) -> dict[str, str]:
    """What the block says to an answer."""
    (entry,) = course.by_name(name).walk()
    field = f"input_{name}_2_1" + ("[]" if isinstance(answer, list) else "")
    address = f"/xblock/{entry.key}/handler/xmodule_handler/problem_check"
    response = client.post(address, {field: answer})
    assert response.status_code == 200
    found: dict[str, str] = response.json()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_knows_right_from_wrong(
    tmp_path: Path, client: Client, language: Language
) -> None:
    course = start.open_course(build(language, tmp_path).path)
    personas.be(client, course, "trainee")
    questions = [
        block
        for block in load_course(CONTENT, language).course.blocks()
        if isinstance(block, Question)
    ]
    assert len(questions) > 25
    for question in questions:
        for answer, right in answers(question):
            said = told(client, course, question.id, answer)
            assert said["success"] == ("correct" if right else "incorrect"), (question.id, answer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wrong_choice_says_why(language: Language) -> None:
    silent = [
        f"{block.id}: {choice.text}"
        for block in load_course(CONTENT, language).course.blocks()
        if isinstance(block, ChoiceProblem | MultiProblem)
        for choice in block.choices
        if not choice.correct and not choice.feedback
    ]
    assert silent == []
