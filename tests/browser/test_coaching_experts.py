"""The whole way of an expert, a substitute and a coordinator, in front of real pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import WALKS, Visit
from tests.records.coaching_cases import GOOD, fresh
from xblocks.coaching import service
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Message, Request, RequestNote
from xblocks.core.people import Actor, SignedIn
from xblocks.roster.records import Person
from xblocks.roster.service import actor_for

IBRAHIM = 1
"""His place among the experts, whom names sort; Helene is the first."""


@dataclass
class Asked:
    """The real course with requests to Helene, who answers law and funding."""

    key: str
    aylin: Actor
    helene: Actor

    @property
    def base(self) -> str:
        return f"/wbm/{self.key}/coaching/"

    def send(self, days: int = 0, **changes: str) -> Request:
        at = timezone.now() - timedelta(days=days)
        desk = service.the_desk(self.key)
        assert desk
        draft = service.draft(self.aylin, desk.usage_key, at)
        draft = service.save_draft(self.aylin, draft.pk, GOOD | changes, draft.version, at)
        return service.send(self.aylin, draft.pk, draft.version, at)


def person(key: str, name: str) -> Person:
    """Return somebody of the list."""
    return Person.objects.get(course_key=key, name=name)


def at_work(key: CourseKey, name: str) -> Actor:
    """Return somebody of the list as they act."""
    found = person(str(key), name)
    assert found.user_id
    return actor_for(SignedIn(found.user_id, name, found.email), key)


@pytest.fixture
def asked(archives: dict[str, Path], course: Course) -> Callable[[str], Asked]:
    def opened(language: str) -> Asked:
        key = start.open_course(archives[language]).key
        return Asked(str(key), at_work(key, "Aylin Demirbas"), at_work(key, "Helene Brockmoor"))

    return opened


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_for_everybody_to_use(
    visit: Visit,
    asked: Callable[[str], Asked],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    here = asked(language)
    late = here.send(20, question="Late?")
    free = here.send(question="Free?")
    now = timezone.now()
    service.claim(here.helene, late.pk, now)
    service.note(here.helene, late.pk, "A note.", "n", now)
    service.write_back(here.aylin, late.pk, "More.", "w", now)
    closed = here.send(9)
    service.claim(here.helene, closed.pk, now)
    service.reply(here.helene, closed.pk, "So.", "r", fresh(closed).version, now)
    service.close(here.aylin, closed.pk, True, "Clear.", "Thanks.", fresh(closed).version, now)

    def look(page: Page, name: str) -> None:
        assert_accessible(page)
        shot(page, f"coaching-{name}-{language}-{width}")

    expert = visit(here.base + "requests/", "expert", width=width, language=language)
    look(expert, "queue")
    for name, path in (
        ("free", f"requests/{free.pk}/"),
        ("mine", f"requests/{late.pk}/"),
        ("closed", f"requests/{closed.pk}/"),
        ("empty", "requests/?view=others"),
        ("workload", "workload/"),
        ("away", "away/"),
        ("texts", "texts/"),
    ):
        expert.goto(here.base + path)
        look(expert, name)
    expert.goto(f"{here.base}requests/{late.pk}/")
    for summary in expert.locator("main details summary").all():
        summary.click()
    look(expert, "unfolded")
    kim = visit(here.base + "oversight/", "coordinator", width=width, language=language)
    look(kim, "oversight")
    for name, path in (
        ("reassign", f"oversight/{late.pk}/"),
        ("figures", "figures/"),
        ("nobody", "oversight/?view=nobody"),
    ):
        kim.goto(here.base + path)
        look(kim, name)


def test_an_expert_takes_asks_back_notes_and_answers_with_the_keyboard(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    request = here.send(question="May the council ask for training?")
    page = visit("/", "expert", language="en")
    page.get_by_role("link", name="Requests to you").press("Enter")
    pressing = page.get_by_role("region", name="Most pressing")
    expect(pressing).to_contain_text("May the council ask for training?")
    page.wait_for_load_state()  # keys are heard once the scripts are there
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="May the council ask for training?")).to_be_visible()
    page.get_by_role("button", name="Take the request").press("Enter")
    expect(page.get_by_role("status").get_by_text("You have it now.")).to_be_visible()
    page.get_by_text("Ask back: you need to know more").press("Enter")
    page.get_by_label("Your question to who asked").fill("Since when?")
    page.get_by_role("button", name="Send the question").press("Enter")
    expect(page.get_by_role("status").get_by_text("Your question is sent.")).to_be_visible()
    assert fresh(request).state == State.WAITING_TRAINEE
    page.get_by_label("A note no trainee ever reads").fill("Check § 97.")
    page.get_by_role("button", name="Add the internal note").press("Enter")
    expect(page.get_by_role("status").get_by_text("Your note is kept.")).to_be_visible()
    assert RequestNote.objects.get().text == "Check § 97."
    service.write_back(here.aylin, request.pk, "Since May.", "w", timezone.now())
    page.reload()
    expect(page.get_by_text("Since May.")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_label("What you write to who asked").fill("Yes, it may.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").get_by_text("Your answer is sent.")).to_be_visible()
    assert fresh(request).state == State.ANSWERED
    expect(page.get_by_role("listitem").filter(has_text="Yes, it may.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Requests to you").last.press("Enter")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()


def test_an_answer_outlives_a_closed_page_and_is_forgotten_once_sent(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    request = here.send()
    service.claim(here.helene, request.pk, timezone.now())
    address = f"{here.base}requests/{request.pk}/"
    page = visit(address, "expert", language="en")
    page.get_by_label("What you write to who asked").fill("Half an answer")
    page.goto("/")
    page.goto(address)
    expect(page.get_by_label("What you write to who asked")).to_have_value("Half an answer")
    page.get_by_role("button", name="Send the answer").press("Enter")
    expect(page.get_by_role("status").get_by_text("Your answer is sent.")).to_be_visible()
    page.goto(address)
    page.get_by_text("Add something to your answer").press("Enter")
    expect(page.get_by_label("What you write to who asked")).to_have_value("")


def test_a_text_block_is_written_once_and_inserted_while_answering(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    request = here.send()
    service.claim(here.helene, request.pk, timezone.now())
    page = visit(here.base + "texts/", "expert", language="en")
    page.get_by_label("Title").fill("Works council")
    page.get_by_label("Text", exact=True).fill("See §§ 96 to 98.")
    page.get_by_role("button", name="Keep the text").press("Enter")
    expect(page.get_by_role("status").get_by_text("The text is kept.")).to_be_visible()
    page.goto(f"{here.base}requests/{request.pk}/")
    page.get_by_label("What you write to who asked").fill("Hello.")
    page.get_by_text("Insert a text block").press("Enter")
    with page.expect_response(lambda response: response.url.endswith("/use/")):
        page.get_by_role("button", name="Works council").press("Enter")
    field = page.get_by_label("What you write to who asked")
    expect(field).to_have_value("Hello.\nSee §§ 96 to 98.")
    expect(field).to_be_focused()


def test_a_substitute_answers_while_somebody_is_away(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    request = here.send(question="For Helene?")
    service.claim(here.helene, request.pk, timezone.now())
    page = visit(here.base + "away/", "expert", language="en")
    today = timezone.localdate()
    page.get_by_label("First day").fill(f"{today}")
    page.get_by_label("Last day").fill(f"{today + timedelta(days=2)}")
    ibrahim = person(here.key, "Ibrahim Sonnleitner").pk
    page.get_by_label("Who stands in for you?").select_option(str(ibrahim))
    page.get_by_role("button", name="Enter the absence").press("Enter")
    expect(page.get_by_text("Ibrahim Sonnleitner stands in for you.")).to_be_visible()
    other = visit(here.base + "requests/", "expert", nth=IBRAHIM, language="en")
    expect(other.get_by_text("You stand in for Helene Brockmoor today.")).to_be_visible()
    other.get_by_role("link", name="Answer it").press("Enter")
    other.get_by_label("What you write to who asked").fill("In her place.")
    other.get_by_role("button", name="Send the answer").press("Enter")
    expect(other.get_by_role("status").get_by_text("Your answer is sent.")).to_be_visible()
    assert Message.objects.get().author.name == "Ibrahim Sonnleitner"
    page.get_by_role("button", name="I am back").press("Enter")
    expect(page.get_by_text("No absence is entered.")).to_be_visible()
    assert other.reload().status == 404


def test_handing_over_keeps_what_the_other_tab_wrote(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    request = here.send()
    service.claim(here.helene, request.pk, timezone.now())
    address = f"{here.base}requests/{request.pk}/"
    first = visit(address, "expert", language="en")
    second = visit(address, "expert", language="en")
    second.get_by_label("What you write to who asked").fill("A long answer.")
    first.get_by_text("Hand the request over").press("Enter")
    rosa = person(here.key, "Rosa Zimmerwald").pk
    first.get_by_label("Who answers it from now on?").select_option(str(rosa))
    first.get_by_label("Why?").fill("She knows the project.")
    first.get_by_role("button", name="Hand it over").press("Enter")
    expect(first.get_by_role("status").get_by_text("The request is handed over.")).to_be_visible()
    second.get_by_role("button", name="Send the answer").press("Enter")
    expect(second.get_by_role("alert")).to_contain_text("Rosa Zimmerwald answers this request now.")
    expect(second.get_by_role("textbox")).to_have_value("A long answer.")
    assert Message.objects.count() == 0


def test_a_coordinator_finds_what_nobody_can_answer_and_gives_it_to_somebody(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    here.send(topic="conflict", question="Secret?")
    page = visit("/", "coordinator", language="en")
    page.get_by_role("link", name="Coaching", exact=True).press("Enter")
    page.get_by_role("link", name="Find somebody").press("Enter")
    expect(page.get_by_text("nobody there who may answer, coordinators told")).to_be_visible()
    assert "Secret" not in page.content()
    page.get_by_role("radio", name="Helene Brockmoor").press("Space")
    page.get_by_label("Why?").fill("She can.")
    page.get_by_role("button", name="Give the request").press("Enter")
    expect(page.get_by_role("status").get_by_text("The request has a new expert.")).to_be_visible()
    expert = visit(here.base + "requests/", "expert", language="en")
    expect(expert.get_by_role("region", name="Most pressing")).to_contain_text("Secret?")


def test_filters_narrow_without_a_new_page_and_go_back(
    visit: Visit, asked: Callable[[str], Asked]
) -> None:
    here = asked("en")
    here.send(question="About law?")
    here.send(topic="funding", question="About money?")
    page = visit(here.base + "requests/", "expert", language="en")
    page.get_by_label("Topic").select_option("funding")
    expect(page.get_by_role("link", name="About law?")).to_have_count(0)
    expect(page.get_by_role("link", name="About money?")).to_be_visible()
    assert page.url.endswith("?topic=funding")
    page.go_back()
    expect(page.get_by_role("link", name="About law?")).to_be_visible()
