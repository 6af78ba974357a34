"""The whole way through the living case: by keyboard on a phone, by mouse at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from tests.browser.conftest import DESKTOP, PHONE, Visit

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

UNIT = "/unit/unit-living-case/"
TABS = 150
"""More than there are places to tab to on any of the pages."""

WORDS = {
    "de": {
        "begin": "Mit dem Fragen beginnen",
        "clock": "noch 90 von 90 Minuten",
        "later": "noch 67 von 90 Minuten",
        "end": "Fragen beenden",
        "for_good": "Fragen endgültig beenden",
        "show": "Zeig mir, wie es wirklich ist",
        "told": "Wie es wirklich ist",
        "anew": "Neu beginnen",
        "earlier": "Runde 1: ",
    },
    "en": {
        "begin": "Begin asking",
        "clock": "still 90 of 90 minutes",
        "later": "still 67 of 90 minutes",
        "end": "End the asking",
        "for_good": "End the asking for good",
        "show": "Show me how it really is",
        "told": "How it really is",
        "anew": "Begin anew",
        "earlier": "Round 1: ",
    },
}
ANSWERS = [("q1", "k1"), ("q1", "k2"), ("q1", "k4"), ("q2", "c06"), ("q3", "c05"), ("q4", "o2")]


def inquiry(page: Page, name: str) -> Locator:
    return page.locator(f"button[name=inquiry][value='{name}']")


def clock(page: Page) -> Locator:
    return page.locator(".wbm-time > p").first


def summary(page: Page, name: str) -> Locator:
    return page.locator("details.wbm-person > summary", has_text=name)


def opened(page: Page, name: str) -> None:
    """Open the talk with somebody."""
    if page.locator("details.wbm-person[open] > summary", has_text=name).count() == 0:
        summary(page, name).click()


def ask(page: Page, name: str, whom: str, check: Check | None = None) -> None:
    opened(page, whom)
    inquiry(page, name).click()
    expect(page.locator(f"[id$='-{name}']")).to_be_visible()
    expect(inquiry(page, name)).to_have_count(0)
    if check:
        check(page)


@pytest.mark.parametrize(("language", "width"), [("en", DESKTOP), ("de", PHONE)])
def test_a_trainee_asks_weighs_concludes_and_reads_how_it_is(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    start.open_course(archives[language])
    words = WORDS[language]
    page = visit(UNIT, "trainee", width=width, language=language)
    name = f"living-{language}-{width}"
    assert_accessible(page)
    shot(page, f"{name}-1-begin")
    page.get_by_role("button", name=words["begin"]).click()
    expect(clock(page)).to_have_text(words["clock"])
    expect(inquiry(page, "wendt-taught")).to_have_count(0)
    ask(page, "vogt-erp", "Katrin Vogt", assert_accessible)
    ask(page, "brose-erp", "Nadja Brose")
    ask(page, "brose-watch", "Nadja Brose")
    expect(clock(page)).to_have_text(words["later"])
    shot(page, f"{name}-2-asked")
    weigh(page)
    assert_accessible(page)
    shot(page, f"{name}-3-weighed")
    page.get_by_role("link", name=words["end"]).click()
    expect(page.get_by_role("button", name=words["for_good"])).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-4-closing")
    page.get_by_role("button", name=words["for_good"]).click()
    show = page.get_by_role("button", name=words["show"])
    show.click()
    expect(page.locator(".wbm-error-summary a")).to_have_count(5)
    assert_accessible(page)
    shot(page, f"{name}-5-answering")
    for question, value in [*ANSWERS, ("q5", "o1")]:
        page.locator(f"input[name=q-{question}][value={value}]").check()
        expect(page.locator(f"[id$='-q-{question}'] [data-wbm-words]")).not_to_be_empty()
    show.click()
    expect(page.get_by_role("heading", name=words["told"])).to_be_visible()
    for details in page.locator("details.wbm-details").all():
        details.locator("summary").click()
    assert_accessible(page)
    shot(page, f"{name}-6-told")
    page.get_by_role("button", name=words["anew"]).click()
    expect(clock(page)).to_have_text(words["clock"])


def weigh(page: Page) -> None:
    """Believe one of two, say why, keep it."""
    box = page.locator("details.wbm-weigh").first
    box.locator("summary").click()
    box.locator("input[type=radio]").last.check()
    box.locator("input[type=radio]").nth(1).check()
    box.locator("input[name=reason]").fill("I saw it.")
    box.get_by_role("button").click()
    expect(page.locator(".wbm-weigh .wbm-save")).to_be_focused()
    expect(page.locator(".wbm-weigh .wbm-badge--good")).to_be_visible()


def test_the_whole_way_with_the_keyboard_alone(visit: Visit, archives: dict[str, Path]) -> None:
    start.open_course(archives["de"])
    page = visit(UNIT, "trainee", width=PHONE)
    press(page, page.get_by_role("button", name=WORDS["de"]["begin"]))
    expect(clock(page)).to_have_text(WORDS["de"]["clock"])
    press(page, summary(page, "Maren Lüders"))
    press(page, inquiry(page, "lueders-documents"))
    answered = page.locator("[id$='-lueders-documents'] [data-wbm-focus]")
    expect(answered).to_be_focused()
    press(page, summary(page, "Fehlerliste"))
    press(page, inquiry(page, "faults-data"))
    expect(page.locator("[id$='-faults-data'] [data-wbm-focus]")).to_be_focused()
    press(page, page.get_by_role("link", name=WORDS["de"]["end"]))
    press(page, page.get_by_role("button", name=WORDS["de"]["for_good"]))
    expect(page.get_by_role("button", name=WORDS["de"]["show"])).to_be_visible()
    for question, value in [*ANSWERS, ("q5", "o3")]:
        choose(page, page.locator(f"input[name=q-{question}][value={value}]"))
    press(page, page.get_by_role("button", name=WORDS["de"]["show"]))
    expect(page.get_by_role("heading", name=WORDS["de"]["told"])).to_be_visible()
    press(page, page.get_by_role("button", name=WORDS["de"]["anew"]))
    expect(clock(page)).to_have_text(WORDS["de"]["clock"])


def focused(there: Locator) -> bool:
    return bool(there.evaluate("element => element === document.activeElement"))


def tab_to(page: Page, there: Locator) -> None:
    expect(there).to_be_visible()
    for _step in range(TABS):
        if focused(there):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {there}")


def press(page: Page, there: Locator) -> None:
    tab_to(page, there)
    page.keyboard.press("Enter")


def choose(page: Page, there: Locator) -> None:
    """Tick a box, or move to an option of a group with the arrows."""
    if there.get_attribute("type") == "checkbox":
        tab_to(page, there)
        page.keyboard.press("Space")
    else:
        group = page.locator(f"input[name={there.get_attribute('name')}]")
        tab_to(page, group.first)
        page.keyboard.press("Space")
        while not focused(there):
            page.keyboard.press("ArrowDown")
    expect(there).to_be_checked()


def test_a_lost_connection_is_told_and_no_minute_is_lost(
    visit: Visit, archives: dict[str, Path]
) -> None:
    start.open_course(archives["en"])
    page = visit(UNIT, "trainee", language="en")
    page.get_by_role("button", name=WORDS["en"]["begin"]).click()
    expect(clock(page)).to_have_text(WORDS["en"]["clock"])
    opened(page, "Gülay Şen")
    page.context.set_offline(True)
    inquiry(page, "sen-work").click()
    expect(page.locator("[data-wbm-offline]")).to_be_visible()
    page.context.set_offline(False)
    inquiry(page, "sen-work").click()
    expect(page.locator("[id$='-sen-work']")).to_be_visible()
    expect(clock(page)).to_have_text("still 84 of 90 minutes")
    expect(page.locator("[data-wbm-offline]")).to_be_hidden()


def test_a_second_tab_is_told_where_the_first_one_went(
    visit: Visit, archives: dict[str, Path]
) -> None:
    start.open_course(archives["en"])
    page = visit(UNIT, "trainee", language="en")
    page.get_by_role("button", name=WORDS["en"]["begin"]).click()
    expect(clock(page)).to_have_text(WORDS["en"]["clock"])
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("link", name=WORDS["en"]["end"]).click()
    page.get_by_role("button", name=WORDS["en"]["for_good"]).click()
    expect(page.get_by_role("button", name=WORDS["en"]["show"])).to_be_visible()
    opened(other, "Gülay Şen")
    inquiry(other, "sen-work").click()
    expect(other.get_by_role("alert")).to_be_visible()
    expect(other.get_by_role("button", name=WORDS["en"]["show"])).to_be_visible()
