"""Buttons of moderation in the pages of a platform that has a style of its own for all buttons."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from course_export.preview import start
from tests.browser import moderation_boards
from tests.browser.conftest import Visit

FAULTY = "/unit/unit-faulty-plan/"
HOST = """
button { box-shadow: inset 0 1px 0 0 #fff; text-shadow: 0 1px 0 #fcfbfb; letter-spacing: 1px;
         text-transform: uppercase; background-image: linear-gradient(#fff, #eee); }
"""
"""What the pages of the LMS say of every button."""

STRANGE = """(buttons) => buttons
  .filter((button) => {
    const style = getComputedStyle(button);
    return style.boxShadow !== "none" || style.textShadow !== "none"
      || style.letterSpacing !== "normal" || style.textTransform !== "none"
      || style.backgroundImage !== "none";
  })
  .map((button) => button.className || button.textContent.trim())"""


def assert_own_style(page: Page, part: str) -> None:
    """Every button of a part looks as we draw it, whatever the platform says of buttons."""
    page.add_style_tag(content=HOST)
    buttons = page.locator(f"{part} button")
    expect(buttons.first).to_be_attached()
    assert buttons.evaluate_all(STRANGE) == []


def test_rows_of_a_plan_keep_their_buttons(
    visit: Visit, archives: dict[str, Path], database: None
) -> None:
    start.open_course(archives["de"])
    page = visit(FAULTY, "trainee", language="de")
    page.locator(".wbm-plan .wbm-card--next button").click()
    page.locator("[data-plan-ready]").wait_for()
    assert_own_style(page, ".wbm-plan-head")


def test_cards_of_a_board_keep_their_buttons(visit: Visit, database: None, tmp_path: Path) -> None:
    start.open_course(moderation_boards.write(tmp_path / "board", "en"))
    page = visit(moderation_boards.UNIT, "trainee", language="en")
    page.locator(".wbm-empty button").click()
    lead = page.locator(".wbm-board-lead .wbm-button")
    said = page.locator("[data-board-next]")
    for _step in ("take", "open"):
        before = said.text_content() or ""
        lead.click()
        expect(said).not_to_have_text(before)
    field = page.locator("[data-board-composer] textarea")
    field.fill("A thought")
    field.press("Enter")
    expect(page.locator("[id$=-own] [data-board-card]")).to_have_count(1)
    assert_own_style(page, ".wbm-pin")
