"""One work on its page: looked at, claimed, rated and saved; for whom, at which price."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.records.desk_cases import Desk, claimed, form, save, text
from tests.records.grading_cases import (
    WEAK,
    Decision,
    Deviation,
    decide,
    hand_in,
    rating,
)
from xblocks.core.people import Role
from xblocks.grading import service
from xblocks.grading.records import Review, Work

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


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
