"""A trainer reviews inside the course page: choose, claim, rate, decide without leaving it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from tests.browser import graded_course
from tests.browser.conftest import WALKS, Visit
from xblocks.exercises.records import Exercise
from xblocks.grading.records import Review

UNIT = "/unit/unit-m1/"


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The real course in both languages."""
    folder = tmp_path_factory.mktemp("archives")
    return {language: build(language, folder).path for language in ("de", "en")}


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_work_is_reviewed_inside_the_course_page(
    visit: Visit,
    course: Course,
    archives: dict[str, Path],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    language: str,
    width: int,
) -> None:
    real = start.open_course(archives[language])
    sketch = Exercise.objects.get(usage_key__endswith="@m1")
    [work] = graded_course.hand_in(real, sketch, "Lindgraben Antriebe GmbH", days=4)
    page = visit(UNIT, "trainer", language=language, width=width)
    address = page.url

    def look(name: str) -> None:
        assert_accessible(page)
        shot(page, f"short-{name}-{language}-{width}")

    look("list")
    page.get_by_role("link", name="Lindgraben Antriebe GmbH").click()
    begin = page.locator("form[hx-post*='hold/claim'] button")
    begin.wait_for()
    look("work")
    begin.click()
    criteria = page.locator(".wbm-criterion")
    expect(criteria).to_have_count(4)
    page.keyboard.press("j")  # single keys belong to the desk
    for number in range(4):
        criteria.nth(number).locator("input[value='2']").check()
    comment = criteria.first.locator("textarea")
    comment.fill("Nenne eine Zahl.")
    saved = page.locator("[id$='-standing'] [data-wbm-words]")
    expect(page.locator("[id$='-decision'] input[value=passed]")).to_be_checked()
    criteria.first.locator("[hx-get*='choose']").click()
    page.locator(".wbm-library").wait_for()
    expect(saved).to_contain_text(":")
    look("sheet")
    page.locator("[data-wbm-key='Ctrl+Enter']").click()
    expect(page.locator(".wbm-short .wbm-notice--good")).to_be_focused()
    look("done")
    assert page.url == address
    review = Review.objects.get(work=work)
    assert (review.decision, set(review.levels.values())) == ("passed", {2})
    assert "Nenne eine Zahl." in review.comments.values()


def test_what_was_saved_on_the_desk_meanwhile_is_not_overwritten_from_the_block(
    visit: Visit, course: Course, archives: dict[str, Path]
) -> None:
    real = start.open_course(archives["en"])
    sketch = Exercise.objects.get(usage_key__endswith="@m1")
    [work] = graded_course.hand_in(real, sketch, "Lindgraben Antriebe GmbH")
    block = visit(UNIT, "trainer", language="en")
    block.get_by_role("link", name="Lindgraben Antriebe GmbH").click()
    block.get_by_role("button", name="Begin to review").click()
    block.get_by_label("On the whole").wait_for()
    desk = visit(f"/wbm/{real.key}/grading/{work.pk}/", "trainer", language="en")
    desk.get_by_label("On the whole").fill("From the desk.")
    expect(desk.locator("#standing [data-wbm-words]")).to_contain_text("Saved")
    block.get_by_label("On the whole").fill("From the block.")
    expect(block.get_by_role("alert")).to_contain_text("From the desk.")
    block.get_by_role("link", name="Take what was saved elsewhere").click()
    expect(block.get_by_label("On the whole")).to_have_value("From the desk.")
