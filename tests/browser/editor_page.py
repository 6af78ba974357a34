"""The page on which an author edits an exercise: what is where, and how to get there."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.editor_pages import TALK

TITLE = "[name='v/definition/title']"
SAYS = "[name='v/definition/scenes/0/says']"


def open_editor(visit: Visit, usage: str = TALK, part: str = "title", **more) -> Page:
    """Open the editor of an exercise as its author, at a part of the form."""
    page = visit(f"/edit/{usage}/", "author", **more)
    if part:
        page.locator(f"[data-ed-part$='{part}']").click()
    return page


def first_scene(page: Page) -> None:
    """Open the first scene."""
    page.locator("[data-ed-part$=start]").click()
    page.locator("#ed-v-definition-scenes-0 > .ed-item-head [data-ed-name=toggle]").click()
    expect(page.locator(SAYS)).to_be_visible()


def statements(page: Page) -> list[str]:
    """The words the first scene's answers begin with, as they stand folded."""
    found = page.locator("#ed-v-definition-scenes-0-statements .ed-toggle")
    return [text.split()[1] for text in found.all_inner_texts()]


def tool(page: Page, number: int, name: str) -> None:
    """Press a button of an answer of the first scene."""
    item = f"#ed-v-definition-scenes-0-statements-{number}"
    page.locator(f"{item} > .ed-item-head [data-ed-name={name}]").click()


def saved(page: Page) -> None:
    """Save and wait until it is."""
    page.locator("[data-ed-do=save]").first.click()
    expect(page.locator("[data-ed-state][data-ed-is=saved]")).to_be_visible()
