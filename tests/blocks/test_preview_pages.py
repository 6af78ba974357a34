"""The preview shows a course to every kind of person."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from course_export.preview import start
from course_export.preview.course import Course
from tests import sample_course
from tests.personas import be

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course, loaded, with the demo people."""
    return start.open_course(sample_course.write(tmp_path))


def page(client: Client, address: str) -> str:
    """The page at an address, which must answer with 200."""
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def test_outline_names_parts_sections_and_units_in_order(course: Course, client: Client) -> None:
    html = page(client, "/")
    names = ["Teil 1: Gespräche führen", "Ankommen", "Worum es geht", "Üben", "Teil 2", "Ein Film"]
    places = [html.index(name) for name in names]
    assert places == sorted(places)


def test_text_is_shown_with_course_links_that_work(course: Course, client: Client) -> None:
    html = page(client, "/unit/u-text/")
    assert 'src="/assets/bild.svg"' in html
    assert 'href="/jump_to_id/u-talk/"' in html
    assert page(client, "/assets/bild.svg").startswith("<svg")
    assert client.get("/jump_to_id/u-talk/").headers["Location"].startswith("/unit/u-talk/")


def test_a_block_that_is_not_installed_is_named(course: Course, client: Client) -> None:
    html = page(client, "/unit/u-foreign/")
    assert "openassessment" in html
    assert "Eine Aufgabe" in html


def test_our_block_knows_a_trainee(course: Course, client: Client) -> None:
    be(client, course, "trainee")
    html = page(client, "/unit/u-talk/")
    assert "«briefing»" in html
    assert "pv-broken" not in html


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_our_block_refuses_who_takes_no_part(course: Course, client: Client, who: str) -> None:
    be(client, course, who)
    html = page(client, "/unit/u-talk/")
    assert "«briefing»" not in html
    assert 'role="alert"' in html
