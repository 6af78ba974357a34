"""The expert's pages: the queue, a request with its thread, and what is done there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.records.coaching_cases import Scene, fresh, scene
from tests.records.desk_cases import text
from xblocks.coaching import service
from xblocks.coaching.domain.values import MESSAGE_LENGTH, NOTE_LENGTH, REASON_LENGTH, State
from xblocks.coaching.records import Message, Request, RequestNote, RequestStep, TextBlock
from xblocks.coaching.textblocks import keep_text
from xblocks.core.people import Actor

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert('x')</script>&\"'{{ 7 }}"


class Pages:
    """A desk with everybody around it, and browsers of theirs."""

    def __init__(self) -> None:
        self.here = scene()

    def browser(self, actor: Actor, *, htmx: bool = False) -> Client:
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"wbm:{name}", args=[self.here.where.key, *args])

    def queue(self, actor: Actor, query: str = "", **options: Any) -> Any:
        return self.browser(actor, **options).get(self.url("coaching_requests") + query)

    def open(self, actor: Actor, request: Request) -> Any:
        return self.browser(actor).get(self.url("coaching_request", request.pk))

    def do(self, actor: Actor, request: Request, step: str, **sent: Any) -> Any:
        """Send a form of the page as it stands now."""
        form = {"version": fresh(request).version, "token": "t1", **sent}
        return self.browser(actor).post(self.url("coaching_step", request.pk, step), form)

    def sent(self, actor: Actor | None = None, **changes: str) -> Request:
        return self.here.send(actor, timezone.now(), **changes)

    def taken(self, **changes: str) -> Request:
        return self.here.taken(None, timezone.now(), **changes)


@pytest.fixture
def pages(db: None, plain_desk: None) -> Pages:
    return Pages()


@pytest.fixture
def here(pages: Pages) -> Scene:
    return pages.here


def test_the_queue_begins_with_what_is_most_pressing_and_one_way_to_it(
    pages: Pages, here: Scene
) -> None:
    pages.sent(question="Later?")
    urgent = pages.sent(question="Now?", urgency="urgent", urgency_reason="Talks on Monday.")
    response = pages.queue(here.lena)
    assert response.context["first"].row.question == "Now?"
    assert [line.row.question for line in response.context["lines"]] == ["Now?", "Later?"]
    page = text(response)
    assert f'href="{pages.url("coaching_request", urgent.pk)}" data-wbm-key="n"' in page
    assert "Read and take it" in page


def test_counters_stand_for_their_views_and_lead_to_them(pages: Pages, here: Scene) -> None:
    pages.sent()
    taken = pages.taken(question="Mine?")
    resting = pages.taken(question="Resting?")
    here.ask_back(resting, here.lena, timezone.now())
    counts = {view: count for view, _name, count, _link in pages.queue(here.lena).context["views"]}
    assert counts == {
        "todo": 2,
        "free": 1,
        "mine": 1,
        "trainee": 1,
        "answered": 0,
        "closed": 0,
        "others": 0,
    }
    mine = pages.queue(here.lena, "?view=mine")
    assert [line.row.request_id for line in mine.context["lines"]] == [taken.pk]


def test_a_filter_narrows_the_rows_and_comes_as_a_part_for_htmx(pages: Pages, here: Scene) -> None:
    pages.sent(question="Law of the north?")
    assert text(pages.queue(here.lena, "?topic=talk")).count("No request matches this filter.") == 1
    part = pages.queue(here.lena, f"?district={here.where.north.pk}", htmx=True)
    assert "Law of the north?" in text(part)
    assert "<html" not in text(part)


@pytest.mark.parametrize(
    "query",
    ["?view=nonsense&topic=x&district=abc&page=-1", "?page=99999999999", "?district=9" + "9" * 14],
)
def test_a_queue_asked_for_nonsense_answers_all_the_same(
    pages: Pages, here: Scene, query: str
) -> None:
    pages.sent()
    assert pages.queue(here.lena, query).status_code == 200


def test_an_empty_queue_says_what_happens_next(pages: Pages, here: Scene) -> None:
    assert "You get a mail as soon as somebody asks." in text(pages.queue(here.lena))
    nobody = here.where.person("New", here.lena.roles)
    assert "Ask your coordinator to name your topics." in text(pages.queue(nobody))


def test_overdue_requests_are_told_in_the_queue(pages: Pages, here: Scene) -> None:
    here.send(now=timezone.now() - timedelta(days=30))
    response = pages.queue(here.lena)
    assert "1 answer is overdue" in text(response)
    assert response.context["first"].due.tone == "danger"
    assert len(pages.queue(here.lena, "?late=1").context["lines"]) == 1


def test_what_a_colleague_has_is_a_name_without_content(pages: Pages, here: Scene) -> None:
    request = pages.taken(question="Secret of the north?")
    page = text(pages.queue(here.ola, "?view=others"))
    assert "taken by Lena" in page
    assert "Secret" not in page
    assert pages.url("coaching_request", request.pk) not in page


def test_an_expert_reads_takes_and_answers(pages: Pages, here: Scene) -> None:
    request = pages.sent()
    page = text(pages.open(here.lena, request))
    for each in ("In our plant a new machine comes.", "I read the guide.", "Clarity", "Ada, Works"):
        assert each in page
    assert "Take the request" in page
    assert "Send the answer" not in page
    done = pages.do(here.lena, request, "claim")
    assert done["Location"].endswith("?done=claimed")
    assert fresh(request).expert_id == here.lena.person_id
    assert "Send the answer" in text(pages.open(here.lena, request))
    pages.do(here.lena, request, "reply", text="You may.\r\nSoon.")
    assert fresh(request).state == State.ANSWERED
    assert Message.objects.get().text == "You may.\nSoon."
    assert "It is answered." in text(pages.open(here.lena, request))


def test_asking_back_rests_the_clock_and_says_so(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    pages.do(here.lena, request, "ask-back", text="Since when?")
    assert fresh(request).clock_since is None
    page = text(pages.open(here.lena, request))
    assert "The clock rests until the trainee writes. There is nothing to do now." in page
    assert "question back" in page


def test_a_note_stays_among_experts(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    pages.do(here.lena, request, "note", text="QZX of mine")
    assert RequestNote.objects.get().text == "QZX of mine"
    assert Message.objects.count() == 0
    assert "QZX of mine" in text(pages.open(here.lena, request))
    own = pages.browser(here.ada).get(pages.url("coaching_own", request.pk))
    assert own.status_code == 200
    assert "QZX" not in text(own)


def test_the_note_has_a_frame_and_a_form_of_its_own(pages: Pages, here: Scene) -> None:
    page = text(pages.open(here.lena, pages.taken()))
    answer, _, rest = page.partition('id="note"')
    assert "Send the answer" in answer
    assert 'class="wbm-note ' in page
    assert "internal – experts only" in rest
    assert "Send the answer" not in rest


def test_sent_twice_is_sent_once(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    version = fresh(request).version
    for step, kind in (("reply", Message), ("note", RequestNote)):
        for _ in range(2):
            done = pages.do(here.lena, request, step, text="Once.", version=version, token="same")
            assert done.status_code == 302
        assert kind.objects.count() == 1


def test_what_was_decided_on_an_old_page_comes_back_with_both_texts(
    pages: Pages, here: Scene
) -> None:
    request = pages.taken()
    old = fresh(request).version
    service.write_back(here.ada, request.pk, "There is more.", "a", timezone.now())
    refused = pages.do(here.lena, request, "reply", text="You may.", version=old)
    assert refused.status_code == 409
    assert refused["X-WBM-Refusal"] == "request_changed"
    page = text(refused)
    assert "There is more." in page
    assert ">You may.</textarea>" in page
    assert Message.objects.filter(kind="reply").count() == 0
    assert pages.do(here.lena, request, "reply", text="You may.").status_code == 302


def test_an_answer_after_handing_over_is_refused_and_its_text_kept(
    pages: Pages, here: Scene
) -> None:
    request = pages.taken()
    version = fresh(request).version
    pages.do(here.lena, request, "hand-over", to=here.ola.person_id, text="On leave.")
    refused = pages.do(here.lena, request, "reply", text="A long answer.", version=version)
    assert refused.status_code == 409
    assert refused["X-WBM-Refusal"] == "has_other"
    assert "Ola answers this request now." in text(refused)
    assert ">A long answer.</textarea>" in text(refused)
    assert "a new machine" not in text(refused)
    assert Message.objects.count() == 0


def test_handing_over_leads_away_and_tells_the_reason_to_experts(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    done = pages.do(here.lena, request, "hand-over", to=here.ola.person_id, text="Ola knows it.")
    assert done["Location"].endswith("/coaching/requests/?done=gone")
    assert fresh(request).expert_id == here.ola.person_id
    assert "Ola knows it." in text(pages.open(here.ola, request))
    assert pages.open(here.lena, request).status_code == 404


def test_given_back_to_all_it_is_free_again(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    pages.do(here.lena, request, "hand-over", to="all", text="Not mine.")
    assert fresh(request).state == State.NEW
    assert pages.open(here.ola, request).status_code == 200


@pytest.mark.parametrize("to", ["", "0", "abc", "999999", "all "])
def test_handing_over_to_nobody_is_refused_with_the_reason_kept(
    pages: Pages, here: Scene, to: str
) -> None:
    request = pages.taken()
    refused = pages.do(here.lena, request, "hand-over", to=to, text="Because.")
    assert refused.status_code == 422
    assert ">Because.</textarea>" in text(refused)
    assert fresh(request).expert_id == here.lena.person_id


def test_experts_of_other_topics_and_districts_find_nothing(pages: Pages, here: Scene) -> None:
    request = pages.sent()
    for stranger in (here.tom, here.leo):
        assert pages.open(stranger, request).status_code == 404
        for step in ("claim", "reply", "ask-back", "note", "hand-over"):
            refused = pages.do(stranger, request, step, text="x", to=here.ola.person_id)
            assert refused.status_code == 404, step
            assert "a new machine" not in text(refused)
    assert fresh(request).state == State.NEW
    assert not Message.objects.exists()
    assert not RequestNote.objects.exists()


def test_who_comes_after_a_colleague_reads_who_has_it_and_no_more(
    pages: Pages, here: Scene
) -> None:
    request = pages.taken(question="Secret?")
    response = pages.open(here.ola, request)
    assert response.status_code == 404
    assert "Lena has this request." in text(response)
    assert "Secret" not in text(response)
    refused = pages.do(here.ola, request, "claim")
    assert refused.status_code == 409
    assert "Lena answers this request now." in text(refused)


def test_drafts_do_not_exist_for_experts(pages: Pages, here: Scene) -> None:
    draft = here.draft(here.ada, timezone.now())
    assert pages.open(here.lena, draft).status_code == 404
    assert pages.do(here.lena, draft, "claim").status_code == 404


@pytest.mark.parametrize("number", [0, 10**15, 2**63 - 1, 2**63, 10**30])
def test_forged_numbers_find_nothing(pages: Pages, here: Scene, number: int) -> None:
    browser = pages.browser(here.lena)
    assert browser.get(pages.url("coaching_request", number)).status_code == 404
    for name, args in (
        ("coaching_step", (number, "claim")),
        ("coaching_back", (number,)),
        ("coaching_text", (number,)),
        ("coaching_text_gone", (number,)),
        ("coaching_text_use", (number,)),
    ):
        assert browser.post(pages.url(name, *args)).status_code == 404, name


def test_a_step_nobody_knows_is_not_found(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    assert pages.do(here.lena, request, "delete").status_code == 404
    address = pages.url("coaching_step", request.pk, "reply")
    assert pages.browser(here.lena).get(address).status_code == 405


def test_requests_of_another_course_do_not_exist(pages: Pages, here: Scene) -> None:
    request = pages.sent()
    other = Pages()
    assert other.open(other.here.lena, request).status_code == 404
    assert other.do(other.here.lena, request, "claim").status_code == 404


@pytest.mark.parametrize(
    ("step", "limit"),
    [("reply", MESSAGE_LENGTH), ("ask-back", MESSAGE_LENGTH), ("note", NOTE_LENGTH)],
)
def test_too_much_or_no_text_comes_back_as_it_was_typed(
    pages: Pages, here: Scene, step: str, limit: int
) -> None:
    request = pages.taken()
    long = "ä" * (limit + 1)
    refused = pages.do(here.lena, request, step, text=long)
    assert refused.status_code == 422
    assert f">{long}</textarea>" in text(refused)
    assert pages.do(here.lena, request, step, text="  \r\n ").status_code == 422
    assert fresh(request).state == State.ASSIGNED
    assert pages.do(here.lena, request, step, text="ä" * limit).status_code == 302


def test_a_reason_has_a_limit_too(pages: Pages, here: Scene) -> None:
    request = pages.taken()
    for reason in ("", "x" * (REASON_LENGTH + 1)):
        refused = pages.do(here.lena, request, "hand-over", to=here.ola.person_id, text=reason)
        assert refused.status_code == 422
    assert fresh(request).expert_id == here.lena.person_id


def test_an_answer_to_what_nobody_has_is_not_lost(pages: Pages, here: Scene) -> None:
    request = pages.sent()
    refused = pages.do(here.lena, request, "reply", text="Too early.")
    assert refused.status_code == 409
    assert "Take the request first." in text(refused)
    assert ">Too early.</textarea>" in text(refused)


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
def test_a_forged_version_changes_nothing(pages: Pages, here: Scene, version: str) -> None:
    request = pages.taken()
    assert pages.do(here.lena, request, "reply", text="x", version=version).status_code == 409
    assert not Message.objects.exists()


def test_script_in_every_field_is_text(pages: Pages, here: Scene) -> None:
    request = pages.sent(situation=SCRIPT, question=SCRIPT, tried=SCRIPT)
    service.claim(here.lena, request.pk, timezone.now())
    service.write_back(here.ada, request.pk, SCRIPT, "w", timezone.now())
    for step in ("note", "reply"):
        pages.do(here.lena, request, step, text=SCRIPT)
    keep_text(here.lena, SCRIPT, SCRIPT)
    Request.objects.filter(pk=request.pk).update(
        urgency_reason=SCRIPT,
        record=SCRIPT,
        thanks=SCRIPT,
        state=State.CLOSED,
        closed_at=timezone.now(),
    )
    RequestStep.objects.update(reason=SCRIPT)
    shown = [
        pages.open(here.lena, request),
        pages.queue(here.lena, "?view=closed"),
        pages.browser(here.lena).get(pages.url("coaching_texts")),
        pages.browser(here.lena).get(pages.url("coaching_text", TextBlock.objects.get().pk)),
    ]
    for response in shown:
        page = text(response)
        assert response.status_code == 200
        assert "alert(" in page
        assert "<script>alert" not in page
        assert "{{ 7 }}" in page


def test_a_substitute_answers_and_the_colleague_no_longer_reads_it_afterwards(
    pages: Pages, here: Scene
) -> None:
    request = pages.taken()
    today = timezone.localdate()
    absence = service.be_away(here.lena, today, today, here.tom.person_id, timezone.now())
    queue = text(pages.queue(here.tom))
    assert "You stand in for Lena today." in queue
    assert "for Lena" in queue
    assert "You are entered as away until" in text(pages.queue(here.lena))
    assert "you stand in for them" in text(pages.open(here.tom, request))
    assert pages.do(here.tom, request, "reply", text="In her place.").status_code == 302
    assert fresh(request).expert_id == here.lena.person_id
    service.come_back(here.lena, absence.pk)
    assert pages.open(here.tom, request).status_code == 404


def test_an_absence_is_entered_shown_and_removed(pages: Pages, here: Scene) -> None:
    browser = pages.browser(here.lena)
    today = timezone.localdate()
    form = {"since": f"{today}", "until": f"{today + timedelta(days=3)}"}
    address = pages.url("coaching_away")
    assert browser.post(address, form | {"substitute": here.ola.person_id}).status_code == 302
    page = text(browser.get(address))
    assert "Ola stands in for you." in page
    assert "I am back" in page
    (absence,) = service.absences(here.lena)
    assert pages.browser(here.ola).post(pages.url("coaching_back", absence.pk)).status_code == 404
    assert browser.post(pages.url("coaching_back", absence.pk)).status_code == 302
    assert service.absences(here.lena) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "", "until": ""},
        {"since": "yesterday", "until": "2090-01-01"},
        {"since": "2090-01-02", "until": "2090-01-01"},
        {"since": "2020-01-01", "until": "2020-01-02"},
        {"since": "2090-01-01", "until": "2095-01-01"},
        {"since": "2090-01-01", "until": "2090-01-02", "substitute": "999999"},
        {"since": "2090-01-01", "until": "2090-01-02", "substitute": "<b>"},
        {"since": "0000-00-00", "until": "99999-01-01"},
    ],
)
def test_a_wrong_absence_comes_back_as_typed(
    pages: Pages, here: Scene, wrong: dict[str, str]
) -> None:
    refused = pages.browser(here.lena).post(pages.url("coaching_away"), wrong)
    assert refused.status_code == 422
    assert f'name="until" min="{timezone.localdate()}" value="{wrong["until"]}"' in text(refused)
    assert service.absences(here.lena) == []


def test_text_blocks_are_written_changed_used_and_removed(pages: Pages, here: Scene) -> None:
    browser = pages.browser(here.lena)
    browser.post(pages.url("coaching_texts"), {"title": "Law", "text": "See § 96."})
    kept = TextBlock.objects.get()
    request = pages.taken()
    assert "See § 96." in text(pages.open(here.lena, request))
    assert browser.post(pages.url("coaching_text_use", kept.pk)).status_code == 204
    browser.post(pages.url("coaching_text", kept.pk), {"title": "Law", "text": "See § 97."})
    kept.refresh_from_db()
    assert (kept.text, kept.used) == ("See § 97.", 1)
    other = pages.browser(here.ola)
    assert other.get(pages.url("coaching_text", kept.pk)).status_code == 404
    assert "See §" not in text(other.get(pages.url("coaching_texts")))
    refused = browser.post(pages.url("coaching_texts"), {"title": "", "text": "Kept all the same"})
    assert refused.status_code == 422
    assert ">Kept all the same</textarea>" in text(refused)
    assert browser.post(pages.url("coaching_text_gone", kept.pk)).status_code == 302
    assert not TextBlock.objects.exists()


def test_what_lies_ahead_counts_by_day_and_week(pages: Pages, here: Scene) -> None:
    pages.taken()
    resting = pages.taken()
    here.ask_back(resting, here.lena, timezone.now())
    here.taken(None, timezone.now() - timedelta(days=21))
    response = pages.browser(here.lena).get(pages.url("coaching_workload"))
    plan = response.context["plan"]
    assert (plan.overdue, plan.resting, plan.open) == (1, 1, 2)
    assert sum(day.due for day in plan.days) + plan.later == 1
    assert plan.weeks[0].taken == 2
    assert plan.weeks[0].asked_back == 1
    assert "2 requests wait for your answer." in text(response)


def test_the_queue_costs_the_same_however_long_it_is(pages: Pages, here: Scene) -> None:
    browser, costs = pages.browser(here.lena), []
    for count in (1, 4):
        for _ in range(count):
            pages.sent(here.bea if count == 1 else here.ada)
        browser.get(pages.url("coaching_requests"))
        with CaptureQueriesContext(connection) as seen:
            browser.get(pages.url("coaching_requests"))
        costs.append(sum(each["sql"].startswith("SELECT") for each in seen))
    assert costs[0] == costs[1] <= 12
