"""The block of the needs analysis: what it shows to whom, with the exercises of the course."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from tests.personas import actor, be
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis import service
from xblocks.needs_analysis.definition import adapter
from xblocks.needs_analysis.sheets import Seen

pytestmark = pytest.mark.django_db

CASES = {"case-a": "unit-case-a", "case-b": "unit-case-b", "matrix-4x4": "unit-matrix-training"}
STAFF = ["trainer", "coordinator", "author", "expert", "staff"]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("en", tmp_path_factory.mktemp("archive")).path


@pytest.fixture
def course(archive: Path) -> Course:
    return start.open_course(archive)


@pytest.fixture(autouse=True)
def in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def page(client: Client, course: Course, who: str, unit: str) -> str:
    be(client, course, who)
    answer = client.get(f"/unit/{unit}/")
    assert answer.status_code == 200
    return answer.content.decode()


def exercise(name: str) -> Exercise:
    return Exercise.objects.get(usage_key__endswith=f"@{name}")


def models(name: str) -> list[str]:
    """Return the words of a case that trainees learn at the end alone."""
    definition = json.loads(exercise(name).definition)
    found = [each["model"] for each in definition.get("reasons", [])]
    found += [each["why"] for each in definition.get("priorities", []) if each.get("why")]
    return [each.strip().split("\n")[0][:40] for each in found]


@pytest.mark.parametrize("name", CASES)
def test_every_case_of_the_course_opens_for_trainees(
    course: Course, client: Client, name: str
) -> None:
    shown = page(client, course, "trainee", CASES[name])
    assert f'id="wbm-{name}"' in shown
    assert "Step 1 of" in shown
    assert [each for each in models(name) if each in shown] == []


@pytest.mark.parametrize("name", CASES)
def test_every_step_of_every_case_opens(course: Course, client: Client, name: str) -> None:
    be(client, course, "trainee")
    here = exercise(name)
    for step in ("matrix", "figures", "priorities", "measures", "reasons", "summary"):
        address = f"/wbm/{here.course_key}/needs/case/{here.usage_key}/steps/{step}/"
        shown = client.get(address).content.decode()
        assert f'id="wbm-{name}"' in shown
        assert [each for each in models(name) if each in shown] == []


@pytest.mark.parametrize("who", STAFF)
def test_staff_see_nobodys_answers(course: Course, client: Client, who: str) -> None:
    here = exercise("case-a")
    ada = actor(course, "trainee")
    reason = adapter.validate_json(here.definition).reasons[0].id
    form = {"value": ["SECRET words"]}
    service.save(ada, here, f"reason:{reason}", form, Seen(), timezone.now())
    assert "SECRET words" not in page(client, course, who, "unit-case-a")


def test_graders_find_the_works_that_wait(course: Course, client: Client) -> None:
    shown = page(client, course, "trainer", "unit-case-a")
    assert "Try the exercise yourself" in shown
    assert "Try the exercise yourself" not in page(client, course, "trainee", "unit-case-a")


@pytest.mark.parametrize("name", CASES)
def test_authors_read_the_whole_exercise_with_its_model_answer(
    course: Course, client: Client, name: str
) -> None:
    be(client, course, "author")
    shown = client.get(f"/unit/{CASES[name]}/?view=author").content.decode()
    assert "Matrix of the model answer" in shown
    assert "cannot be reckoned" not in shown


def test_the_figures_of_both_cases_come_out(course: Course, client: Client) -> None:
    be(client, course, "author")
    first = client.get("/unit/unit-case-a/?view=author").content.decode()
    for figure in ("223", "134", "60.1 %", "89", "26,000", "5,200", "20,800", "4,680", "21,320"):
        assert figure in first, figure
    for figure in ("31,000", "15,500", "17,050", "17.5 %"):
        assert figure in first, figure
    second = client.get("/unit/unit-case-b/?view=author").content.decode()
    for figure in ("196", "129", "65.8 %", "67"):
        assert figure in second, figure
