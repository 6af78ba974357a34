"""Pages and handlers ask the database a few questions, however many people and blocks there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.models import Completion, Grade
from course_export.preview.people import ensure_accounts
from tests import personas, sample_course
from xblocks.roster.service import import_roster

pytestmark = pytest.mark.django_db

MOST = {
    "/": 12,
    "/unit/u-talk/": 15,
    "/progress/": 13,
    "/people/": 10,
    "/grades/": 11,
}
"""Statements of a page with head, bell and menu of people."""


def statements(client: Client, address: str) -> int:
    """How many statements the page takes when it is looked at again."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course."""
    return start.open_course(sample_course.write(tmp_path))


def fill(course: Course) -> None:
    """Add 60 trainees who have done everything."""
    lines = [
        f"t{number}@example.org;Person {number};trainee;Betrieb {number // 2};Küste;;"
        for number in range(60)
    ]
    data = "\n".join(["email;name;roles;company;district;topics;districts", *lines])
    assert import_roster(None, course.key, data.encode()).applied
    ensure_accounts(course.key)
    users = User.objects.filter(email__startswith="t")
    keys = [str(entry.key) for entry in course.entries.values()]
    Completion.objects.bulk_create(
        [Completion(user=user, usage_key=key, share=1) for user in users for key in keys],
        ignore_conflicts=True,
    )
    Grade.objects.bulk_create(
        [Grade(user=user, usage_key=key, earned=1, possible=1) for user in users for key in keys]
    )


@pytest.mark.parametrize("address", MOST)
def test_statements_of_a_page_stay_few_with_many_people(course: Course, address: str) -> None:
    client = Client()
    personas.be(client, course, "trainer" if address == "/grades/" else "trainee")
    before = statements(client, address)
    fill(course)
    assert statements(client, address) == before
    assert before <= MOST[address]


def test_statements_of_a_unit_do_not_grow_with_its_blocks(tmp_path: Path) -> None:
    counts = []
    for blocks in (1, 9):
        files = sample_course.files()
        texts = "".join(
            f'<html url_name="t{number}" display_name="T">Text</html>' for number in range(blocks)
        )
        files["vertical/u-text.xml"] = f"<vertical>{texts}</vertical>"
        course = start.open_course(sample_course.write(tmp_path / str(blocks), files))
        client = Client()
        personas.be(client, course, "trainee")
        counts.append(statements(client, "/unit/u-text/"))
    assert counts[0] == counts[1]


def test_a_handler_that_writes_takes_four_statements(course: Course) -> None:
    client = Client()
    personas.be(client, course, "trainee")
    address = f"/xblock/{sample_course.usage('problem', 'question')}/handler/xmodule_handler"
    with CaptureQueriesContext(connection) as captured:
        client.post(f"{address}/problem_save", {"input_question_2_1": "choice_1"})
    written = [
        query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    assert len(written) <= 4, written
