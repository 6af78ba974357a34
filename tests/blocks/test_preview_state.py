"""What learners do is kept: by person, by scope, and when many requests come at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import BlockState
from course_export.preview.people import account_of
from course_export.preview.runtime import PreviewRuntime
from tests import counter_block, live, personas, sample_course

ROUNDS = int(os.environ.get("WBM_ROUNDS", "3"))
AT_ONCE = 20


def course_with_counters(tmp_path: Path) -> Course:
    """The small course with two counters in a unit."""
    files = sample_course.files()
    files["vertical/u-text.xml"] = (
        '<vertical display_name="Zählen"><counter url_name="one"/><counter url_name="two"/>'
        "</vertical>"
    )
    return start.open_course(sample_course.write(tmp_path, files))


@pytest.fixture
def course(tmp_path: Path, db: None) -> Iterator[Course]:
    """The small course with two counters."""
    with counter_block.installed():
        yield course_with_counters(tmp_path)


def add(client: Client, name: str = "one", suffix: str = "") -> str:
    """Count one more and return the answer."""
    address = f"/xblock/{sample_course.usage('counter', name)}/handler/add"
    response = client.post(f"{address}/{suffix}" if suffix else address)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_state_of_people_and_blocks_is_kept_apart(course: Course) -> None:
    one, other = Client(), Client()
    personas.be(one, course, "trainee")
    personas.be(other, course, "trainee", 1)
    assert [add(one), add(one), add(other), add(one, "two")] == ["1", "2", "1", "1"]


def test_shared_and_personal_scopes_reach_as_far_as_they_should(course: Course) -> None:
    one, other = Client(), Client()
    personas.be(one, course, "trainee")
    personas.be(other, course, "trainee", 1)
    add(one)
    add(one, "two")
    add(other)
    page = other.get("/unit/u-text/").content.decode()
    assert "1 of 2, always 1" in page  # block one: mine, everybody's; always mine over both blocks
    assert "0 of 1, always 1" in page
    assert "1 of 2, always 2" in one.get("/unit/u-text/").content.decode()


def test_a_dict_changed_in_place_is_kept(course: Course) -> None:
    client = Client()
    user = personas.be(client, course, "trainee")
    for name in ("a", "b", "a"):
        add(client, suffix=name)
    block = PreviewRuntime(course, user).get_block(course.by_name("one").key)
    assert block.by_name == {"a": 2, "b": 1}


def test_what_nobody_does_is_not_kept(course: Course) -> None:
    client = Client()
    assert [add(client), add(client)] == ["1", "1"]
    assert not BlockState.objects.exists()


def test_a_deleted_field_falls_back_to_its_default(course: Course) -> None:
    user = account_of(personas.find(course, "trainee").ident, course.key)
    key = course.by_name("one").key
    block = PreviewRuntime(course, user).get_block(key)
    block.mine = 5
    block.save()
    block = PreviewRuntime(course, user).get_block(key)
    assert block.mine == 5
    del block.mine
    block.save()
    assert PreviewRuntime(course, user).get_block(key).mine == 0


def test_parallel_posts_of_one_person_lose_nothing(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with (
        django_db_blocker.unblock(),
        counter_block.installed(),
        live.fresh_database(live.make_template(tmp_path / "empty.sqlite3"), tmp_path),
    ):
        course = course_with_counters(tmp_path)
        server = urlsplit(live.start_server())
        cookies = live.cookies_of(course, "trainee")
        cookies["csrftoken"] = "x" * 32
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": "x" * 32,
        }
        path = f"/xblock/{sample_course.usage('counter', 'one')}/handler/add"

        def post(number: int) -> tuple[int, int]:
            connection = HTTPConnection(server.hostname, server.port, timeout=60)
            connection.request("POST", f"{path}/{number % 3}", headers=headers)
            answer = connection.getresponse()
            text = answer.read()
            connection.close()
            return answer.status, int(text) if text.isdigit() else -1

        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(post, range(AT_ONCE * ROUNDS)))
        assert {status for status, _count in answers} == {200}
        assert sorted(count for _status, count in answers) == [*range(1, AT_ONCE * ROUNDS + 1)]
        user = account_of(personas.find(course, "trainee").ident, course.key)
        block = PreviewRuntime(course, user).get_block(course.by_name("one").key)
        assert (block.mine, block.everybody) == (AT_ONCE * ROUNDS, AT_ONCE * ROUNDS)
        assert sum(block.by_name.values()) == AT_ONCE * ROUNDS
