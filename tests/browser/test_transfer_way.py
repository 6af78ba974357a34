"""The whole way of a milestone in real browsers: two mentors write, a trainer returns it by
keyboard, they read the words and revise, the trainer passes it, all of them see the grade."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.team_pages import (
    UNIT,
    box,
    field,
    mates,
    poll,
    state,
    trainer_for,
)
from tests.file_samples import pdf
from tests.personas import actor
from xblocks.grading.records import Review, Work
from xblocks.roster.records import Company

Look = Callable[[Page, str], None]


@dataclass(frozen=True)
class Words:
    """What the pages say and what people write, in one language."""

    title: str
    saved: str
    reason: tuple[str, str]
    texts: dict[str, str]
    entries: dict[str, str]
    comments: tuple[str, ...]
    better_goal: str
    returned: str
    days_left: str
    passed: str
    points: str


GERMAN = Words(
    title="Projektskizze",
    saved="Gespeichert",
    reason=(
        "In 14 Monaten läuft Linie 3 aus. Zwölf Angelernte kennen die neue Technik nicht. Bisher "
        "hat niemand mit ihnen über einen Abschluss gesprochen.",
        "In der Nachtschicht weiß kaum jemand, wer Kurse genehmigt. Das sagen uns Kolleg*innen in "
        "der Pause immer wieder. Auch die Meister*innen fragen danach.",
    ),
    texts={
        "name": "Sprechstunde in der Frühschicht",
        "goal": "Wir wollen mehr Kolleg*innen für Weiterbildung gewinnen und ihnen zeigen, welche "
        "Wege es bei uns im Betrieb gibt.",
        "benefit": "Alle wissen, welcher Abschluss möglich ist und wer die Kosten trägt. Niemand "
        "muss dafür in der Freizeit suchen.",
        "group": "Angelernte an Linie 3 in allen drei Schichten. Sie verlieren zuerst ihre Arbeit. "
        "Zwei von ihnen planen die Termine mit uns.",
        "limits": "Wir beurteilen niemanden. Wir schreiben keine Namen auf. Ohne Ja des "
        "Betriebsrats hören wir auf.",
    },
    entries={
        "evidence": "2 von 40 waren dieses Jahr in einem Kurs.",
        "people": "Mitglied im Bildungsausschuss des Betriebsrats",
        "risk": "Die Schicht lässt keine Zeit.",
        "answer": "Termine mit der Schichtleitung vorab klären",
    },
    comments=(
        "Gut beobachtet. Nennt noch eine Zahl.",
        "Bis wann, und woran merkt ihr es?",
        "Wie erreicht ihr die Nachtschicht?",
        "Was tut ihr, wenn die Schicht keine Zeit lässt?",
    ),
    better_goal="Bis Ende Juni waren 20 Kolleg*innen in der Sprechstunde. 8 von ihnen haben einen "
    "nächsten Schritt vereinbart.",
    returned="Zur Überarbeitung zurück",
    days_left=r"Noch \d+ Tage",
    passed="Bestanden",
    points="100 von 100 Punkten",
)
ENGLISH = Words(
    title="Project outline",
    saved="Saved",
    reason=(
        "Line 3 closes in 14 months. Twelve semi-skilled employees do not know the new "
        "technology. Nobody has talked with them about a qualification yet.",
        "On the night shift hardly anybody knows who approves courses. Colleagues tell us so in "
        "every break. The foremen ask about it, too.",
    ),
    texts={
        "name": "Advice hour on the early shift",
        "goal": "We want to win more colleagues for training and show them which ways there are "
        "in our company.",
        "benefit": "Everybody knows which qualification is possible and who pays for it. Nobody "
        "has to search in their spare time.",
        "group": "Semi-skilled employees on line 3, all three shifts. They lose their work first. "
        "Two of them plan the dates with us.",
        "limits": "We judge nobody. We write down no names. Without a yes from the works council "
        "we stop.",
    },
    entries={
        "evidence": "2 out of 40 took a course this year.",
        "people": "Member of the works council’s training committee",
        "risk": "The shift leaves no time.",
        "answer": "Settle dates with the shift management beforehand",
    },
    comments=(
        "Well observed. Add a number.",
        "By when, and how will you tell?",
        "How do you reach the night shift?",
        "What will you do if the shift leaves no time?",
    ),
    better_goal="By the end of June 20 colleagues have come to the advice hour. 8 of them have "
    "agreed on a next step.",
    returned="Returned for revision",
    days_left=r"\d+ days left",
    passed="Passed",
    points="100 of 100 points",
)


@pytest.mark.parametrize(
    ("language", "words", "width"),
    [("de", GERMAN, PHONE), ("en", ENGLISH, DESKTOP)],
    ids=["German on phones", "English on desktops"],
)
def test_two_write_one_returns_they_revise_and_everybody_sees_the_grade(
    visit: Visit,
    course: Course,
    archives: dict[str, Path],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    words: Words,
    width: int,
) -> None:
    real = start.open_course(archives[language])
    first, second = mates(real)
    ada = visit(UNIT, "trainee", nth=first, width=width, language=language)
    bea = visit(UNIT, "trainee", nth=second, width=width, language=language)

    def look(page: Page, name: str) -> None:
        assert_accessible(page)
        shot(page, f"way-{language}-{width}-{name}")

    both_write(ada, bea, words, look)
    hand_in(ada, look)
    poll(bea)
    expect(bea.locator("form[hx-post$='/withdraw/']")).to_be_visible()

    company = Company.objects.get(pk=actor(real, "trainee", first).company)
    nth = trainer_for(real, company.district_id)
    tom = visit(f"/wbm/{real.key}/grading/", "trainer", nth=nth, language=language)
    work = begin(tom)
    rate_by_keys(tom, "1111", words.comments)
    give_file(tom)
    look(tom, "6-sheet")
    decide_by_keys(tom)
    assert Review.objects.get(work=work).decision == "returned"

    for page in (ada, bea):
        read_the_words(page, words)
    look(bea, "7-returned")
    revise(ada, words, look)
    hand_in(ada)
    expect(ada.locator("summary", has_text=" 1").first).to_be_visible()

    tom.goto(f"/wbm/{real.key}/grading/")
    work = begin(tom)
    expect(tom.locator("ins").first).to_be_attached()
    look(tom, "9-version-2")
    rate_by_keys(tom, "3333")
    decide_by_keys(tom)
    assert Review.objects.get(work=work).decision == "passed"
    for page, name in ((ada, "ada"), (bea, "bea")):
        poll(page)
        expect(page.locator(".wbm-badge--good").first).to_have_text(words.passed)
        expect(page.get_by_text(words.points)).to_be_visible()
        look(page, f"10-passed-{name}")
        page.goto("/progress/")
        milestone = page.get_by_role("row").filter(has_text=words.title)
        expect(milestone).to_contain_text("100 / 100")
        look(page, f"11-progress-{name}")
    tom.goto("/grades/")
    for name in (actor(real, "trainee", each).name for each in (first, second)):
        expect(tom.get_by_role("row").filter(has_text=name)).to_contain_text("100 / 100")
    look(tom, "12-grade-book")


def both_write(ada: Page, bea: Page, words: Words, look: Look) -> None:
    """Let two fill the form at the same time; one field both of them."""
    look(ada, "1-empty")
    write(ada, "name", words)
    box(ada, "reason").fill(words.reason[0])
    expect(state(ada, "reason")).to_contain_text(words.saved)
    box(bea, "reason").fill(words.reason[1])
    conflict = bea.locator("[data-wbm-conflict]")
    expect(conflict).to_contain_text(words.reason[0])
    look(bea, "2-conflict")
    conflict.locator("button[value=both]").click()
    expect(box(bea, "reason")).to_have_value("\n\n".join(words.reason))
    field(ada, "type").locator("input[type=radio]").first.check()
    expect(state(ada, "type")).to_contain_text(words.saved)
    for name in ("benefit", "group"):
        write(bea, name, words)
    for page, name in ((ada, "evidence"), (bea, "people")):
        field(page, name).locator("[name=item]").first.fill(words.entries[name])
        expect(state(page, name)).to_contain_text(words.saved)
    for name in ("risk", "answer"):
        field(bea, "risks").locator(f"[name=c-{name}]").first.fill(words.entries[name])
    expect(field(bea, "risks").locator("[data-wbm-state] .wbm-todo")).to_have_count(0)
    expect(state(bea, "risks")).to_contain_text(words.saved)
    box(ada, "goal_date").fill("2027-06-30")
    expect(state(ada, "goal_date")).to_contain_text(words.saved)
    write(ada, "goal", words)
    summary(ada)
    expect(ada.locator(".wbm-checklist .wbm-badge--attention")).to_have_count(1)
    look(ada, "3-missing")
    ada.locator(".wbm-checklist a[href$='field=limits']").click()
    expect(box(ada, "limits")).to_be_focused()
    expect(box(ada, "reason")).to_have_value("\n\n".join(words.reason))
    write(ada, "limits", words)


def write(page: Page, name: str, words: Words) -> None:
    box(page, name).fill(words.texts[name])
    expect(state(page, name)).to_contain_text(words.saved)


def summary(page: Page) -> None:
    page.locator("a.wbm-button[data-wbm-after-drafts][href$='/summary/']").click()
    expect(page.locator(".wbm-checklist")).to_be_visible()


def hand_in(page: Page, look: Look | None = None) -> None:
    summary(page)
    button = page.locator("form[hx-post$='/hand-in/'] button")
    expect(button).to_be_visible()
    if look:
        look(page, "4-ready")
    button.click()
    expect(page.locator("form[hx-post$='/withdraw/'] button")).to_be_visible()
    if look:
        look(page, "5-handed-in")


def begin(page: Page) -> Work:
    """Open the first work of the queue and begin to review it, with keys alone."""
    page.keyboard.press("j")
    expect(page.locator("[data-wbm-item]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-wbm-first]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-wbm-sheet]")).to_be_visible()
    return Work.objects.latest("pk")


def rate_by_keys(page: Page, levels: str, comments: tuple[str, ...] = ()) -> None:
    """Choose a level for each criterion, and write a comment to it, with keys alone."""
    page.keyboard.press("j")
    for number, level in enumerate(levels):
        page.keyboard.press(level)
        if not comments:
            continue
        if number < len(levels) - 1:
            page.keyboard.press("k")
        page.keyboard.press("c")
        expect(page.locator("[data-wbm-levels] textarea").nth(number)).to_be_focused()
        page.keyboard.type(comments[number])
        page.keyboard.press("Tab")
    expect(page.locator("[data-wbm-levels] input:checked")).to_have_count(len(levels))


def give_file(page: Page) -> None:
    page.locator("#files input[type=file]").set_input_files(
        {"name": "Anmerkungen.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    expect(page.get_by_role("link", name="Anmerkungen.pdf")).to_be_visible()


def decide_by_keys(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**notice=last")


def read_the_words(page: Page, words: Words) -> None:
    """What came back, without having opened the page anew."""
    poll(page)
    expect(page.locator(".wbm-badge--attention").first).to_have_text(words.returned)
    expect(page.get_by_text(re.compile(words.days_left)).first).to_be_visible()
    for comment in words.comments:
        expect(page.get_by_text(comment)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Anmerkungen.pdf").click()
    assert Path(download.value.path()).read_bytes() == pdf()


def revise(page: Page, words: Words, look: Look) -> None:
    """Write on, and look at what has changed since then."""
    box(page, "goal").fill(words.better_goal)
    page.locator("a[data-wbm-after-drafts][href*='compare']").first.click()
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    look(page, "8-compared")
    page.locator("a[hx-get$='/project/'], section > div > p > a").first.click()
    expect(box(page, "goal")).to_have_value(words.better_goal)
