"""The trainee's pages: the draft that saves itself, sending, the thread and its end."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.records.coaching_cases import GOOD, Scene, fresh, scene, token
from xblocks.coaching import service
from xblocks.coaching.domain.values import MESSAGE_LENGTH, State
from xblocks.coaching.records import Message, Request
from xblocks.core.people import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SCRIPT = '<script>alert("x")</script>&amp;'


@pytest.fixture
def here(settings: Any) -> Scene:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    return scene()


def enter(client: Client, actor: Actor) -> Client:
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def desk_url(here: Scene, name: str = "coaching_ask") -> str:
    return reverse(f"wbm:{name}", args=[here.where.key, here.desk.usage_key])


def url(request: Request, name: str, *args: Any) -> str:
    return reverse(f"wbm:coaching_{name}", args=[request.course_key, request.pk, *args])


def post(client: Client, address: str, **form: Any) -> HttpResponse:
    return client.post(address, form, headers={"HX-Request": "true"})


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def step(client: Client, request: Request, deed: str, **form: Any) -> HttpResponse:
    return post(client, url(request, "own_step", deed), **form)


def draft_now(here: Scene, actor: Actor | None = None, **changes: str) -> Request:
    return here.draft(actor or here.ada, timezone.now(), **changes)


def test_a_draft_is_begun_once_and_goes_on_where_it_was(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    assert "Ask an expert" in text(client.get(desk_url(here)))
    assert client.get(desk_url(here, "coaching_draft")).status_code == 302
    for _twice in range(2):
        shown = text(post(client, desk_url(here, "coaching_draft")))
        assert "What is your question?" in shown
    assert Request.objects.count() == 1
    assert "Go on with your draft" in text(client.get(desk_url(here)))
    plain = client.post(desk_url(here, "coaching_draft"))
    assert plain.status_code == 302
    assert "What is your question?" in text(client.get(plain["Location"]))


def test_saving_keeps_the_text_and_answers_with_hints(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    draft = draft_now(here)
    form = GOOD | {"situation": "Frau Obermüller fehlt, ihre Nummer ist 0171 2345678."}
    answer = post(client, url(draft, "save"), version=draft.version, **form)
    assert answer.status_code == 200
    assert fresh(draft).situation == form["situation"]
    shown = text(answer)
    assert f'name="version" value="{draft.version + 1}"' in shown
    assert "“Frau Obermüller” looks like a name" in shown
    assert "“0171 2345678” looks like a phone number" in shown
    assert "of 5 points" in shown
    assert "the first answer comes by" in shown


def test_names_of_the_team_are_warned_about(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    draft = draft_now(here)
    form = GOOD | {"tried": f"I asked {here.bea.name.split()[0]} for a second opinion on it."}
    answer = post(client, url(draft, "save"), version=draft.version, **form)
    assert "looks like a name" in text(answer)


def test_a_draft_written_in_two_places_shows_both_and_loses_neither(
    here: Scene, client: Client
) -> None:
    enter(client, here.ada)
    draft = draft_now(here)
    here_now = GOOD | {"question": "Written here?"}
    post(client, url(draft, "save"), version=draft.version, **GOOD | {"question": "There?"})
    refused = post(client, url(draft, "save"), version=draft.version, **here_now)
    assert refused.status_code == 409
    assert refused["X-WBM-Refusal"] == "request_changed"
    assert refused["HX-Retarget"].endswith("-draft")
    shown = text(refused)
    assert "Written here?" in shown
    assert "There?" in shown
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version
    kept = post(client, url(draft, "save"), version=version[1], whole="1", **here_now)
    assert kept.status_code == 200
    assert "Written here?" in text(kept)
    assert fresh(draft).question == "Written here?"


def test_sending_takes_along_what_was_typed_last(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    draft = draft_now(here)
    last = GOOD | {"question": "May they ask for training?"}
    answer = post(client, url(draft, "send"), version=draft.version, **last)
    assert answer.status_code == 200
    sent = fresh(draft)
    assert (sent.state, sent.question) == (State.NEW, "May they ask for training?")
    assert "Answer by" in text(answer)
    again = post(client, url(draft, "send"), version=sent.version - 1, **last)
    assert again.status_code == 200, "a second click is no second request"
    assert Request.objects.count() == 1


def test_what_is_missing_is_said_field_by_field_and_nothing_is_lost(
    here: Scene, client: Client
) -> None:
    enter(client, here.ada)
    draft = draft_now(here)
    form = GOOD | {"question": "", "situation": "x" * 700, "urgency": "urgent"}
    answer = post(client, url(draft, "send"), version=draft.version, **form)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, "request_not_ready")
    shown = text(answer)
    prefix = "wbm-desk"
    for field in ("question", "situation", "urgency_reason"):
        assert f'href="#{prefix}-{field}"' in shown
    assert "100 characters too many" in shown
    assert "x" * 700 in shown
    assert fresh(draft).state == State.DRAFT


def test_a_closed_desk_says_so_and_keeps_the_draft(settings: Any, client: Client) -> None:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    here = scene(closes=date(2020, 1, 1))
    enter(client, here.ada)
    draft = draft_now(here)
    answer = post(client, url(draft, "send"), version=draft.version, **GOOD)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (409, "desk_closed")
    assert GOOD["situation"] in text(answer)
    shown = text(client.get(desk_url(here)))
    assert f'hx-post="{desk_url(here, "coaching_draft")}"' not in shown
    assert "2020" in shown


def test_deleting_a_draft_deletes_it(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    draft = draft_now(here)
    assert "The draft is deleted." in text(post(client, url(draft, "discard")))
    assert not Request.objects.exists()


def test_script_in_every_field_is_text(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    now = timezone.now()
    texts = dict.fromkeys(("situation", "question", "tried", "urgency_reason"), SCRIPT)
    draft = draft_now(here, **texts, urgency="urgent")
    pages = [post(client, desk_url(here, "coaching_draft"))]
    sent = service.send(here.ada, draft.pk, draft.version, now)
    service.claim(here.lena, sent.pk, now)
    here.reply(sent, here.lena, now, text=SCRIPT)
    pages += [client.get(url(sent, "own")), client.get(desk_url(here))]
    answered = fresh(sent)
    form = {"version": answered.version, "record": SCRIPT, "thanks": SCRIPT}
    pages.append(step(client, sent, "close", **form))
    for page in pages:
        assert page.status_code == 200
        shown = page.content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown or "No. " in shown


def test_a_request_is_read_by_who_asked_and_with_the_team_by_the_team(
    here: Scene, client: Client
) -> None:
    now = timezone.now()
    alone, shared = here.send(here.ada, now), here.send(here.ada, now, for_team="on")
    allowed = {
        (alone.pk, here.ada): 200,
        (alone.pk, here.bea): 404,
        (alone.pk, here.cem): 404,
        (shared.pk, here.bea): 200,
        (shared.pk, here.cem): 404,
        (shared.pk, here.lena): 403,
        (shared.pk, here.kim): 403,
        (shared.pk, here.tina): 403,
    }
    for (pk, actor), status in allowed.items():
        answer = enter(client, actor).get(url(Request(pk=pk, course_key=here.where.key), "own"))
        assert answer.status_code == status, actor.name
    enter(client, here.bea)
    assert "from your team" in text(client.get(desk_url(here)))
    for name in ("save", "send", "discard", "context", "context_gone"):
        assert post(client, url(alone, name), version=1).status_code == 404


def test_a_draft_has_no_page_of_its_own_and_is_nobody_elses(here: Scene, client: Client) -> None:
    draft = draft_now(here, for_team="on")
    assert enter(client, here.ada).get(url(draft, "own")).status_code == 404
    assert enter(client, here.bea).get(url(draft, "own")).status_code == 404
    assert post(client, url(draft, "save"), version=1, question="Mine?").status_code == 404
    assert fresh(draft).question == GOOD["question"]


def test_the_whole_way_from_the_question_back_to_the_thank_you(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    now = timezone.now()
    asked = here.taken(here.ada, now)
    here.ask_back(asked, here.lena, now)
    assert "Answer the question about request" in text(client.get(desk_url(here)))
    shown = text(client.get(url(asked, "own")))
    assert "Since when?" in shown
    assert "Lena" in shown
    same = {"text": "Since May.", "token": token()}
    for _twice in range(2):
        assert "Sent. The expert reads it." in text(step(client, asked, "write", **same))
    assert Message.objects.filter(text="Since May.").count() == 1
    here.reply(asked, here.lena, now)
    shown = text(client.get(url(asked, "own")))
    assert "Did that help you?" in shown
    assert "You may." in shown
    step(client, asked, "reopen", text="And who pays?", token=token())
    assert (fresh(asked).state, fresh(asked).reopened) == (State.WAITING_EXPERT, 1)
    here.reply(asked, here.lena, now, text="The employer.")
    form = {"version": fresh(asked).version, "record": "We ask in June.", "thanks": "Thank you!"}
    closed = step(client, asked, "close", **form)
    assert closed.status_code == 200
    done = fresh(asked)
    assert (done.state, done.solved, done.record, done.thanks) == (
        State.CLOSED,
        True,
        "We ask in June.",
        "Thank you!",
    )
    assert "We ask in June." in text(closed)
    assert "Not solved" in text(closed), "within 30 days it can go on"


def test_what_was_refused_comes_back_as_it_was_typed(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    asked = here.send(here.ada, timezone.now())
    long_text = "y" * (MESSAGE_LENGTH + 1)
    answer = step(client, asked, "write", text=long_text, token=token())
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, "text_too_long")
    assert long_text in text(answer)
    assert step(client, asked, "write", text="No token").status_code == 400
    assert step(client, asked, "claim", text="", token=token()).status_code == 404
    changed = step(client, asked, "withdraw", version=asked.version + 5)
    assert (changed.status_code, fresh(asked).state) == (409, State.NEW)
    assert "You have taken the request back." in text(
        step(client, asked, "withdraw", version=asked.version)
    )
    assert fresh(asked).state == State.CLOSED


def test_closing_on_an_old_page_gives_the_record_back(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    asked = here.answered(here.ada, timezone.now())
    old = {"version": fresh(asked).version - 1, "record": "My own words", "thanks": "Thanks"}
    answer = step(client, asked, "close", **old)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (409, "request_changed")
    assert "My own words" in text(answer)
    assert fresh(asked).state == State.ANSWERED


def test_hints_while_typing_a_message_keep_nothing(here: Scene, client: Client) -> None:
    enter(client, here.ada)
    address = reverse("wbm:coaching_hints", args=[here.where.key])
    assert "looks like a mail address" in text(post(client, address, text="to a@example.org"))
    assert not Message.objects.exists()
    assert text(post(client, address, text="Nothing to see.")).strip() == ""
