"""Deciding on the page: by the rule or against it, and what the team then reads."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.records.desk_cases import Desk, claimed, form, save, text
from tests.records.grading_cases import (
    hand_in,
)
from xblocks.grading import service
from xblocks.grading.records import MemberScore, Review, Work

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


def test_the_decision_follows_the_rule_until_somebody_marks_another(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom)
    page = tom.get(desk.url("grading_work", work.pk))
    assert "decision" not in form(page)
    save(desk, tom, work, level_aim=3, level_way=3)
    page = tom.get(desk.url("grading_work", work.pk))
    assert form(page)["decision"] == "passed"
    save(desk, tom, work, decision="failed")
    assert form(tom.get(desk.url("grading_work", work.pk)))["decision"] == "failed"
    save(desk, tom, work, decision="passed", level_aim=0)
    assert form(tom.get(desk.url("grading_work", work.pk)))["decision"] == "returned"


def test_deciding_leads_to_what_the_team_reads(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom)
    sent = form(
        tom.get(desk.url("grading_work", work.pk)),
        level_aim=3,
        level_way=2,
        comment_aim="Clear aim.",
        summary="Well done.",
        decision="passed",
        suggested="passed",
    )
    page = tom.post(desk.url("grading_decide", work.pk), sent, follow=True)
    said = text(page)
    for words in (
        "reads this",
        "80 of 100",
        "Clear aim.",
        "Well done.",
        "Open the next work",
    ):
        assert words in said
    assert Work.objects.get(pk=work.pk).status == "passed"
    assert set(MemberScore.objects.values_list("points", flat=True)) == {Decimal(80)}


def test_deciding_opens_the_next_of_the_filter(desk: Desk):
    now = timezone.now()
    exercise = desk.course.exercise("Here")
    first = hand_in(desk.ada, exercise, now=now - timedelta(days=3))
    hand_in(desk.ada, desk.course.exercise("Elsewhere"), now=now - timedelta(days=2))
    second = hand_in(desk.cem, exercise, now=now - timedelta(days=1))
    tom = desk.browser(desk.tom, htmx=True)
    query = "?" + urlencode({"exercise": exercise.usage_key})
    for work, then in ((first, f"/{second.pk}/?exercise="), (second, "notice=last")):
        service.claim(desk.tom, work.pk, now)
        page = desk.browser(desk.tom).get(desk.url("grading_work", work.pk) + query)
        sent = form(page, level_aim=3, level_way=3, decision="passed", suggested="passed")
        answer = tom.post(desk.url("grading_decide", work.pk) + query, {**sent, "then": "next"})
        assert answer.status_code == 204
        assert then in answer["HX-Redirect"]


def test_the_same_form_twice_is_one_review(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom)
    sent = form(
        tom.get(desk.url("grading_work", work.pk)),
        level_aim=3,
        level_way=2,
        decision="passed",
        suggested="passed",
    )
    for _ in range(2):
        assert tom.post(desk.url("grading_decide", work.pk), sent).status_code == 302
    assert Review.objects.filter(work=work).count() == 1


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"level_aim": "9"}, 422, "unknown_level"),
        ({"level_aim": "x"}, 422, "unknown_level"),
        ({"level_aim": "-1"}, 422, "unknown_level"),
        ({"level_aim": "²"}, 422, "unknown_level"),
        ({"level_other": "1"}, 422, "unknown_criterion"),
        ({"comment_other": "x"}, 422, "unknown_comment"),
        ({"level_way": None}, 422, "rating_incomplete"),
        ({"decision": "failed"}, 422, "reason_missing"),
        ({"decision": "failed", "reason": "  "}, 422, "reason_missing"),
        ({"decision": "great"}, 400, "bad_request"),
        ({"summary": "x" * 5001}, 422, "text_too_long"),
        ({"version": "77"}, 409, "draft_conflict"),
        ({"points": "120"}, 422, "points_out_of_range"),
        ({"points": "much"}, 422, "points_out_of_range"),
        ({"points": "1e99999999"}, 422, "points_out_of_range"),
        ({"points": "NaN"}, 422, "points_out_of_range"),
        ({"points": "70"}, 422, "deviation_without_reason"),
        ({"points-999999": "70", "why-999999": "x"}, 422, "not_a_member"),
        ({"points-x": "70"}, 422, "not_a_member"),
    ],
)
def test_what_cannot_be_decided_is_said_and_stays_on_the_page(
    desk: Desk, htmx: bool, changes: dict, status: int, code: str
):
    work = claimed(desk)
    page = desk.browser(desk.tom).get(desk.url("grading_work", work.pk))
    if "points" in changes:
        changes = {f"points-{desk.ben.person_id}": changes["points"]}
    sent = form(page, level_aim=3, level_way=2, suggested="passed", comment_way="My words.")
    sent |= {"decision": "passed"} | form_names(changes)
    sent = {name: value for name, value in sent.items() if value is not None}
    answer = desk.browser(desk.tom, htmx=htmx).post(desk.url("grading_decide", work.pk), sent)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (status, code)
    assert 'role="alert"' in text(answer)
    assert not Review.objects.exists()
    if not htmx and code in {"rating_incomplete", "reason_missing", "draft_conflict"}:
        assert "My words." in text(answer)


def form_names(changes: dict) -> dict:
    """Return changes under the names of the form."""
    return {
        name.replace("_", "-", 1) if name.startswith(("level_", "comment_")) else name: value
        for name, value in changes.items()
    }


@pytest.mark.parametrize(
    ("before", "marked"),
    [
        ({}, (None, "")),
        ({"level_aim": 0, "level_way": 0}, ("returned", "returned")),
    ],
)
def test_nobody_decides_what_the_rule_did_not_suggest_when_they_looked(
    desk: Desk, before: dict, marked: tuple
):
    work, tom = claimed(desk), desk.browser(desk.tom)
    save(desk, tom, work, **before)
    sent = form(tom.get(desk.url("grading_work", work.pk)), level_aim=3, level_way=3)
    assert (sent.get("decision"), sent["suggested"]) == marked
    answer = tom.post(desk.url("grading_decide", work.pk), sent)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (409, "suggestion_changed")
    assert not Review.objects.exists()
    again = form(answer)
    assert again["decision"] == "passed"
    assert tom.post(desk.url("grading_decide", work.pk), again).status_code == 302
    assert Review.objects.get().decision == "passed"


def test_another_decision_with_its_reason_and_points_of_one_person(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom)
    ben = desk.ben.person_id
    sent = form(
        tom.get(desk.url("grading_work", work.pk)),
        level_aim=3,
        level_way=3,
        suggested="passed",
        decision="failed",
        reason="Copied.",
        **{f"points-{ben}": "55,5", f"why-{ben}": "Wrote one part."},
    )
    page = tom.post(desk.url("grading_decide", work.pk), sent, follow=True)
    review = Review.objects.get()
    assert (review.decision, review.suggested, review.reason) == ("failed", "passed", "Copied.")
    scores = dict(MemberScore.objects.values_list("person", "points"))
    assert scores == {desk.ada.person_id: Decimal(100), ben: Decimal("55.5")}
    said = text(page)
    assert "The rule says: Passed." in said
    assert "55.5" in said
    assert "Wrote one part." in said
