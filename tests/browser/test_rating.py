"""Somebody rates a sample talk on a phone and compares with the reference, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from tests.browser.conftest import PHONE, WALKS, Visit
from xblocks.role_play.records import PracticeRating

UNIT = "/unit/unit-rating-1/"


def arrive(visit: Visit, archive: Path, **how: object) -> Page:
    """Open the talk as somebody who has not rated it."""
    start.open_course(archive)
    PracticeRating.objects.all().delete()
    return visit(UNIT, "trainee", **how)


def rate(page: Page, first: int, last: int) -> None:
    """Choose level 2 for some criteria, and see that each is kept."""
    for number in range(first, last + 1):
        page.locator(f"input[name=level-b{number}][value='2']").check()
        expect(page.locator("[id$=-kept]")).to_contain_text(str(number))
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_trainee_rates_a_talk_and_reads_how_it_compares(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    width: int,
) -> None:
    page = arrive(visit, archives[language], width=width, language=language)
    assert_accessible(page)
    shot(page, f"rating-{language}-{width}-1-sheet")
    rate(page, 1, 4)
    page.locator("[data-wbm-rating] button.wbm-button").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert_accessible(page)
    page.reload()
    expect(page.locator("input[name^=level-]:checked")).to_have_count(4)
    rate(page, 5, 10)
    page.locator("[data-wbm-rating] button.wbm-button").click()
    expect(page.locator(".wbm-rating-table tbody tr")).to_have_count(10)
    assert_accessible(page)
    shot(page, f"rating-{language}-{width}-2-compared")
    page.locator(".wbm-rating-table a").first.click()
    expect(page.locator("[id$=-passage-1]")).to_be_in_viewport()
    page.locator("[data-wbm-rating] form button").click()
    expect(page.locator("input[name^=level-]:checked")).to_have_count(0)


def test_keys_alone_are_enough_to_rate(visit: Visit, archives: dict[str, Path]) -> None:
    page = arrive(visit, archives["en"], width=PHONE, language="en")
    page.locator("input[name=level-b1]").first.focus()
    for number in range(1, 11):
        page.keyboard.press("ArrowDown")
        expect(page.locator(f"input[name=level-b{number}][value='2']")).to_be_checked()
        expect(page.locator("[id$=-kept]")).to_contain_text(f"{number} of 10")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".wbm-rating-table tbody tr")).to_have_count(10)
