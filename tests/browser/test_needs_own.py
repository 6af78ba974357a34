"""The matrix of the own company in a browser: keys, phone, two members, files, the milestone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE, Visit

UNIT = "/unit/unit-own-company/"
WORDS = {
    "de": ("Personen hinzufügen", "Datei ansehen"),
    "en": ("Add people", "Look at the file"),
}


@pytest.fixture
def opened(archives: dict[str, Path], course: Course, visit: Visit) -> Callable[..., Page]:
    """Open the matrix in the real course, emptied of its examples."""

    def page(language: str = "en", width: int = DESKTOP, *, fresh: bool = True) -> Page:
        if fresh:
            start.open_course(archives[language])
            from xblocks.needs_analysis.records import TeamMatrix

            TeamMatrix.objects.all().delete()
        return visit(UNIT, "trainee", width=width, language=language)

    return page


def fill(page: Page, count: str = "5") -> None:
    """Add people by hand."""
    page.locator("input[name=count]").fill(count)
    page.locator("form:has(input[name=count]) button").click()
    expect(page.locator(".wbm-heat tbody tr")).to_have_count(int(count))


def test_levels_are_entered_with_keys_and_saved(
    opened: Callable[..., Page], assert_accessible: Callable[[Page], None]
) -> None:
    page = opened()
    fill(page)
    page.locator("select[name=profile]").select_option("p1")
    page.get_by_role("button", name="Give it to all of them").click()
    expect(page.locator("select[name=profile]")).to_have_count(0)
    cells = page.locator(".wbm-heat tbody tr").first.locator("td")
    expect(cells.nth(0)).to_have_attribute("tabindex", "0")  # the new table takes keys
    cells.nth(0).focus()
    for key in ("0", "ArrowRight", "3", "ArrowRight", "2", "Delete"):
        page.keyboard.press(key)
    expect(page.locator(".wbm-heat [data-unsaved]")).to_have_count(0)
    expect(page.locator(".wbm-heat__state")).to_contain_text("Saved")
    page.reload()
    cells = page.locator(".wbm-heat tbody tr").first.locator("td")
    expect(cells.nth(0)).to_contain_text("0")
    expect(cells.nth(1)).to_contain_text("3")
    expect(cells.nth(2)).to_contain_text("?")
    assert_accessible(page)


def test_who_enters_levels_keeps_the_place_when_sums_and_rows_arrive(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    fill(page, "2")
    page.locator("select[name=profile]").select_option("p1")
    page.get_by_role("button", name="Give it to all of them").click()
    expect(page.locator("select[name=profile]")).to_have_count(0)
    cells = page.locator(".wbm-heat tbody tr").first.locator("td")
    expect(cells.nth(0)).to_have_attribute("tabindex", "0")  # the new table takes keys
    cells.nth(0).focus()
    page.keyboard.press("ArrowRight")
    with page.expect_response(lambda answer: "/state/" in answer.url):
        page.keyboard.press("1")
    expect(page.locator(".wbm-heat tfoot tr").first.locator("td").nth(1)).not_to_have_text("0")
    expect(cells.nth(1)).to_be_focused()


def test_two_members_at_one_field_get_both_levels(opened: Callable[..., Page]) -> None:
    first = opened()
    fill(first, "2")
    second = opened(fresh=False)
    for page, key in ((first, "1"), (second, "4")):
        expect(page.locator(".wbm-heat tbody tr")).to_have_count(2)
        page.locator(".wbm-heat tbody tr").first.locator("td").first.focus()
        page.keyboard.press(key)
        if page is first:
            expect(page.locator(".wbm-heat__state")).to_contain_text("Saved")
    said = second.locator("[data-wbm-said]")
    expect(said).to_contain_text("Keep the other one: 1")
    said.get_by_role("button", name="Take yours").click()
    expect(said).to_be_empty()
    second.reload()
    expect(second.locator(".wbm-heat tbody tr").first.locator("td").first).to_contain_text("4")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_part_is_readable_at_both_widths(
    opened: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    width: int,
) -> None:
    page = opened(language, width)
    assert_accessible(page)
    fill(page, "3")
    if width == PHONE:
        page.locator(".wbm-heat__nav select").wait_for()
    assert_accessible(page)
    shot(page, f"needs-own-matrix-{language}-{width}")
    page.locator(".wbm-heat .wbm-edit:visible").first.click()
    page.locator(".wbm-own-levels select").first.wait_for()
    page.locator("input[id$=-code]").fill("Anna Müller")
    page.locator("input[id$=-code]").press("Tab")
    expect(page.locator(".wbm-own-said .wbm-error")).to_be_visible()
    assert_accessible(page)
    shot(page, f"needs-own-person-{language}-{width}")
    tabs = page.locator(".wbm-own-tabs a")
    parts = (".wbm-own-columns", ".wbm-own-weights", "input[type=file]")
    for number, there in enumerate(parts, start=1):
        tabs.nth(number).click()
        page.locator(there).first.wait_for()
        assert_accessible(page)
        shot(page, f"needs-own-{number}-{language}-{width}")


def test_a_file_goes_out_is_changed_and_comes_in_again(
    opened: Callable[..., Page], tmp_path: Path
) -> None:
    page = opened()
    fill(page, "2")
    page.locator(".wbm-own-tabs a").nth(3).click()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Whole matrix as CSV").click()
    file = tmp_path / "matrix.csv"
    loading.value.save_as(file)
    file.write_bytes(file.read_bytes().replace(b"P02;;", b"P03;Setter;"))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("1 added, 1 removed")).to_be_visible()
    page.get_by_role("button", name="Take the file over").click()
    expect(page.get_by_text("The matrix is now as the file says.")).to_be_visible()
    page.locator(".wbm-own-tabs a").first.click()
    expect(page.locator(".wbm-heat tbody tr").nth(1)).to_contain_text("P03")
