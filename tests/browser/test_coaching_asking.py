"""The whole way of a trainee: a draft with live hints, a passage, a file, the thread, the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.team_pages import mates
from tests.file_samples import pdf
from tests.personas import actor
from xblocks.coaching import service
from xblocks.coaching.records import HandedContext, Request
from xblocks.core.people import Actor, Role
from xblocks.core.topics import Topic
from xblocks.exercises.records import Exercise
from xblocks.roster.records import Company, Person
from xblocks.transfer_project import service as project
from xblocks.transfer_project.service import Seen

Look = Callable[[Page, str], None]
UNIT = "/unit/unit-coaching/"
DESK = "#wbm-coaching-desk"


@dataclass(frozen=True)
class Words:
    """What somebody writes, in one language."""

    bad_situation: str
    situation: str
    question: str
    tried: str
    reason: str
    goal: str
    more: str
    record: str
    thanks: str
    back: str
    answer: str


GERMAN = Words(
    bad_situation="Jürgen aus der Nachtschicht ist krank.",
    situation="In der Nachtschicht an Linie 3 kommt seit Mai niemand in die Sprechstunde. Die "
    "Schichtleitung gibt dafür keine Zeit frei.",
    question="Wie gewinne ich die Schichtleitung für eine feste halbe Stunde?",
    tried="Ich habe zweimal mit der Schichtleitung gesprochen und einen Aushang gemacht.",
    reason="Am Freitag ist Schichtwechsel.",
    goal="Bis Juni sprechen wir mit zwölf Kolleg*innen über ihren Abschluss.",
    more="Wer zahlt die halbe Stunde?",
    record="Wir fragen im Juni beim Betriebsrat nach.",
    thanks="Danke, das hat geholfen!",
    back="Seit wann ist das so?",
    answer="Fragt zuerst den Betriebsrat.",
)
ENGLISH = Words(
    bad_situation="Jürgen from the night shift is on sick leave.",
    situation="Since May nobody from the night shift on line 3 has come to our advice hour. The "
    "shift leader says there is no time.",
    question="How do I win the shift leader over?",
    tried="I talked to the shift leader twice and put up a notice.",
    reason="The shifts change on Friday.",
    goal="By June we talk with twelve colleagues about their qualification.",
    more="Who pays for the half hour?",
    record="We ask the works council in June.",
    thanks="Thank you, that helped!",
    back="Since when is it like this?",
    answer="Ask the works council first.",
)


@pytest.fixture
def real(course: Course, archives: dict[str, Path]) -> Callable[[str], Course]:
    """Open the real course in one language."""
    return lambda language: start.open_course(archives[language])


@pytest.mark.parametrize(
    ("language", "words", "width"),
    [("de", GERMAN, PHONE), ("en", ENGLISH, DESKTOP)],
    ids=["German on a phone", "English on a desktop"],
)
def test_from_the_first_word_to_the_thank_you(
    visit: Visit,
    real: Callable[[str], Course],
    assert_accessible: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    language: str,
    words: Words,
    width: int,
) -> None:
    opened = real(language)
    first, second = mates(opened)
    ada = actor(opened, "trainee", first)
    write_milestone(opened, ada, words.goal)

    def look(page: Page, name: str) -> None:
        assert_accessible(page)
        shot(page, f"asking-{language}-{width}-{name}")

    page = visit(UNIT, "trainee", nth=first, width=width, language=language)
    look(page, "1-desk")
    page.locator("form[hx-post$='/draft/'] button").click()
    expect(field(page, "situation")).to_be_visible()
    be_warned(page, words, look)
    fill(page, words, topic_of_somebody(ada))
    hand_over(page, words, look)
    attach(page)
    page.locator("[name=for_team]").check()
    expect_saved(page)
    send(page)
    expect(page.locator(".wbm-error-summary a[href$='-pseudonymised']")).to_be_visible()
    look(page, "5-confirm")
    page.locator("[name=pseudonymised]").check()
    send(page)
    expect(page.locator(".wbm-said-list")).to_contain_text(words.question)
    look(page, "6-sent")

    request = Request.objects.get()
    assert request.for_team
    assert request.pseudonymised
    lena = an_expert(request)
    service.claim(lena, request.pk, timezone.now())
    say(service.ask_back, lena, request, words.back)
    bea = visit(UNIT, "trainee", nth=second, width=width, language=language)
    bea.locator(".wbm-card--next a").click()
    expect(bea.locator(".wbm-said-list")).to_contain_text(words.back)
    page.goto(UNIT)
    page.locator(".wbm-card--next a").click()
    look(page, "7-asked-back")
    page.locator("[name=text]").first.fill(words.situation)
    page.locator("form[hx-post$='/step/write/'] button").click()
    expect(page.locator(".wbm-said")).to_have_count(3)
    say(service.reply, lena, request, words.answer)
    page.goto(UNIT)
    page.locator(".wbm-card--next a").click()
    expect(page.locator(".wbm-said-list")).to_contain_text(words.answer)
    look(page, "8-answered")
    page.locator("details:has(form[hx-post$='/step/reopen/']) summary").click()
    page.locator("form[hx-post$='/step/reopen/'] textarea").fill(words.more)
    page.locator("form[hx-post$='/step/reopen/'] button").click()
    expect(page.locator(".wbm-said-list")).to_contain_text(words.more)
    say(service.reply, lena, request, words.answer)
    page.goto(f"/wbm/{opened.key}/coaching/own/{request.pk}/")
    page.locator("[name=record]").fill(words.record)
    page.locator("[name=thanks]").fill(words.thanks)
    page.locator("form[hx-post$='/step/close/'] button").click()
    expect(page.get_by_text(words.record)).to_be_visible()
    expect(page.get_by_text(words.thanks)).to_be_visible()
    look(page, "9-closed")
    page.locator(f"{DESK} a[hx-get*='/ask/']").first.click()
    expect(page.locator(".wbm-inbox > li")).to_have_count(1)
    look(page, "10-list")


def test_the_form_is_filled_and_sent_with_keys_alone(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("de")
    page = visit(UNIT, "trainee")
    tab_to(page, "form[hx-post$='/draft/'] button")
    page.keyboard.press("Enter")
    expect(page.locator(f"{DESK}-title")).to_be_focused()
    tab_to(page, "[name=topic]")
    page.keyboard.press("Space")
    tab_to(page, "[name=phase]")
    page.keyboard.press("m")
    for name in ("situation", "question", "tried"):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(getattr(GERMAN, name))
    for name in ("outcome", "urgency"):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("ArrowDown")
    expect_saved(page)
    tab_to(page, "form[hx-post$='/send/'] button")
    page.keyboard.press("Enter")
    expect(page.locator(".wbm-said-list")).to_contain_text(GERMAN.question)
    assert Request.objects.get().sent_at is not None


def test_what_is_typed_without_a_connection_arrives_later(
    visit: Visit, real: Callable[[str], Course]
) -> None:
    real("de")
    page = visit(UNIT, "trainee")
    page.locator("form[hx-post$='/draft/'] button").click()
    expect(field(page, "question")).to_be_visible()
    page.context.set_offline(True)
    field(page, "question").fill(GERMAN.question)
    expect(state(page)).to_contain_text("Nicht gespeichert")
    page.context.set_offline(False)
    expect_saved(page)
    assert Request.objects.get().question == GERMAN.question


def test_two_pages_with_one_draft_show_both_texts_and_keep_the_chosen_one(
    visit: Visit, real: Callable[[str], Course], assert_accessible: Callable[[Page], None]
) -> None:
    real("de")
    one = visit(UNIT, "trainee", width=PHONE)
    one.locator("form[hx-post$='/draft/'] button").click()
    expect(field(one, "question")).to_be_visible()
    two = visit(UNIT, "trainee")
    two.locator("form[hx-post$='/draft/'] button").click()
    field(two, "question").fill("Von hier?")
    expect_saved(two)
    field(one, "question").fill("Von dort?")
    conflict = one.locator("[data-wbm-conflict]")
    expect(conflict).to_contain_text("Von hier?")
    expect(conflict).to_contain_text("Von dort?")
    assert_accessible(one)
    conflict.locator("button").first.click()
    expect(field(one, "question")).to_have_value("Von dort?")
    assert Request.objects.get().question == "Von dort?"


def test_authors_and_others_see_what_the_desk_says(
    visit: Visit, real: Callable[[str], Course], assert_accessible: Callable[[Page], None]
) -> None:
    real("de")
    for who in ("trainer", "expert", "coordinator", "author"):
        page = visit(UNIT, who, width=PHONE)
        expect(page.locator(".wbm-details").first).to_be_visible()
        expect(page.locator("form[hx-post$='/draft/']")).to_have_count(0)
        assert_accessible(page)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"{DESK}-{name}")


def state(page: Page) -> Locator:
    return page.locator(f"{DESK}-form [data-wbm-words]")


def expect_saved(page: Page) -> None:
    """Nothing is on its way any more."""
    unsent = "document.querySelector('form[data-wbm-draft]').wbmTyped"
    page.wait_for_function(f"() => !({unsent})")


def be_warned(page: Page, words: Words, look: Look) -> None:
    """See what may be about a person, and the points, while typing."""
    field(page, "situation").fill(words.bad_situation)
    warnings = page.locator(f"{DESK}-situation-hints .wbm-warning")
    expect(warnings).to_have_count(2)
    expect(warnings.first).to_contain_text("Jürgen")
    look(page, "2-warned")
    send(page)
    expect(page.locator(".wbm-error-summary")).to_be_visible()
    look(page, "3-missing")
    page.locator(".wbm-error-summary a[href$='-question']").click()
    expect(field(page, "question")).to_be_focused()


def fill(page: Page, words: Words, topic: str) -> None:
    for name in ("situation", "question", "tried"):
        field(page, name).fill(getattr(words, name))
    page.locator(f"[name=topic][value={topic}]").check()
    page.locator("[name=phase]").select_option("m1")
    page.locator("[name=outcome][value=decision]").check()
    page.locator("[name=urgency][value=urgent]").check()
    field(page, "urgency_reason").fill(words.reason)
    expect(page.locator(f"{DESK}-quality .wbm-met")).to_have_count(5)
    expect(page.locator(".wbm-hints .wbm-error")).to_have_count(0)
    expect_saved(page)


def hand_over(page: Page, words: Words, look: Look) -> None:
    """Read what the milestone holds, choose it, and see what goes along."""
    page.locator("a[hx-get$='/context/']").click()
    choice = page.locator(f"{DESK}-context .wbm-choice")
    expect(choice).to_contain_text(words.goal)
    look(page, "4-passages")
    choice.locator("input").check()
    page.locator(f"{DESK}-context form button").click()
    expect(page.locator(f"{DESK}-context dl")).to_contain_text(words.goal)
    assert HandedContext.objects.get().passages[0]["text"] == words.goal


def attach(page: Page) -> None:
    page.locator(f"{DESK}-file").set_input_files(
        {"name": "Plan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    expect(page.get_by_role("link", name="Plan.pdf")).to_be_visible()
    expect(page.locator("[name=pseudonymised]")).to_be_visible()


def send(page: Page) -> None:
    page.locator("form[hx-post$='/send/'] button").click()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _times in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("it => document.activeElement.matches(it)", selector):
            return
    raise AssertionError(f"no way to {selector} with keys")


def write_milestone(course: Course, who: Actor, goal: str) -> None:
    """Let the team have written one field of its first milestone."""
    exercise = Exercise.objects.get(usage_key__endswith="block@m1")
    project.save_field(who, exercise, "goal", {"value": [goal]}, Seen(0), timezone.now())


def topic_of_somebody(who: Actor) -> str:
    """Return a topic for which an expert serves the person's district."""
    district = Company.objects.get(pk=who.company).district_id
    return next(each.value for each in Topic if service.experts_for(who.course_key, each, district))


def an_expert(request: Request) -> Actor:
    """Return somebody who may take the request."""
    found: Person = service.experts_for(request.course_key, request.topic, request.district_id)[0]
    return Actor(
        found.user_id or 0,
        request.course_key,
        found.name,
        frozenset({Role.EXPERT}),
        found.pk,
        None,
        frozenset(each.district_id for each in found.districts.all()),
        frozenset(each.topic for each in found.topics.all()),
    )


def say(deed: Callable[..., object], who: Actor, request: Request, text: str) -> None:
    version = Request.objects.get(pk=request.pk).version
    deed(who, request.pk, text, uuid4().hex, version, timezone.now())
