"""The matrices of the style page in a browser: walked with keys, entered, on a phone, by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit

READ, WRITE = "#piece-matrix", "#piece-levels"
AT = "document.activeElement.closest('tr').id + ' ' + document.activeElement.cellIndex"


def press(page: Page, *keys: str) -> str:
    """Press keys one after the other and return where the focus is: id of the row, column."""
    for key in keys:
        page.keyboard.press(key)
    return str(page.evaluate(AT))


def field(page: Page, person: str, column: int) -> str:
    """A selector for a field of the matrix that is written."""
    return f"{WRITE}-r{person} td:nth-child({column + 1})"


def test_keys_walk_through_the_matrix(visit: Visit) -> None:
    page = visit("/style/", "author")
    table = page.locator(f"{READ} table")
    expect(table).to_have_role("grid")
    expect(table.locator("td[tabindex='0']")).to_have_count(1)
    table.locator("td[tabindex='0']").focus()
    assert press(page, "ArrowRight") == "piece-matrix-ra01 2"
    assert press(page, "ArrowDown", "ArrowDown") == "piece-matrix-ra03 2"
    assert press(page, "ArrowLeft", "ArrowLeft") == "piece-matrix-ra03 1"
    assert press(page, "End") == "piece-matrix-ra03 7"
    assert press(page, "Home") == "piece-matrix-ra03 1"
    assert press(page, "ArrowUp", "ArrowUp", "ArrowUp") == "piece-matrix-ra01 1"
    assert press(page, "PageDown", "PageUp", "Control+End") == " 7"
    assert press(page, "Control+Home") == "piece-matrix-ra01 1"
    expect(table.locator("td[tabindex='0']")).to_have_count(1)
    press_tab_leaves = "document.activeElement.closest('#piece-matrix') === null"
    page.keyboard.press("Tab")
    assert page.evaluate(press_tab_leaves)


def test_headings_stay_in_sight_while_the_matrix_scrolls(visit: Visit) -> None:
    page = visit("/style/", "author", width=720)
    scroll = page.locator(f"{READ} .wbm-heat__scroll")
    scroll.evaluate("each => { each.style.maxHeight = '240px'; each.scrollTo(400, 400); }")
    box = scroll.bounding_box()
    corner = scroll.locator("thead th").first.bounding_box()
    person = scroll.locator("tbody th").last.bounding_box()
    head = scroll.locator("thead th").nth(5).bounding_box()
    assert box
    assert corner
    assert person
    assert head
    assert scroll.evaluate("each => each.scrollTop") > 0
    assert abs(corner["x"] - box["x"]) < 3
    assert abs(person["x"] - box["x"]) < 3
    assert abs(head["y"] - box["y"]) < 3


def test_a_key_enters_a_level_and_row_and_sums_follow(visit: Visit) -> None:
    page = visit("/style/", "author")
    cell = page.locator(field(page, "a01", 2))
    expect(cell).to_have_class("g2")
    page.locator(f"{WRITE} td[tabindex='0']").focus()
    assert press(page, "ArrowRight", "4") == "piece-levels-ra01 2"
    expect(cell).to_have_class("gs")
    expect(cell).to_have_text("4of 3", use_inner_text=False)
    expect(page.locator(f"{WRITE} [data-wbm-words]")).to_contain_text("Saved")
    expect(page.locator(f"{WRITE}-ra01 td.s").first).to_have_text("5")
    expect(page.locator(f"{WRITE}-foot tr").first.locator("td").nth(1)).to_have_text("2")
    expect(page.locator(f"{WRITE}-figures")).to_contain_text("62.2 %")
    assert page.evaluate(AT) == "piece-levels-ra01 2"
    page.keyboard.press("Delete")
    expect(cell).to_have_class("gx")
    page.reload()
    expect(cell).to_have_class("gx")


def test_levels_typed_faster_than_saved_all_arrive(visit: Visit) -> None:
    page = visit("/style/", "author")
    page.locator(f"{WRITE} td[tabindex='0']").focus()
    press(page, "1", "2", "ArrowRight", "3", "ArrowRight", "4", "ArrowDown", "0")
    for person, column, level in (("a01", 1, 2), ("a01", 2, 3), ("a01", 3, 4), ("a02", 3, 0)):
        expect(page.locator(field(page, person, column))).to_contain_text(str(level))
    expect(page.locator(f"{WRITE} [data-unsaved]")).to_have_count(0)
    expect(page.locator(f"{WRITE} [data-wbm-words]")).to_contain_text("Saved")
    page.reload()
    expect(page.locator(field(page, "a01", 1))).to_contain_text("2")
    expect(page.locator(field(page, "a02", 3))).to_contain_text("0")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_large_buttons_enter_a_level(
    visit: Visit, assert_accessible: Callable[[Page], None], width: int
) -> None:
    page = visit("/style/", "author", width=width)
    cell = page.locator(field(page, "a01", 4))
    cell.click()
    dialog = page.locator(f"{WRITE} dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_have_text("A01: K4 Finding faults in controls")
    expect(dialog.locator("[data-wbm-pick='1']")).to_be_focused()
    for button in dialog.get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    assert_accessible(page)
    dialog.get_by_role("button", name="3 on one's own").click()
    expect(dialog).to_be_hidden()
    expect(cell).to_have_class("gs")
    expect(cell).to_be_focused()
    cell.click()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    expect(cell).to_have_class("g0")


def test_without_connection_a_level_is_marked_and_sent_again(visit: Visit) -> None:
    page = visit("/style/", "author")
    page.route("**/style/matrix/", lambda route: route.abort())
    cell = page.locator(field(page, "a01", 1))
    page.locator(f"{WRITE} td[tabindex='0']").focus()
    page.keyboard.press("2")
    expect(page.locator(f"{WRITE} [data-wbm-words]")).to_contain_text("Not saved")
    expect(cell).to_have_attribute("data-unsaved", "")
    expect(cell).to_contain_text("2")
    page.unroute("**/style/matrix/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(cell).to_have_class("g0")
    expect(page.locator(f"{WRITE} [data-unsaved]")).to_have_count(0)


def test_what_the_server_refuses_is_told_below_and_stays_marked(visit: Visit) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(
            status=409, headers={"X-WBM-Refusal": "conflict"}, body="<p>Somebody was faster.</p>"
        )

    page = visit("/style/", "author")
    page.route("**/style/matrix/", refuse)
    page.locator(f"{WRITE} td[tabindex='0']").focus()
    page.keyboard.press("3")
    expect(page.locator(f"{WRITE}-said")).to_have_text("Somebody was faster.")
    expect(page.locator(f"{WRITE} tbody tr")).to_have_count(4)
    expect(page.locator(field(page, "a01", 1))).to_have_attribute("data-unsaved", "")


def test_on_a_phone_one_person_at_a_time(
    visit: Visit,
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = visit("/style/", "author", width=PHONE)
    shown = page.locator(f"{READ} tbody tr:visible")
    expect(shown).to_have_count(1)
    expect(shown.locator("td").first).to_have_attribute(
        "data-label", "K1 High voltage: basics and safety"
    )
    page.locator(READ).get_by_label("Next person").click()
    expect(shown.locator("th b")).to_have_text("A02")
    page.locator(READ).get_by_label("Previous person").click()
    page.locator(READ).get_by_label("Previous person").click()
    expect(shown).to_have_count(0)
    expect(page.locator(f"{READ} tfoot tr:visible")).to_have_count(4)
    page.locator(READ).get_by_label("Person", exact=True).select_option("A03")
    expect(shown.locator("th b")).to_have_text("A03")
    assert_accessible(page)
    shot(page, "needs-matrix-phone")


def test_both_matrices_are_accessible(
    visit: Visit,
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = visit("/style/", "author")
    assert_accessible(page)
    shot(page, "needs-matrix")


def test_gaps_differ_by_more_than_colour(visit: Visit) -> None:
    """Sign, and with forced colours the border."""
    page = visit("/style/", "author")
    page.emulate_media(forced_colors="active")
    style = (
        "each => [getComputedStyle(each, '::after').content.slice(0, 3), "
        "getComputedStyle(each).borderTopStyle].join()"
    )
    found = {
        state: page.locator(f"{READ} tbody td.{state}").first.evaluate(style)
        for state in ("g1", "g2", "gs")
    }
    assert found == {"g1": '"▲",dashed', "g2": '"▲▲,double', "gs": '"+",dotted'}
