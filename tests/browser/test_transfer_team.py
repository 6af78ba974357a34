"""A team writes a milestone in a real browser: two at once on phones, conflict, lost connection,
rows, files, handing in; with the keyboard alone; accessible in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import PHONE, WALKS, Visit
from tests.browser.team_pages import UNIT, box, field, mates, poll, state, trainer_for
from tests.file_samples import png
from tests.personas import actor
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.grading import service as grading
from xblocks.grading.domain import Rating
from xblocks.grading.records import Work
from xblocks.roster.records import Company
from xblocks.transfer_project import service
from xblocks.transfer_project.reach import milestone_of
from xblocks.transfer_project.service import Seen

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture
def real(course: Course, archives: dict[str, Path]) -> Course:
    """The real course, opened instead of the small one."""
    return start.open_course(archives["de"])


@pytest.fixture
def team(real: Course) -> tuple[int, int]:
    """Which trainees of the demo are in one company."""
    return mates(real)


def kept(page: Page, name: str) -> Any:
    key = field(page, name).locator("form").get_attribute("data-wbm-draft")
    return page.evaluate("key => localStorage.getItem(key)", key)


def test_two_write_at_once_and_decide_together(
    visit: Visit, team: tuple[int, int], assert_accessible: Check, shot: Shot
) -> None:
    first = visit(UNIT, "trainee", nth=team[0], width=PHONE)
    second = visit(UNIT, "trainee", nth=team[1], width=PHONE)
    box(first, "reason").fill("Zwölf Angelernte kennen die neue Technik nicht.")
    expect(state(first, "reason")).to_contain_text("Gespeichert")
    box(second, "reason").fill("Linie 3 läuft aus.")
    conflict = second.locator("[data-wbm-conflict]")
    expect(conflict).to_contain_text("Zwölf Angelernte")
    expect(conflict).to_contain_text("Linie 3 läuft aus.")
    assert_accessible(second)
    shot(second, "team-conflict-phone")
    conflict.locator("button[value=both]").click()
    expect(box(second, "reason")).to_have_value(
        "Zwölf Angelernte kennen die neue Technik nicht.\n\nLinie 3 läuft aus."
    )
    expect(box(second, "reason")).to_be_focused()
    assert kept(second, "reason") is None
    box(first, "goal").focus()
    poll(first)
    expect(box(first, "reason")).to_have_value(
        "Zwölf Angelernte kennen die neue Technik nicht.\n\nLinie 3 läuft aus."
    )


def test_what_a_mate_writes_never_touches_the_field_one_is_in(
    visit: Visit, team: tuple[int, int]
) -> None:
    first = visit(UNIT, "trainee", nth=team[0], width=PHONE)
    second = visit(UNIT, "trainee", nth=team[1], width=PHONE)
    box(second, "goal").focus()
    box(first, "goal").fill("Von der ersten Person")
    box(first, "name").fill("Sprechstunde")
    box(first, "name").blur()
    expect(state(first, "goal")).to_contain_text("Gespeichert")
    expect(state(first, "name")).to_contain_text("Gespeichert")
    poll(second)
    expect(box(second, "name")).to_have_value("Sprechstunde")
    expect(box(second, "goal")).to_have_value("")
    box(second, "name").focus()
    poll(second)
    expect(box(second, "goal")).to_have_value("Von der ersten Person")


def test_a_lost_connection_loses_nothing(visit: Visit, team: tuple[int, int]) -> None:
    page = visit(UNIT, "trainee", nth=team[0], width=PHONE)
    page.context.set_offline(True)
    box(page, "goal").fill("Bis Juni sprechen wir mit 20 Kolleg*innen.")
    expect(state(page, "goal")).to_contain_text("Nicht gespeichert")
    page.context.set_offline(False)
    expect(state(page, "goal")).to_contain_text("Gespeichert")
    assert kept(page, "goal") is None


def test_text_that_did_not_arrive_is_offered_when_the_page_is_opened_again(
    visit: Visit, team: tuple[int, int], assert_accessible: Check, shot: Shot
) -> None:
    page = visit(UNIT, "trainee", nth=team[0], width=PHONE)
    page.route("**/save/", lambda route: route.abort())
    box(page, "goal").fill("Im Bus geschrieben")
    expect(state(page, "goal")).to_contain_text("Nicht gespeichert")
    page.unroute("**/save/")
    page.reload()
    offer = field(page, "goal").locator("[data-wbm-kept]")
    expect(offer).to_contain_text("Im Bus geschrieben")
    assert_accessible(page)
    shot(page, "team-offer-phone")
    offer.locator("[data-wbm-do=use]").click()
    expect(box(page, "goal")).to_have_value("Im Bus geschrieben")
    expect(field(page, "goal").locator("[data-wbm-kept]")).to_be_hidden()
    assert kept(page, "goal") is None
    page.reload()
    expect(box(page, "goal")).to_have_value("Im Bus geschrieben")


def test_rows_are_added_moved_and_removed_with_the_keyboard_alone(
    visit: Visit, team: tuple[int, int]
) -> None:
    page = visit(UNIT, "trainee", nth=team[0])
    rows = field(page, "evidence")
    rows.locator("[name=item]").first.focus()
    page.keyboard.type("2 von 40 im Kurs")
    tab_to(page, "add")
    page.keyboard.press("Enter")
    page.keyboard.type("keine feste Stunde")
    tab_to(page, "up")
    page.keyboard.press("Enter")
    assert texts(rows) == ["keine feste Stunde", "2 von 40 im Kurs"]
    tab_to(page, "remove")
    page.keyboard.press("Enter")
    assert texts(rows) == ["2 von 40 im Kurs"]
    expect(rows.locator("[data-wbm-do=remove]")).to_be_focused()
    expect(rows.locator("[data-wbm-words]")).to_contain_text("Gespeichert")
    page.reload()
    assert texts(field(page, "evidence")) == ["2 von 40 im Kurs"]


def tab_to(page: Page, what: str) -> None:
    for _step in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("data-wbm-do") == what:
            return
    raise AssertionError(f"the keyboard does not reach {what}")


def texts(rows: Locator) -> list[str]:
    return [each.input_value() for each in rows.locator("[name=item]").all()]


def test_a_large_file_goes_up_in_parts_after_an_interruption(
    visit: Visit, team: tuple[int, int], tmp_path: Path
) -> None:
    page = visit(UNIT, "trainee", nth=team[0], width=PHONE)
    photo = tmp_path / "karte.png"
    photo.write_bytes(noisy(5_000_000))
    dropped: list[str] = []

    def drop_once(route: Any) -> None:
        if dropped:
            route.continue_()
        else:
            dropped.append(route.request.url)
            route.abort()

    page.route("**/upload/*/2/", drop_once)
    page.locator("input[type=file]").set_input_files(photo)
    expect(field(page, "map")).to_contain_text("karte.png")
    assert dropped
    with page.expect_download() as download:
        field(page, "map").get_by_role("link", name="karte.png").click()
    assert Path(download.value.path()).read_bytes() == photo.read_bytes()
    (tmp_path / "bild.png").write_bytes(b"\x7fELF" + bytes(100))
    page.locator("input[type=file]").set_input_files(tmp_path / "bild.png")
    expect(field(page, "map").locator("[data-wbm-upload]")).to_contain_text("Programm")


def noisy(size: int) -> bytes:
    """A picture that cannot be packed to less than `size` bytes."""
    import random

    return png(random.Random(1).randbytes(size))


def fill(writer: Actor, exercise: Exercise) -> None:
    """Write something that fits into every field that is required."""
    for each in milestone_of(exercise).fields:
        if not each.required:
            continue
        form = {
            "text": lambda f: {"value": [("Wir hören zu. " * 200)[: f.min_length + 5]]},
            "list": lambda f: {"item": ["eins", "zwei"]},
            "table": lambda f: {f"c-{c.id}": ["a", "b"] for c in f.columns},
            "date": lambda f: {"value": ["2027-06-30"]},
            "choice": lambda f: {"value": [f.options[0]]},
        }[each.kind](each)
        version = service.open_field(writer, exercise, each.id).entry.version
        service.save_field(writer, exercise, each.id, form, Seen(version), timezone.now())


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_the_way_of_a_milestone_is_accessible_from_draft_to_result(
    visit: Visit,
    course: Course,
    archives: dict[str, Path],
    assert_accessible: Check,
    shot: Shot,
    language: str,
    width: int,
) -> None:
    real = start.open_course(archives[language])
    ada, bea = mates(real)

    def look(name: str) -> None:
        assert_accessible(page)
        shot(page, f"team-{language}-{width}-{name}")

    page = visit(UNIT, "trainee", nth=ada, width=width, language=language)
    look("1-empty")
    page.locator("a[data-wbm-after-drafts].wbm-button").click()
    expect(page.locator(".wbm-checklist")).to_be_visible()
    look("2-missing")
    exercise = Exercise.objects.get(usage_key__endswith="@m1", course_key=str(real.key))
    fill(actor(real, "trainee", bea), exercise)
    page.goto(UNIT)
    box(page, "name").fill("Advice hour")
    page.locator("a[data-wbm-after-drafts].wbm-button").click()
    hand_in = page.locator("form[hx-post$='/hand-in/'] button")
    expect(hand_in).to_be_visible()
    look("3-ready")
    hand_in.click()
    expect(page.locator("form[hx-post$='/withdraw/'] button")).to_be_visible()
    look("4-handed-in")
    assert "Advice hour" in Work.objects.get().content
    grade(real, {"levels": 1}, "Please say until when.")
    page.goto(UNIT)
    expect(page.locator(".wbm-criteria").first).to_be_visible()
    look("5-returned")
    box(page, "goal").fill("We talk with 20 colleagues by the end of June. " * 3)
    page.locator("a[href*='compare']").first.click()
    expect(page.locator("ins").first).to_be_visible()
    look("6-compared")
    page.goto("/unit/unit-project/")
    look("7-project")
    page.goto(f"/wbm/{real.key}/project/{exercise.usage_key}/")
    look("8-alone")
    page.goto(f"/wbm/{real.key}/project/teams/{Work.objects.get().company_id}/dossier/")
    look("9-dossier")
    page.goto("/unit/unit-m3/")
    look("10-tables")


def grade(course: Course, wanted: dict[str, int], comment: str) -> None:
    work = Work.objects.get()
    district = Company.objects.get(pk=work.company_id).district_id
    tom = actor(course, "trainer", trainer_for(course, district))
    now = timezone.now()
    grading.claim(tom, work.pk, now)
    criteria = [each.id for each in grading.open_work(tom, work.pk, now).rubric.criteria]
    rating = Rating(
        levels=dict.fromkeys(criteria, wanted["levels"]), comments={criteria[0]: comment}
    )
    saved = grading.save_draft(tom, work.pk, grading.draft(tom, work.pk).version, rating, now)
    grading.decide(tom, work.pk, saved.version, now)


def test_a_milestone_is_handed_in_with_the_keyboard_alone(
    visit: Visit, real: Course, team: tuple[int, int]
) -> None:
    exercise = Exercise.objects.get(usage_key__endswith="@m1", course_key=str(real.key))
    fill(actor(real, "trainee", team[0]), exercise)
    page = visit(f"/wbm/{real.key}/project/{exercise.usage_key}/summary/", "trainee", nth=team[0])
    press_until(page, "form[hx-post$='/hand-in/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("form[hx-post$='/withdraw/'] button")).to_be_visible()
    expect(page.locator("[data-wbm-focus]")).to_be_focused()
    press_until(page, "form[hx-post$='/withdraw/'] button")
    page.keyboard.press("Space")
    expect(box(page, "goal")).to_be_visible()


def press_until(page: Page, selector: str) -> None:
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
