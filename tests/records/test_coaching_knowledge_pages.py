"""Pages of shared knowledge: who sees what, and that nothing typed does harm."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.records.coaching_cases import NOW, Scene, scene
from tests.records.desk_cases import text
from tests.records.knowledge_cases import publish
from xblocks.coaching import service
from xblocks.coaching.domain.knowledge import TITLE_LENGTH, Stage
from xblocks.coaching.knowledge import publishing
from xblocks.coaching.records import Entry
from xblocks.core.people import Actor

# Full text of MariaDB finds what is committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_desk")]

SCRIPT = "<script>alert('x')</script>&\"'{{ 7 }}"


@pytest.fixture
def here() -> Scene:
    return scene()


def browser(actor: Actor, *, htmx: bool = False) -> Client:
    client = Client(headers={"HX-Request": "true"} if htmx else None)
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(here: Scene, name: str, *args: Any) -> str:
    return reverse(f"wbm:{name}", args=[here.where.key, *args])


def search(here: Scene, query: str, *, htmx: bool = False) -> Any:
    return browser(here.cem, htmx=htmx).get(url(here, "coaching_knowledge") + query)


def begun(here: Scene) -> Entry:
    return publishing.begin(here.lena, here.answered().pk, timezone.now())


def write(here: Scene, entry: Entry, actor: Actor | None = None, **sent: str) -> Any:
    form = {"title": "T", "question": "Q", "answer": "A", "version": str(entry.version)} | sent
    return browser(actor or here.lena).post(url(here, "coaching_entry_edit", entry.pk), form)


def asked(here: Scene, **sent: str) -> Entry:
    entry = begun(here)
    write(here, entry, **sent)
    entry.refresh_from_db()
    step = {"version": entry.version}
    response = browser(here.lena).post(url(here, "coaching_entry_ask", entry.pk), step)
    assert response.status_code == 302
    entry.refresh_from_db()
    return entry


def decide(here: Scene, entry: Entry, step: str, actor: Actor | None = None, **sent: str) -> Any:
    form = {"step": step, "seen": publishing.text_of(entry).fingerprint} | sent
    return browser(actor or here.ada).post(url(here, "coaching_consent", entry.pk), form)


@pytest.mark.parametrize(
    "typed", [SCRIPT, '"a" OR b*', "+(x) -y", "NEAR(a b)", "%", "x" * 5_000, "\0", "ß" * 400]
)
def test_nothing_typed_into_the_search_breaks_it_or_comes_back_alive(
    here: Scene, typed: str
) -> None:
    publish(here.where.key, "law", SCRIPT, SCRIPT, SCRIPT)
    for htmx in (False, True):
        client = browser(here.cem, htmx=htmx)
        for response in (
            client.get(url(here, "coaching_knowledge"), {"q": typed, "page": "9x"}),
            client.post(url(here, "coaching_suggest"), {"question": typed}),
        ):
            assert response.status_code == 200
            assert "<script>alert" not in text(response)


def test_scripts_in_every_field_are_shown_as_text(here: Scene) -> None:
    entry = asked(here, title=SCRIPT, question=SCRIPT, answer=SCRIPT)
    pages = [
        (here.ada, "coaching_consent"),
        (here.lena, "coaching_entry_edit"),
        (here.lena, "coaching_entry_sign"),
    ]
    decide(here, entry, "decline", wish=SCRIPT)
    assert Entry.objects.get(pk=entry.pk).wish == SCRIPT
    for actor, name in pages:
        shown = text(browser(actor).get(url(here, name, entry.pk)))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown
    shown = text(browser(here.lena).get(url(here, "coaching_entries")))
    assert "<script>alert" not in shown


def test_what_is_not_for_somebody_does_not_exist(here: Scene) -> None:
    entry = begun(here)
    for actor, name in (
        (here.cem, "coaching_entry"),
        (here.ada, "coaching_consent"),
        (here.bea, "coaching_consent"),
        (here.leo, "coaching_entry_edit"),
        (here.tom, "coaching_entry_sign"),
    ):
        assert browser(actor).get(url(here, name, entry.pk)).status_code == 404, name
    for name in ("coaching_entry_ask", "coaching_entry_gone", "coaching_entry_check"):
        assert browser(here.leo).post(url(here, name, entry.pk)).status_code == 404, name
    for number in (entry.pk + 999, 2**70):
        assert browser(here.lena).get(url(here, "coaching_entry", number)).status_code == 404
    new = url(here, "coaching_entry_new", entry.request_id)
    assert browser(here.tom).get(new).status_code == 404
    assert browser(here.lena).get(new).status_code == 302
    assert browser(here.cem).get(url(here, "coaching_entry_brought", "x")).status_code == 404


def test_an_outdated_entry_says_so(here: Scene) -> None:
    old = publish(here.where.key, "law", "Alt", review_on=date(2020, 1, 15))
    shown = text(browser(here.cem).get(url(here, "coaching_entry", old.pk)))
    assert "may be outdated" in shown
    assert "Wed, 15 January 2020" in shown


def test_entries_of_another_course_do_not_exist(here: Scene) -> None:
    other = scene()
    entry = publish(other.where.key, "law", "Woanders")
    assert browser(here.cem).get(url(here, "coaching_entry", entry.pk)).status_code == 404
    assert "Woanders" not in text(search(here, ""))


def test_a_refused_form_comes_back_filled(here: Scene) -> None:
    entry = begun(here)
    response = write(here, entry, title="x" * (TITLE_LENGTH + 1), answer="Kept words")
    assert (response.status_code, response["X-WBM-Refusal"]) == (422, "text_too_long")
    assert "Kept words" in text(response)
    write(here, entry, answer="First words")
    response = write(here, entry, answer="Second words")
    assert response.status_code == 409
    assert "First words" in text(response)
    assert "Second words" in text(response)


def test_the_editor_warns_of_what_may_tell_of_a_person(here: Scene) -> None:
    entry = begun(here)
    form = {"title": "T", "question": "Ada is ill", "answer": "Call 0171 2345678"}
    shown = text(browser(here.lena).post(url(here, "coaching_entry_check", entry.pk), form))
    assert "“Ada” looks like a name" in shown
    assert "looks like a phone number" in shown
    write(here, entry, **form)
    assert Entry.objects.get(pk=entry.pk).question == "Ada is ill"


def test_consent_is_to_the_text_that_was_shown(here: Scene) -> None:
    entry = asked(here)
    response = decide(here, entry, "agree", seen="0" * 16)
    assert (response.status_code, response["X-WBM-Refusal"]) == (409, "entry_changed")
    assert decide(here, entry, "agree").status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == Stage.AGREED


def test_signed_it_is_found_by_all_and_taken_back_by_nobody(here: Scene) -> None:
    entry = asked(here, title="Kolbenfresser")
    decide(here, entry, "agree")
    entry.refresh_from_db()
    sign = url(here, "coaching_entry_sign", entry.pk)
    form = {"version": entry.version, "review_on": "", "checked": "1"}
    refused = browser(here.lena).post(sign, form)
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (422, "review_day_unfit")
    shown = text(browser(here.lena).get(sign))
    day = shown.split('type="date" value="')[1][:10]
    assert browser(here.lena).post(sign, form | {"review_on": day}).status_code == 302
    assert "Kolbenfresser" in text(search(here, "?q=kolbenfresser", htmx=True))
    assert "take your consent back" in text(
        browser(here.ada).get(url(here, "coaching_entry", entry.pk))
    )
    assert "take your consent back" not in text(
        browser(here.cem).get(url(here, "coaching_entry", entry.pk))
    )
    assert decide(here, entry, "withdraw", here.cem).status_code == 404
    assert decide(here, entry, "withdraw").status_code == 200
    assert "Kolbenfresser" not in text(search(here, "?q=kolbenfresser", htmx=True))
    assert browser(here.cem).get(url(here, "coaching_entry", entry.pk)).status_code == 404


def test_suggestions_take_the_question_as_the_form_sends_it(here: Scene) -> None:
    publish(here.where.key, "law", "Bildungsurlaub beantragen")
    client = browser(here.ada, htmx=True)
    address = url(here, "coaching_suggest")
    near = client.post(address, {"question": "Wie kann ich Bildungszeit beantragen?"})
    assert "Bildungsurlaub beantragen" in text(near)
    assert text(client.post(address, {"question": "Hallo?"})).strip() == ""
    assert text(client.post(address)).strip() == ""


def test_a_question_being_typed_stands_in_no_address(here: Scene) -> None:
    question = {"question": "Wie kann ich Bildungszeit beantragen?"}
    assert browser(here.ada).get(url(here, "coaching_suggest"), question).status_code == 405
    service.draft(here.ada, here.desk.usage_key, NOW)
    form = text(browser(here.ada).get(url(here, "coaching_draft", here.desk.usage_key)))
    assert f'hx-post="{url(here, "coaching_suggest")}"' in form
