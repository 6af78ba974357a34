"""The style page shows the pieces of role-play with people as the exercises draw them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from course_export.preview.course import Course
from tests.personas import be

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, course: Course) -> str:
    be(client, course, "author")
    return client.get("/style/").content.decode()


def piece(page: str, title: str) -> str:
    """What is shown under a heading, without its markup in print."""
    found = re.search(
        rf"<h2[^>]*>{title}</h2>(.*?)<details class=\"wbm-details\"><summary>{title}:", page, re.S
    )
    assert found, title
    return found[1]


def test_the_clock_runs_or_stands_and_takes_no_press(page: str) -> None:
    runs, stands = piece(page, "Clock of a triad"), piece(page, "Clock of a triad, stopped")
    for each in (runs, stands):
        assert 'data-limit="1200000"' in each
        assert '<div class="wbm-stack" inert>' in each
        assert re.search(r'<li class="is-done">.*Prepare.*<li aria-current="step">.*Talk', each)
    assert ("Stop card" in runs, "The clock stands" in runs) == (True, False)
    assert ("Go on</button>" in stands, "The clock stands" in stands) == (True, True)


def test_a_line_of_the_sheet_has_its_four_levels_one_of_them_chosen(page: str) -> None:
    sheet = piece(page, "Sheet of a triad")
    levels = re.findall(r'aria-pressed="(\w+)" data-triad-level="(\d)"', sheet)
    assert levels == [("false", "1"), ("false", "2"), ("false", "3"), ("true", "4")]
    assert "in focus" in sheet


def test_levels_stand_side_by_side_as_picture_and_as_table(page: str) -> None:
    result = piece(page, "Levels side by side")
    assert len(re.findall(r'<g transform=[^>]*><path class="wbm-side__mark ', result)) == 7
    cells = re.findall(r"<td>(?:<[^>]*>)?([\d–])", result)
    assert cells == ["3", "3", "3", "–", "2", "3", "4", "4"]


def test_a_passage_is_marked_from_its_first_line_to_its_last(page: str) -> None:
    talk = piece(page, "Marked passage")
    lines = re.findall(
        r'<li class="wbm-stack--close( wbm-sample__marked)?" id="piece-talk-(l\d)"', talk
    )
    assert [name for marked, name in lines if marked] == ["l2", "l3"]
    assert len(lines) == 4
    assert "Passage 1" in talk
