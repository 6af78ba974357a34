"""The clock on a phone and at a projector: live, without connection, from two devices."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.people import account_of
from tests import personas
from tests.browser.conftest import PHONE, WALKS, Visit
from tests.unit.moderation_clock_cases import press as pressed
from tests.unit.moderation_clock_cases import rows as some_rows
from xblocks.exercises.records import Exercise
from xblocks.moderation.domain.running import played
from xblocks.moderation.domain.written import rows_json
from xblocks.moderation.planned import Row
from xblocks.moderation.records import Plan, PlanRun
from xblocks.roster.records import Person

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

ROWS = [
    Row(id="z1", phase="P1", method="BEG", minutes=5, content="Ziel, Ablauf, Zeit, Regeln"),
    Row(id="z2", phase="P2", method="KAR", minutes=15, content="Was müssen wir können?"),
    Row(id="z3", phase="P3", method="MPA", minutes=8, content="Drei Themen auswählen"),
    Row(id="z4", phase="break", minutes=10),
    Row(id="z5", phase="P6", method="BLI", minutes=10, content="Ein Satz: Was nehme ich mit?"),
    Row(id="z6", phase="buffer", minutes=5),
]
PLAYED = """([rows, presses, now]) => {
  const clock = wbmClock.play(rows, presses);
  const left = wbmClock.left(rows, clock, now), expected = wbmClock.expected(rows, clock, now);
  return {...clock, left, expected};
}"""


def url_of_clock(archive: Path) -> str:
    """Open the course, give the trainee a plan, and return the address of its clock."""
    course = start.open_course(archive)
    user = account_of(personas.find(course, "trainee", 0).ident, course.key)
    exercise = Exercise.objects.filter(kind="plan").order_by("title").first()
    assert exercise is not None
    plan = Plan.objects.create(
        course_key=exercise.course_key,
        usage_key=exercise.usage_key,
        person=Person.objects.get(user=user, course_key=exercise.course_key),
        title="Plan A",
        rows=rows_json(ROWS),
        created_at=timezone.now(),
        changed_at=timezone.now(),
    )
    return reverse("wbm:moderation_clock", args=[plan.course_key, plan.pk])


def button(page: Page, name: str) -> Locator:
    return page.locator(f"button[name=press][value='{name}']")


def shows(page: Page, number: int) -> None:
    """Wait until a row runs, counted from 1."""
    expect(page.locator("[data-clock=number]")).to_have_text(str(number))


def saved(page: Page) -> None:
    expect(page.locator("[data-clock-if=saved]")).to_be_visible()


def begin(page: Page) -> None:
    page.locator("form[action$='/start/'] button").click()
    shows(page, 1)


def begun_before(minutes: int) -> None:
    """Let the clock have started so many minutes ago."""
    PlanRun.objects.update(started_at=timezone.now() - timedelta(minutes=minutes))


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_a_plan_is_run_from_its_start_to_its_report(
    visit: Visit,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    url = url_of_clock(archives[language])
    page = visit(url, "trainee", width=width, language=language)
    name = f"clock-{language}-{width}"
    assert_accessible(page)
    shot(page, f"{name}-1-begin")
    begin(page)
    assert_accessible(page)
    shot(page, f"{name}-2-running")
    begun_before(7)
    page.reload()
    expect(page.locator("[data-clock-if=over]")).to_be_visible()
    expect(page.locator("[data-clock=digits]")).to_contain_text("+2:")
    expect(page.locator("[data-clock-if=buffered]")).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-3-over")
    button(page, "more:5").click()
    expect(page.locator("[data-clock-if=under]")).to_be_visible()
    button(page, "next").click()
    shows(page, 2)
    button(page, "pause").click()
    expect(page.locator(".wbm-clock__digits [data-clock-if=paused]")).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-4-interrupted")
    button(page, "go_on").click()
    button(page, "back").click()
    shows(page, 1)
    button(page, "end").click()
    expect(page.locator(".wbm-card[data-clock-if=ended]")).to_be_visible()
    saved(page)
    assert_accessible(page)
    shot(page, f"{name}-5-ended")
    page.locator(".wbm-card[data-clock-if=ended] a").click()
    expect(page.locator(".wbm-clock-chart")).to_be_visible()
    assert_accessible(page)
    shot(page, f"{name}-6-report")
    page.locator("details.wbm-details > summary").click()
    page.locator("form[action$='/remove/'] button").click()
    expect(page.locator("form[action$='/start/'] button")).to_be_visible()


def test_the_end_is_taken_back_and_the_clock_goes_on(
    visit: Visit, archives: dict[str, Path]
) -> None:
    page = visit(url_of_clock(archives["en"]), "trainee", language="en")
    begin(page)
    button(page, "end").click()
    expect(button(page, "next")).to_be_hidden()
    button(page, "go_on").click()
    expect(button(page, "next")).to_be_visible()
    saved(page)
    assert PlanRun.objects.get().ended_at is None


def test_without_connection_the_clock_goes_on_and_sends_later(
    visit: Visit, archives: dict[str, Path]
) -> None:
    page = visit(url_of_clock(archives["de"]), "trainee", width=PHONE)
    begin(page)
    page.context.set_offline(True)
    button(page, "next").click()
    shows(page, 2)
    button(page, "more:1").click()
    expect(page.locator("[data-clock-if=unsent]")).to_be_visible()
    expect(page.locator("[data-clock=waiting]")).to_have_text("2")
    assert PlanRun.objects.get().version == 0
    page.context.set_offline(False)
    saved(page)
    assert PlanRun.objects.get().version == 2


def test_what_was_not_sent_survives_closing_the_page(
    visit: Visit, archives: dict[str, Path]
) -> None:
    page = visit(url_of_clock(archives["de"]), "trainee")
    begin(page)
    page.route("**/press/", lambda route: route.abort())
    button(page, "next").click()
    expect(page.locator("[data-clock-if=unsent]")).to_be_visible()
    page.unroute_all(behavior="wait")
    page.reload()
    shows(page, 2)
    saved(page)
    assert PlanRun.objects.get().version == 1


def test_an_answer_that_was_lost_lets_no_press_count_twice(
    visit: Visit, archives: dict[str, Path]
) -> None:
    page = visit(url_of_clock(archives["de"]), "trainee")
    begin(page)

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/press/", lose)
    button(page, "next").click()
    expect(page.locator("[data-clock-if=unsent]")).to_be_visible()
    assert PlanRun.objects.get().version == 1, "it arrived"
    page.unroute_all(behavior="wait")
    page.reload()
    shows(page, 2)
    saved(page)
    assert PlanRun.objects.get().version == 1


def test_phone_and_projector_show_the_same_and_the_slower_one_is_told(
    visit: Visit, archives: dict[str, Path]
) -> None:
    url = url_of_clock(archives["en"])
    phone = visit(url, "trainee", width=PHONE, language="en")
    begin(phone)
    projector = visit(url, "trainee", language="en")
    shows(projector, 1)
    button(phone, "next").click()
    shows(projector, 2)
    projector.context.set_offline(True)
    button(phone, "next").click()
    saved(phone)
    button(projector, "more:5").click()
    projector.context.set_offline(False)
    expect(projector.get_by_role("alert")).to_be_visible()
    shows(projector, 3)
    assert PlanRun.objects.get().version == 2


def test_the_clock_with_the_keyboard_alone(visit: Visit, archives: dict[str, Path]) -> None:
    page = visit(url_of_clock(archives["de"]), "trainee")
    reach(page, page.locator("form[action$='/start/'] button"))
    shows(page, 1)
    reach(page, button(page, "next"))
    shows(page, 2)
    expect(button(page, "next")).to_be_focused()
    reach(page, button(page, "pause"))
    expect(button(page, "go_on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, "next")).to_be_focused()
    reach(page, button(page, "end"))
    saved(page)
    reach(page, page.locator(".wbm-card[data-clock-if=ended] a"))
    expect(page.locator(".wbm-clock-chart")).to_be_visible()


def reach(page: Page, there: Locator) -> None:
    """Tab to something and press it."""
    expect(there).to_be_visible()
    for _step in range(60):
        if there.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {there}")


def test_the_page_reckons_as_the_server_does(visit: Visit, archives: dict[str, Path]) -> None:
    page = visit(url_of_clock(archives["en"]), "trainee", language="en")
    begin(page)
    # Beginning loads the page anew; its script may still be on the way.
    page.wait_for_function("() => typeof wbmClock !== 'undefined'")
    chance = random.Random(7)
    buttons = [("next", 0), ("back", 0), ("more", 1), ("more", 5), ("pause", 0), ("go_on", 0)]
    for _run in range(300):
        rows = some_rows(*(chance.randrange(40) for _row in range(chance.randrange(1, 6))))
        at, presses = 0, []
        for name, minutes in chance.choices([*buttons, ("end", 0)], k=chance.randrange(15)):
            at += chance.randrange(900)
            presses.append(pressed(name, at, minutes))
        now = at + chance.randrange(900)
        clock = played(rows, presses)
        told = page.evaluate(
            PLAYED,
            [
                [{"minutes": each.minutes, "phase": each.phase} for each in rows],
                [
                    {"button": each.button.value, "at": each.at, "minutes": each.minutes}
                    for each in presses
                ],
                now,
            ],
        )
        assert told == {
            "state": clock.state.value,
            "row": clock.row,
            "more": list(clock.more),
            "spans": [
                {"row": each.row, "begun": each.begun, "ended": each.ended} for each in clock.spans
            ],
            "left": clock.left(now),
            "expected": clock.expected_end(now),
        }, presses
