"""Somebody rates themselves on the first and on the last day, on a phone and on a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from tests.browser.conftest import WALKS, Visit
from xblocks.role_play.records import PracticeRating

NAMES = (
    "listen ask frame strengths step limits facilitate disturb need rights paths project".split()
)


def rate(page: Page, names: list[str], level: int) -> None:
    """Choose one level for some sentences; the page says that each is kept."""
    for name in names:
        page.locator(f"input[name=level-{name}][value='{level}']").check()
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_trainee_rates_twice_and_sees_both_beside_each_other(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    width: int,
) -> None:
    start.open_course(archives[language])
    PracticeRating.objects.all().delete()
    page = visit("/unit/unit-self-start/", "trainee", width=width, language=language)
    assert_accessible(page)
    rate(page, NAMES[:10], 2)
    page.locator("[data-wbm-rating] button.wbm-button").click()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert_accessible(page)
    shot(page, f"self-{language}-{width}-1-open")
    rate(page, NAMES[10:], 1)
    page.locator("[data-wbm-rating] button.wbm-button").click()
    expect(page.locator("[data-wbm-rating] tbody tr")).to_have_count(12)
    page.goto("/unit/unit-self-end/")
    rate(page, NAMES[:3], 4)
    rate(page, NAMES[3:], 2)
    page.locator("[data-wbm-rating] button.wbm-button").click()
    expect(page.locator("[data-wbm-rating] thead th")).to_have_count(4)
    expect(page.locator(".wbm-badge--good")).to_have_count(5)
    assert_accessible(page)
    shot(page, f"self-{language}-{width}-2-beside")
