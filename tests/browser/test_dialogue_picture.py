"""The picture of a dialogue in a real browser: readable, reachable by keyboard, leading on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE
from tests.editor_pages import TALK, archive

OVERFLOWING = """[...document.querySelectorAll('.wbm-map g > text')].filter(text => {
  const card = text.parentNode.querySelector('rect');
  return card && text.getBoundingClientRect().right > card.getBoundingClientRect().right;
}).map(text => text.textContent)"""
"""Words that stick out of their card."""


@pytest.fixture
def course(database: None, tmp_path: Path) -> Course:
    """The small course."""
    return start.open_course(archive(tmp_path))


@pytest.fixture
def picture(visit):
    """Open the editor of the talk at its picture."""

    def open_picture(**more) -> Page:
        page = visit(f"/edit/{TALK}/", "author", **more)
        page.locator("[data-ed-tab=picture]").click()
        page.locator(".wbm-map").wait_for()
        return page

    return open_picture


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_words_stay_on_their_cards_and_the_page_keeps_its_width(
    picture, assert_accessible, shot, width: int
) -> None:
    page = picture(width=width)
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".wbm-map details summary").click()
    assert_accessible(page)
    shot(page, f"dialogue-picture-{width}")


def test_a_scene_is_opened_from_the_picture_by_keyboard(picture) -> None:
    page = picture(width=DESKTOP)
    scene = page.locator(".wbm-map-open").nth(1)
    scene.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name='v/definition/scenes/1/says']")).to_be_visible()
    expect(page.locator("[name='v/definition/scenes/0/says']")).to_have_count(0)


def test_the_picture_is_dark_on_a_dark_page(picture) -> None:
    page = picture(width=DESKTOP)
    ground = "getComputedStyle(document.querySelector('.wbm-map-scroll')).backgroundColor"
    light = page.evaluate(ground)
    page.evaluate("document.documentElement.style.colorScheme = 'dark'")
    assert page.evaluate(ground) != light
