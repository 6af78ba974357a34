"""One clock on three phones, whatever their own clocks say.

The second phone is an hour fast, and somebody changes its clock in the middle; the third one's
counts a thousandth too fast. `WBM_CLOCK_MINUTES` lets it run for longer, see ``scripts/load``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser import triad_course
from tests.browser.conftest import PHONE, Visit
from tests.browser.triad_course import UNIT, gathered, onward

MINUTES = float(os.environ.get("WBM_CLOCK_MINUTES", "0.1"))
MOST_APART = 1000
"""Milliseconds."""

FAST = """
const real = Date.now.bind(Date);
window.ahead = 3600000;
Date.now = () => real() + window.ahead;
"""
DRIFTS = """
const real = performance.now.bind(performance);
performance.now = () => real() * 1.001;
"""
ELAPSED = "() => window.wbmTriad.elapsed(document.querySelector('[data-triad]'))"


@pytest.fixture
def phones(course: Course, tmp_path: Path, visit: Visit) -> list[Page]:
    """Open the triad's unit on three phones, two of them with odd clocks."""
    start.open_course(triad_course.write(tmp_path / "triad", "de"))
    pages = [visit(UNIT, "trainee", nth=nth, width=PHONE) for nth in range(3)]
    pages[1].add_init_script(FAST)
    pages[2].add_init_script(DRIFTS)
    for page in pages[1:]:
        page.reload()
    return pages


def test_three_phones_show_one_clock_whatever_their_own_clocks_say(phones: list[Page]) -> None:
    gathered(phones)
    phones[0].locator("form[action$='/begin/'] button").click()
    for page in phones:
        expect(triad_course.is_next(page)).to_have_text("Vorbereiten")
    onward(phones[0], phones[1:], "Gespräch")
    apart = []
    for number, begun in enumerate(_samples(phones)):
        if number == 2:
            phones[1].evaluate("window.ahead = -7200000")
        shown = [_reckoned(page, begun) for page in phones]
        apart.append(max(shown) - min(shown))
    if "WBM_CLOCK_MINUTES" in os.environ:
        print(f"{len(apart)} looks in {MINUTES} minutes: at most {max(apart):.0f} ms apart")  # noqa: T201
    assert len(apart) > 2
    assert max(apart) <= MOST_APART


def _samples(phones: list[Page]) -> Iterator[float]:
    """Yield after answers of the server that every phone has heard."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < MINUTES * 60:
        for page in phones:
            with page.expect_response(lambda answer: "/state/" in answer.url):
                pass
        yield begun


def _reckoned(page: Page, begun: float) -> float:
    """Return what the phone's clock said at `begun`, in milliseconds, as it says it now."""
    before = time.perf_counter()
    elapsed = page.evaluate(ELAPSED)
    now = (before + time.perf_counter()) / 2
    return float(elapsed) - (now - begun) * 1000
