"""A whole dialogue in a real browser: with the mouse on a phone, with the keyboard alone, offline.

The trainee's way: open the unit, begin, answer, take back, answer to the end, read the result.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from course_export.build import build
from course_export.preview import start
from tests.browser.conftest import PHONE, WALKS, Visit

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

WORDS = {
    "de": {
        "begin": "Gespräch beginnen",
        "back": "Letzte Antwort zurücknehmen",
        "end": "Das Ende des Gesprächs",
        "again": "Noch einmal versuchen",
        "best": "Danke, dass du trotzdem gekommen bist.",
    },
    "en": {
        "begin": "Begin the talk",
        "back": "Take back my last answer",
        "end": "The end of the talk",
        "again": "Try again",
        "best": "Thanks for coming anyway.",
    },
}


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The real course in both languages."""
    folder = tmp_path_factory.mktemp("archives")
    return {language: build(language, folder).path for language in ("de", "en")}


def answers(page: Page) -> Any:
    return page.locator("button[name=statement]")


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_trainee_talks_to_the_end_and_every_page_is_accessible(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    start.open_course(archives[language])
    words = WORDS[language]
    page = visit("/unit/unit-r1/", "trainee", width=width, language=language)
    name = f"dialogue-{language}-{width}"
    assert_accessible(page)
    shot(page, f"{name}-1-briefing")
    page.get_by_role("button", name=words["begin"]).click()
    expect(answers(page)).to_have_count(3)
    answers(page).filter(has_text=words["best"]).click()
    expect(page.get_by_role("button", name=words["back"])).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-2-answer")
    while answers(page).count():
        before = page.locator("input[name=turn]").first.input_value()
        answers(page).first.click()
        expect(page.locator(f"input[name=turn][value='{before}']")).to_have_count(0)
    expect(page.get_by_role("heading", name=words["end"])).to_be_visible()
    for details in page.locator("details.wbm-details").all():
        details.locator("summary").click()
    assert_accessible(page)
    shot(page, f"{name}-3-end")
    expect(page.get_by_role("button", name=words["again"])).to_be_visible()


def test_a_whole_dialogue_with_the_keyboard_alone(visit: Visit, archives: dict[str, Path]) -> None:
    start.open_course(archives["de"])
    page = visit("/unit/unit-r1/", "trainee")
    press_until(page, WORDS["de"]["begin"])
    page.keyboard.press("Enter")
    for _turn in range(5):
        expect(answers(page).first).to_be_visible()
        press_until(page, None)
        page.keyboard.press("Enter")
        expect(page.locator("[data-wbm-focus]")).to_be_focused()
    expect(page.get_by_role("heading", name=WORDS["de"]["end"])).to_be_focused()
    press_until(page, WORDS["de"]["back"])
    page.keyboard.press("Space")
    expect(answers(page).first).to_be_visible()


def press_until(page: Page, label: str | None) -> None:
    """Tab to the button with this label, or to the first answer."""
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        name = focused.get_attribute("name")
        if (label is None and name == "statement") or (label and label in focused.inner_text()):
            return
    raise AssertionError(f"the keyboard does not reach {label or 'an answer'}")


def test_a_lost_connection_is_told_and_nothing_is_lost(
    visit: Visit, archives: dict[str, Path]
) -> None:
    start.open_course(archives["de"])
    page = visit("/unit/unit-r1/", "trainee", width=PHONE)
    page.get_by_role("button", name=WORDS["de"]["begin"]).click()
    expect(answers(page)).to_have_count(3)
    page.context.set_offline(True)
    answers(page).first.click()
    expect(page.locator("[data-wbm-offline]")).to_be_visible()
    expect(answers(page)).to_have_count(3)
    page.context.set_offline(False)
    answers(page).first.click()
    expect(page.get_by_role("button", name=WORDS["de"]["back"])).to_be_visible()
    expect(page.locator("[data-wbm-offline]")).to_be_hidden()


def test_a_second_tab_is_told_that_the_talk_has_moved_on(
    visit: Visit, archives: dict[str, Path]
) -> None:
    start.open_course(archives["de"])
    page = visit("/unit/unit-r1/", "trainee")
    page.get_by_role("button", name=WORDS["de"]["begin"]).click()
    expect(answers(page)).to_have_count(3)
    other = page.context.new_page()
    other.goto(page.url)
    answers(page).nth(0).click()
    expect(page.get_by_role("button", name=WORDS["de"]["back"])).to_be_visible()
    answers(other).nth(1).click()
    expect(other.get_by_role("alert")).to_be_visible()
    expect(other.get_by_role("button", name=WORDS["de"]["back"])).to_be_visible()


def test_at_400_percent_zoom_nothing_scrolls_sideways(
    visit: Visit, archives: dict[str, Path], assert_accessible: Check
) -> None:
    start.open_course(archives["de"])
    page = visit("/unit/unit-r1/", "trainee", width=320)
    page.get_by_role("button", name=WORDS["de"]["begin"]).click()
    expect(answers(page)).to_have_count(3)
    assert_accessible(page)
