"""A real Chromium before a real server: people, pages, accessibility, pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from course_export.build import build
from course_export.preview import start
from course_export.preview.course import Course
from course_export.preview.loaded import current
from tests import live, sample_course

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = 390, 1280
WALKS = [("de", PHONE), ("en", DESKTOP)]
"""Language and width of a walk through pages that axe looks at.

What axe finds hangs on the words or on the width. What hangs on both, scrolling sideways, is
measured at both widths in each walk, see `assert_accessible`.
"""
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # describing what passed takes as long as looking
}
AXE_IS_THERE = "() => 'axe' in window"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Visit = Callable[..., Page]

PATIENCE = 60_000
"""Milliseconds until something counts as missing: a busy machine takes its time."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test beside this file."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium; the one without windows takes half the time of the other."""
    names = (os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium")
    path = next(filter(None, map(shutil.which, names)), "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> str:
    """The address of the preview."""
    return live.start_server()


@pytest.fixture(scope="session")
def empty_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """A database with all tables and nothing in them."""
    with django_db_blocker.unblock():
        return live.make_template(tmp_path_factory.mktemp("database") / "empty.sqlite3")


@pytest.fixture
def database(
    empty_database: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database of this test alone, for all threads."""
    with django_db_blocker.unblock(), live.fresh_database(empty_database, tmp_path):
        yield


@pytest.fixture
def course(database: None, tmp_path: Path) -> Course:
    """The small course with the demo people, loaded. A test may open another archive instead."""
    return start.open_course(sample_course.write(tmp_path))


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The real course in both languages."""
    folder = tmp_path_factory.mktemp("archives")
    return {language: build(language, folder).path for language in ("de", "en")}


@pytest.fixture
def visit(chromium: Browser, server: str, course: Course) -> Iterator[Visit]:
    """Open the preview: ``visit("/", "trainee", width=PHONE, language="en")`` gives the page.

    At the end nothing may have been asked of other servers, and no script may have failed.
    """
    contexts: list[BrowserContext] = []
    noticed: list[str] = []

    def open_page(
        address: str = "/",
        who: str = "trainee",
        *,
        nth: int = 0,
        width: int = DESKTOP,
        language: str = "de",
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=server, locale="de-DE"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        cookies = live.cookies_of(current(), who, nth, language)
        context.add_cookies(
            [{"name": name, "value": value, "url": server} for name, value in cookies.items()]
        )
        context.on("request", lambda request: _notice_stranger(request.url, server, noticed))
        page = context.new_page()
        page.on("pageerror", lambda error: noticed.append(f"script error: {error}"))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noticed == []


def _notice_stranger(url: str, server: str, noticed: list[str]) -> None:
    if not url.startswith((server, "data:", "blob:", "about:")):
        noticed.append(f"request to {url}")


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Keep a picture of the whole page below ``build/screenshots``, if WBM_SCREENSHOTS asks for it.

    The pictures are for people to look at; no test compares them.
    """

    def take(page: Page, name: str) -> None:
        if os.environ.get("WBM_SCREENSHOTS"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            path = SCREENSHOTS / f"{name}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")

    return take


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Let axe look at the page: no violation of WCAG 2.2 AA, no sideways scrolling at any width."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        if not page.evaluate(AXE_IS_THERE):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [
            f"{each['id']}: {each['help']} – {node['html'][:200]} {node['any'][:1]}"
            for each in found
            for node in each["nodes"]
        ]
        assert told == [], page.url
        _assert_no_sideways_scrolling(page)

    return check


def _assert_no_sideways_scrolling(page: Page) -> None:
    """Measure at the page's own width, and at that of phones and desktops; leave it as it was."""
    own = page.viewport_size
    assert own
    assert page.evaluate(OVERFLOW) <= 0, f"{page.url} scrolls sideways at {own['width']}"
    for width in {PHONE, DESKTOP} - {own["width"]}:
        page.set_viewport_size({**own, "width": width})
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} scrolls sideways at {width}"
    page.set_viewport_size(own)
