"""A month in figures: what is counted, what is held back, who may read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.records.coaching_pages import Pages
from tests.records.desk_cases import text
from tests.records.grading_cases import Course
from xblocks.coaching.domain.values import State
from xblocks.coaching.figures import figures, months
from xblocks.coaching.records import Request
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.topics import Topic
from xblocks.roster.records import District

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 4, 12, 9, 0, tzinfo=UTC)
MARCH = date(2027, 3, 1)
MONDAY = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def coordinator(made: Course) -> Actor:
    return made.person("Kim", [Role.COORDINATOR])


def ask(
    made: Course,
    count: int = 1,
    *,
    topic: Topic = Topic.LAW,
    district: District | None = None,
    sent_at: datetime | None = MONDAY,
    **rest: object,
) -> None:
    for _ in range(count):
        Request.objects.create(
            course_key=made.key,
            usage_key="desk",
            topic=topic,
            district=district or made.north,
            state="draft" if sent_at is None else "new",
            created_at=MONDAY,
            updated_at=MONDAY,
            sent_at=sent_at,
            **rest,
        )


def row_of(topic: Topic) -> int:
    return list(Topic).index(topic)


def test_requests_count_by_topic_and_district_in_the_month_they_were_sent(
    made: Course, coordinator: Actor
) -> None:
    ask(made, 6)
    ask(made, 7, district=made.south)
    ask(made, 5, topic=Topic.ROLE)
    ask(made, 9, sent_at=None)
    ask(made, 8, sent_at=datetime(2027, 2, 28, 22, 59, tzinfo=UTC))
    ask(made, 5, sent_at=datetime(2027, 2, 28, 23, 1, tzinfo=UTC))
    ask(made, 8, sent_at=datetime(2027, 3, 31, 22, 1, tzinfo=UTC))
    found = figures(coordinator, MARCH, NOW)
    assert found.districts == ("North", "South")
    assert found.asked.rows[row_of(Topic.LAW)] == (11, 7, 18)
    assert found.asked.rows[row_of(Topic.ROLE)] == (5, 0, 5)
    assert found.asked.rows[-1] == (16, 7, 23)
    assert found.asked.total == 23


def test_small_groups_are_held_back_with_what_would_tell_them(
    made: Course, coordinator: Actor
) -> None:
    ask(made, 3)
    ask(made, 20, district=made.south)
    ask(made, 9, topic=Topic.ROLE)
    ask(made, 8, topic=Topic.ROLE, district=made.south)
    found = figures(coordinator, MARCH, NOW)
    assert found.asked.rows[row_of(Topic.LAW)] == (None, None, 23)
    assert found.asked.rows[row_of(Topic.ROLE)] == (None, None, 17)
    assert found.asked.rows[-1] == (12, 28, 40)


def test_first_replies_count_by_working_days_of_their_district(
    made: Course, coordinator: Actor
) -> None:
    District.objects.filter(pk=made.north.pk).update(states="BW")
    friday = datetime(2027, 3, 12, 15, 0, tzinfo=UTC)
    ask(made, 6, sent_at=friday, first_reply_at=friday + timedelta(days=3))
    ask(made, 5, sent_at=friday, first_reply_at=friday + timedelta(days=7))
    # Over Good Friday and Easter Monday these are three working days, not five.
    easter = datetime(2027, 3, 24, 9, 0, tzinfo=UTC)
    ask(made, 7, sent_at=easter, first_reply_at=datetime(2027, 3, 31, 9, tzinfo=UTC))
    found = figures(coordinator, MARCH, NOW)
    assert found.replied.rows == ((6, 7, 5, 0, 18),)
    assert found.typical == 3


def test_a_typical_time_needs_five_replies(made: Course, coordinator: Actor) -> None:
    ask(made, 4, first_reply_at=MONDAY + timedelta(days=1))
    found = figures(coordinator, MARCH, NOW)
    assert found.typical is None
    assert found.replied.rows == ((None, 0, 0, 0, None),)
    ask(made, 1, first_reply_at=MONDAY + timedelta(days=1))
    assert figures(coordinator, MARCH, NOW).typical == 1


def test_closed_requests_count_by_how_they_ended(made: Course, coordinator: Actor) -> None:
    for count, solved in ((9, True), (6, False), (5, None)):
        ask(made, count, closed_at=MONDAY, solved=solved)
    assert figures(coordinator, MARCH, NOW).closed.rows == ((9, 6, 5, 20),)


def test_requests_of_no_district_have_a_column_of_their_own(
    made: Course, coordinator: Actor
) -> None:
    ask(made, 5)
    Request.objects.update(district=None)
    found = figures(coordinator, MARCH, NOW)
    assert found.districts == ("North", "South", "")
    assert found.asked.rows[-1] == (0, 0, 5, 5)


def test_only_months_that_are_over_are_told(made: Course, coordinator: Actor) -> None:
    assert months(coordinator, NOW) == []
    ask(made, sent_at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert months(coordinator, NOW) == [date(2027, 3, 1), date(2027, 2, 1), date(2027, 1, 1)]
    for month in (date(2027, 4, 1), date(2026, 12, 1), date(2027, 3, 2)):
        with pytest.raises(NotFound):
            figures(coordinator, month, NOW)
    assert figures(coordinator, date(2027, 2, 1), NOW).asked.total == 0


def test_another_course_counts_nothing_here(made: Course, coordinator: Actor) -> None:
    ask(made, 6)
    Request.objects.update(course_key="course-v1:other+x+y")
    ask(made, 5)
    assert figures(coordinator, MARCH, NOW).asked.total == 5


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR}))
def test_figures_are_for_coordinators_alone(made: Course, role: Role) -> None:
    other = made.person("Other", [role])
    with pytest.raises(NotAllowed):
        months(other, NOW)
    with pytest.raises(NotAllowed):
        figures(other, MARCH, NOW)


def test_a_month_costs_the_same_however_much_was_asked(made: Course, coordinator: Actor) -> None:
    costs = []
    for count in (1, 40):
        ask(made, count, first_reply_at=MONDAY, closed_at=MONDAY)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            figures(coordinator, MARCH, NOW)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 8


@pytest.fixture
def pages(plain_desk: None) -> Pages:
    return Pages()


def month_ago(now: datetime) -> datetime:
    """A noon in the month before, whatever day it is."""
    return now.replace(day=1, hour=12) - timedelta(days=3)


def test_figures_come_as_a_page_and_as_the_same_table(pages: Pages) -> None:
    at = month_ago(timezone.now())
    Request.objects.bulk_create(
        Request(
            course_key=pages.here.where.key,
            usage_key="desk",
            topic=topic,
            district=pages.here.where.north,
            state=State.NEW,
            created_at=at,
            updated_at=at,
            sent_at=at,
        )
        for topic, count in (("law", 7), ("talk", 3), ("role", 6))
        for _ in range(count)
    )
    kim = pages.browser(pages.here.kim)
    page = text(kim.get(pages.url("coaching_figures")))
    assert "<td>16</td>" in page
    assert "<td>3</td>" not in page
    file = kim.get(pages.url("coaching_figures_table"))
    assert file["Content-Type"].startswith("text/csv")
    assert f"coaching-{at:%Y-%m}.csv" in file["Content-Disposition"]
    lines = text(file).lstrip("\ufeff").split("\r\n")
    assert "Law and collective agreements;7;0;7" in lines
    assert "Talking and listening;–;0;–" in lines
    assert "Role and mandate;–;0;–" in lines
    assert "All;16;0;16" in lines


@pytest.mark.parametrize("month", ["", "2027-13", "x", "1999-01", "2999-01"])
def test_a_month_without_figures_is_not_found(pages: Pages, month: str) -> None:
    kim = pages.browser(pages.here.kim)
    assert kim.get(pages.url("coaching_figures") + f"?month={month}").status_code == 404
    assert kim.get(pages.url("coaching_figures_table") + f"?month={month}").status_code == 404


def test_before_the_first_month_is_over_the_page_says_when_figures_come(pages: Pages) -> None:
    page = text(pages.browser(pages.here.kim).get(pages.url("coaching_figures")))
    assert "The first figures come on the first of next month." in page
