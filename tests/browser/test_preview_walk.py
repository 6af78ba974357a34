"""People find the way through the preview: with mouse and keyboard, on a phone and on a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from tests import personas
from tests.browser.conftest import DESKTOP, PHONE, WALKS, Visit

# The workbench of xblock-sdk asks for what its own library calls outdated.
pytestmark = [
    pytest.mark.filterwarnings("ignore::xblock.exceptions.UserIdDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::xblock.exceptions.FieldDataDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning"),
]

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

PAGES = {
    "trainee": {
        "outline": "/",
        "text": "/unit/u-text/",
        "problem": "/unit/u-question/",
        "talk": "/unit/u-talk/",
        "film": "/unit/u-film/",
        "missing": "/unit/u-foreign/",
        "progress": "/progress/",
        "refused": "/grades/",
        "not-found": "/unit/nothing/",
    },
    "nobody": {"outline-nobody": "/", "people": "/people/"},
    "stranger": {"outline-stranger": "/", "talk-stranger": "/unit/u-talk/"},
    "trainer": {"grades": "/grades/"},
    "author": {
        "problem-author": "/unit/u-question/",
        "talk-author": "/unit/u-talk/?view=author",
        "events": "/events/",
        "style": "/style/",
        "workbench": "/workbench/",
        "workbench-talk": "/workbench/scenario/talk/",
    },
}


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_accessible(
    visit: Visit, assert_accessible: Check, shot: Shot, language: str, width: int, who: str
) -> None:
    page = visit("/", who, language=language, width=width)
    for name, address in PAGES[who].items():
        page.goto(address)
        assert_accessible(page)
        shot(page, f"preview-{name}-{language}-{width}")


def test_pages_of_the_whole_course_are_accessible(
    visit: Visit, assert_accessible: Check, shot: Shot, tmp_path: Path
) -> None:
    start.open_course(build("de", tmp_path).path)
    page = visit("/", "coordinator")
    for name, address in {"plan": "/", "talk": "/unit/unit-r1/", "points": "/grades/"}.items():
        page.goto(address)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            shot(page, f"preview-whole-{name}-{width}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_trainee_goes_from_the_plan_through_units_and_becomes_somebody_else(
    visit: Visit, course: Course, width: int
) -> None:
    page = visit("/", width=width)
    page.locator(".wbm-card--next a").click()
    expect(page.get_by_role("heading", level=2, name="Worum es geht")).to_be_visible()
    assert page.locator("figure img").evaluate("img => img.naturalWidth") > 0
    page.locator("a[rel=next]").click()
    expect(page.get_by_role("heading", level=2, name="Eine kurze Frage")).to_be_visible()
    page.locator("a[rel=prev]").click()
    expect(page.get_by_role("heading", level=2, name="Worum es geht")).to_be_visible()

    trainer = personas.find(course, "trainer")
    page.locator(".pv-persona summary").click()
    page.locator(".pv-persona").get_by_role("button", name=trainer.name).click()
    expect(page.locator(".pv-me")).to_have_text(trainer.name)
    expect(page.get_by_role("heading", level=2, name="Worum es geht")).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Grade book").click()
    expect(page.get_by_role("heading", level=1, name="Grade book")).to_be_visible()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_a_problem_is_answered(visit: Visit, shot: Shot) -> None:
    page = visit("/unit/u-question/", language="en")
    page.get_by_label("Reden").check()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".notification-submit")).to_contain_text("Incorrect")
    page.get_by_label("Zuhören").check()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".notification-submit")).to_contain_text("Correct")
    shot(page, "preview-problem-solved")
    page.goto("/")
    expect(page.get_by_role("link", name="done: Eine kurze Frage")).to_be_visible()


def test_the_keyboard_alone_leads_through_plan_and_unit(visit: Visit) -> None:
    page = visit("/", language="en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
    page.keyboard.press("Enter")
    press_until(page, "a.wbm-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/unit/u-text/")
    press_until(page, "a[rel=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/unit/u-question/")
    press_until(page, "input[type=radio]")
    page.keyboard.press("Space")
    press_until(page, "button.submit")
    page.keyboard.press("Enter")
    expect(page.locator(".notification-submit")).to_be_focused()


def press_until(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, and see that the focus is visible on the way."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        assert page.evaluate(
            "() => { const box = document.activeElement.getBoundingClientRect();"
            " return document.activeElement === document.body || box.width > 0; }"
        )
    raise AssertionError(f"Tab never reaches {selector}")


def test_the_menu_of_people_opens_and_closes_with_keys(visit: Visit) -> None:
    page = visit("/", language="en")
    summary = page.locator(".pv-persona summary")
    summary.focus()
    page.keyboard.press("Enter")
    first = page.locator(".pv-persona button").first
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(summary).to_be_focused()


def test_at_400_percent_nothing_scrolls_sideways(visit: Visit) -> None:
    for address in ("/", "/people/", "/unit/u-text/", "/unit/u-question/", "/progress/"):
        page = visit(address, width=320)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (address, width)


def test_without_scripts_one_still_gets_around(visit: Visit, course: Course) -> None:
    page = visit("/", language="en")
    context = page.context.browser.new_context(
        java_script_enabled=False,
        base_url=page.url,
        storage_state=page.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto("/people/")
    expert = personas.find(course, "expert")
    plain.locator("main").get_by_role("button", name=expert.name).click()
    expect(plain.locator(".pv-me")).to_have_text(expert.name)
    plain.get_by_role("link", name="Worum es geht").click()
    expect(plain.get_by_role("heading", level=2, name="Worum es geht")).to_be_visible()
    context.close()
