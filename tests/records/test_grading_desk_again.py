"""Two drafts of one work, a claim that was lost, and reviewing again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.records.desk_cases import Desk, claimed, form, text
from tests.records.grading_cases import (
    GOOD,
    WEAK,
    decide,
    hand_in,
    rating,
)
from xblocks.grading import service
from xblocks.grading.records import MemberScore, ReviewDraft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stale_draft_shows_both_texts_and_one_of_them_is_kept(desk: Desk, htmx: bool):
    work = claimed(desk)
    page = desk.browser(desk.tom).get(desk.url("grading_work", work.pk))
    other = desk.browser(desk.tom)
    other.post(desk.url("grading_draft", work.pk), form(page, comment_aim="From the phone."))
    tom = desk.browser(desk.tom, htmx=htmx)
    sent = form(page, comment_aim="From the desk.")
    answer = tom.post(desk.url("grading_draft", work.pk), sent)
    assert answer.status_code == 409
    assert "From the phone." in text(answer)
    assert "From the desk." in text(answer)
    assert 'name="keep" value="1"' in text(answer)
    assert f'name="version" value="{sent["version"]}"' in text(answer)
    assert tom.post(desk.url("grading_draft", work.pk), sent).status_code == 409
    kept = tom.post(desk.url("grading_draft", work.pk), {**sent, "keep": "1"})
    assert kept.status_code == (200 if htmx else 302)
    assert ReviewDraft.objects.get().comments == {"aim": "From the desk."}


def test_what_was_kept_although_it_cannot_be_decided_is_no_conflict_later(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom, htmx=True)
    sent = form(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)), level_aim=3)
    refused = tom.post(desk.url("grading_decide", work.pk), sent)
    assert refused["X-WBM-Refusal"] == "rating_incomplete"
    assert "Saved" in text(refused)
    assert "Way</a>" in text(refused)
    version = refused.context["version"]
    assert version == ReviewDraft.objects.get().version
    later = tom.post(
        desk.url("grading_draft", work.pk), {**sent, "level-way": "3", "version": version}
    )
    assert later.status_code == 200


def test_a_claim_that_was_lost_is_said_and_the_page_keeps_what_was_typed(desk: Desk):
    work = desk.work()
    long_ago = timezone.now() - timedelta(hours=9)
    service.claim(desk.tom, work.pk, long_ago)
    page = desk.browser(desk.tom).get(desk.url("grading_work", work.pk))
    service.take_over(desk.tina, work.pk, desk.tom.user_id, timezone.now())
    answer = desk.browser(desk.tom, htmx=True).post(
        desk.url("grading_draft", work.pk), form(page, comment_aim="Mine")
    )
    assert answer.status_code == 409
    assert "Tina is grading this work." in text(answer)
    assert "See how the work stands" in text(answer)


def test_reviewing_again_needs_a_reason_and_keeps_the_first_review(desk: Desk):
    work = claimed(desk)
    decide(desk.tom, work, rating(GOOD, summary="First."), now=timezone.now())
    tina = desk.browser(desk.tina)
    assert 'name="level-aim"' not in text(tina.get(desk.url("grading_work", work.pk)))
    again = tina.get(desk.url("grading_work", work.pk), {"again": "1"})
    assert "You review this again." in text(again)
    sent = form(again, level_way=3, summary="Second.")
    refused = tina.post(desk.url("grading_decide", work.pk), sent)
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (422, "reason_missing")
    changed = {**form(refused), "level-way": 3, "summary": "Second.", "reason": "Looked again."}
    page = tina.post(desk.url("grading_decide", work.pk) + "?again=1", changed, follow=True)
    said = text(page)
    assert "1 earlier review of this version" in said
    assert said.index("Second.") < said.index("First.")
    assert set(MemberScore.objects.values_list("points", flat=True)) == {Decimal(100)}


def test_two_who_review_again_at_once_do_not_overwrite_each_other(desk: Desk):
    work = claimed(desk)
    decide(desk.tom, work, now=timezone.now())
    pages = [
        desk.browser(each).get(desk.url("grading_work", work.pk), {"again": "1"})
        for each in (desk.tom, desk.tina)
    ]
    answers = [
        desk.browser(each).post(
            desk.url("grading_decide", work.pk), form(page, reason=f"I am {each.name}.")
        )
        for each, page in zip((desk.tom, desk.tina), pages, strict=True)
    ]
    assert answers[0].status_code == 302
    assert answers[1].status_code == 409
    assert answers[1]["X-WBM-Refusal"] == "reviewed_meanwhile"


def test_earlier_versions_come_with_what_was_said_about_them(desk: Desk):
    exercise, now = desk.course.exercise(), timezone.now()
    first = hand_in(desk.ada, exercise, desk.ben)
    decide(desk.tom, first, rating(WEAK, comments={"aim": "Too vague."}), now=now)
    second = hand_in(desk.ada, exercise, desk.ben)
    page = text(desk.browser(desk.tom).get(desk.url("grading_work", second.pk)))
    assert "Read version 1" in page
    part = text(desk.browser(desk.tom, htmx=True).get(desk.url("grading_history", second.pk)))
    assert "Too vague." in part
    assert "Version 2" not in part
    whole = text(desk.browser(desk.tom).get(desk.url("grading_history", second.pk)))
    assert "Version 2" in whole
    older = text(desk.browser(desk.tom).get(desk.url("grading_work", first.pk)))
    assert "There is a newer version." in older
