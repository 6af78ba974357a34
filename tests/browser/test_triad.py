"""A triad on three phones.

The way through it: one opens a triad and reads out the code, two join. Each phone shows the card of
its part; one clock runs for all. The observer notes sentences and phases with one thumb. Then the
colleague tells how it was, the mentor rates themselves, the observer names a strength and one
suggestion; the mentor sees all sheets side by side and writes down one intention. Roles change.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser import triad_course
from tests.browser.conftest import PHONE, Visit
from tests.browser.triad_course import SECRETS, UNIT, gathered, give, level, onward

Phones = Callable[[int], list[Page]]


@pytest.fixture
def phones(course: Course, tmp_path: Path, visit: Visit) -> Phones:
    """Open the triad's unit on the phones of so many trainees."""
    start.open_course(triad_course.write(tmp_path / "triad", "de"))
    return lambda count: [visit(UNIT, "trainee", nth=nth, width=PHONE) for nth in range(count)]


def test_three_phones_play_three_rounds_and_change_roles(
    phones: Phones,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    pages = phones(3)
    heard: list[list[str]] = [[], [], []]
    for number, page in enumerate(pages):
        page.on("response", lambda answer, number=number: _hear(answer, heard[number]))
    shot(pages[0], "triad-ways-de-390")
    assert_accessible(pages[0])
    gathered(pages)
    shot(pages[0], "triad-gather-de-390")
    assert_accessible(pages[0])
    pages[0].locator("form[action$='/begin/'] button").click()
    for number in range(3):
        adviser, colleague, observer = (pages[(number + each) % 3] for each in range(3))
        others = [colleague, observer]
        for page in pages:
            expect(triad_course.is_next(page)).to_have_text("Vorbereiten")
        expect(colleague.get_by_text(SECRETS[number])).to_be_visible()
        first = number == 0
        if first:
            adviser.locator("input[name=attention]").fill("Ich lasse Pausen zu.")
            adviser.locator("input[name=focus][value=b4]").check()
            adviser.locator("form[id*='-aims-'] button").click()
            expect(adviser.locator("[data-board-said]")).to_be_hidden()
            for name, page in (
                ("adviser", adviser),
                ("colleague", colleague),
                ("observer", observer),
            ):
                shot(page, f"triad-prepare-{name}-de-390")
                assert_accessible(page)
        onward(adviser, others, "Gespräch")
        observer.locator("[data-triad-phase=contact]").click()
        observer.locator("[data-triad-write] textarea").fill("Schön, dass du da bist.")
        observer.locator("[data-triad-write] button").click()
        expect(observer.locator("[data-triad-list] li")).to_have_count(2)
        level(observer, "b4", 3)
        if first:
            shot(observer, "triad-talk-observer-de-390")
            assert_accessible(observer)
            shot(adviser, "triad-talk-adviser-de-390")
        onward(colleague, [adviser, observer], "Entrollen")
        if first:
            shot(adviser, "triad-leave-de-390")
        onward(observer, [adviser, colleague], "Rückmeldung")
        give(colleague, "experience", "Ich habe mich ernst genommen gefühlt.")
        level(adviser, "b4", 2)
        if first:
            shot(adviser, "triad-self-de-390")
            assert_accessible(adviser)
        give(adviser, "self")
        give(observer, "strength", "Du hast Pausen ausgehalten.")
        if first:
            shot(observer, "triad-wish-de-390")
        give(observer, "wish", "Fasse einmal zusammen.")
        expect(adviser.locator(".wbm-side")).to_be_visible()
        expect(adviser.get_by_text("Fasse einmal zusammen.")).to_be_visible()
        expect(colleague.locator(".wbm-side")).to_have_count(0)
        if first:
            shot(adviser, "triad-compare-de-390")
            assert_accessible(adviser)
        onward(adviser, others, "Vorsatz")
        adviser.locator("textarea[id*='-intention-']").fill("Ich fasse einmal zusammen.")
        adviser.locator("form[id*='-intend-'] button").click()
        if first:
            shot(adviser, "triad-intention-de-390")
        unsure = adviser.locator(".wbm-triad-press form[data-board-confirm]")
        expect(unsure).to_have_count(0)
        adviser.locator(".wbm-triad-press .wbm-button").first.click()
    for page in pages:
        expect(page.locator(".wbm-notice--good")).to_be_visible()
    shot(pages[0], "triad-over-de-390")
    assert_accessible(pages[0])
    for number, answers in enumerate(heard):
        told = "".join(answers)
        for case, secret in enumerate(SECRETS):
            assert (secret in told) == (number == (case + 1) % 3), (number, secret)


def _hear(answer: object, heard: list[str]) -> None:
    if "/wbm/" in answer.url and answer.status != 204:  # type: ignore[attr-defined]
        heard.append(answer.text())  # type: ignore[attr-defined]
