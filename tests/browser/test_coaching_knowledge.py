"""From an answered request to everybody's knowledge, and back, in front of real pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey
from playwright.sync_api import Page, expect

from course_export.preview import start
from course_export.preview.course import Course
from tests.browser.conftest import WALKS, Visit
from tests.records.coaching_cases import GOOD, fresh
from tests.records.knowledge_cases import publish
from xblocks.coaching import service
from xblocks.coaching.domain.knowledge import Stage
from xblocks.coaching.knowledge import publishing
from xblocks.coaching.records import Entry, Request
from xblocks.core.people import Actor, SignedIn
from xblocks.roster.records import Person
from xblocks.roster.service import actor_for

BEATE = 1
"""A trainee who asked nothing; Aylin is the first by name."""


@dataclass
class Answered:
    """The real course with a request of Aylin that Helene has answered."""

    key: str
    request: Request
    helene: Actor

    @property
    def base(self) -> str:
        return f"/wbm/{self.key}/coaching/"


def at_work(key: CourseKey, name: str) -> Actor:
    """Return somebody of the list as they act."""
    found = Person.objects.get(course_key=str(key), name=name)
    assert found.user_id
    return actor_for(SignedIn(found.user_id, name, found.email), key)


@pytest.fixture
def answered(archives: dict[str, Path], course: Course) -> Callable[[str], Answered]:
    def opened(language: str) -> Answered:
        key = start.open_course(archives[language]).key
        aylin, helene = at_work(key, "Aylin Demirbas"), at_work(key, "Helene Brockmoor")
        now = timezone.now()
        desk = service.the_desk(str(key))
        assert desk
        draft = service.draft(aylin, desk.usage_key, now)
        draft = service.save_draft(aylin, draft.pk, GOOD, draft.version, now)
        sent = service.send(aylin, draft.pk, draft.version, now)
        service.claim(helene, sent.pk, now)
        answer = "Ask Petra Musterfrau in your works council about the repair shop."
        service.reply(helene, sent.pk, answer, uuid4().hex, fresh(sent).version, now)
        return Answered(str(key), fresh(sent), helene)

    return opened


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_every_page_is_for_everybody_to_use(
    visit: Visit,
    answered: Callable[[str], Answered],
    shot: Callable[[Page, str], None],
    assert_accessible: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    here = answered(language)
    base = here.base + "knowledge/"
    old = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day that is over
    publish(here.key, "law", "Bildungsurlaub planen", review_on=old)

    def look(page: Page, name: str) -> None:
        expect(page.locator("main h1").first).to_be_visible()
        assert_accessible(page)
        shot(page, f"knowledge-{name}-{language}-{width}")

    page = visit(base, width=width, language=language)
    look(page, "all")
    page.goto(base + "?q=bildungszeit&topic=law")
    look(page, "found")
    page.goto(base + "?q=kolbenfresser")
    look(page, "nothing")
    page.goto(base + "course/employed-funding/")
    look(page, "brought")
    page.goto(f"{base}{Entry.objects.get(title='Bildungsurlaub planen').pk}/")
    look(page, "outdated")
    expert = visit(f"{base}new/{here.request.pk}/", "expert", width=width, language=language)
    look(expert, "new")
    expert.locator("main form button").click()
    expect(expert.locator("#answer")).to_be_visible()
    look(expert, "edit")
    entry = Entry.objects.get(request=here.request)
    publishing.ask_consent(here.helene, entry.pk, entry.version, timezone.now())
    page.goto(base)
    look(page, "waiting")
    page.goto(f"{base}{entry.pk}/consent/")
    look(page, "consent")
    page.locator("button[value=agree]").click()
    expect(page.locator("main [role=status]").first).to_be_visible()
    look(page, "agreed")
    expert.goto(f"{base}{entry.pk}/sign/")
    look(expert, "sign")
    expert.goto(base + "entries/")
    look(expert, "entries")


def test_the_whole_way_with_the_keyboard(visit: Visit, answered: Callable[[str], Answered]) -> None:
    here = answered("en")
    expert = visit(f"{here.base}requests/{here.request.pk}/", "expert", language="en")
    expert.goto(f"{here.base}knowledge/new/{here.request.pk}/")
    expert.get_by_role("button", name="Begin with the request’s words").press("Enter")
    answer = expert.get_by_role("textbox", name="Answer")
    expect(expert.get_by_text("“Petra” looks like a name")).to_be_visible()
    answer.fill("The works council knows the way to the zeppelin repair shop.")
    expect(expert.get_by_text("“Petra” looks like a name")).to_have_count(0)
    expert.get_by_role("textbox", name="Title").fill("Who knows zeppelins?")
    expert.get_by_role("textbox", name="Question").fill("Where do we take it?")
    expert.get_by_role("button", name="Save the entry").press("Enter")
    expect(expert.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    expert.get_by_role("button", name="Ask for consent").press("Enter")
    expect(expert.get_by_text("The asker has been told and decides now.")).to_be_visible()

    reader = visit(here.base + "knowledge/?q=zeppelins", nth=BEATE, language="en")
    expect(reader.get_by_text("No entry has these words.")).to_be_visible()

    asker = visit(here.base + "knowledge/", language="en")
    asker.get_by_role("link", name="Read it and decide").press("Enter")
    expect(asker.get_by_text("The works council knows the way")).to_be_visible()
    asker.get_by_role("button", name="I agree to this text").press("Enter")
    expect(asker.get_by_text("The entry appears as soon as an expert signs it.")).to_be_visible()

    expert.goto(here.base + "knowledge/entries/")
    expert.get_by_role("link", name="Who knows zeppelins?").press("Enter")
    expert.get_by_role("checkbox").press("Space")
    expert.get_by_role("button", name="Sign and publish").press("Enter")
    expect(expert.get_by_text("Everybody in the course finds the entry now.")).to_be_visible()

    box = reader.get_by_role("searchbox")
    box.fill("zeppelin repairs")
    expect(reader.get_by_role("link", name="Who knows zeppelins?")).to_be_visible()
    reader.get_by_role("link", name="Who knows zeppelins?").press("Enter")
    expect(reader.get_by_text("Signed by Helene Brockmoor")).to_be_visible()
    expect(reader.get_by_role("link", name="take your consent back")).to_have_count(0)

    entry = Entry.objects.get(request=here.request)
    asker.goto(f"{here.base}knowledge/{entry.pk}/")
    asker.get_by_role("link", name="take your consent back").press("Enter")
    asker.locator("main details summary").press("Enter")
    asker.get_by_role("button", name="Take it back now").press("Enter")
    expect(asker.get_by_role("heading", name="The entry is gone")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("We cannot find this.")).to_be_visible()
    assert Entry.objects.get(pk=entry.pk).state == Stage.WITHDRAWN


def test_the_course_brings_answers_along_that_are_found_by_what_means_the_same(
    visit: Visit, answered: Callable[[str], Answered]
) -> None:
    here = answered("de")
    page = visit(here.base + "knowledge/")
    expect(page.locator("#found li")).to_have_count(8)
    page.get_by_role("searchbox").fill("bildungsurl")
    expect(page.locator("#found li")).to_have_count(1)
    expect(page.locator("#found li").first).to_contain_text("Bildungszeit")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("combobox").select_option("funding")
    expect(page.locator("#found li")).to_have_count(4)
    page.get_by_role("searchbox").fill("works council")
    page.get_by_role("combobox").select_option("")
    expect(page.locator("#found li").first).to_contain_text("Betriebsrat")
