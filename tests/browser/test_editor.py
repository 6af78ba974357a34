"""Authors write exercises in a real browser: by mouse, by keyboard, on a phone."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE, WALKS
from tests.browser.editor_page import (
    SAYS,
    TITLE,
    first_scene,
    open_editor,
    saved,
    statements,
    tool,
)
from tests.editor_pages import MILESTONE, NEW, archive

STILL = ".ed .ed-bar { position: static !important; }"
"""What lies below the bar by chance can be scrolled free; axe counts it as covered."""

FOUR_TIMES = 320
"""A window of 1280 pixels shows so many at 400 %."""


@pytest.fixture
def course(database: None, tmp_path: Path) -> Course:
    """The small course with a milestone and an exercise nobody wrote yet."""
    return start.open_course(archive(tmp_path))


@pytest.fixture
def edit(visit):
    """Open the editor."""
    return partial(open_editor, visit)


def at_rest(page: Page) -> None:
    """Wait until the answer to what was pressed is there."""
    page.wait_for_function("document.querySelector('[data-ed-state]').dataset.edIs !== 'busy'")


def test_an_author_changes_a_scene_and_learners_read_it(edit, visit, shot) -> None:
    page = visit("/unit/u-talk/", "author")
    page.get_by_role("link", name="Bearbeiten").first.click()
    page.wait_for_url("**/edit/**")  # until its scripts are there
    first_scene(page)
    page.locator(SAYS).fill("Guten Morgen, hast du kurz Zeit?")
    expect(page.locator("[data-ed-state]")).to_have_attribute("data-ed-is", "dirty")
    shot(page, "editor-scene")
    saved(page)
    expect(page.get_by_text("says: Guten Morgen, hast du kurz Zeit?")).to_be_attached()
    learner = visit("/unit/u-talk/", "trainee")
    learner.locator("form[hx-post$=begin] button").click()
    expect(learner.get_by_text("Guten Morgen, hast du kurz Zeit?")).to_be_visible()


def test_answers_are_added_moved_duplicated_deleted_and_brought_back(edit) -> None:
    page = edit(language="en")
    first_scene(page)
    assert statements(page) == ["a", "b", "c"]
    tool(page, 0, "down")
    expect(page.locator(".ed-state")).to_contain_text("Moved.")
    assert statements(page) == ["b", "a", "c"]
    assert page.evaluate("document.activeElement.closest('[data-ed-item]').id").endswith("-1")
    tool(page, 0, "copy")
    expect(page.locator(".ed-state")).to_contain_text("Duplicated.")
    assert statements(page) == ["b", "d", "a", "c"]
    expect(page.get_by_text("There can be 4 at most.")).to_be_visible()
    tool(page, 2, "remove")
    expect(page.locator(".ed-state")).to_contain_text("Deleted.")
    assert statements(page) == ["b", "d", "c"]
    page.locator("#ed-v-definition-scenes-0-statements > .ed-add [data-ed-name=add]").click()
    expect(page.locator(".ed-state")).to_contain_text("Added.")
    assert statements(page) == ["b", "d", "c", "a"]
    assert page.evaluate("document.activeElement.name").endswith("/statements/3/text")
    page.locator(SAYS).fill("Typed in between")
    for expected in (["b", "d", "c"], ["b", "d", "a", "c"], ["b", "a", "c"], ["a", "b", "c"]):
        page.locator("[data-ed-do=undo]").click()
        at_rest(page)
        assert statements(page) == expected
    expect(page.locator("[data-ed-do=undo]")).to_be_disabled()
    expect(page.locator(SAYS)).to_have_value("Typed in between")
    page.locator("[data-ed-do=redo]").click()
    at_rest(page)
    assert statements(page) == ["b", "a", "c"]


def test_a_wrong_definition_is_refused_and_the_link_leads_to_the_field(edit, shot) -> None:
    page = edit()
    page.locator(TITLE).fill("")
    page.locator("[data-ed-part$=persona]").click()
    page.locator("[data-ed-do=save]").click()
    summary = page.locator("[data-ed-summary]")
    expect(summary).to_be_focused()
    shot(page, "editor-refused")
    summary.locator("button").click()
    expect(page.locator(TITLE)).to_be_focused()
    expect(page.locator(TITLE)).to_have_attribute("aria-invalid", "true")
    page.locator(TITLE).fill("Wieder ein Titel")
    saved(page)
    expect(summary).to_have_count(0)


def test_yaml_names_the_line_and_leads_to_it(edit) -> None:
    page = edit(language="en")
    page.locator("[data-ed-tab=text]").click()
    text = page.locator("#ed-text")
    wrong = text.input_value().replace("  start: ", "  start: [", 1)
    text.fill(wrong)
    page.locator("[data-ed-tab=form]").click()
    link = page.locator("[data-ed-line]").first
    link.click()
    expect(text).to_be_focused()
    start_of = page.evaluate("document.querySelector('#ed-text').selectionStart")
    line = int(link.get_attribute("data-ed-line") or 0)
    assert wrong[:start_of].count("\n") + 1 == line
    text.fill(wrong.replace("  start: [", "  start: ").replace("«title»", "By hand"))
    page.locator("[data-ed-tab=form]").click()
    expect(page.locator(TITLE)).to_have_value("By hand")


def test_a_download_can_be_brought_in_again(edit, tmp_path: Path) -> None:
    page = edit()
    page.locator(TITLE).fill("Mitgenommen")
    page.locator("[data-ed-tab=files]").click()
    with page.expect_download() as download:
        page.locator("[data-ed-write=yaml]").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    assert kept.suffix == ".yaml"
    page = edit()
    page.locator("[data-ed-tab=files]").click()
    page.locator("[data-ed-read=yaml]").set_input_files(kept)
    expect(page.locator(TITLE)).to_have_value("Mitgenommen")
    page.locator("[data-ed-do=undo]").click()
    expect(page.locator(TITLE)).to_have_value("«title»")


def test_everything_goes_by_keyboard_alone(edit) -> None:
    page = edit(language="en")
    page.locator("[data-ed-part$=start]").focus()
    page.keyboard.press("Enter")
    page.locator("#ed-v-definition-scenes-0 [data-ed-name=toggle]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(SAYS)).to_be_visible()
    toggle = "#ed-v-definition-scenes-0-statements-0 [data-ed-name=toggle]"
    page.locator(toggle).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".ed-state")).to_contain_text("Moved.")
    assert statements(page) == ["b", "a", "c"]
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".ed-item .ed-item .ed-number-of").first).to_have_text(re.compile("a$"))
    page.locator(SAYS).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Only keys")
    page.keyboard.press("Control+S")
    expect(page.locator("[data-ed-state][data-ed-is=saved]")).to_be_visible()
    expect(page.locator(SAYS)).to_have_value("Only keys")


def test_references_follow_a_new_short_name(edit) -> None:
    page = edit()
    first_scene(page)
    name = page.locator("[name='v/definition/scenes/0/id']")
    name.fill("anfang")
    name.press("Tab")
    start_at = page.locator("[name='v/definition/start']")
    expect(start_at).to_have_value("anfang")
    saved(page)


@pytest.mark.parametrize(("language", "width"), [*WALKS, ("de", FOUR_TIMES), ("en", FOUR_TIMES)])
def test_every_view_is_accessible_and_fits(edit, shot, assert_accessible, width, language) -> None:
    page = edit(width=width, language=language)
    page.add_style_tag(content=STILL)
    first_scene(page)
    tool(page, 0, "toggle")
    expect(page.locator("[name='v/definition/scenes/0/statements/0/reply']")).to_be_visible()
    assert_accessible(page)
    page.locator("[name='v/definition/scenes/0/statements/0/reply']").fill("")
    page.locator("[data-ed-do=check]").click()
    expect(page.locator("[data-ed-summary]")).to_be_visible()
    assert_accessible(page)
    for tab in ("preview", "files", "text"):
        page.locator(f".ed-tabs [data-ed-tab={tab}]").click()
        expect(page.locator(f"[data-ed-screen={tab}]")).to_be_visible()
        assert_accessible(page)
        shot(page, f"editor-{tab}-{width}-{language}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_milestone_and_a_new_exercise_are_accessible(edit, assert_accessible, width) -> None:
    page = edit(MILESTONE, "fields", width=width)
    page.add_style_tag(content=STILL)
    page.locator("[data-ed-kind]").select_option("table")
    page.locator("#ed-v-definition-fields > .ed-add [data-ed-name=add]").click()
    expect(page.locator("[data-ed-recast]")).to_have_value("table")
    page.locator("[data-ed-recast]").select_option("choice")
    expect(page.locator("[data-ed-recast]")).to_have_value("choice")
    expect(page.locator("[name$='/options/1']")).to_be_visible()
    assert_accessible(page)
    page.locator("[data-ed-part$=rubric]").click()
    assert_accessible(page)
    page = edit(NEW, "", width=width)
    page.add_style_tag(content=STILL)
    assert_accessible(page)
    page.locator("[data-ed-begin=milestone]").click()
    page.locator("[data-ed-part$=milestone]").click()
    page.locator(TITLE).fill("Neu")
    page.locator("[data-ed-do=save]").click()
    expect(page.locator("[data-ed-summary]")).to_be_visible()
    assert_accessible(page)
