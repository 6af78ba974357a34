"""The coaching block: what it shows to whom, and that it gives no points."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone, translation

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.runtime import PreviewRuntime
from tests.personas import actor, be
from xblocks.coaching import service
from xblocks.coaching.records import Request
from xblocks.core.definitions import canonical
from xblocks.exercises.records import Exercise

pytestmark = pytest.mark.django_db

UNIT = "/unit/unit-coaching/"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("en", tmp_path_factory.mktemp("archive")).path


@pytest.fixture
def course(archive: Path) -> Course:
    return start.open_course(archive)


@pytest.fixture(autouse=True)
def in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def desk() -> Exercise:
    return Exercise.objects.get(block_type="wbm_coaching")


def block_of(course: Course) -> Any:
    usage = next(key for key in course.entries if "type@wbm_coaching+" in key)
    [block] = PreviewRuntime(course, AnonymousUser()).get_blocks([course.entries[usage]])
    return block


def test_trainees_may_ask_and_find_where_else_to_ask(course: Course, client: Client) -> None:
    be(client, course, "trainee")
    shown = client.get(UNIT).content.decode()
    assert "Ask an expert" in shown
    assert "0800 1110111" in shown
    assert "You have not asked anything yet." in shown


@pytest.mark.parametrize("who", ["trainer", "coordinator", "author", "expert", "staff"])
def test_others_read_what_it_says_and_nothing_anybody_wrote(
    course: Course, client: Client, who: str
) -> None:
    now = timezone.now()
    ada = actor(course, "trainee")
    draft = service.draft(ada, desk().usage_key, now)
    service.save_draft(ada, draft.pk, {"situation": "SECRET"}, draft.version, now)
    be(client, course, who)
    shown = client.get(UNIT).content.decode()
    assert "Only trainees ask here." in shown
    assert "SECRET" not in shown
    for name, people in (("requests", {"expert"}), ("oversight", {"coordinator"})):
        assert (f"/coaching/{name}/" in shown) <= (who in people | {"staff"})
    assert ("Requests to you" in shown) is (who == "expert")


def test_staff_who_look_as_a_trainee_read_nothing_that_trainee_wrote(course: Course) -> None:
    now = timezone.now()
    ada = actor(course, "trainee")
    draft = service.draft(ada, desk().usage_key, now)
    service.save_draft(ada, draft.pk, {"question": "SECRET"}, draft.version, now)
    Request.objects.filter(pk=draft.pk).update(state="new", sent_at=now, topic="law")
    block = block_of(course)
    with translation.override("en"):
        own = block.main_context(ada)["inner"]
        looked_at = block.main_context(replace(ada, masquerading=True))["inner"]
    assert "SECRET" in own
    assert "Only trainees ask here." in looked_at
    assert "<form" not in looked_at
    assert "SECRET" not in looked_at


def test_authors_see_targets_topics_and_places(course: Course, client: Client) -> None:
    be(client, course, "author")
    shown = client.get(f"{UNIT}?view=author").content.decode()
    words = ("No defects found.", "First reply at the latest", "within 5 working days", "Urgent")
    for each in (*words, "how many levels does our matrix need?", "Severe disability"):
        assert each in shown, each


def test_asking_gives_no_points(course: Course) -> None:
    assert not block_of(course).has_score


def test_authors_are_told_what_is_missing(course: Course) -> None:
    block = block_of(course)
    block.candidate = {**block.definition, "referrals": [], "urgent": 20}
    with translation.override("en"):
        found = [sentence for _place, sentence in block.author_context()["findings"]]
    assert found == [
        "Urgent requests take longer than those that are to be answered soon.",
        "Nothing says where else to ask.",
    ]
    assert canonical(block.definition) == desk().definition


def test_a_desk_that_is_not_published_yet_is_only_looked_at(course: Course) -> None:
    block = block_of(course)
    ada = actor(course, "trainee")
    Exercise.objects.all().delete()
    with translation.override("en"):
        assert "Only trainees ask here." in block.main_context(ada)["inner"]
