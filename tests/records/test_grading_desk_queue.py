"""The queue on its page: counted, filtered, sorted, in parts, with a way to the next work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.records.desk_cases import Desk, text, working_days_ago
from tests.records.grading_cases import WEAK, decide, hand_in, rating
from xblocks.core.people import Role
from xblocks.grading import queueing, service

pytestmark = pytest.mark.django_db


def teams(response) -> list[str]:
    return [line.row.team for line in response.context["lines"]]


def test_counters_stand_before_the_list_and_name_what_waits_too_long(desk: Desk):
    now = timezone.now()
    exercise = desk.course.exercise()
    hand_in(desk.ada, exercise, now=working_days_ago(9))
    hand_in(desk.cem, exercise, now=now, late=True)
    page = desk.browser(desk.tom).get(desk.url("grading"))
    counts = {view.value: count for view, _name, count, _address, _here in page.context["views"]}
    assert counts == {"waiting": 2, "mine": 0, "late": 1, "returned": 0, "done": 0}
    said = text(page)
    assert "1 work has been waiting for 5 working days or longer" in said
    assert said.index("days or longer") < said.index("Adler")
    assert "9 working days ago" in said
    assert "today" in said
    long = desk.browser(desk.tom).get(desk.url("grading") + page.context["long"])
    assert teams(long) == ["Adler"]


def test_filters_and_sorting_are_read_from_the_address(desk: Desk):
    tom = desk.browser(desk.tom)
    first, second = desk.course.exercise("One"), desk.course.exercise("Two")
    hand_in(desk.ada, first, now=working_days_ago(5))
    hand_in(desk.cem, second, now=working_days_ago(2))
    queue = desk.url("grading")
    assert teams(tom.get(queue)) == ["Adler", "Birke"]
    assert teams(tom.get(queue, {"sort": "newest"})) == ["Birke", "Adler"]
    assert teams(tom.get(queue, {"exercise": second.usage_key})) == ["Birke"]
    assert teams(tom.get(queue, {"days": "3"})) == ["Adler"]
    assert teams(tom.get(queue, {"district": desk.course.north.pk})) == ["Adler", "Birke"]
    assert teams(tom.get(queue, {"view": "done"})) == []
    nonsense = {"view": "x", "sort": "x", "days": "4", "district": "x"}
    assert teams(tom.get(queue, nonsense)) == ["Adler", "Birke"]


@pytest.mark.parametrize("name", ["district", "exercise", "after"])
def test_what_is_beyond_reach_or_made_up_is_refused(desk: Desk, name: str):
    desk.work()
    foreign = hand_in(desk.dora, desk.course.exercise("South"))
    value = {"district": desk.course.south.pk, "exercise": foreign.usage_key, "after": "x"}[name]
    response = desk.browser(desk.tom).get(desk.url("grading"), {name: value})
    assert response.status_code == (400 if name == "after" else 404)


def test_pages_lead_forth_and_back(desk: Desk, monkeypatch):
    monkeypatch.setattr(queueing, "PAGE_SIZE", 2)
    start = timezone.now() - timedelta(days=20)
    for number in range(5):
        hand_in(desk.ada, desk.course.exercise(f"E{number}"), now=start + timedelta(days=number))
    tom, queue = desk.browser(desk.tom), desk.url("grading")
    seen, page = [], tom.get(queue)
    assert page.context["previous"] == ""
    while True:
        seen += [line.row.title for line in page.context["lines"]]
        if not page.context["next"]:
            break
        page = tom.get(queue + page.context["next"])
    assert seen == ["E0", "E1", "E2", "E3", "E4"]
    back = tom.get(queue + page.context["previous"])
    assert [line.row.title for line in back.context["lines"]] == ["E2", "E3"]


def test_a_part_for_htmx_holds_rows_and_counters_alone(desk: Desk):
    desk.work()
    part = text(desk.browser(desk.tom, htmx=True).get(desk.url("grading")))
    assert "Adler" in part
    assert "aria-current" in part
    assert "<h1" not in part


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("waiting", "Works appear here as soon as somebody hands in."),
        ("mine", "You hold no work at the moment."),
        ("late", "handed in on time"),
        ("returned", "Nobody is revising"),
        ("done", "Nothing has been decided yet."),
    ],
)
def test_an_empty_list_says_what_is_next(desk: Desk, view: str, said: str):
    page = desk.browser(desk.tom).get(desk.url("grading"), {"view": view})
    assert said in text(page)
    filtered = desk.browser(desk.tom).get(desk.url("grading"), {"view": view, "days": "3"})
    assert "No work matches this filter." in text(filtered)


def test_the_next_work_is_the_oldest_that_nobody_has(desk: Desk):
    now = timezone.now()
    held, seated, free, young = (
        hand_in(
            desk.ada, desk.course.exercise(f"E{n}", jury=n == 1), now=now - timedelta(days=9 - n)
        )
        for n in range(4)
    )
    service.claim(desk.tina, held.pk, now)
    service.take_seat(desk.tina, seated.pk, now)
    tom = desk.browser(desk.tom)
    assert f"/{free.pk}/" in tom.get(desk.url("grading_next"))["Location"]
    for work in (free, young):
        service.claim(desk.tina, work.pk, now)
    last = tom.get(desk.url("grading_next"), follow=True)
    assert last.redirect_chain[-1][0].endswith("?notice=none")
    assert "Nothing waits that nobody has." in text(last)


def test_the_way_to_the_next_work_keeps_the_filter(desk: Desk):
    desk.work()
    wanted = desk.course.exercise("Wanted")
    work = hand_in(desk.cem, wanted)
    answer = desk.browser(desk.tom).get(desk.url("grading_next"), {"exercise": wanted.usage_key})
    assert f"/{work.pk}/?exercise=" in answer["Location"]


def test_states_are_said_in_words(desk: Desk):
    now = timezone.now()
    mine, held, stale, back = (hand_in(desk.ada, desk.course.exercise(f"E{n}")) for n in range(4))
    service.claim(desk.tom, mine.pk, now)
    service.claim(desk.tina, held.pk, now)
    service.claim(desk.tina, stale.pk, now - timedelta(days=1))
    decide(desk.tina, back, rating(WEAK), now=now)
    tom = desk.browser(desk.tom)
    waiting = text(tom.get(desk.url("grading")))
    assert "You are reviewing this" in waiting
    assert "Tina is reviewing this" in waiting
    assert "Tina has not come back" in waiting
    assert "Back for revision until" in text(tom.get(desk.url("grading"), {"view": "returned"}))


def test_coordinators_see_the_figures_and_are_led_to_grades_and_not_to_works(desk: Desk):
    cora = desk.course.person("Cora", [Role.COORDINATOR])
    work = desk.work()
    page = desk.browser(cora).get(desk.url("grading"))
    assert [line.link for line in page.context["lines"]] == [desk.url("grading_history", work.pk)]
    assert desk.url("grading_next") not in text(page)
    assert desk.browser(cora).get(page.context["lines"][0].link).status_code == 200
    assert desk.browser(cora).get(desk.url("grading_work", work.pk)).status_code == 403


def test_a_coordinator_who_also_grades_is_led_to_works_of_their_districts_alone(desk: Desk):
    both = desk.course.person("Bo", [Role.COORDINATOR, Role.TRAINER], districts=[desk.course.south])
    north, south = desk.work(), hand_in(desk.dora, desk.course.exercise("South"))
    page = desk.browser(both).get(desk.url("grading"))
    links = {line.row.work_id: line.link for line in page.context["lines"]}
    assert links == {
        north.pk: desk.url("grading_history", north.pk),
        south.pk: desk.url("grading_work", south.pk),
    }
    assert f"/{south.pk}/" in desk.browser(both).get(desk.url("grading_next"))["Location"]


def test_a_guest_of_a_jury_has_a_list_of_their_own(desk: Desk):
    eda = desk.course.person("Eda", [Role.EXPERT])
    browser = desk.browser(eda)
    assert "You have no seat in a jury" in text(browser.get(desk.url("grading_mine")))
    work = desk.work(jury=3)
    service.take_seat(desk.tom, work.pk, timezone.now())
    service.seat_guest(desk.tom, work.pk, eda.person_id, timezone.now())
    page = browser.get(desk.url("grading_mine"))
    assert [line.link for line in page.context["lines"]] == [desk.url("grading_work", work.pk)]
    assert browser.get(desk.url("grading")).status_code == 403


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("view", ["waiting", "mine", "returned", "done"])
def test_the_page_costs_at_most_twelve_statements_however_many_works(
    desk: Desk, view: str, htmx: bool
):
    tom = desk.browser(desk.tom, htmx=htmx)
    costs = []
    for _round in range(2):
        for number in range(4):
            work = hand_in(desk.ada, desk.course.exercise(f"E{number}", jury=number == 3))
            if number < 3:
                service.claim(desk.tom, work.pk, timezone.now())
            if number == 1:
                decide(desk.tom, work, rating(WEAK), now=timezone.now())
            if number == 3:
                service.take_seat(desk.tom, work.pk, timezone.now())
        with CaptureQueriesContext(connection) as asked:
            assert tom.get(desk.url("grading"), {"view": view}).status_code == 200
        costs.append(len([q for q in asked if "SAVEPOINT" not in q["sql"]]))
    assert costs[0] == costs[1]
    assert max(costs) <= 12
