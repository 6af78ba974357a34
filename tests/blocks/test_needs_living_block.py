"""The living case of the course in its unit: what it shows to whom, and when it tells the truth."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import Completion, Grade
from tests.personas import be
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.definition import LivingCase
from xblocks.needs_analysis.reach import living_case_of

pytestmark = pytest.mark.django_db

UNIT = "/unit/unit-living-case/"
ASKED = ("lueders-documents", "faults-data", "vogt-key-user", "wendt-taught", "brose-erp")
ANSWERS = {"q1": ["k1", "k2"], "q2": ["c06"], "q3": ["c05"], "q4": ["o2"], "q5": ["o1"]}


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("en", tmp_path_factory.mktemp("archive")).path


@pytest.fixture
def course(archive: Path) -> Course:
    return start.open_course(archive)


@pytest.fixture(autouse=True)
def in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def exercise() -> Exercise:
    return Exercise.objects.get(kind="living_case")


def case() -> LivingCase:
    return living_case_of(exercise())


def assert_nothing_is_told(page: str, *asked: str) -> None:
    """No answer that was not paid, nothing that waits for another question, no reason, no end."""
    shown = unescape(page)
    for one in case().interviewees:
        for each in one.inquiries:
            assert each.why is not None
            assert each.why not in shown, each.id
            assert (each.answer.split("\n")[0] in shown) == (each.id in asked), each.id
            if each.after and each.after not in asked:
                assert each.text not in shown, each.id
    for question in case().questions:
        for option in getattr(question, "options", ()):
            assert option.why not in shown
    for line in (case().closing or "").splitlines():
        assert line.lstrip("- *").partition("**")[0].strip() + "</strong>" not in shown


def post(client: Client, step: str, *args: str, **form: Any) -> str:
    here = exercise()
    url = reverse(f"wbm:needs_living_{step}", args=[here.course_key, here.usage_key, *args])
    answer = client.post(url, {"round": 1, **form}, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def test_nothing_of_the_truth_leaves_the_server_before_the_debriefing(
    course: Course, client: Client
) -> None:
    user = be(client, course, "trainee")
    assert_nothing_is_told(client.get(UNIT).content.decode())
    assert_nothing_is_told(post(client, "begin", round=0))
    for number, name in enumerate(ASKED, 1):
        assert_nothing_is_told(post(client, "ask", inquiry=name), *ASKED[:number])
    assert_nothing_is_told(client.get(UNIT).content.decode(), *ASKED)
    assert_nothing_is_told(post(client, "close"), *ASKED)
    assert not Completion.objects.filter(user=user, usage_key=exercise().usage_key).exists()
    form = {f"q-{name}": values for name, values in ANSWERS.items()}
    told = unescape(post(client, "finish", **form))
    for one in case().interviewees:
        for each in one.inquiries:
            if each.matters == "key":
                assert each.why in told, each.id
    assert "How it really is" in client.get(UNIT).content.decode()
    assert Completion.objects.get(user=user, usage_key=exercise().usage_key).share == 1.0
    assert not Grade.objects.filter(usage_key=exercise().usage_key).exists()


@pytest.mark.parametrize("who", ["coordinator", "staff"])
def test_who_is_no_trainee_plays_for_themselves_or_looks(
    course: Course, client: Client, who: str
) -> None:
    be(client, course, "trainee")
    post(client, "begin", round=0)
    post(client, "ask", inquiry="sen-work")
    be(client, course, who)
    shown = client.get(UNIT).content.decode()
    assert "Whom you can ask" in shown
    assert ("Begin asking" in shown) == (who == "coordinator")
    assert_nothing_is_told(shown)


def test_authors_read_what_is_true_and_what_everybody_would_say(
    course: Course, client: Client
) -> None:
    be(client, course, "author")
    shown = unescape(client.get(f"{UNIT}?view=author").content.decode())
    assert "No defects found." in shown
    for one in case().interviewees:
        for each in one.inquiries:
            assert each.answer.split("\n")[0] in shown
