"""Measures are chosen, paid and explained: on a phone in German, at a desk in English, by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.loaded import current
from tests.browser.conftest import WALKS, Visit

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

CARD = "[id$='case-a-measure-{}']"
PEOPLE_OF_A = ("a01", "a02", "a03", "a04", "a05")


def step_of(case: str) -> str:
    """Return the address of the step of the measures."""
    key = str(current().key)
    run = key.removeprefix("course-v1:")
    block = f"block-v1:{run}+type@wbm_needs_analysis+block@{case}"
    return f"/wbm/{key}/needs/case/{block}/steps/measures/"


def card(page: Page, measure: str) -> Locator:
    return page.locator(CARD.format(measure))


def ask_of(there: Locator) -> Locator:
    """Return the link that has the funding worked out."""
    return there.locator("a[hx-get$='/funding/']")


def saved(there: Locator) -> None:
    """Wait until the card says when it was saved, by the words of the server alone."""
    expect(there.locator("[data-wbm-words]")).to_contain_text(":")


def tick(there: Locator, name: str, value: str) -> None:
    box = there.locator(f"[name={name}][value='{value}']")
    box.check()
    saved(there)


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_course_is_chosen_for_five_people_and_its_sums_follow(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    start.open_course(archives[language])
    page = visit(step_of("case-a"), "trainee", width=width, language=language)
    there = card(page, "m1")
    expect(there.locator("[name=people]").first).to_be_hidden()
    assert_accessible(page)
    tick(there, "chosen", "1")
    for person in PEOPLE_OF_A:
        tick(there, "people", person)
    there.locator("select").select_option("betrvg-97-2")
    thousand = "." if language == "de" else ","
    plan = page.locator("[id$='case-a-plan']")
    expect(plan).to_contain_text(f"26{thousand}000")
    expect(plan).to_contain_text(f"14{thousand}000")
    expect(plan).to_contain_text(f"1{thousand}000")
    expect(page.locator("[id$='case-a-plan-line']")).to_contain_text(f"26{thousand}000")
    ask_of(there).click()
    expect(there.locator(".wbm-funding")).to_be_visible()  # waits for what was just typed
    assert_accessible(page)
    shot(page, f"needs-measures-{language}-{width}")
    page.reload()
    expect(card(page, "m1").locator("[name=people]:checked")).to_have_count(5)
    expect(card(page, "m1").locator("select")).to_have_value("betrvg-97-2")


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_why_a_short_training_is_not_funded_is_explained(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    start.open_course(archives[language])
    page = visit(step_of("case-b"), "trainee", width=width, language=language)
    there = page.locator("[id$='case-b-measure-m1']")
    tick(there, "chosen", "1")
    ask_of(there).click()
    found = there.locator(".wbm-funding")
    expect(found).to_contain_text("§ 82 Abs. 1 Satz 1 Nr. 4 SGB III")
    expect(found).to_contain_text("2026")
    assert_accessible(page)
    shot(page, f"needs-funding-{language}-{width}")
    there.locator("[name=chosen]").uncheck()
    expect(ask_of(there)).to_be_hidden()
    expect(there.locator(".wbm-funding")).to_have_count(0)


def test_measures_are_chosen_with_the_keyboard_alone(
    visit: Visit, archives: dict[str, Path]
) -> None:
    start.open_course(archives["en"])
    page = visit(step_of("case-a"), "trainee", language="en")
    there = card(page, "m3")
    there.locator("[name=chosen]").focus()
    page.keyboard.press("Space")
    saved(there)
    page.keyboard.press("Tab")
    expect(there.locator("summary").first).to_be_focused()
    page.keyboard.press("Tab")
    first = there.locator("[name=people]").first
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[id$='case-a-plan-line']")).to_contain_text("16 of")
    expect(first).to_be_focused()
    expect(first).to_be_checked()


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_everybody_reads_funding_and_rights(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    start.open_course(archives[language])
    page = visit(f"/wbm/{current().key}/needs/law/", "expert", width=width, language=language)
    assert_accessible(page)
    rule = page.locator("#sgb3-82-costs")
    rule.locator("summary").click()
    expect(rule).to_contain_text({"de": "15. Januar 2027", "en": "15 January 2027"}[language])
    page.locator("#betrvg-97-2 summary").click()
    assert_accessible(page)
    shot(page, f"needs-law-{language}-{width}")


def test_what_is_saved_says_so_although_funding_was_asked_for_at_once(
    visit: Visit, archives: dict[str, Path]
) -> None:
    start.open_course(archives["en"])
    page = visit(step_of("case-a"), "trainee", language="en")
    there = card(page, "m1")
    tick(there, "chosen", "1")
    page.evaluate(
        """(card) => {
          const box = document.querySelector(card);
          box.querySelector("select").value = "betrvg-97-2";
          for (const name of ["input", "change"]) {
            box.querySelector("select").dispatchEvent(new Event(name, {bubbles: true}));
          }
          box.querySelector("a[hx-get$='/funding/']").click();
        }""",
        CARD.format("m1"),
    )
    expect(there.locator(".wbm-funding")).to_be_visible()
    expect(there.locator("[data-wbm-words]")).to_contain_text("Saved")
