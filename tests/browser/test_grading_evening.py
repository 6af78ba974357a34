"""A trainer's evening: the queue, work beside its sheet, three in a row by keys, a jury."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from course_export.preview.course import Course
from tests.browser import graded_course
from tests.browser.conftest import WALKS, Visit
from tests.file_samples import pdf
from tests.sample_course import KEY
from xblocks.grading import feedback, service
from xblocks.grading.records import Review, Work

QUEUE = f"/wbm/{KEY}/grading/"


def trainer_of(course: Course, work: Work) -> int:
    """Return which of the trainers grades the district of a work."""
    for nth in range(3):
        if work.district_id in graded_course.actor(course, "trainer", nth).districts:
            return nth
    raise AssertionError(work.district)


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_for_everybody_to_use(
    visit: Visit,
    course: Course,
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
):
    sketch, talk = graded_course.exercise(course, "M1 Projektskizze"), None
    works = graded_course.hand_in(course, sketch, days=12)
    talk = graded_course.exercise(course, "M7 Präsentation", jury=2)
    work = works[0]
    nth = trainer_of(course, work)
    jury = graded_course.hand_in(course, talk, work.company.name)[0]
    tom = graded_course.actor(course, "trainer", nth)
    now = timezone.now()
    service.keep_comment(tom, "Nenne eine Zahl aus dem Betrieb.", shared=True)
    service.add_note(tom, work.pk, "Beim letzten Mal ging es um etwas anderes.", now)
    page = visit(QUEUE, "trainer", nth=nth, width=width, language=language)

    def look(name: str) -> None:
        assert_accessible(page)
        shot(page, f"grading-{name}-{language}-{width}")

    look("queue")
    page.goto(QUEUE + "?view=done")
    look("empty")
    page.goto(f"{QUEUE}{work.pk}/")
    look("free")
    service.claim(tom, work.pk, now)
    feedback.add_small_file(tom, work.pk, "Skizze mit Anmerkungen.pdf", pdf(), now)
    page.goto(f"{QUEUE}{work.pk}/")
    look("sheet")
    page.locator("[name=level-k0][value='0']").check()
    expect(page.locator("#standing [data-wbm-words]")).to_contain_text(re.compile(r"\d\d:\d\d"))
    page.locator("[hx-get*='into=comment-k0']").click()
    expect(page.locator("[data-wbm-insert]")).to_have_count(1)
    look("library-open")
    page.locator("[data-wbm-insert]").click()
    page.locator("button[name=then]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("refused")
    for each in ("k0", "k1", "k2", "k3"):
        page.locator(f"[name=level-{each}][value='2']").check()
    page.locator("button.wbm-button--quiet[hx-post$='decide/']").click()
    page.wait_for_url("**done=decided")
    look("decided")
    page.goto(f"{QUEUE}{work.pk}/?again=1")
    page.locator("[name=without]").check()
    look("again")
    page.locator("[name=summary]").fill("Die Datei war von einem anderen Team.")
    page.locator("[name=reason]").fill("Falsche Datei.")
    page.locator("button.wbm-button--quiet[hx-post$='decide/']").click()
    page.wait_for_url("**done=decided")
    assert not any(each.counts for each in feedback.files_for_graders(tom, [work]))
    for name in ("history", "downloads", "comments"):
        path = f"{work.pk}/history/" if name == "history" else f"{name}/"
        page.goto(QUEUE + path)
        look(name)
    page.goto(f"{QUEUE}{jury.pk}/")
    look("jury-free")
    service.take_seat(tom, jury.pk, now)
    page.goto(f"{QUEUE}{jury.pk}/")
    look("jury-seat")
    guest = graded_course.actor(course, "expert")
    service.seat_guest(tom, jury.pk, guest.person_id, now)
    for juror, level in ((tom, 3), (guest, 1)):
        given = service.Rating(levels=dict.fromkeys(("k0", "k1", "k2", "k3"), level))
        saved = service.save_draft(juror, jury.pk, 0, given, now)
        service.submit_seat(juror, jury.pk, saved.version, now)
    page.goto(f"{QUEUE}{jury.pk}/")
    look("jury-complete")


def test_three_works_in_a_row_by_keys_alone(visit: Visit, course: Course):
    sketch = graded_course.exercise(course, "M1 Projektskizze")
    works = graded_course.hand_in(
        course, sketch, "Lindgraben Antriebe GmbH", "Heckengrund Sensorik AG", days=9
    )
    more = graded_course.exercise(course, "M3 Bedarfsanalyse")
    works += graded_course.hand_in(course, more, "Lindgraben Antriebe GmbH", days=2)
    page = visit(QUEUE, "trainer", nth=trainer_of(course, works[0]), language="en")
    keys = page.keyboard
    keys.press("j")
    expect(page.get_by_role("link", name="Lindgraben Antriebe GmbH").first).to_be_focused()
    keys.press("j")
    expect(page.get_by_role("link", name="Heckengrund Sensorik AG")).to_be_focused()
    keys.press("k")
    keys.press("Enter")
    for number, work in enumerate(works):
        page.wait_for_url(f"**/grading/{work.pk}/**")
        expect(page.get_by_role("button", name="Begin to review")).to_be_focused()
        keys.press("Enter")
        page.wait_for_url("**done=began")
        expect(page.get_by_role("heading", name="The review", exact=True)).to_be_visible()
        for level in "3212":
            keys.press(level)
        keys.press("c")
        keys.type(f"Work {number}: name a figure.")
        expect(page.locator("#standing [data-wbm-words]")).to_contain_text("Saved")
        keys.press("Control+Enter")
    page.wait_for_url("**notice=last")
    reviews = Review.objects.order_by("id")
    assert [review.work_id for review in reviews] == [work.pk for work in works]
    assert {review.decision for review in reviews} == {"passed"}
    assert all(review.levels == {"k0": 3, "k1": 2, "k2": 1, "k3": 2} for review in reviews)
    assert "Work 2" in str(reviews[2].comments)


def test_shortcuts_are_listed_and_can_be_switched_off(visit: Visit, course: Course):
    graded_course.hand_in(course, graded_course.exercise(course, "M1"))
    page = visit(QUEUE, "trainer", language="en")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("[data-wbm-item]:focus")).to_have_count(0)


def test_two_trainers_never_review_the_same_work(visit: Visit, course: Course):
    work = graded_course.hand_in(
        course, graded_course.exercise(course, "M1"), "Lindgraben Antriebe GmbH"
    )[0]
    # Gudrun and Rosa both grade in Baden-Württemberg.
    graders = [
        nth
        for nth in range(3)
        if work.district_id in graded_course.actor(course, "trainer", nth).districts
    ]
    one, two = (
        visit(f"{QUEUE}{work.pk}/", "trainer", nth=nth, language="en") for nth in graders[:2]
    )
    one.get_by_role("button", name="Begin to review").click()
    expect(one.locator(".wbm-notice--good")).to_contain_text("You hold this work until")
    two.get_by_role("button", name="Begin to review").click()
    expect(two.get_by_text("is grading this work.")).to_be_visible()
    expect(two.get_by_text("is reviewing this until")).to_be_visible()
    expect(two.locator("[name^=level-]")).to_have_count(0)


def test_what_is_typed_is_saved_and_two_windows_do_not_overwrite_each_other(
    visit: Visit, course: Course
):
    work = graded_course.hand_in(
        course, graded_course.exercise(course, "M1"), "Lindgraben Antriebe GmbH"
    )[0]
    nth = trainer_of(course, work)
    trainer = graded_course.actor(course, "trainer", nth)
    service.claim(trainer, work.pk, timezone.now())
    address = f"{QUEUE}{work.pk}/"
    one = visit(address, "trainer", nth=nth, language="en")
    two = visit(address, "trainer", nth=nth, language="en")
    one.get_by_label("On the whole").fill("From the first window.")
    expect(one.locator("#standing [data-wbm-words]")).to_contain_text("Saved")
    two.get_by_label("On the whole").fill("From the second window.")
    expect(two.get_by_role("alert")).to_contain_text("From the first window.")
    two.get_by_role("button", name="Keep what is here").click()
    expect(two.locator("#standing [data-wbm-words]")).to_contain_text("Saved")
    one.reload()
    expect(one.get_by_label("On the whole")).to_have_value("From the second window.")


def test_the_decision_follows_the_points_until_one_is_marked(visit: Visit, course: Course):
    work = graded_course.hand_in(
        course, graded_course.exercise(course, "M1"), "Lindgraben Antriebe GmbH"
    )[0]
    nth = trainer_of(course, work)
    service.claim(graded_course.actor(course, "trainer", nth), work.pk, timezone.now())
    page = visit(f"{QUEUE}{work.pk}/", "trainer", nth=nth, language="en")
    reason = page.get_by_label("Why do you decide otherwise")
    for each in ("k0", "k1", "k2", "k3"):
        page.locator(f"[name=level-{each}][value='3']").check()
    expect(page.get_by_role("radio", name="Passed by the rule")).to_be_checked()
    expect(reason).to_be_hidden()
    page.locator("[name=level-k1][value='0']").check()
    expect(page.get_by_label("Back for revision")).to_be_checked()
    page.get_by_label("Not passed").check()
    expect(reason).to_be_visible()
    page.locator("[name=level-k1][value='3']").check()
    expect(page.locator(".wbm-tally")).to_contain_text("By the rule: Passed")
    expect(page.get_by_label("Not passed")).to_be_checked()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Please give your reason")
    reason.fill("The team told us that it was copied.")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.get_by_role("heading", name="reads this")).to_be_visible()


def test_a_lost_connection_is_said_and_saving_goes_on_by_itself(visit: Visit, course: Course):
    work = graded_course.hand_in(
        course, graded_course.exercise(course, "M1"), "Lindgraben Antriebe GmbH"
    )[0]
    nth = trainer_of(course, work)
    service.claim(graded_course.actor(course, "trainer", nth), work.pk, timezone.now())
    page = visit(f"{QUEUE}{work.pk}/", "trainer", nth=nth, language="en")
    page.context.set_offline(True)
    page.locator("[name=level-k0][value='3']").check()
    expect(page.locator("#standing [data-wbm-words]")).to_contain_text("Not saved")
    page.context.set_offline(False)
    expect(page.locator("#standing [data-wbm-words]")).to_contain_text("Saved", timeout=15_000)


def test_a_jury_rates_blind_and_the_chair_decides(visit: Visit, course: Course):
    work = graded_course.hand_in(
        course, graded_course.exercise(course, "M7", jury=2), "Lindgraben Antriebe GmbH"
    )[0]
    nth = trainer_of(course, work)
    address = f"{QUEUE}{work.pk}/"
    chair = visit(address, "trainer", nth=nth, language="en")
    chair.get_by_role("button", name="Take a seat").click()
    chair.get_by_role("link", name="Give somebody a seat").click()
    chair.get_by_label("Guest").select_option(label="Ibrahim Sonnleitner (expert)")
    chair.get_by_role("button", name="Give this seat").click()
    experts = [
        p for p in range(3) if graded_course.actor(course, "expert", p).name.startswith("Ib")
    ]
    guest = visit(f"{QUEUE}mine/", "expert", nth=experts[0], language="en")
    guest.get_by_role("link", name="Lindgraben Antriebe GmbH").click()
    for page, level in ((chair, 3), (guest, 1)):
        page.on("dialog", lambda dialog: dialog.accept())
        for each in ("k0", "k1", "k2", "k3"):
            page.locator(f"[name=level-{each}][value='{level}']").check()
        expect(page.locator(".wbm-tally")).to_contain_text("By the rule")
        page.get_by_role("button", name="Submit my rating").click()
        expect(page.get_by_role("status")).to_contain_text("Your rating is with the jury.")
        if page is chair:
            expect(page.get_by_role("table")).to_have_count(0)
    expect(guest.get_by_text("Now the chair decides.")).to_be_visible()
    expect(guest.get_by_role("table")).to_be_visible()
    chair.reload()
    expect(chair.get_by_text("far apart").first).to_be_visible()
    chair.get_by_role("link", name="Fill in the middle level").click()
    expect(chair.locator("[name=level-k0][value='1']")).to_be_checked()
    chair.get_by_role("button", name="Decide", exact=True).click()
    expect(chair.get_by_role("heading", name="reads this")).to_be_visible()
    assert Review.objects.get(kind="final").decision == "returned"
