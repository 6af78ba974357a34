"""A case study in a real browser: by keyboard on a phone, graded, through lost answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.team_pages import trainer_for
from tests.personas import actor
from tests.records.grading_cases import decide, rating
from xblocks.exercises.records import Exercise
from xblocks.grading.records import Work
from xblocks.needs_analysis.definition import CaseStudy, adapter
from xblocks.needs_analysis.records import Sheet, SheetEntry

TRAINING = "/unit/unit-matrix-training/"
CASE_B = "/unit/unit-case-b/"
NARROW = 320
"""A desktop of 1280 at 400 % zoom."""

REASON = "We begin with master data and privacy. Without them the assistant helps little. " * 4


@pytest.fixture
def real(archives: dict[str, Path], database: None) -> Callable[[str], Course]:
    return lambda language: start.open_course(archives[language])


def case_of(name: str) -> CaseStudy:
    definition = adapter.validate_json(
        Exercise.objects.get(usage_key__endswith=f"@{name}").definition
    )
    assert isinstance(definition, CaseStudy)
    return definition


def press_to(page: Page, there: Locator, key: str = "Tab", most: int = 120) -> None:
    """Walk with the Tab key until something has the focus."""
    there.wait_for()
    for _ in range(most):
        if there.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{there} cannot be reached with {key}")


def go_on(page: Page, here: int) -> None:
    """Follow the primary button with the keyboard to step `here`."""
    press_to(page, page.locator(".wbm-case-next .wbm-button"))
    page.keyboard.press("Enter")
    expect(page.locator(f".wbm-case-steps li:nth-child({here})")).to_have_attribute(
        "aria-current", "step"
    )
    expect(page.locator(".wbm-case-step h4[id$='-step']")).to_be_focused()


def words(page: Page, name: str) -> Locator:
    return page.locator(f"[id$='{name}-state'] [data-wbm-words]")


def narrow(page: Page) -> None:
    """Nothing scrolls sideways at 400 % zoom."""
    own = page.viewport_size
    assert own
    page.set_viewport_size({"width": NARROW, "height": 640})
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size(own)
    assert wide <= 0, page.url


def test_a_training_is_done_by_keyboard_on_a_phone(
    visit: Visit,
    real: Callable[[str], Course],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    real("de")
    page = visit(TRAINING, "trainee", width=PHONE, language="de")
    look = looker(page, "training-de", shot, assert_accessible)
    look("1-dossier")
    go_on(page, 2)
    reckon_one_person(page)
    look("2-matrix")
    go_on(page, 3)
    answer_wrong_then_right(page)
    choose_people(page)
    look("3-figures")
    go_on(page, 4)
    look("4-summary")
    press_to(page, page.locator(".wbm-card--next button"))
    page.keyboard.press("Enter")
    expect(page.locator(".wbm-case-score")).to_contain_text("von 15 Antworten")
    look("5-result")
    press_to(page, page.get_by_role("button", name="Neu beginnen"))
    page.keyboard.press("Enter")
    expect(page.locator(".wbm-case-step h4[id$='-step']")).to_have_text("Dossier")
    assert Sheet.objects.get().round == 2
    assert not SheetEntry.objects.exists()


def looker(
    page: Page, name: str, shot: Callable[[Page, str], None], check: Callable[[Page], None]
) -> Callable[[str], None]:
    def look(step: str) -> None:
        check(page)
        narrow(page)
        shot(page, f"needs-{name}-{step}")

    return look


def reckon_one_person(page: Page) -> None:
    """Give the gaps of the first person, one of them wrongly first."""
    for column, (first, then) in enumerate((("3", "1"), ("2", ""), ("0", ""), ("0", "")), 1):
        field = page.locator("[data-wbm-heat] tbody tr").first.locator("td").nth(column - 1)
        give_gap(page, field, first)
        if then:
            expect(page.locator("[id$='gap-ways'] summary")).to_be_visible()
            give_gap(page, field, then)
            expect(page.locator("[id$='gap-ways'] summary")).to_have_count(0)


def give_gap(page: Page, field: Locator, level: str) -> None:
    press_to(page, field)
    page.keyboard.press("Enter")
    pick = page.locator(f"dialog [data-wbm-pick='{level}']")
    press_to(page, pick)
    page.keyboard.press("Enter")
    expect(field).to_contain_text(level)


def answer_wrong_then_right(page: Page) -> None:
    """Type a wrong sum, read the way, type the right one."""
    box = page.locator("[id$='question-sum-target-in']")
    press_to(page, box)
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    verdict = page.locator("[id$='question-sum-target-verdict']")
    expect(verdict).to_contain_text("Stimmt noch nicht")
    press_to(page, verdict.locator("summary"))
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("38")
    press_to(page, box, "Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("38")
    page.keyboard.press("Enter")
    expect(verdict.locator(".wbm-case-verdict--right")).to_be_visible()
    expect(words(page, "question-sum-target")).to_contain_text("Gespeichert")


def choose_people(page: Page) -> None:
    """Tick people; whether they are right is told on demand alone."""
    field = page.locator("[id$='question-most-gaps']")
    first = field.locator("input[type=checkbox]").first
    press_to(page, first)
    page.keyboard.press("Space")
    expect(words(page, "question-most-gaps")).to_contain_text("Gespeichert")
    expect(field.locator(".wbm-case-verdict")).to_have_count(0)
    press_to(page, field.get_by_role("button", name="Prüfen"))
    page.keyboard.press("Enter")
    expect(field.locator(".wbm-case-verdict")).to_be_visible()


def test_a_case_is_handed_in_graded_and_read_again(
    visit: Visit,
    real: Callable[[str], Course],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    course = real("en")
    page = visit(CASE_B, "trainee", width=DESKTOP, language="en")
    look = looker(page, "case-en", shot, assert_accessible)
    case = case_of("case-b")
    look("1-dossier")
    follow(page, 2)
    for person in case.people:
        page.locator(f"[id$='profile-{person.id}-in']").select_option(person.profile)
        expect(words(page, f"profile-{person.id}")).to_contain_text("Saved")
    look("2-matrix")
    follow(page, 3)
    page.locator(f"[id$='question-{case.questions[0].id}-in']").fill("196")
    page.keyboard.press("Enter")
    expect(words(page, f"question-{case.questions[0].id}")).to_contain_text("Saved")
    look("3-figures")
    expect(page.locator(".wbm-case-verdict")).to_have_count(0)
    through_parts(page, case)
    follow(page, 4)
    weigh(page, case.priorities[0].competence)
    look("4-priorities")
    follow(page, 5)
    page.locator(".wbm-measure [name=chosen]").first.check()
    expect(words(page, f"measure-{case.measures[0].id}")).to_contain_text("Saved")
    look("5-measures")
    follow(page, 6)
    for reason in case.reasons:
        page.locator(f"[id$='reason-{reason.id}-in']").fill(REASON)
    look("6-reasons")
    follow(page, 7)
    expect(page.locator(".wbm-checklist")).to_contain_text(
        f"{len(case.reasons)} of {len(case.reasons)}"
    )
    look("7-summary")
    page.get_by_role("button", name="Hand in now").dblclick()
    expect(page.locator(".wbm-case-score")).to_be_visible()
    look("8-result")
    work = Work.objects.get()
    grade(visit, course, work, assert_accessible, shot)
    page.reload()
    expect(page.locator(".wbm-badge", has_text="Passed").first).to_be_visible()
    page.get_by_text("Show the model text").first.click()
    look("9-decided")


def follow(page: Page, here: int) -> None:
    page.locator(".wbm-case-next .wbm-button").click()
    expect(page.locator(f".wbm-case-steps li:nth-child({here})")).to_have_attribute(
        "aria-current", "step"
    )


def through_parts(page: Page, case: CaseStudy) -> None:
    """Go on from the first part of the figures to the last."""
    count = sum(each.part is not None for each in case.questions)
    assert count > 1
    for number in range(2, count + 1):
        page.locator(".wbm-case-next .wbm-button").click()
        heading = page.locator("[id$='-parts'] h5")
        expect(heading).to_contain_text(f"Part {number} of {count}")


def weigh(page: Page, competence: str) -> None:
    """Give urgency, importance, class and points of one competence."""
    field = page.locator(f"[id$='weighing-{competence}']")
    for name in ("urgency", "importance", "class"):
        field.locator(f"[name={name}]").select_option("3")
    field.locator("[name=points]").fill("27")
    page.keyboard.press("Enter")
    expect(field.locator(".wbm-case-rank")).to_contain_text("high")
    expect(page.locator("[id$='-order'] li")).to_have_count(1)


def grade(
    visit: Visit,
    course: Course,
    work: Work,
    check: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    """A trainer reads the work beside the rubric, and passes it."""
    assert work.district_id
    nth = trainer_for(course, work.district_id)
    tom = visit(f"/wbm/{course.key}/grading/{work.pk}/", "trainer", nth=nth, language="en")
    expect(tom.locator(".wbm-pane--work")).to_contain_text("We begin with master data")
    check(tom)
    shot(tom, "needs-case-en-grading")
    rubric = case_of("case-b").rubric
    assert rubric
    best = {each.id: len(each.levels) - 1 for each in rubric.criteria}
    decide(actor(course, "trainer", nth), work, rating(best), now=timezone.now())


def test_what_two_pages_write_is_shown_and_decided(
    visit: Visit, real: Callable[[str], Course], assert_accessible: Callable[[Page], None]
) -> None:
    real("en")
    first = visit(CASE_B, "trainee", language="en")
    second = visit(CASE_B, "trainee", width=PHONE, language="en")
    name = case_of("case-b").reasons[0].id
    for page in (first, second):
        page.locator(".wbm-case-steps a[href$='/reasons/']").click()
        expect(page.locator("textarea").first).to_be_visible()
    first.locator(f"[id$='reason-{name}-in']").fill("From the first page")
    expect(words(first, f"reason-{name}")).to_contain_text("Saved")
    second.locator(f"[id$='reason-{name}-in']").fill("From the second page")
    conflict = second.locator("[data-wbm-conflict]")
    expect(conflict).to_contain_text("From the first page")
    expect(conflict).to_contain_text("From the second page")
    assert_accessible(second)
    conflict.get_by_role("button", name="Keep what stands here").click()
    expect(second.locator(f"[id$='reason-{name}-in']")).to_have_value("From the second page")
    expect(second.locator("[data-wbm-kept]:visible")).to_have_count(0)
    assert SheetEntry.objects.get().value == '"From the second page"'
    second.reload()
    second.locator(".wbm-case-steps a[href$='/reasons/']").click()
    expect(second.locator(f"[id$='reason-{name}-in']")).to_have_value("From the second page")
    expect(second.locator("[data-wbm-kept]:visible")).to_have_count(0)


def test_what_the_other_page_wrote_can_be_taken(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("en")
    first = visit(CASE_B, "trainee", language="en")
    second = visit(CASE_B, "trainee", language="en")
    person = case_of("case-b").people[0].id
    for page in (first, second):
        page.locator(".wbm-case-steps a[href$='/matrix/']").click()
        expect(page.locator(".wbm-case-choice").first).to_be_visible()
    first.locator(f"[id$='profile-{person}-in']").select_option("s2")
    expect(words(first, f"profile-{person}")).to_contain_text("Saved")
    second.locator(f"[id$='profile-{person}-in']").select_option("s3")
    second.get_by_role("button", name="Take what was saved elsewhere").click()
    expect(second.locator(f"[id$='profile-{person}-in']")).to_have_value("s2")
    expect(second.locator("[data-wbm-kept]:visible")).to_have_count(0)
    assert SheetEntry.objects.get().value == '"s2"'


def test_what_did_not_reach_the_server_is_offered_again(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("en")
    page = visit(CASE_B, "trainee", language="en")
    name = case_of("case-b").reasons[0].id
    page.locator(".wbm-case-steps a[href$='/reasons/']").click()
    expect(page.locator("textarea").first).to_be_visible()
    page.route("**/answers/**", lambda route: route.abort())
    page.locator(f"[id$='reason-{name}-in']").fill("Written in a tunnel")
    expect(words(page, f"reason-{name}")).to_contain_text("Not saved")
    page.unroute("**/answers/**")
    page.evaluate("window.onbeforeunload = null")
    page.goto(CASE_B)
    page.locator(".wbm-case-steps a[href$='/reasons/']").click()
    field = page.locator(f"[id$='reason-{name}']")
    expect(field.locator("[data-wbm-kept]")).to_contain_text("Written in a tunnel")
    field.get_by_role("button", name="Save this answer").click()
    expect(page.locator(f"[id$='reason-{name}-in']")).to_have_value("Written in a tunnel")
    expect(words(page, f"reason-{name}")).to_contain_text("Saved")
    assert SheetEntry.objects.get().value == '"Written in a tunnel"'
