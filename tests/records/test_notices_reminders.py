"""Reminders 7 and 2 days before: once per person and deadline, whoever runs them how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.notice_cases import ids, mail_into, people
from tests.records.notice_processes import TEAMS, remind_at_once
from tests.records.roster_people import COURSE, stored
from xblocks.notices import reminders
from xblocks.notices.records import Notice, Reminder
from xblocks.notices.reminders import Deadline, Reminded, register_source, remind

pytestmark = pytest.mark.django_db

DUE = datetime(2027, 3, 15, 17, 0, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def deadlines(settings: Any, tmp_path: Path) -> Iterator[list[Deadline]]:
    """What a component says is open; nothing else is asked."""
    people()
    mail_into(settings, tmp_path)
    found: list[Deadline] = []

    def source(_after: datetime, _until: datetime) -> list[Deadline]:
        return found

    before = reminders._sources[:]
    reminders._sources[:] = []
    register_source(source)
    register_source(source)
    yield found
    reminders._sources[:] = before


def deadline(*names: str, due: datetime = DUE, link: str = "/m3/") -> Deadline:
    """A deadline of the small list."""
    return Deadline(str(COURSE), ids(*names), "M3: Konzept", link, due)


def told() -> list[tuple[str, str]]:
    """Who was reminded of what, as often as it happened."""
    rows = Notice.objects.order_by("told_at", "person", "link")
    return [(notice.person.name, notice.link) for notice in rows.select_related("person")]


def test_everybody_is_reminded_seven_and_two_days_before(deadlines: list[Deadline]) -> None:
    deadlines.append(deadline("mira", "timo"))
    counts = [remind(DUE - days * DAY).people for days in range(10, -2, -1)]
    assert counts == [0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0]
    assert {notice.kind for notice in Notice.objects.all()} == {"deadline_soon"}


def test_who_runs_it_often_reminds_once(deadlines: list[Deadline]) -> None:
    deadlines.append(deadline("mira"))
    now = DUE - 8 * DAY
    while now < DUE + DAY:
        remind(now)
        now += timedelta(hours=1)
    assert told() == [("Mira Muster", "/m3/")] * 2


def test_who_missed_the_first_reminder_gets_the_last_alone(deadlines: list[Deadline]) -> None:
    deadlines.append(deadline("mira"))
    assert remind(DUE - DAY) == Reminded(deadlines=1, people=1)
    assert remind(DUE - timedelta(hours=1)) == Reminded(deadlines=1, people=0)
    assert len(told()) == 1


def test_a_moved_deadline_reminds_anew(deadlines: list[Deadline]) -> None:
    deadlines.append(deadline("mira"))
    remind(DUE - DAY)
    deadlines[:] = [deadline("mira", due=DUE + 14 * DAY)]
    assert remind(DUE).people == 0
    assert remind(DUE + 8 * DAY).people == 1
    (first, second) = Notice.objects.order_by("number")
    assert first.params != second.params


def test_who_handed_in_left_or_joined_later(deadlines: list[Deadline]) -> None:
    deadlines.append(deadline("mira", "timo"))
    left = stored("timo@example.org")
    left.left_at = DUE
    left.save()
    assert remind(DUE - 7 * DAY).people == 1
    left.left_at = None
    left.save()
    assert remind(DUE - 6 * DAY).people == 1
    deadlines.clear()
    assert remind(DUE - 2 * DAY).people == 0


def test_deadlines_of_one_day_do_not_cover_each_other(deadlines: list[Deadline]) -> None:
    deadlines += [deadline("mira"), deadline("mira", link="/m4/")]
    assert remind(DUE - 2 * DAY) == Reminded(deadlines=2, people=2)
    assert told() == [("Mira Muster", "/m3/"), ("Mira Muster", "/m4/")]


def test_what_breaks_off_is_carried_on(
    deadlines: list[Deadline], monkeypatch: pytest.MonkeyPatch
) -> None:
    deadlines += [deadline("mira"), deadline("timo", link="//elsewhere/")]
    with pytest.raises(ValueError, match="page of this server"):
        remind(DUE - DAY)
    assert told() == [("Mira Muster", "/m3/")]
    assert Reminder.objects.count() == 1
    deadlines[1] = deadline("timo", link="/m4/")
    assert remind(DUE - DAY).people == 1


def test_a_near_deadline_costs_the_same_for_one_and_for_many(
    deadlines: list[Deadline], django_assert_num_queries: Any
) -> None:
    for names in (("mira",), ("timo", "tara", "eda", "kim")):
        deadlines[:] = [deadline(*names, link=f"/{len(names)}/")]
        with django_assert_num_queries(10):
            remind(DUE - DAY)
        with django_assert_num_queries(4):
            remind(DUE - DAY)


def test_the_command_may_run_at_any_time(
    deadlines: list[Deadline], capsys: pytest.CaptureFixture[str]
) -> None:
    deadlines.append(deadline("mira", due=timezone.now() + 2 * DAY))
    for count in (1, 0):
        call_command("wbm_remind")
        told = capsys.readouterr().out.splitlines()
        assert told[0] == f"Reminded {count} people; 1 deadlines are near."


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    runs=st.lists(st.integers(-12 * 24, 24), max_size=12).map(sorted),
    moved=st.lists(st.tuples(st.integers(-12 * 24, 24), st.integers(0, 20)), max_size=3).map(
        sorted
    ),
)
def test_nobody_hears_of_a_deadline_more_than_twice(
    deadlines: list[Deadline], runs: list[int], moved: list[tuple[int, int]]
) -> None:
    """Whenever it runs, however deadlines move: once for each stage of each due date."""
    Reminder.objects.all().delete()
    Notice.objects.all().delete()
    for hours in runs:
        now = DUE + timedelta(hours=hours)
        days = next((days for at, days in reversed(moved) if at <= hours), 0)
        deadlines[:] = [deadline("mira", due=DUE + days * DAY)]
        before = Notice.objects.count()
        stage = reminders.stage(deadlines[0].due, now)
        known = Reminder.objects.filter(due=deadlines[0].due, days=stage or 0).exists()
        assert remind(now).people == int(stage is not None and not known)
        assert Notice.objects.count() <= before + 1
    for due in Reminder.objects.values_list("due", flat=True).distinct():
        assert Reminder.objects.filter(due=due).count() <= 2


def test_processes_that_remind_at_once_remind_once() -> None:
    outcome = remind_at_once(3)
    people = 2 * TEAMS
    assert outcome.said == outcome.rows == outcome.reminders == outcome.mails == people
    assert outcome.twice == 0
