"""The ways of a group through a dialogue, and who practised how often, in a real browser."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from course_export.preview.course import Course
from tests.blocks.talk_cases import USAGE
from tests.browser.conftest import WALKS
from tests.personas import actor
from xblocks.core.people import Role
from xblocks.role_play.records import TalkPath
from xblocks.roster.records import Company, Person, PersonRole


@pytest.fixture
def crowd(course: Course) -> None:
    """Eleven trainees of the first trainer's district have finished the talk, two of them badly."""
    districts = actor(course, "trainer").districts
    company = Company.objects.filter(course_key=course.key, district__in=districts)[0]
    for number in range(11):
        person = Person.objects.create(
            course_key=course.key,
            email=f"talker{number}@example.org",
            name=f"Talker {number}",
            search_text="talker",
            company=company,
        )
        PersonRole.objects.create(person=person, role=Role.TRAINEE)
        TalkPath.objects.create(
            course_key=course.key,
            usage_key=USAGE,
            person=person,
            attempt=1,
            turns=json.dumps([["one", "ab"[number < 2]], ["two", "a"]]),
            ending="green",
            tone="positive",
            finished_at=timezone.now(),
        )


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(("language", "width"), WALKS)
def test_from_the_list_to_the_ways_of_the_group(
    visit, course: Course, assert_accessible, shot, language: str, width: int
) -> None:
    page = visit(
        f"/wbm/{course.key}/role-play/practice/", "trainer", width=width, language=language
    )
    assert_accessible(page)
    shot(page, f"practice-{width}")
    page.locator("a[href*='/practice/paths/']").click()
    page.locator(".wbm-map").wait_for()
    assert page.locator(".wbm-map-change").all_text_contents() == ["–", "–", "0", "11", "0"]
    assert_accessible(page)
    shot(page, f"practice-paths-{width}")
    page.locator("a[href='?attempts=all']").click()
    page.locator("a[href='?attempts=all'][aria-current=page]").wait_for()
    assert "Talker" not in page.locator("main").inner_text()
