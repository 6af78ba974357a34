"""The block of the transfer project: what it shows to whom, and what it tells the platform."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.runtime import PreviewRuntime
from tests.personas import be, find
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.grading.records import Work
from xblocks.roster.records import Person
from xblocks.transfer_project.records import Draft, Folder

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("en", tmp_path_factory.mktemp("archive")).path


@pytest.fixture
def course(archive: Path) -> Course:
    return start.open_course(archive)


@pytest.fixture(autouse=True)
def in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def page(client: Client, course: Course, who: str, unit: str = "unit-m1") -> str:
    be(client, course, who)
    answer = client.get(f"/unit/{unit}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("number", range(1, 9))
def test_every_milestone_of_the_course_opens_for_its_teams(
    course: Course, client: Client, number: int
) -> None:
    shown = page(client, course, "trainee", f"unit-m{number}")
    found = Exercise.objects.get(usage_key__endswith=f"@m{number}")
    for field in json.loads(found.definition)["fields"]:
        assert f"wbm-m{number}-{field['id']}" in shown
    assert f"M{number}" in shown


def test_the_overview_opens_for_teams(course: Course, client: Client) -> None:
    shown = page(client, course, "trainee", "unit-project")
    assert shown.count("wbm-track__stop--draft") == 8
    assert "Write “M1" in shown


@pytest.mark.parametrize("who", ["trainer", "coordinator", "author", "expert", "staff"])
def test_others_see_what_is_asked_for_and_nothing_of_any_team(
    course: Course, client: Client, who: str
) -> None:
    person = Person.objects.get(pk=find(course, "trainee").ident)
    here = Exercise.objects.get(usage_key__endswith="@m1")
    folder = Folder.objects.create(
        course_key=here.course_key, usage_key=here.usage_key, company=person.company
    )
    Draft.objects.create(
        folder=folder,
        field="name",
        value='"SECRET"',
        updated_by=person,
        updated_at=person.created_at,
    )
    shown = page(client, course, who)
    assert "Only trainees write here" in shown
    assert "SECRET" not in shown
    assert ("/deadlines/" in shown) == (who in ("trainer", "coordinator", "staff"))


def test_the_register_knows_weight_and_deadline(course: Course) -> None:
    here = Exercise.objects.get(usage_key__endswith="@m1")
    assert here.weight == 100.0
    assert here.due is not None
    assert not Work.objects.exists()


def test_authors_see_fields_anchors_and_rubric(course: Course, client: Client) -> None:
    be(client, course, "author")
    shown = client.get("/unit/unit-m2/?view=author").content.decode()
    for words in ("No defects found.", "Must stand before handing in", "Rubric", "council_contact"):
        assert words in shown
    overview = client.get("/unit/unit-project/?view=author").content.decode()
    assert "No defects found." in overview


@pytest.mark.parametrize(("name", "scored"), [("m1", True), ("m8", False), ("project", False)])
def test_milestones_with_a_rubric_have_a_score(course: Course, name: str, scored: bool) -> None:
    usage = next(key for key in course.entries if key.endswith(f"block@{name}"))
    [block] = PreviewRuntime(course, AnonymousUser()).get_blocks([course.entries[usage]])
    assert block.has_score is scored
    assert block.max_score() == 100.0


def test_a_milestone_that_is_not_published_yet_is_only_looked_at(
    course: Course, client: Client
) -> None:
    usage = next(key for key in course.entries if key.endswith("block@m1"))
    [block] = PreviewRuntime(course, AnonymousUser()).get_blocks([course.entries[usage]])
    Exercise.objects.all().delete()
    person = find(course, "trainee")
    actor = Actor(
        person.user_id or 1, str(course.key), person.name, frozenset({Role.TRAINEE}), 1, company=1
    )
    with translation.override("en"):
        shown = block.main_context(actor)["inner"]
    assert "What the teams are asked for" in shown
