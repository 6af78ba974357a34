"""Authors read the whole exercise with its model answer; trainees never do."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from tests.export.moderation_content_cases import BOARDS, PLANS, board, disturbances, planned
from tests.personas import be

pytestmark = pytest.mark.django_db

UNITS = {
    "ms1": "unit-ms1",
    "ms2": "unit-ms2",
    "faulty-plan": "unit-faulty-plan",
    "team-board": "unit-team-board",
    "seminar-board": "unit-seminar-board",
    "district-board": "unit-district-board",
    "disturbances": "unit-disturbances",
}


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("en", tmp_path_factory.mktemp("archive")).path


@pytest.fixture
def course(archive: Path) -> Course:
    return start.open_course(archive)


@pytest.fixture(autouse=True)
def in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def authored(client: Client, course: Course, name: str) -> str:
    be(client, course, "author")
    answer = client.get(f"/unit/{UNITS[name]}/?view=author")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", UNITS)
def test_nothing_is_to_be_mended(course: Course, client: Client, name: str) -> None:
    assert "No defects found." in authored(client, course, name)


@pytest.mark.parametrize("name", PLANS)
def test_the_model_plan_stands_there_with_times_points_and_reasons(
    course: Course, client: Client, name: str
) -> None:
    shown = authored(client, course, name)
    definition = planned(name, "en")
    assert "30 of 30 points" in shown
    for row in definition.model:
        assert row.content in shown
    for measure in definition.measures:
        assert measure.what in shown
    assert "Why the model plan is as it is" in shown


def test_the_plan_to_be_mended_names_the_rules_it_breaks(course: Course, client: Client) -> None:
    shown = authored(client, course, "faulty-plan")
    assert "2 of 30 points" in shown
    assert "R01, R03, R06, R07, R10, R11, R12, R13, R14, R15" in shown


def test_a_rubric_stands_there_with_what_it_counts(course: Course, client: Client) -> None:
    shown = authored(client, course, "ms2")
    assert "the rules with 60 %, one trainer with 40 %" in shown
    rubric = planned("ms2", "en").rubric
    assert rubric is not None
    for criterion in rubric.criteria:
        assert criterion.label in shown
        assert all(level in shown for level in criterion.levels)


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_shows_all_its_steps(course: Course, client: Client, name: str) -> None:
    shown = authored(client, course, name)
    for step in board(name, "en").steps:
        assert step.title in shown
        assert step.task in shown


def test_every_intervention_stands_there_the_best_first(course: Course, client: Client) -> None:
    shown = authored(client, course, "disturbances")
    for scene in disturbances("en").scenes:
        for moment in scene.moments:
            order = sorted(moment.interventions, key=lambda each: -each.points)
            places = [shown.index(each.text) for each in order]
            assert places == sorted(places), (scene.id, moment.id)
            assert all(each.feedback in shown for each in order)


@pytest.mark.parametrize("name", [*PLANS, "disturbances"])
def test_trainees_are_told_nothing_of_the_solution(
    course: Course, client: Client, name: str
) -> None:
    be(client, course, "trainee")
    shown = unescape(client.get(f"/unit/{UNITS[name]}/").content.decode())
    asked = unescape(client.get(f"/unit/{UNITS[name]}/?view=author").content.decode())
    secret = "You thank, sum up and open the round."
    if name in PLANS:
        secret = planned(name, "en").measures[0].sign
    assert secret not in shown
    assert secret not in asked
