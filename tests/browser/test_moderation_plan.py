"""A plan in a real browser: by keyboard on a phone, dragged, without connection, in two tabs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE, Visit
from xblocks.moderation.domain.written import read_rows
from xblocks.moderation.plans import draft_of
from xblocks.moderation.records import Plan

MS1 = "/unit/unit-ms1/"
FAULTY = "/unit/unit-faulty-plan/"
PHASES = 6


@pytest.fixture
def real(archives: dict[str, Path], database: None) -> Callable[[str], Course]:
    return lambda language: start.open_course(archives[language])


def ready(page: Page) -> None:
    """Wait until rows can be dragged: that is what the script does last."""
    page.locator("[data-plan-ready]").wait_for()


def begin(page: Page) -> None:
    page.locator(".wbm-plan .wbm-card--next button").click()
    ready(page)


def plan() -> Plan:
    return Plan.objects.order_by("pk").last() or Plan()


def saved(page: Page, version: int) -> None:
    """Wait until the page has heard of at least this version."""
    page.wait_for_function(
        "least => Number(document.querySelector('[data-wbm-state] [name=version]').value) >= least",
        arg=version,
    )


def press_to(page: Page, there: Locator, key: str = "Tab", most: int = 150) -> None:
    there.wait_for()
    for _ in range(most):
        if there.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{there} cannot be reached with {key}")


def order(page: Page) -> list[str]:
    return page.locator("[data-plan-row]").evaluate_all("rows => rows.map(r => r.dataset.planRow)")


def test_a_plan_is_made_by_keyboard_on_a_phone(
    visit: Visit,
    real: Callable[[str], Course],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    real("de")
    page = visit(MS1, "trainee", width=PHONE, language="de")
    assert_accessible(page)
    shot(page, "plan-de-1-begin")
    press_to(page, page.locator(".wbm-plan .wbm-card--next button"))
    page.keyboard.press("Enter")
    ready(page)
    assert_accessible(page)
    for number in range(PHASES):
        follow_the_next_step(page, number + 1)
        if number == 0:
            shot(page, "plan-de-2-first-row")
    assert_accessible(page)
    move_a_row_with_the_keys(page)
    shot(page, "plan-de-3-rows")
    press_to(page, page.locator(".wbm-plan-ways a").first)
    page.keyboard.press("Enter")
    expect(page.locator("[name=definition]")).to_be_attached()
    assert_accessible(page)
    shot(page, "plan-de-4-look-through")
    press_to(page, page.locator(".wbm-plan .wbm-card--next button"))
    page.keyboard.press("Enter")
    expect(page.locator(".wbm-plan-pairs")).to_be_visible()
    assert_accessible(page)
    shot(page, "plan-de-5-beside-the-model")
    assert plan().handed_in_at is not None


def follow_the_next_step(page: Page, rows: int) -> None:
    """Press the one button, take the first method that fits, and see the row."""
    go = page.locator("[data-plan-go=catalogue]")
    press_to(page, go, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-plan-catalogue] h5")).to_be_focused()
    press_to(page, page.locator("[data-plan-method]:visible [data-plan-do=take]").first)
    page.keyboard.press("Enter")
    expect(page.locator("[data-plan-row]")).to_have_count(rows)
    page.keyboard.type(f"Frage {rows}")
    saved_text = page.locator(f"[data-plan-row] [data-plan-excerpt]:text-is('Frage {rows}')")
    expect(saved_text).to_have_count(1)
    missing = "[data-plan-go=catalogue]"
    expect(
        page.locator(missing if rows < PHASES else f"[data-plan-go]:not({missing})")
    ).to_be_visible()


def move_a_row_with_the_keys(page: Page) -> None:
    before = order(page)
    grip = page.locator("[data-plan-row]").nth(1).locator("[data-plan-do=grip]")
    press_to(page, grip, "Shift+Tab")
    version = plan().version
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-plan-row]").nth(2).locator("[data-plan-do=grip]")).to_be_focused()
    saved(page, version + 1)
    assert order(page) == [before[0], before[2], before[1], *before[3:]]
    assert [row.id for row in read_rows(plan().rows)] == order(page)
    page.keyboard.press("ArrowUp")
    saved(page, version + 2)
    assert order(page) == before


def test_rows_are_dragged_removed_and_fetched_back(
    visit: Visit,
    real: Callable[[str], Course],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    real("en")
    page = visit(FAULTY, "trainee", width=DESKTOP, language="en")
    begin(page)
    assert_accessible(page)
    shot(page, "plan-en-1-to-mend")
    before = order(page)
    drag(page, before[0], before[1])
    saved(page, 2)
    assert order(page) == [before[1], before[0], *before[2:]]
    assert [row.id for row in read_rows(plan().rows)] == order(page)
    expect(page.locator(f"[id$='-f-{before[0]}']")).not_to_be_empty()
    told = re.compile(rf"Now row 2 of {len(before)}\. Now \d+ of 30 points\.")
    expect(page.locator(".wbm-block [data-wbm-live]").first).to_have_text(told)
    page.locator(f"[data-plan-row='{before[0]}'] [data-plan-do=remove]").click()
    saved(page, 3)
    assert before[0] not in [row.id for row in read_rows(plan().rows)]
    page.locator("[data-plan-do=undo]").click()
    saved(page, 4)
    assert [row.id for row in read_rows(plan().rows)] == [before[1], before[0], *before[2:]]
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".wbm-plan-tabs a[aria-current]")).to_contain_text("Plan B")
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator(".wbm-plan-columns > section")).to_have_count(2)
    assert_accessible(page)
    shot(page, "plan-en-2-side-by-side")


def drag(page: Page, row: str, below: str) -> None:
    """Drag a row by its grip below another one."""
    grip = page.locator(f"[data-plan-row='{row}'] [data-plan-do=grip]")
    grip.evaluate("it => it.scrollIntoView({ block: 'center' })")
    start_box = grip.bounding_box()
    end_box = page.locator(f"[data-plan-row='{below}']").bounding_box()
    assert start_box
    assert end_box
    x, y = start_box["x"] + start_box["width"] / 2, start_box["y"] + start_box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 12, steps=4)
    page.mouse.move(x, end_box["y"] + end_box["height"] - 3, steps=12)
    page.mouse.up()


def test_what_is_typed_without_connection_waits_and_arrives(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("en")
    page = visit(MS1, "trainee", language="en")
    begin(page)
    page.context.set_offline(True)
    page.locator("[name=reasons]").fill("Written in the tunnel.")
    expect(page.locator("[data-wbm-words]")).to_contain_text("Not saved")
    page.context.set_offline(False)
    saved(page, 2)
    assert plan().reasons == "Written in the tunnel."


def test_what_was_refused_is_marked_kept_and_offered_again(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("en")
    page = visit(MS1, "trainee", language="en")
    begin(page)
    page.locator("[data-plan-do=break]").click()
    saved(page, 2)
    minutes = page.locator("[data-plan-row] [name=minutes]")
    minutes.fill("-5")
    expect(minutes).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-plan-row]")).to_contain_text("minutes are a whole number")
    page.locator("[name=reasons]").fill("Not lost.")
    page.reload()
    ready(page)
    expect(page.locator("[data-wbm-kept]")).to_contain_text("Not lost.")
    page.get_by_role("button", name="Save these changes").click()
    expect(page.locator(".wbm-error-summary")).to_contain_text("minutes are a whole number")
    expect(page.locator("[name=reasons]")).to_have_value("Not lost.")
    page.locator("[data-plan-row] [name=minutes]").fill("5")
    saved(page, 3)
    assert plan().reasons == "Not lost."
    assert draft_of(plan()).rows[0].minutes == 5


def test_two_tabs_that_differ_are_shown_and_none_is_lost(
    visit: Visit, real: Callable[[str], Course], assert_accessible: Callable[[Page], None]
) -> None:
    real("en")
    first = visit(MS1, "trainee", language="en")
    begin(first)
    second = visit(MS1, "trainee", language="en")
    ready(second)
    first.locator("[name=reasons]").fill("From the first.")
    saved(first, 2)
    second.locator("[name=reasons]").fill("From the second.")
    conflict = second.locator("[data-wbm-conflict]")
    expect(conflict).to_contain_text("From the first.")
    expect(conflict).to_contain_text("From the second.")
    assert_accessible(second)
    second.get_by_role("button", name="Keep both as two plans").click()
    expect(conflict).to_have_count(0)
    expect(second.locator("[name=reasons]")).to_have_value("From the second.")
    kept = [each.reasons for each in Plan.objects.order_by("pk")]
    assert kept == ["From the first.", "From the second."]


def test_the_catalogue_shows_what_fits_until_a_filter_is_taken_away(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("en")
    page = visit(MS1, "trainee", language="en")
    begin(page)
    page.locator("[data-plan-do=catalogue]").click()
    box = page.locator("[data-plan-catalogue]")
    box.locator("[data-plan-filter=phase]").select_option("P4")
    shown = box.locator("[data-plan-method]:visible")
    codes = shown.evaluate_all("all => all.map(each => each.dataset.planMethod)")
    assert "KGA" in codes
    assert "ISH" not in codes  # for ten people at most
    box.locator("[data-plan-filter=group]").uncheck()
    codes = shown.evaluate_all("all => all.map(each => each.dataset.planMethod)")
    assert "ISH" in codes
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert plan().version == 1
