"""A finished round of two: its mentor shows it, invites a trainer, and reads all side by side.

The way through it: two play as a pair, the colleague says what an observer would. Over, the mentor
opens the round from the list, shows it to the other, invites a trainer; the trainer finds it in a
list, rates; the mentor reads the trainer's words. What was shown can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser import triad_course
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.triad_course import UNIT, gathered, give, level, onward
from xblocks.role_play.records import TriadRound
from xblocks.role_play.triad.releasing import round_path


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_pair_plays_a_round_and_its_mentor_shows_it_and_has_it_rated(
    course: Course,
    tmp_path: Path,
    visit: Visit,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    language: str,
) -> None:
    def look(page: Page, name: str, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        shot(page, f"triad-round-{name}-{language}-{width}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    start.open_course(triad_course.write(tmp_path / "triad", "de"))
    ways = [visit(UNIT, "trainee", nth=nth, width=PHONE, language=language) for nth in range(2)]
    row = _played(ways, _STEPS[language])
    address = round_path(row)
    adviser, colleague = ways
    adviser.goto(address)
    for width in (PHONE, DESKTOP):
        look(adviser, "adviser", width)
    colleague.goto(address)
    expect(colleague.get_by_text("Pausen ausgehalten")).to_have_count(0)
    adviser.locator("form[action$='/release/'] button").first.click()
    expect(adviser.locator("input[name=to_triad][value='0']")).to_have_count(1)
    colleague.reload()
    expect(colleague.get_by_text("Pausen ausgehalten")).to_be_visible()
    look(colleague, "peer", PHONE)
    adviser.locator("select[name=trainer]").select_option(index=1)
    adviser.locator("form[action$='/invite/'] button").click()
    expect(adviser.locator("input[name=to_trainer]")).to_have_count(1)
    trainer = visit("/", "trainer", language=language)
    trainer.goto(f"{address.split('/round/')[0]}/rounds/")
    look(trainer, "invitations", PHONE)
    trainer.locator(f"a[href='{address}']").click()
    for width in (PHONE, DESKTOP):
        look(trainer, "trainer", width)
    trainer.locator("input[name=level-b4][value='3']").check()
    trainer.locator("textarea[name=strength]").fill("Ruhiger Anfang.")
    trainer.locator("form[action$='/rate/'] button").click()
    expect(trainer.locator("input[name=level-b4][value='3']")).to_be_checked()
    adviser.reload()
    expect(adviser.get_by_text("Ruhiger Anfang.")).to_be_visible()
    for width in (PHONE, DESKTOP):
        look(adviser, "rated", width)
    adviser.locator("form[action$='/invite/'] button").click()
    expect(adviser.locator("select[name=trainer]")).to_be_visible()
    assert trainer.goto(address).status == 404  # type: ignore[union-attr]


_STEPS = {
    "de": ("Vorbereiten", "Gespräch", "Entrollen", "Rückmeldung", "Vorsatz"),
    "en": ("Prepare", "Talk", "Leave the roles", "Feedback", "Intention"),
}


def _played(pages: list[Page], steps: tuple[str, ...]) -> TriadRound:
    """Play the first round as a pair and return it."""
    adviser, colleague = pages
    prepare, *others = steps
    gathered(pages)
    adviser.locator("form[action$='/begin/'] button").click()
    adviser.locator("[data-board-sure][open] [data-board-yes]").click()
    for page in pages:
        expect(triad_course.is_next(page)).to_have_text(prepare)
    for words in others[:3]:
        onward(adviser, [colleague], words)
    give(colleague, "experience", "Ich habe mich ernst genommen gefühlt.")
    level(colleague, "b4", 3)
    level(adviser, "b4", 2)
    give(adviser, "self")
    give(colleague, "strength", "Du hast Pausen ausgehalten.")
    give(colleague, "wish", "Fasse einmal zusammen.")
    expect(adviser.locator(".wbm-side")).to_be_visible()
    onward(adviser, [colleague], others[3])
    adviser.locator("textarea[id*='-intention-']").fill("Ich fasse einmal zusammen.")
    adviser.locator("form[id*='-intend-'] button").click()
    expect(adviser.locator(".wbm-triad-press form[data-board-confirm]")).to_have_count(0)
    onward(adviser, [colleague], prepare)
    return TriadRound.objects.get(number=1)
