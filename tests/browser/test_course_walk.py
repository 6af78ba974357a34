"""A trainee goes through the whole course, page by page, in both languages.

Every page has a heading, its pictures are there, nothing is wider than the screen, and axe finds
nothing. Here one page of every type is opened; `scripts/load course` opens all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import WALKS, Visit

TYPES = {
    "day": "day-1-overview",
    "phase": "o2-overview",
    "milestone": "milestone-2-overview",
    "coaching": "coaching-guide-overview",
    "lesson": "lesson-matrix",
    "legal": "lesson-funding",
    "sheet": "sheet-referral",
    "glossary": "about-glossary",
    "calendar": "about-calendar",
    "self-rating": "unit-self-start",
}
"""A unit of every type of page."""

EVERY = "WBM_EVERY_PAGE"


def pages_of(course: Course) -> dict[str, str]:
    """Names for pictures, and units: one of every type, or all a trainee may open at the start."""
    if not os.environ.get(EVERY):
        return TYPES
    locked = {"talk-2", "talk-3"}
    return {
        name: name
        for name, unit in course.units.items()
        if not name.endswith("-trainers") and unit.section.entry.name not in locked
    }


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_of_the_course_can_be_read_by_everybody(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    width: int,
) -> None:
    course = start.open_course(archives[language])
    page = visit("/", "trainee", width=width, language=language)
    for name, unit in pages_of(course).items():
        page.goto(f"/unit/{unit}/")
        assert page.locator("h1").count() == 1, unit
        assert_accessible(page)
        broken = page.evaluate(
            "[...document.images].filter(each => each.complete && !each.naturalWidth).length"
        )
        assert broken == 0, unit
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, unit
        shot(page, f"course-{name}-{language}-{width}")
