"""What an author wrote is never lost: drafts, conflicts, slow and lost servers, Studio's dialog."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.editor_page import (
    SAYS,
    TITLE,
    first_scene,
    open_editor,
    saved,
    statements,
    tool,
)
from tests.editor_pages import TALK, archive


@pytest.fixture
def course(database: None, tmp_path: Path) -> Course:
    """The small course with a milestone and an exercise nobody wrote yet."""
    return start.open_course(archive(tmp_path))


@pytest.fixture
def edit(visit):
    """Open the editor."""
    return partial(open_editor, visit)


def test_two_authors_never_overwrite_each_other(edit, shot) -> None:
    mine, theirs = edit(), edit()
    theirs.locator(TITLE).fill("Die andere Fassung")
    saved(theirs)
    mine.locator(TITLE).fill("Meine Fassung")
    mine.locator("[data-ed-do=save]").click()
    expect(mine.get_by_text("title: Die andere Fassung")).to_be_visible()
    expect(mine.get_by_text("title: Meine Fassung")).to_be_visible()
    shot(mine, "editor-conflict")
    mine.locator("[data-ed-do=theirs]").click()
    expect(mine.locator(TITLE)).to_have_value("Die andere Fassung")
    mine.locator("[data-ed-do=undo]").click()
    expect(mine.locator(TITLE)).to_have_value("Meine Fassung")
    saved(mine)
    theirs.reload()
    expect(theirs.locator(TITLE)).to_have_value("Meine Fassung")


def test_what_was_never_saved_is_offered_again(edit) -> None:
    page = edit()
    page.locator(TITLE).fill("Noch nicht fertig")
    first_scene(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("[data-ed-do=take]").click()
    expect(page.locator(TITLE)).to_have_value("Noch nicht fertig")
    expect(page.locator(SAYS)).to_be_visible()
    page.locator("[data-ed-do=cancel]").click()
    page.locator("[data-ed-do=discard]").click()
    page.wait_for_url("**/unit/**")
    page.go_back()
    expect(page.locator("[data-ed-kept]")).to_be_hidden()


def test_what_is_typed_while_the_server_thinks_is_kept(edit) -> None:
    page = edit(language="en")
    first_scene(page)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/studio_edit/step", hold_the_first)
    tool(page, 0, "down")
    page.wait_for_function(
        "() => document.querySelector('[data-ed-state]').dataset.edIs === 'busy'"
    )
    page.locator(SAYS).fill("Typed in the meantime")
    held[0].continue_()
    expect(page.locator(".ed-state")).to_contain_text("Moved.")
    expect(page.locator(SAYS)).to_have_value("Typed in the meantime")
    assert statements(page) == ["b", "a", "c"]


def test_a_lost_connection_loses_nothing(edit) -> None:
    page = edit()
    page.locator(TITLE).fill("Unterwegs")
    page.context.set_offline(True)
    page.locator("[data-ed-do=save]").click()
    expect(page.locator("[data-wbm-offline]")).to_be_visible()
    expect(page.locator(TITLE)).to_have_value("Unterwegs")
    page.context.set_offline(False)
    saved(page)


STUDIO = """() => {
  window.define = () => { throw new Error("no modules here"); };
  window.define.amd = {};
  window.signs = [];
  const old = document.querySelector("[data-ed]"), box = document.createElement("div");
  box.innerHTML = old.outerHTML;
  old.replaceWith(box);
  box.addEventListener("wbm:closed", (event) => event.stopPropagation());
  const runtime = { notify: (name, data) => window.signs.push([name, data.state]) };
  new window.WbmEditor(runtime, Object.assign([box], { jquery: "2.2.4" }));
}"""
"""Opens the editor as Studio's dialog does, with a runtime that records what it is told."""


def test_studio_gets_its_signs_and_one_global(edit) -> None:
    page = edit()
    page.evaluate(STUDIO)
    page.locator(TITLE).fill("Aus Studio")
    saved(page)
    page.locator("[data-ed-do=cancel]").click()
    page.wait_for_function("() => window.signs.length === 3")
    assert page.evaluate("window.signs") == [["save", "start"], ["save", "end"], ["cancel", None]]
    ours = "Object.keys(window).filter(name => name.startsWith('Wbm')).sort()"
    assert page.evaluate(ours) == ["WbmBlock", "WbmEditor"]


def test_studio_hears_nothing_of_a_refused_save(edit) -> None:
    page = edit()
    page.evaluate(STUDIO)
    page.locator(TITLE).fill("")
    page.locator("[data-ed-do=save]").click()
    expect(page.locator("[data-ed-summary]")).to_be_focused()
    expect(page.locator("[data-ed-state]")).to_have_attribute("data-ed-is", "dirty")
    assert page.evaluate("window.signs") == []
    page.locator(TITLE).fill("Wieder ein Titel")
    saved(page)
    assert page.evaluate("window.signs") == [["save", "start"], ["save", "end"]]


def test_the_draft_in_the_browser_is_one_json_per_exercise(edit) -> None:
    page = edit()
    page.locator(TITLE).fill("Im Browser")
    page.wait_for_function("() => localStorage.length === 1")
    kept = json.loads(page.evaluate(f"localStorage.getItem('wbm-editor:{TALK}')"))
    assert ["v/definition/title", "Im Browser"] in kept["pairs"]
    saved(page)
    assert page.evaluate("localStorage.length") == 0
