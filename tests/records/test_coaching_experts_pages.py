"""The expert's pages: the queue, a request with its thread, and what is done there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.records.coaching_cases import Scene, fresh
from tests.records.coaching_pages import Pages
from tests.records.desk_cases import text
from xblocks.coaching import service
from xblocks.coaching.domain.values import State
from xblocks.coaching.records import Message, RequestNote, TextBlock

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
