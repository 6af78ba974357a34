"""The queue in pages: complete, in order, back and forth, at the same price however long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records.grading_cases import (
    NOW,
    WEAK,
    Course,
    decide,
    hand_in,
    rating,
)
from tests.records.many_works import ManyWorks, many_works
from tests.records.queue_cases import team
from xblocks.core.errors import BadRequest
from xblocks.core.people import Actor
from xblocks.grading import service
from xblocks.grading.ordering import Sort
from xblocks.grading.queueing import PAGE_SIZE, Row
from xblocks.grading.records import Work
from xblocks.grading.service import Filters, View
from xblocks.grading.waiting import days_waited

STATEMENTS = 10


@pytest.fixture
def many(db: None) -> ManyWorks:
    return many_works(600, exercises=3, districts=3)


def pages(actor: Actor, filters: Filters) -> Iterator[tuple[Row, ...]]:
    page = service.queue(actor, filters, NOW)
    yield page.rows
    while page.next:
        page = service.queue(actor, filters, NOW, after=page.next)
        yield page.rows


def keys(sort: Sort) -> Callable[[Work], tuple]:
    return lambda work: (getattr(work, sort.value), work.pk)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("ascending", [True, False])
def test_pages_show_everything_once_in_order_and_lead_back(
    many: ManyWorks, sort: Sort, ascending: bool
) -> None:
    for one in (None, many.exercises[1].usage_key):
        filters = Filters(view=View.DONE, sort=sort, ascending=ascending, usage_key=one)
        works = Work.objects.filter(shelf="done", district__in=many.trainer.districts)
        if one:
            works = works.filter(usage_key=one)
        effective = Sort.AGE if one and sort is Sort.EXERCISE else sort
        expected = sorted(works, key=keys(effective), reverse=not ascending)
        found = list(pages(many.trainer, filters))
        assert [row.work_id for page in found for row in page] == [work.pk for work in expected]
        assert all(len(page) == PAGE_SIZE for page in found[:-1])
    last = service.queue(many.trainer, filters, NOW)
    while last.next:
        before, last = last, service.queue(many.trainer, filters, NOW, after=last.next)
        assert last.previous is not None
        back = service.queue(many.trainer, filters, NOW, before=last.previous)
        assert [row.work_id for row in back.rows] == [row.work_id for row in before.rows]
        assert (back.previous, back.next) == (before.previous, before.next)


@pytest.mark.parametrize("view", list(View))
def test_filters_combine(many: ManyWorks, view: View) -> None:
    shelves = service_shelves(view)
    for days in (0, 3, 30):
        for district in (None, many.districts[1].pk):
            filters = Filters(view=view, min_days=days, district=district, sort=Sort.TEAM)
            works = Work.objects.filter(
                shelf__in=shelves,
                district__in=[district] if district else many.trainer.districts,
            ).select_related("district")
            expected = {
                work.pk
                for work in works
                if view is not View.MINE
                and days_waited(work.handed_in_at, work.district, NOW) >= days
            }
            shown = {row.work_id for page in pages(many.trainer, filters) for row in page}
            assert shown == expected


def service_shelves(view: View) -> list[str]:
    return {
        View.WAITING: ["waiting", "late"],
        View.MINE: ["waiting", "late"],
        View.LATE: ["late"],
        View.RETURNED: ["returned"],
        View.DONE: ["done"],
    }[view]


def test_own_works_are_paged_too(many: ManyWorks) -> None:
    open_works = Work.objects.filter(status="waiting", district__in=many.trainer.districts)
    Work.objects.filter(district__in=many.trainer.districts, shelf="done").update(
        shelf="waiting", status="waiting", claimed_by=many.trainer.user_id
    )
    open_works.update(claimed_by=many.trainer.user_id)
    for sort in Sort:
        filters = Filters(view=View.MINE, sort=sort, ascending=False)
        shown = [row.work_id for page in pages(many.trainer, filters) for row in page]
        expected = sorted(open_works.all(), key=keys(sort), reverse=True)
        assert shown == [work.pk for work in expected]
    counters = service.queue(many.trainer, Filters(), NOW).counters
    assert counters.mine == len(expected) > PAGE_SIZE


@pytest.mark.parametrize(
    "place",
    [
        "",
        "x",
        "e30",
        "WyJhIiwxXQ",
        "WzEsMiwzXQ",
        "WyJhIiwxLHRydWVd",
        "bnVsbA",
        "💥",
        "WyJcdWQ4M2QiLDEsZmFsc2Vd",
    ],
)
def test_a_place_that_is_none_is_refused(made: Course, place: str) -> None:
    for filters in (Filters(), Filters(sort=Sort.TEAM)):
        for way in ("after", "before"):
            with pytest.raises(BadRequest):
                service.queue(made.trainer("Tom"), filters, NOW, **{way: place})


def test_a_place_of_another_sorting_is_refused(many: ManyWorks) -> None:
    page = service.queue(many.trainer, Filters(view=View.DONE), NOW)
    with pytest.raises(BadRequest):
        service.queue(many.trainer, Filters(view=View.DONE, sort=Sort.TEAM), NOW, after=page.next)


def statements(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask()
    return len([each for each in captured if not each["sql"].startswith(("SAVE", "RELEASE"))])


def full_page(many: ManyWorks, when: datetime) -> ManyWorks:
    """Give a page everything that costs a statement: claims and juries."""
    first, second = Work.objects.filter(
        status="waiting", course_key=many.course.key, district__in=many.trainer.districts
    ).order_by("handed_in_at")[:2]
    service.claim(many.trainer, first.pk, when)
    Work.objects.filter(id=second.pk).update(seats=3)
    service.take_seat(many.trainer, second.pk, when)
    return many


@pytest.mark.parametrize("view", list(View))
def test_a_page_costs_at_most_ten_statements_however_many_works(db: None, view: View) -> None:
    costs = []
    for total in (200, 1_200):
        many = full_page(many_works(total, exercises=3), NOW)
        for actor in (many.trainer, many.coordinator):
            for sort in Sort:
                filters = Filters(view=view, sort=sort)
                page = service.queue(actor, filters, NOW)
                ways = [{}, {"after": page.next}] if page.next else [{}]
                costs += [
                    statements(lambda f=filters, w=way, a=actor: service.queue(a, f, NOW, **w))
                    for way in ways
                ]
    assert max(costs) <= STATEMENTS


def test_opening_a_work_costs_at_most_fourteen_statements(made: Course) -> None:
    company = made.company("Adler")
    members = [made.trainee(name, company) for name in ("Ada", "Ben", "Cem", "Dan")]
    tom = made.trainer("Tom")
    exercise = made.exercise()
    work = hand_in(members[0], exercise, *members[1:])
    decide(tom, work, rating(WEAK, note="x"))
    work = hand_in(members[0], exercise, *members[1:])
    service.claim(tom, work.pk, NOW)
    service.save_draft(tom, work.pk, 0, rating(), NOW)
    service.add_note(tom, work.pk, "y", NOW)
    assert statements(lambda: service.open_work(tom, work.pk, NOW)) <= 11
    jury = hand_in(members[0], made.exercise(jury=3), *members[1:])
    for name in ("Uta", "Udo"):
        service.take_seat(made.trainer(name), jury.pk, NOW)
    assert statements(lambda: service.open_work(tom, jury.pk, NOW)) <= 14


def test_results_cost_five_statements_however_many_there_are(made: Course) -> None:
    ada, tom = team(made, "Adler"), made.trainer("Tom")
    costs = []
    for _round in range(3):
        exercise = made.exercise()
        decide(tom, hand_in(ada, exercise), rating(WEAK))
        hand_in(ada, exercise)
        costs.append(statements(lambda: service.results_for_team(ada)))
    assert costs == [5, 5, 5]
    assert statements(lambda: service.standings(company=ada.company, now=NOW)) == 1
