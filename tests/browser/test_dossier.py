"""From the seminar day to the released page: trainers note, trainees own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import WALKS, Visit
from tests.open_badge import wrong_in_badge
from tests.records.dossier_cases import graduate, note, required, work
from xblocks.core.people import Actor, Role
from xblocks.dossier.records import AttendanceNote
from xblocks.grading.domain import Status
from xblocks.roster.records import Person

GRADUATE, LEARNER = "Aylin Demirbas", "Svetlana Morgenrot"
SVETLANA = 9
"""Her place among the trainees, whom names sort; Aylin is the first."""
A4 = (595, 842)
"""Width and height of a page in points."""


def actor(course_key: str, name: str) -> Actor:
    person = Person.objects.get(course_key=course_key, name=name)
    return Actor(
        user_id=person.user_id or 0,
        course_key=person.course_key,
        name=name,
        roles=frozenset({Role.TRAINEE}),
        person_id=person.pk,
        company=person.company_id,
    )


@pytest.fixture
def taught(archives: dict[str, Path], course: Course) -> Callable[[str], str]:
    """Open the real course with somebody who has the certificate and somebody on the way."""

    def opened(language: str) -> str:
        key = str(start.open_course(archives[language]).key)
        graduate(actor(key, GRADUATE))
        learner = actor(key, LEARNER)
        note(learner.person_id, [1, 2, 3])
        note(learner.person_id, [4], there=False)
        exercises = required(key)
        for exercise, status in zip(
            exercises, (Status.PASSED, Status.RETURNED, Status.FAILED), strict=False
        ):
            work(learner.person_id, exercise, status=status)
        return f"/wbm/{key}/"

    return opened


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_for_everybody_to_use(
    visit: Visit,
    taught: Callable[[str], str],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    base = taught(language)

    def look(page: Page, name: str) -> None:
        assert_accessible(page)
        shot(page, f"dossier-{name}-{language}-{width}")

    page = visit(base + "dossier/", width=width, language=language)
    for name, path in (("whole", ""), ("release", "release/"), ("paper", "print/")):
        page.goto(f"{base}dossier/{path}")
        look(page, name)
    page.goto(base + "dossier/release/")
    page.locator("main form button").first.click()
    expect(page.locator("#address")).to_be_visible()
    look(page, "released")
    link = page.locator("#address").input_value()
    stranger = visit("/" + link.partition("//")[2].partition("/")[2], "nobody", width=width)
    look(stranger, "shared")
    stranger.goto("/wbm/shared/ended/")
    look(stranger, "ended")
    page.goto(base + "dossier/")
    look(page, "links")
    learner = visit(base + "dossier/", nth=SVETLANA, width=width, language=language)
    look(learner, "missing")
    trainer = visit(base + "attendance/?day=4", "trainer", width=width, language=language)
    look(trainer, "attendance")
    trainer.goto(base + "attendance/?day=9")
    trainer.locator("main details summary").first.click()
    trainer.locator("#pasted").fill("Nobody")
    trainer.locator("main form[method=post] button").first.click()
    expect(trainer.get_by_role("alert")).to_be_visible()
    look(trainer, "attendance-faulty")


def test_a_trainer_notes_a_day_with_the_keyboard_and_corrects_it(
    visit: Visit, taught: Callable[[str], str]
) -> None:
    base = taught("en")
    page = visit(base + "grading/", "trainer", language="en")
    page.get_by_role("link", name="Attendance").press("Enter")
    page.get_by_role("link", name="Day 9").press("Enter")
    page.get_by_role("checkbox", name="Aylin Demirbas").press("Space")
    page.get_by_role("button", name="Save the day").press("Enter")
    expect(page.get_by_role("status").get_by_text("Day 9 is saved.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Aylin Demirbas")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Jonas Feldweg")).not_to_be_checked()
    page.get_by_role("checkbox", name="Jonas Feldweg").press("Space")
    page.get_by_role("button", name="Save the day").press("Enter")
    expect(page.get_by_role("checkbox", name="Jonas Feldweg")).to_be_checked()
    page.get_by_text("Who noted what").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Jonas Feldweg: ")).to_have_count(2)
    notes = AttendanceNote.objects.filter(person__name="Jonas Feldweg", day=9).order_by("number")
    assert list(notes.values_list("there", flat=True)) == [False, True]


def test_a_trainee_finds_the_evidence_releases_a_page_and_ends_it(
    visit: Visit, taught: Callable[[str], str]
) -> None:
    taught("en")
    page = visit("/", language="en")
    page.get_by_role("link", name="Your evidence for the certificate").press("Enter")
    expect(page.get_by_role("heading", name="You have reached the certificate")).to_be_visible()
    page.get_by_role("link", name="Release a page").press("Enter")
    preview = page.locator("#preview")
    expect(preview.get_by_text("M1 · ")).to_be_visible()
    page.get_by_role("checkbox", name="Passed hand-ins").press("Space")
    expect(preview.get_by_text("M1 · ")).to_have_count(0)
    page.get_by_role("checkbox", name="Your company").press("Space")
    expect(preview.get_by_text("Lindgraben Antriebe GmbH")).to_be_visible()
    promised = preview.inner_text().split()
    page.get_by_role("button", name="Make the link").press("Enter")
    link = page.locator("#address").input_value()
    path = "/" + link.partition("//")[2].partition("/")[2]
    stranger = visit(path, "nobody", language="en")
    shared = stranger.locator("main").inner_text().split()
    assert " ".join(promised) in " ".join(shared)
    assert stranger.evaluate("document.scripts.length") == 0
    page.get_by_role("link", name="Back to your evidence").press("Enter")
    page.get_by_role("button", name="End the link").press("Enter")
    expect(page.get_by_text("The link has ended.")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Nothing is shown here")).to_be_visible()


def test_the_badge_comes_as_a_file(visit: Visit, taught: Callable[[str], str]) -> None:
    base = taught("en")
    page = visit(base + "dossier/", language="en")
    page.get_by_role("radio", name="By your e-mail address").press("Space")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the badge").press("Enter")
    assert coming.value.suggested_filename == "certificate.json"
    found = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    assert wrong_in_badge(found) == []
    assert "Aylin" not in json.dumps(found)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_evidence_is_one_sheet_of_a4(
    visit: Visit, taught: Callable[[str], str], tmp_path: Path, language: str
) -> None:
    base = taught(language)
    for nth in (0, SVETLANA):
        page = visit(base + "dossier/print/", nth=nth, language=language)
        data = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
        box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", data)
        assert box
        assert tuple(round(float(side)) for side in box.groups()) == A4
        page.emulate_media(media="print")
        assert not page.locator(".pv-head").is_visible()
        assert not page.get_by_role("button").first.is_visible()
        assert page.locator(".wbm-signatures").is_visible()
