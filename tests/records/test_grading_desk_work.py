"""One work on its page: looked at, claimed, rated, saved, decided, decided again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.records.desk_cases import Desk, form
from tests.records.grading_cases import (
    GOOD,
    WEAK,
    Decision,
    Deviation,
    course,
    decide,
    hand_in,
    rating,
)
from xblocks.core.people import Role
from xblocks.grading import service
from xblocks.grading.records import MemberScore, Review, ReviewDraft, Work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_desk(settings) -> None:
    """Let the pages stand alone, in English."""
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk() -> Desk:
    return Desk(course())


def text(response) -> str:
    return response.content.decode()


def claimed(desk: Desk, **options) -> Work:
    work = desk.work(**options)
    service.claim(desk.tom, work.pk, timezone.now())
    return work


def save(desk: Desk, browser, work: Work, **changes):
    """Send the sheet as the page shows it, with changes, to be kept."""
    sent = form(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)), **changes)
    return browser.post(desk.url("grading_draft", work.pk), sent)


def test_looking_claims_nothing_and_beginning_does(desk: Desk):
    work, tom = desk.work(), desk.browser(desk.tom)
    page = tom.get(desk.url("grading_work", work.pk))
    assert "Begin to review" in text(page)
    assert 'name="level-aim"' not in text(page)
    assert Work.objects.get(pk=work.pk).claimed_by_id is None
    begun = tom.post(desk.url("grading_hold", work.pk, "claim"), follow=True)
    assert "You hold this work until" in text(begun)
    assert 'name="level-aim"' in text(begun)
    assert Work.objects.get(pk=work.pk).claimed_by_id == desk.tom.user_id


def test_who_else_holds_a_work_is_said_and_nothing_can_be_entered(desk: Desk):
    work = claimed(desk)
    page = desk.browser(desk.tina).get(desk.url("grading_work", work.pk))
    assert "Tom is reviewing this until" in text(page)
    assert "<form" not in text(page).split('id="notes"')[0]
    refused = desk.browser(desk.tina).post(desk.url("grading_hold", work.pk, "claim"))
    assert refused.status_code == 409
    assert "Tom is grading this work." in text(refused)


def test_a_stale_claim_is_taken_over_knowingly(desk: Desk):
    work, tina = desk.work(), desk.browser(desk.tina)
    service.claim(desk.tom, work.pk, timezone.now() - timedelta(hours=9))
    page = text(tina.get(desk.url("grading_work", work.pk)))
    assert "Tom began to review this and has not come back" in page
    assert page.index("<summary") < page.index("Take over this work")
    assert tina.post(desk.url("grading_hold", work.pk, "claim")).status_code == 409
    assert tina.post(desk.url("grading_hold", work.pk, "take-over")).status_code == 400
    taken = tina.post(
        desk.url("grading_hold", work.pk, "take-over"), {"who": desk.tom.user_id}, follow=True
    )
    assert "You hold this work until" in text(taken)


def test_giving_a_work_back_keeps_the_draft(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom)
    save(desk, tom, work, level_aim=3)
    back = tom.post(desk.url("grading_hold", work.pk, "release"), follow=True)
    assert "back in the list" in text(back)
    tom.post(desk.url("grading_hold", work.pk, "claim"))
    page = tom.get(desk.url("grading_work", work.pk))
    assert page.context["criteria"][0].chosen.number == 3


def test_the_sheet_says_weights_musts_and_levels_in_words(desk: Desk):
    work = claimed(desk)
    page = text(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)))
    for words in ("weight 40 of 100", "must: not 0", "convincing", "26.67 pts"):
        assert words in page
    assert page.count("must: not 0") == 1


def test_points_and_suggestion_come_with_each_save(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom, htmx=True)
    part = text(save(desk, tom, work, level_aim=3))
    assert "40 of 100" in part
    assert "1 criterion is open" in part
    assert "Saved" in part
    part = text(save(desk, tom, work, level_aim=0, level_way=3))
    assert "60 of 100" in part
    assert "must at level 0: Aim" in part
    assert 'name="suggested" value="returned"' in part
    part = text(save(desk, tom, work, level_aim=2, level_way=2))
    assert "66.67 of 100" in part
    assert 'name="suggested" value="passed"' in part
    assert "<h1" not in part


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
        "The team reads this",
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
    assert "The team has handed in a newer version." in older


def test_a_work_without_rubric_is_decided_without_points(desk: Desk):
    work, tom = claimed(desk, graded=False), desk.browser(desk.tom)
    page = tom.get(desk.url("grading_work", work.pk))
    assert "of 100" not in text(page)
    done = tom.post(desk.url("grading_decide", work.pk), form(page, summary="Thanks."), follow=True)
    assert "Thanks." in text(done)
    assert Review.objects.get().points is None


def pages_of(desk: Desk, work: Work) -> list[tuple[str, str]]:
    return [
        ("get", desk.url("grading_work", work.pk)),
        ("get", desk.url("grading_history", work.pk)),
        ("post", desk.url("grading_draft", work.pk)),
        ("post", desk.url("grading_decide", work.pk)),
        ("post", desk.url("grading_hold", work.pk, "claim")),
        ("post", desk.url("grading_hold", work.pk, "release")),
        ("post", desk.url("grading_hold", work.pk, "take-over")),
        ("post", desk.url("grading_seat", work.pk, "submit")),
        ("post", desk.url("grading_seat", work.pk, "leave")),
        ("post", desk.url("grading_jury", work.pk, "sit")),
        ("post", desk.url("grading_jury", work.pk, "guest")),
        ("post", desk.url("grading_jury", work.pk, "chair")),
        ("post", desk.url("grading_jury", work.pk, "close")),
        ("post", desk.url("grading_note", work.pk)),
        ("post", desk.url("grading_files", work.pk)),
        ("get", desk.url("grading_file", work.pk, 1)),
        ("post", desk.url("grading_file_gone", work.pk, 1)),
    ]


@pytest.mark.parametrize("htmx", [False, True])
def test_works_of_another_district_do_not_exist(desk: Desk, htmx: bool):
    work = desk.work(jury=3)
    sven = desk.browser(desk.sven, htmx=htmx)
    data = {"who": "1", "text": "x", "version": "0", "level-aim": "1", "reason": "x"}
    for method, address in pages_of(desk, work):
        assert getattr(sven, method)(address, data).status_code == 404, address


@pytest.mark.parametrize("who", ["ada", "expert", "author"])
def test_nobody_else_gets_anywhere(desk: Desk, who: str):
    work = claimed(desk)
    actor = desk.ada if who == "ada" else desk.course.person("Eda", [Role(who)])
    browser = desk.browser(actor)
    for method, address in pages_of(desk, work):
        answer = getattr(browser, method)(address, {"who": "1", "text": "x"})
        assert answer.status_code in {403, 404}, address
        assert "We begin small." not in text(answer)


def test_unknown_steps_do_not_exist(desk: Desk):
    work, tom = desk.work(), desk.browser(desk.tom)
    for name in ("grading_hold", "grading_seat", "grading_jury"):
        assert tom.post(desk.url(name, work.pk, "other")).status_code == 404
    assert tom.get(desk.url("grading_work", 10**15)).status_code == 404


def counted(ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def test_opening_a_work_costs_at_most_fifteen_statements(desk: Desk):
    exercise, now = desk.course.exercise(), timezone.now()
    first = hand_in(desk.ada, exercise, desk.ben)
    decide(desk.tom, first, rating(WEAK), now=now)
    work = hand_in(desk.ada, exercise, desk.ben)
    service.add_note(desk.tina, work.pk, "A note.", now)
    service.claim(desk.tom, work.pk, now)
    service.save_draft(desk.tom, work.pk, 0, rating(), now)
    tom = desk.browser(desk.tom)
    for each in (work, first):
        assert counted(lambda each=each: tom.get(desk.url("grading_work", each.pk))) <= 15
    decide(
        desk.tom,
        work,
        rating(deviations={desk.ben.person_id: Deviation(Decimal(70), "x")}),
        now=now,
    )
    assert counted(lambda: tom.get(desk.url("grading_work", work.pk))) <= 15
    assert counted(lambda: tom.get(desk.url("grading_work", work.pk), {"again": "1"})) <= 15
    assert Decision(Review.objects.latest("id").decision) is Decision.PASSED


def test_opening_a_work_of_a_jury_costs_at_most_fifteen_statements(desk: Desk):
    work, now = desk.work(jury=2), timezone.now()
    tom = desk.browser(desk.tom)
    costs = []
    for juror in (desk.tom, desk.tina):
        service.take_seat(juror, work.pk, now)
        service.add_note(juror, work.pk, f"Of {juror.name}.", now)
        costs.append(counted(lambda: tom.get(desk.url("grading_work", work.pk))))
        saved = service.save_draft(juror, work.pk, 0, rating(), now)
        service.submit_seat(juror, work.pk, saved.version, now)
        costs.append(counted(lambda: tom.get(desk.url("grading_work", work.pk))))
    assert max(costs) <= 15
