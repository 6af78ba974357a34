"""The short form inside a block: choose a work, claim, rate, decide – by the desk's own views."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.records.desk_cases import Desk, form, text
from tests.records.grading_cases import decide, hand_in
from xblocks.core.errors import NotAllowed
from xblocks.core.people import Actor
from xblocks.grading import service
from xblocks.grading.desk import short
from xblocks.grading.records import ReviewDraft, Work

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MOST_FOR_THE_LIST = 10
MOST_FOR_A_WORK = 16
"""Statements of the use case, and for a page those of account and session besides."""


def shown(desk: Desk, who: Actor, work: Work) -> str:
    """Return the list a block of this work's exercise begins with."""
    return short.list_html(who, work.usage_key, timezone.now())


def asked(desk: Desk, name: str, *args: Any) -> str:
    """Return an address as the short form asks for it."""
    return desk.url(name, *args) + "?in=block"


def begun(desk: Desk, work: Work) -> tuple[Client, Any]:
    """Let Tom begin; return his browser and what he then sees."""
    tom = desk.browser(desk.tom, htmx=True)
    return tom, tom.post(asked(desk, "grading_hold", work.pk, "claim"))


def test_the_list_holds_the_works_of_this_exercise_in_the_own_districts(desk: Desk) -> None:
    work = desk.work()
    here = desk.course.exercise
    hand_in(desk.cem, here("Another"))
    assert "Adler" in shown(desk, desk.tom, work)
    assert "Birke" not in shown(desk, desk.tom, work)
    assert "Adler" not in shown(desk, desk.sven, work)
    assert "Nothing waits for a review here" in shown(desk, desk.sven, work)


def test_an_exercise_nobody_has_handed_in_for_is_an_empty_list(desk: Desk) -> None:
    unseen = desk.course.exercise()
    assert "Nothing waits" in short.list_html(desk.tom, unseen.usage_key, timezone.now())


def test_only_graders_see_list_and_works(desk: Desk) -> None:
    work = desk.work()
    for actor in (desk.ada, desk.cem):
        with pytest.raises(NotAllowed):
            shown(desk, actor, work)
        browser = desk.browser(actor, htmx=True)
        for address in (
            desk.url("grading_short") + f"?exercise={work.usage_key}",
            desk.url("grading_short_work", work.pk),
        ):
            assert browser.get(address).status_code == 403
        for step in ("grading_decide", "grading_draft"):
            assert browser.post(asked(desk, step, work.pk)).status_code == 403
    foreign = desk.browser(desk.sven, htmx=True)
    assert foreign.get(desk.url("grading_short_work", work.pk)).status_code == 404


def test_looking_claims_nothing_and_beginning_shows_the_sheet_in_its_place(desk: Desk) -> None:
    work = desk.work()
    tom = desk.browser(desk.tom, htmx=True)
    page = tom.get(desk.url("grading_short_work", work.pk))
    assert "Begin to review" in text(page)
    assert 'name="level-aim"' not in text(page)
    assert Work.objects.get(pk=work.pk).claimed_by_id is None
    _tom, sheet = begun(desk, work)
    assert 'name="level-aim"' in text(sheet)
    assert sheet["HX-Retarget"] == f"#{short.prefix(work.usage_key)}short"
    assert "HX-Redirect" not in sheet
    assert Work.objects.get(pk=work.pk).claimed_by_id == desk.tom.user_id


def test_who_else_holds_the_work_is_said_in_the_block(desk: Desk) -> None:
    work = desk.work()
    service.claim(desk.tina, work.pk, timezone.now())
    tom = desk.browser(desk.tom, htmx=True)
    assert "Tina is reviewing this" in text(tom.get(desk.url("grading_short_work", work.pk)))
    refused = tom.post(asked(desk, "grading_hold", work.pk, "claim"))
    assert refused.status_code == 409
    assert refused["X-WBM-Refusal"] == "claim_held"
    assert "Tina is grading this work." in text(refused)
    assert 'name="level-aim"' not in text(refused)


def test_what_is_entered_is_the_same_draft_as_on_the_desk(desk: Desk) -> None:
    work = desk.work()
    tom, sheet = begun(desk, work)
    sent = form(sheet, level_aim=3, comment_aim="Name a figure.", points=None)
    member = next(each for each in sheet.context["members"])
    sent |= {f"points-{member.person_id}": "70", f"why-{member.person_id}": "Ill for weeks."}
    kept = tom.post(asked(desk, "grading_draft", work.pk), sent)
    assert "40 of 100" in text(kept)
    prefix = short.prefix(work.usage_key)
    assert f'data-wbm-suggests="{prefix}decision"' in text(kept)
    draft = ReviewDraft.objects.get(work=work)
    assert (draft.levels, draft.comments) == ({"aim": 3}, {"aim": "Name a figure."})
    on_desk = text(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)))
    assert "Name a figure." in on_desk
    assert "Ill for weeks." in on_desk
    again = tom.get(desk.url("grading_short_work", work.pk))
    assert f'name="points-{member.person_id}" value="70"' in text(again)


def test_deciding_in_the_block_leads_back_to_its_list(desk: Desk) -> None:
    work = desk.work()
    tom, sheet = begun(desk, work)
    sent = form(sheet, level_aim=3, level_way=2, decision="passed", suggested="passed")
    done = tom.post(asked(desk, "grading_decide", work.pk), sent)
    assert done.status_code == 200
    assert "HX-Redirect" not in done
    assert done["HX-Retarget"] == f"#{short.prefix(work.usage_key)}short"
    assert "Decided. Your review can be read now." in text(done)
    assert "Adler" not in text(done)
    assert Work.objects.get(pk=work.pk).status == "passed"


def test_a_refused_decision_stays_with_what_was_entered(desk: Desk) -> None:
    work = desk.work()
    tom, sheet = begun(desk, work)
    refused = tom.post(asked(desk, "grading_decide", work.pk), form(sheet, level_aim=3))
    assert refused.status_code == 422
    assert refused["X-WBM-Refusal"] == "rating_incomplete"
    assert f'href="#{short.prefix(work.usage_key)}criterion-way"' in text(refused)
    assert "HX-Retarget" not in refused
    assert Work.objects.get(pk=work.pk).status == "waiting"


def test_giving_back_leads_to_the_list_and_keeps_the_draft(desk: Desk) -> None:
    work = desk.work()
    tom, sheet = begun(desk, work)
    tom.post(asked(desk, "grading_draft", work.pk), form(sheet, level_aim=3))
    given_back = tom.post(asked(desk, "grading_hold", work.pk, "release"))
    assert "What you entered is kept." in text(given_back)
    assert "Adler" in text(given_back)
    assert Work.objects.get(pk=work.pk).claimed_by_id is None
    assert ReviewDraft.objects.get(work=work).levels == {"aim": 3}


def test_without_scripts_the_same_forms_lead_to_the_desk(desk: Desk) -> None:
    work = desk.work()
    answer = desk.browser(desk.tom).post(asked(desk, "grading_hold", work.pk, "claim"))
    assert answer["Location"] == desk.url("grading_work", work.pk) + "?done=began"


def test_a_work_for_a_jury_is_left_to_the_desk(desk: Desk) -> None:
    work = desk.work(jury=2)
    assert "grading_short" not in shown(desk, desk.tom, work)
    assert f"{work.pk}/short/" not in shown(desk, desk.tom, work)
    page = desk.browser(desk.tom, htmx=True).get(desk.url("grading_short_work", work.pk))
    assert "A jury rates this work. You find it on the desk." in text(page)
    assert 'name="level-aim"' not in text(page)


def test_ids_of_two_blocks_on_one_page_do_not_meet(desk: Desk) -> None:
    work = desk.work()
    _tom, sheet = begun(desk, work)
    ids = re.findall(r'\sid="([^"]+)"', text(sheet))
    assert ids
    assert len(ids) == len(set(ids))
    assert all(each.startswith(short.prefix(work.usage_key)) for each in ids)


def test_the_short_form_takes_a_constant_number_of_statements(desk: Desk) -> None:
    exercise = desk.course.exercise()
    work = hand_in(desk.ada, exercise, desk.ben)
    with CaptureQueriesContext(connection) as one:
        shown(desk, desk.tom, work)
    for number in range(20):
        company = desk.course.company(f"More {number}")
        hand_in(desk.course.trainee(f"Ann {number}", company), exercise)
    with CaptureQueriesContext(connection) as many:
        shown(desk, desk.tom, work)
    assert len(many) == len(one) <= MOST_FOR_THE_LIST
    tom, _sheet = begun(desk, work)
    address = desk.url("grading_short_work", work.pk)
    with CaptureQueriesContext(connection) as opened:
        tom.get(address)
    assert len(opened) <= MOST_FOR_A_WORK
    decide(desk.tom, work)
    assert "level-aim" not in text(tom.get(address))
