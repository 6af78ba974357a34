"""A card board in a browser: three at once, keys alone, a phone, what is typed and not yet sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests import personas
from tests.browser import moderation_boards
from tests.browser.conftest import DESKTOP, PHONE, WALKS, Visit
from tests.browser.moderation_boards import UNIT
from tests.browser.team_pages import mates, trainer_for
from xblocks.roster.records import Company

Opened = Callable[..., Page]


@pytest.fixture
def here(course: Course, tmp_path: Path) -> Course:
    """The course with a team's board."""
    return start.open_course(moderation_boards.write(tmp_path / "board", "en"))


@pytest.fixture
def at_board(here: Course, visit: Visit) -> Opened:
    """Open the board's unit as one of a team: the first, or the second."""

    def opened(number: int = 0, *, width: int = DESKTOP, language: str = "en") -> Page:
        nth = mates(here)[number]
        return visit(UNIT, "trainee", nth=nth, width=width, language=language)

    return opened


def begin(page: Page) -> None:
    """Begin the board, moderate, and let the group write cards."""
    page.locator(".wbm-empty button").click()
    for _step in ("take", "open"):
        go_on(page)
    expect(composer(page)).to_be_visible()


def go_on(page: Page) -> None:
    """Press the one button, say yes if asked, and wait for what follows."""
    said = page.locator("[data-board-next]")
    before = said.text_content() or ""
    page.locator(".wbm-board-lead .wbm-button").click()
    sure = page.locator("[data-board-sure][open] [data-board-yes]")
    if page.locator("[data-board-sure][open]").count():
        sure.click()
    expect(said).not_to_have_text(before)


def composer(page: Page) -> Locator:
    return page.locator("[data-board-composer] textarea")


def write(page: Page, *texts: str) -> None:
    """Write cards as quickly as keys allow, and wait until all lie on the board."""
    field = composer(page)
    there = page.locator("[id$=-own] [data-board-card]").count()
    for text in texts:
        field.fill(text)
        field.press("Enter")
    expect(page.locator("[id$=-own] [data-board-card]")).to_have_count(there + len(texts))


def to_arranging(page: Page, *texts: str) -> None:
    begin(page)
    write(page, *texts)
    for _step in ("reveal", "go on", "open"):
        go_on(page)
    expect(page.locator("[data-board-columns]")).to_be_visible()


def card(page: Page, text: str) -> Locator:
    return page.locator("[data-board-card]", has_text=text)


def group(page: Page, name: str) -> Locator:
    return page.locator(f'[data-board-group="{name}"]')


def test_three_at_once_collect_arrange_and_vote(
    at_board: Opened, visit: Visit, here: Course
) -> None:
    ada, bea = at_board(), at_board(1, width=PHONE)
    begin(ada)
    bea.reload()
    expect(composer(bea)).to_be_visible()
    write(ada, "Robots", "Shift change")
    write(bea, "Safety")
    expect(ada.locator(".wbm-board-lead")).to_contain_text("3 cards lie there")
    expect(ada.locator("[data-board]")).not_to_contain_text("Safety")
    company = personas.actor(here, "trainee", mates(here)[0]).company
    district = Company.objects.get(pk=company).district_id
    tom = visit(UNIT, "trainer", nth=trainer_for(here, district), language="en")
    tom.get_by_role("link", name="Go to the board").first.click()
    expect(tom.locator(".wbm-board-lead")).to_contain_text("3 cards lie there")
    go_on(ada)
    for page in (bea, tom):
        for text in ("Robots", "Shift change", "Safety"):
            expect(card(page, text)).to_be_visible()
    go_on(ada)
    go_on(ada)
    card(bea, "Safety").locator("[data-board-move]").click()
    bea.locator("[data-board-where] [data-board-new]").click()
    heading = bea.locator("input[name=heading]")
    expect(heading).to_be_focused()
    heading.fill("Safe work")
    heading.press("Enter")
    for page in (ada, tom):
        expect(group(page, "Safe work").locator("[data-board-card]")).to_contain_text("Safety")
    for _step in ("close", "go on", "open"):
        go_on(ada)
    target = bea.locator("[data-board-target]", has_text="Safe work")
    target.locator("[data-board-dot='1']").click()
    expect(ada.locator(".wbm-board-lead")).to_contain_text("1 of 2 have voted.")
    expect(tom.locator(".wbm-sums")).to_have_count(0)
    go_on(ada)
    for page in (ada, bea, tom):
        expect(page.locator(".wbm-sums > li").first).to_contain_text("Safe work")
        expect(page.locator(".wbm-sums b").first).to_have_text("1")
        expect(page.locator(".wbm-sums > li")).to_have_count(3)  # those without dots stay


def test_cards_are_put_together_and_undone_with_keys_alone(at_board: Opened) -> None:
    page = at_board()
    to_arranging(page, "One", "Two", "Three")
    keys = page.keyboard
    card(page, "Two").locator("[data-board-pick]").focus()
    keys.press("Space")
    card(page, "Three").locator("[data-board-pick]").focus()
    keys.press("Space")
    page.locator("[data-board-move-ticked]").focus()
    keys.press("Enter")
    page.locator("[data-board-where] [data-board-new]").focus()
    keys.press("Enter")
    expect(page.locator("input[name=heading]")).to_be_focused()
    keys.type("Pair")
    keys.press("Enter")
    expect(group(page, "Pair").locator("[data-board-card]")).to_have_count(2)
    card(page, "One").locator("[data-board-move]").focus()
    keys.press("ArrowRight")
    expect(group(page, "Pair").locator("[data-board-card]")).to_have_count(3)
    expect(card(page, "One").locator("[data-board-move]")).to_be_focused()
    expect(page.locator("[data-wbm-live]").first).to_contain_text(
        "“One” lies in “Pair” now, 3 of 3"
    )
    keys.press("ArrowUp")
    expect(page.locator("[data-wbm-live]").first).to_contain_text("2 of 3")
    expect(group(page, "Pair").locator("[data-board-card]").nth(1)).to_contain_text("One")
    for _move in range(2):
        keys.press("Control+z")
        expect(page.locator("[data-wbm-live]").first).to_contain_text("It is undone.")
        page.locator("[data-wbm-live]").first.evaluate("it => { it.textContent = ''; }")
    expect(group(page, "Pair").locator("[data-board-card]")).to_have_count(2)


def test_dots_are_put_with_keys_alone_and_kept_to_the_budget(at_board: Opened) -> None:
    page = at_board()
    to_arranging(page, "One", "Two", "Three")
    for _step in ("close", "go on", "open"):
        go_on(page)
    more = page.locator("[data-board-dot='1']")
    more.nth(0).focus()
    for _press in range(3):  # no more than two on one
        page.keyboard.press("Enter")
    expect(page.locator("[data-board-left]")).to_contain_text("All dots are put")
    expect(more.nth(0)).to_be_focused()
    expect(page.locator("[data-board-target]").nth(0)).to_have_attribute("data-mine", "2")
    expect(more.nth(1)).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-board-vote] [data-board-state]")).to_have_text("Saved")
    page.reload()
    expect(page.locator("[data-board-target]").nth(0)).to_have_attribute("data-mine", "2")


def drag_to(page: Page, target: Locator) -> None:
    """Hold a dragged card over something until it lies there.

    A hand is never still: the browser says again and again where the card is. Here it hears that
    only with a move of the mouse, and the first may come while cards are still making room.
    """
    for sway in range(200):
        box = target.bounding_box()
        assert box
        page.mouse.move(box["x"] + 60 + sway % 5, box["y"] + 30, steps=3)
        if target.locator(".wbm-pin").count():
            return


def test_cards_are_dragged_into_a_new_group(at_board: Opened) -> None:
    page = at_board()
    to_arranging(page, "One", "Two")
    start_box = card(page, "One").bounding_box()
    assert start_box
    page.mouse.move(start_box["x"] + 8, start_box["y"] + 8)
    page.mouse.down()
    page.mouse.move(start_box["x"] + 24, start_box["y"] + 30, steps=4)
    expect(page.locator("[data-board][data-dragging]")).to_have_count(1)
    drag_to(page, page.locator("[data-board-fresh]"))
    expect(page.locator("[data-board-fresh] .wbm-pin")).to_have_count(1)
    page.mouse.up()
    expect(page.locator("[data-board-list]:not([data-board-list='0']) .wbm-pin")).to_have_count(1)
    expect(page.locator("[data-board-card]")).to_have_count(2)


def test_what_somebody_types_stays_while_the_board_changes(at_board: Opened) -> None:
    ada, bea = at_board(), at_board(1, width=PHONE)
    begin(ada)
    bea.reload()
    composer(bea).fill("Half a thou")
    write(ada, "One", "Two")
    expect(bea.locator(".wbm-board-lead")).to_contain_text("2 cards lie there")
    expect(composer(bea)).to_have_value("Half a thou")
    expect(composer(bea)).to_be_focused()
    bea.reload()
    expect(composer(bea)).to_have_value("Half a thou")  # kept on this device
    go_on(ada)
    expect(composer(bea)).to_have_count(0)
    expect(bea.locator("[data-board-kept] blockquote")).to_have_text("Half a thou")
    bea.reload()
    expect(bea.locator("[data-board-kept] blockquote")).to_have_text("Half a thou")


def test_a_card_written_without_connection_goes_out_later(at_board: Opened) -> None:
    page = at_board()
    begin(page)
    page.context.set_offline(True)
    composer(page).fill("In the tunnel")
    composer(page).press("Enter")
    waiting = page.locator("[data-board-outbox] li")
    expect(waiting).to_contain_text("In the tunnel")
    expect(page.locator("[data-board-line]")).to_be_visible()
    page.context.set_offline(False)
    expect(waiting).to_have_count(0)
    expect(page.locator("[id$=-own] [data-board-card]")).to_contain_text("In the tunnel")


def test_a_late_card_is_refused_with_its_text_kept(at_board: Opened) -> None:
    ada, bea = at_board(), at_board(1)
    begin(ada)
    bea.reload()
    expect(composer(bea)).to_be_visible()
    bea.context.route("**/state/**", lambda route: route.abort())
    go_on(ada)
    composer(bea).fill("Too late")
    composer(bea).press("Enter")
    kept = bea.locator("[data-board-kept] li")
    expect(kept).to_contain_text("Too late")
    expect(kept).to_contain_text("This step is not open any more")
    bea.context.unroute_all(behavior="wait")


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_step_is_readable_and_accessible(
    at_board: Opened,
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    width: int,
) -> None:
    page = at_board(width=width, language=language)
    assert_accessible(page)
    begin(page)
    write(page, "Roboter sicher bedienen", "Fehler selbst finden")
    assert_accessible(page)
    shot(page, f"board-collect-{language}-{width}")
    for _step in ("reveal", "go on", "open"):
        go_on(page)
    card(page, "Fehler").locator("[data-board-move]").click()
    assert_accessible(page)
    page.locator("[data-board-where] [data-board-new]").click()
    page.locator("input[name=heading]").fill("Anlage")
    page.locator("input[name=heading]").press("Enter")
    expect(group(page, "Anlage")).to_be_visible()
    page.locator("details.wbm-details summary").last.click()
    assert_accessible(page)
    shot(page, f"board-arrange-{language}-{width}")
    for _step in ("close", "go on", "open"):
        go_on(page)
    page.locator("[data-board-dot='1']").first.click()
    assert_accessible(page)
    shot(page, f"board-vote-{language}-{width}")
    for _step in ("close", "go on", "open"):
        go_on(page)
    page.locator("form[data-board-clear] [name=what]").fill("Kurs buchen")
    page.locator("form[data-board-clear] button").click()
    expect(page.locator(".wbm-board-agreed li")).to_have_count(1)
    assert_accessible(page)
    shot(page, f"board-plan-{language}-{width}")
    board = (page.locator("[data-board]").get_attribute("data-state") or "").removesuffix("state/")
    for name, address in (("wall", "?wall=1"), ("print", "print/")):
        page.goto(board + address)
        assert_accessible(page)
        shot(page, f"board-{name}-{language}-{width}")
