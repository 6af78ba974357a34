"""A triad on three phones.

The way through it: one opens a triad and reads out the code, two join. Each phone shows the card of
its part; one clock runs for all. The observer notes sentences and phases with one thumb. Then the
colleague tells how it was, the mentor rates themselves, the observer names a strength and one
suggestion; the mentor sees all sheets side by side and writes down one intention. Roles change.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser import triad_course
from tests.browser.conftest import PHONE, Visit
from tests.browser.triad_course import SECRETS, UNIT, gathered, give, level, onward
from xblocks.role_play.records import RoundNote, RoundSheet

Phones = Callable[[int], list[Page]]


@pytest.fixture
def phones(course: Course, tmp_path: Path, visit: Visit) -> Phones:
    """Open the triad's unit on the phones of so many trainees."""
    start.open_course(triad_course.write(tmp_path / "triad", "de"))
    return lambda count: [visit(UNIT, "trainee", nth=nth, width=PHONE) for nth in range(count)]


Look = Callable[[Page, str], None]


@pytest.fixture
def look(shot: Callable[[Page, str], None], assert_accessible: Callable[[Page], None]) -> Look:
    """Keep a picture of a phone and let axe look at it."""

    def at(page: Page, name: str) -> None:
        shot(page, f"triad-{name}-de-390")
        assert_accessible(page)

    return at


def test_three_phones_play_three_rounds_and_change_roles(phones: Phones, look: Look) -> None:
    pages = phones(3)
    heard: list[list[str]] = [[], [], []]
    for number, page in enumerate(pages):
        page.on("response", lambda answer, number=number: _hear(answer, heard[number]))
    look(pages[0], "ways")
    gathered(pages)
    look(pages[0], "gather")
    pages[0].locator("form[action$='/begin/'] button").click()
    for number in range(3):
        adviser, colleague, observer = (pages[(number + each) % 3] for each in range(3))
        for page in pages:
            expect(triad_course.is_next(page)).to_have_text("Vorbereiten")
        expect(colleague.get_by_text(SECRETS[number])).to_be_visible()
        looks = look if number == 0 else _not_again
        if number == 0:
            _prepare(adviser, colleague, observer, look)
        _talk(adviser, colleague, observer, looks)
        _feedback(adviser, colleague, observer, looks)
    for page in pages:
        expect(page.locator(".wbm-notice--good")).to_be_visible()
    look(pages[0], "over")
    for number, answers in enumerate(heard):
        told = "".join(answers)
        for case, secret in enumerate(SECRETS):
            assert (secret in told) == (number == (case + 1) % 3), (number, secret)


def _prepare(adviser: Page, colleague: Page, observer: Page, look: Look) -> None:
    adviser.locator("input[name=attention]").fill("Ich lasse Pausen zu.")
    adviser.locator("input[name=focus][value=b4]").check()
    adviser.locator("form[id*='-aims-'] button").click()
    expect(observer.get_by_text("Ich lasse Pausen zu.")).to_be_visible()
    look(adviser, "prepare-adviser")
    look(colleague, "prepare-colleague")
    look(observer, "prepare-observer")


def _talk(adviser: Page, colleague: Page, observer: Page, look: Look) -> None:
    onward(adviser, [colleague, observer], "Gespräch")
    observer.locator("[data-triad-phase=contact]").click()
    observer.locator("[data-triad-write] textarea").fill("Schön, dass du da bist.")
    observer.locator("[data-triad-write] button").click()
    expect(observer.locator("[data-triad-list] li")).to_have_count(2)
    level(observer, "b4", 3)
    look(observer, "talk-observer")
    look(adviser, "talk-adviser")
    onward(colleague, [adviser, observer], "Entrollen")
    look(adviser, "leave")


def _feedback(adviser: Page, colleague: Page, observer: Page, look: Look) -> None:
    onward(observer, [adviser, colleague], "Rückmeldung")
    give(colleague, "experience", "Ich habe mich ernst genommen gefühlt.")
    level(adviser, "b4", 2)
    look(adviser, "self")
    give(adviser, "self")
    give(observer, "strength", "Du hast Pausen ausgehalten.")
    look(observer, "wish")
    give(observer, "wish", "Fasse einmal zusammen.")
    expect(adviser.locator(".wbm-side")).to_be_visible()
    expect(adviser.get_by_text("Fasse einmal zusammen.")).to_be_visible()
    expect(colleague.locator(".wbm-side")).to_have_count(0)
    look(adviser, "compare")
    onward(adviser, [colleague, observer], "Vorsatz")
    adviser.locator("textarea[id*='-intention-']").fill("Ich fasse einmal zusammen.")
    adviser.locator("form[id*='-intend-'] button").click()
    expect(adviser.locator(".wbm-triad-press form[data-board-confirm]")).to_have_count(0)
    look(adviser, "intention")
    adviser.locator(".wbm-triad-press .wbm-button").first.click()


def _not_again(_page: Page, _name: str) -> None:
    """The second round looks like the first."""


def test_notes_of_ten_minutes_without_a_connection_arrive_complete_and_once(
    phones: Phones,
) -> None:
    pages = phones(3)
    adviser, colleague, observer = pages
    gathered(pages)
    adviser.locator("form[action$='/begin/'] button").click()
    expect(triad_course.is_next(observer)).to_have_text("Vorbereiten")
    onward(adviser, [colleague, observer], "Gespräch")
    observer.context.set_offline(True)
    for number in range(20):
        observer.locator("[data-triad-write] textarea").fill(f"Satz {number}")
        observer.locator("[data-triad-write] button").click()
    observer.locator("[data-triad-phase=options]").click()
    level(observer, "b1", 4)
    waiting = observer.locator("[data-triad-waiting]")
    expect(waiting).to_have_text(
        "22 Einträge sind noch nicht gesendet. Sie bleiben auf diesem Gerät."
    )
    assert RoundNote.objects.count() == 0
    observer.context.set_offline(False)
    expect(waiting).to_be_hidden()
    texts = RoundNote.objects.exclude(text="").values_list("text", flat=True)
    assert sorted(texts) == sorted(f"Satz {number}" for number in range(20))
    assert [each.phase for each in RoundNote.objects.filter(text="")] == ["options"]
    assert json.loads(RoundSheet.objects.get(rater="observer").levels) == {"b1": 4}


def _hear(answer: object, heard: list[str]) -> None:
    if "/wbm/" in answer.url and answer.status != 204:  # type: ignore[attr-defined]
        heard.append(answer.text())  # type: ignore[attr-defined]
