"""Cards without names in three browsers at once, and what was taken off comes back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from course_export.preview import start
from tests import personas
from tests.browser import moderation_boards
from tests.browser.conftest import Visit
from tests.browser.moderation_boards import STEPS, UNIT
from tests.browser.team_pages import mates, trainer_for
from tests.browser.test_moderation_board import begin, card, composer, go_on, write
from xblocks.roster.records import Company


def test_cards_without_names_are_their_browsers_until_all_read_them_and_nobodys_after(
    course: object, visit: Visit, tmp_path: Path
) -> None:
    steps = [STEPS[0] | {"anonymity": "anonymous"}, *STEPS[1:]]
    here = start.open_course(moderation_boards.write(tmp_path / "b", "en", steps=steps))
    first, second = mates(here)[:2]
    ada = visit(UNIT, "trainee", nth=first, language="en")
    begin(ada)
    bea = visit(UNIT, "trainee", nth=second, language="en")
    expect(composer(bea)).to_be_visible()
    company = Company.objects.get(pk=personas.actor(here, "trainee", first).company)
    tom = visit(UNIT, "trainer", nth=trainer_for(here, company.district_id), language="en")
    tom.get_by_role("link", name="Go to the board").first.click()
    write(ada, "From Ada")
    write(bea, "From Bea")
    expect(tom.locator(".wbm-board-lead")).to_contain_text("2 cards lie there")
    bea.reload()
    expect(card(bea, "From Bea")).to_be_visible()  # its browser knows it still
    expect(card(bea, "From Ada")).to_have_count(0)
    go_on(ada)
    names = [personas.actor(here, "trainee", each).name for each in (first, second)]
    for page in (ada, bea, tom):
        for text in ("From Ada", "From Bea"):
            expect(card(page, text)).to_be_visible()
            for name in names:
                expect(card(page, text)).not_to_contain_text(name)
    _taken_off_and_put_back(ada, bea)


def _taken_off_and_put_back(ada: Page, bea: Page) -> None:
    """Who moderates takes a card off, and has a button that puts it back."""
    card(ada, "From Bea").get_by_role("button", name="off the board").click()
    expect(card(bea, "From Bea")).to_have_count(0)
    back = ada.get_by_role("button", name="Put the card back")
    expect(back).to_be_visible()
    back.click()
    expect(card(bea, "From Bea")).to_be_visible()
    expect(card(ada, "From Bea")).to_be_visible()
    expect(back).to_be_hidden()
