"""Through all disturbances of the course: by mouse, by keyboard, from two tabs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from tests.browser.conftest import PHONE, WALKS, Visit
from xblocks.moderation.records import SceneRound

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

UNIT = "/unit/unit-disturbances/"
TABS = 60
"""More than there are places to tab to on any of the pages."""


def arrive(visit: Visit, archive: Path, **how: object) -> Page:
    """Open the disturbances as somebody who has not begun."""
    start.open_course(archive)
    SceneRound.objects.all().delete()
    return visit(UNIT, "trainee", **how)


def part(page: Page) -> Locator:
    return page.locator("[data-wbm-scenes]")


def choices(page: Page) -> Locator:
    return page.locator("button[name=intervention]")


def begin(page: Page) -> None:
    part(page).locator("form button").click()
    expect(page.locator(".wbm-scenes > li")).to_have_count(9)


def to_next(page: Page) -> None:
    """Follow the one primary link to a scene."""
    part(page).locator("a.wbm-button").click()
    expect(choices(page).first).to_be_visible()


def choose(page: Page, nth: int = 0) -> None:
    """Choose, and wait for what it does."""
    before = page.locator(".wbm-deeds > li").count()
    choices(page).nth(nth).click()
    expect(page.locator(".wbm-deeds > li")).to_have_count(before + 1)


def play_scene(page: Page) -> None:
    """Choose the first of what is offered until the scene ends."""
    choose(page)
    while choices(page).count():
        choose(page)


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_trainee_deals_with_all_disturbances_and_reads_the_profile(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    page = arrive(visit, archives[language], width=width, language=language)
    name = f"disturbances-{language}-{width}"
    expect(part(page)).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-1-begin")
    begin(page)
    assert_accessible(page)
    shot(page, f"{name}-2-all")
    to_next(page)
    assert_accessible(page)
    shot(page, f"{name}-3-moment")
    choose(page)
    assert_accessible(page)
    shot(page, f"{name}-4-told")
    if choices(page).count():
        play_scene(page)
    shot(page, f"{name}-5-ended")
    assert_accessible(page)
    for _scene in range(8):
        to_next(page)
        play_scene(page)
    part(page).locator("a.wbm-button").click()
    expect(page.locator(".wbm-fits")).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-6-profile")
    page.locator(".wbm-profile a").first.click()
    expect(page.locator(".wbm-deeds > li details").first).to_be_visible()
    for details in page.locator(".wbm-deeds > li details").all():
        details.locator("summary").click()
    assert_accessible(page)
    shot(page, f"{name}-7-again")
    part(page).get_by_role("link").first.click()
    expect(page.locator(".wbm-fits")).to_be_visible()
    begin(page)


def test_a_scene_with_the_keyboard_alone(visit: Visit, archives: dict[str, Path]) -> None:
    page = arrive(visit, archives["de"], width=PHONE)
    press(page, part(page).locator("form button"))
    expect(page.locator(".wbm-scenes > li")).to_have_count(9)
    press(page, part(page).locator("a.wbm-button"))
    expect(part(page).locator("h3")).to_be_focused()
    told = 0
    while choices(page).count():
        press(page, choices(page).first)
        told += 1
        expect(page.locator(".wbm-deeds > li")).to_have_count(told)
        expect(page.locator(".wbm-feedback").last).to_be_focused()
    press(page, part(page).locator("a.wbm-button"))
    expect(part(page).locator("h3")).to_be_focused()
    expect(choices(page).first).to_be_visible()


def press(page: Page, there: Locator) -> None:
    """Tab to something and press it."""
    expect(there).to_be_visible()
    for _step in range(TABS):
        if there.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {there}")


def test_a_lost_connection_loses_no_choice(visit: Visit, archives: dict[str, Path]) -> None:
    page = arrive(visit, archives["en"], language="en")
    begin(page)
    to_next(page)
    page.context.set_offline(True)
    choices(page).first.click()
    expect(page.locator("[data-wbm-offline]")).to_be_visible()
    page.context.set_offline(False)
    choose(page)
    expect(page.locator("[data-wbm-offline]")).to_be_hidden()


def test_a_second_tab_is_told_what_was_chosen_in_the_first(
    visit: Visit, archives: dict[str, Path]
) -> None:
    page = arrive(visit, archives["en"], language="en")
    begin(page)
    to_next(page)
    other = page.context.new_page()
    other.goto(UNIT)
    to_next(other)
    choose(page, 0)
    choices(other).nth(1).click()
    expect(other.get_by_role("alert")).to_be_visible()
    expect(other.locator(".wbm-deeds > li")).to_have_count(1)
