"""What the expert's pages refuse: nothing is lost, nothing told to whom it is not for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.records.coaching_cases import Scene, fresh
from tests.records.coaching_pages import Pages
from tests.records.desk_cases import text
from xblocks.coaching import service
from xblocks.coaching.domain.values import MESSAGE_LENGTH, NOTE_LENGTH, REASON_LENGTH, State
from xblocks.coaching.records import Message, Request, RequestNote, RequestStep, TextBlock
from xblocks.coaching.textblocks import keep_text
from xblocks.core.people import Role
from xblocks.roster.records import Company, PersonTopic

SCRIPT = "<script>alert('x')</script>&\"'{{ 7 }}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db: None, plain_desk: None) -> Pages:
    return Pages()


@pytest.fixture
def here(pages: Pages) -> Scene:
    return pages.here


@pytest.mark.parametrize(
    "query",
    ["?view=nonsense&topic=x&district=abc&page=-1", "?page=99999999999", "?district=9" + "9" * 14],
)
def test_a_queue_asked_for_nonsense_answers_all_the_same(
    pages: Pages, here: Scene, query: str
) -> None:
    pages.sent()
    assert pages.queue(here.lena, query).status_code == 200


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


def test_who_asked_and_is_an_expert_too_does_not_answer_themselves(
    pages: Pages, here: Scene
) -> None:
    company = Company.objects.get(pk=here.ada.company)
    both = here.where.person("Bo", [Role.TRAINEE, Role.EXPERT], company)
    PersonTopic.objects.create(person_id=both.person_id, topic="law")
    request = pages.sent(both)
    service.claim(here.lena, request.pk, timezone.now())
    assert pages.open(both, request).status_code == 404
    assert pages.do(both, request, "note", text="x").status_code == 404
    assert pages.browser(both).get(pages.url("coaching_own", request.pk)).status_code == 200
