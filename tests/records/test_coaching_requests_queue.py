"""The expert's queue: what is theirs, in which order, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.records.coaching_cases import DAY, HOUR, NOW, Scene, fresh, scene, token
from xblocks.coaching import service
from xblocks.coaching.domain.values import State
from xblocks.coaching.queueing import PAGE_SIZE
from xblocks.coaching.records import Request
from xblocks.coaching.service import Choice, Filters, Side, View
from xblocks.core.people import Actor

pytestmark = pytest.mark.django_db

STATEMENTS = 9


@pytest.fixture
def here() -> Scene:
    return scene()


def page(actor: Actor, view: View = View.TODO, now: Any = NOW, **rest: Any) -> service.QueuePage:
    return service.queue(actor, Filters(view=view, **rest), 1, now)


def ids(actor: Actor, view: View = View.TODO, **rest: Any) -> list[int]:
    return [row.request_id for row in page(actor, view, **rest).rows]


def test_each_request_lies_in_the_views_of_its_state(here: Scene) -> None:
    free = here.send(here.ada)
    taken = here.taken(here.bea)
    asked = here.taken(here.ada)
    here.ask_back(asked, here.lena)
    answered = here.answered(here.bea)
    closed = here.answered(here.ada)
    service.close(here.ada, closed.pk, True, "", "", closed.version, NOW)
    expected = {
        View.TODO: [free.pk, taken.pk],
        View.FREE: [free.pk],
        View.MINE: [taken.pk],
        View.TRAINEE: [asked.pk],
        View.ANSWERED: [answered.pk],
        View.CLOSED: [closed.pk],
        View.OTHERS: [],
    }
    assert {view: ids(here.lena, view) for view in View} == expected
    counters = page(here.lena).counters
    assert counters.views == {view: len(found) for view, found in expected.items()}
    assert ids(here.ola) == [free.pk]
    assert ids(here.ola, View.OTHERS) == [taken.pk, asked.pk]
    assert ids(here.leo) == ids(here.leo, View.OTHERS) == []


def test_of_what_a_colleague_has_no_word_is_shown(here: Scene) -> None:
    mark = f"secret {uuid4().hex}"
    request = here.taken(question=mark)
    service.write_back(here.ada, request.pk, mark, token(), NOW)
    (row,) = page(here.ola, View.OTHERS).rows
    assert (row.side, row.holder, row.topic) == (Side.COLLEAGUE, "Lena", "law")
    assert (row.question, row.asker, row.messages, row.unread) == ("", "", 0, False)
    assert mark not in repr(row)
    (own,) = page(here.lena, View.MINE).rows
    assert (own.question, own.asker, own.messages) == (mark, "Ada", 1)


def test_what_is_due_first_comes_first(here: Scene) -> None:
    urgent = {"urgency": "urgent", "urgency_reason": "The meeting is near."}
    later = here.send(now=NOW + 4 * DAY)
    first = here.send(now=NOW)
    soon = here.send(here.bea, NOW + DAY, **urgent)
    assert ids(here.lena) == [soon.pk, first.pk, later.pk]


def test_late_and_soon_are_told_and_can_be_asked_for(here: Scene) -> None:
    late = here.send(now=NOW - 21 * DAY)
    soon = here.taken(now=NOW - 6 * DAY)
    fine = here.send(here.bea)
    found = page(here.lena)
    assert [(row.request_id, row.late, row.soon) for row in found.rows] == [
        (late.pk, True, False),
        (soon.pk, False, True),
        (fine.pk, False, False),
    ]
    assert (found.counters.late, found.counters.soon) == (1, 1)
    assert found.rows[2].due == date(2027, 3, 8)
    assert ids(here.lena, late=True) == [late.pk]


def test_topics_and_districts_can_be_chosen(here: Scene) -> None:
    north = here.send(here.ada)
    south = here.send(here.cem)
    found = page(here.ola)
    assert found.counters.topics == (Choice("law", "law", 2),)
    assert found.counters.districts == (
        Choice(str(here.where.north.pk), "North", 1),
        Choice(str(here.where.south.pk), "South", 1),
    )
    assert ids(here.ola, district=here.where.south.pk) == [south.pk]
    assert ids(here.ola, topic="law") == [north.pk, south.pk]
    assert ids(here.ola, topic="talk") == ids(here.ola, district=2**63 - 1) == []


def test_new_words_are_marked_until_they_are_read(here: Scene) -> None:
    request = here.taken()
    assert page(here.lena).rows[0].unread
    service.open_request(here.lena, request.pk, NOW + HOUR)
    assert not page(here.lena).rows[0].unread
    service.write_back(here.ada, request.pk, "One more thing.", token(), NOW + 2 * HOUR)
    assert page(here.lena).rows[0].unread


def test_a_substitute_has_the_queue_of_who_is_away_beside_their_own(here: Scene) -> None:
    held = here.taken()
    free = here.send(here.bea)
    service.be_away(here.lena, date(2027, 3, 1), date(2027, 3, 5), here.tom.person_id, NOW)
    rows = page(here.tom).rows
    assert {row.request_id: row.side for row in rows} == {
        held.pk: Side.SUBSTITUTE,
        free.pk: Side.FREE,
    }
    assert page(here.tom, now=NOW + 5 * DAY).rows == ()


def test_pages_follow_one_another(here: Scene) -> None:
    first = here.taken()
    copies(first, PAGE_SIZE + 4)
    one = service.queue(here.lena, Filters(), 1, NOW)
    two = service.queue(here.lena, Filters(), 2, NOW)
    assert (len(one.rows), one.more, len(two.rows), two.more) == (PAGE_SIZE, True, 5, False)
    assert not {row.request_id for row in one.rows} & {row.request_id for row in two.rows}
    assert service.queue(here.lena, Filters(), -3, NOW) == one
    assert service.queue(here.lena, Filters(), 2**63 - 1, NOW).rows == ()


def copies(request: Request, count: int) -> None:
    """Write requests as this one, each due a minute later."""
    row = Request.objects.filter(pk=request.pk).values().get()
    del row["id"]
    due = row.pop("due_at")
    Request.objects.bulk_create(
        [
            Request(**row, due_at=due + timedelta(minutes=number) if due else None)
            for number in range(count)
        ]
    )


@pytest.mark.parametrize("view", list(View))
def test_a_page_costs_the_same_among_few_and_many(
    here: Scene, django_assert_max_num_queries, view: View
) -> None:
    service.be_away(here.ola, date(2027, 3, 1), date(2027, 3, 5), here.lena.person_id, NOW)

    def cost() -> int:
        with django_assert_max_num_queries(STATEMENTS) as counted:
            page(here.lena, view)
        return len(counted)

    here.send(here.ada)
    one = here.answered(here.bea)
    for state, holder in (
        (State.WAITING_TRAINEE, here.lena),
        (State.CLOSED, here.lena),
        (State.ASSIGNED, here.lena),
        (State.ASSIGNED, here.tom),
    ):
        copies(one, 1)
        Request.objects.filter(pk=Request.objects.latest("pk").pk).update(
            state=state, expert=holder.person_id
        )
    few = cost()
    assert page(here.lena, view).rows
    for request in Request.objects.all():
        copies(request, 60)
    assert cost() == few


def test_reading_a_request_costs_the_same_however_long_its_thread(
    here: Scene, django_assert_max_num_queries
) -> None:
    request = here.taken()

    def cost() -> int:
        with django_assert_max_num_queries(20) as counted:
            service.open_request(here.lena, request.pk, NOW)
        return len(counted)

    def talk() -> None:
        here.ask_back(request, here.lena)
        service.write_back(here.ada, request.pk, "Since May.", token(), NOW)
        service.note(here.lena, request.pk, "Hm.", token(), NOW)

    talk()
    service.open_request(here.lena, request.pk, NOW)
    few = cost()
    for _each in range(4):
        talk()
    assert fresh(request).state == State.WAITING_EXPERT
    assert cost() == few
