"""Notices over a long time: told, read, sent, broken off, while the mail server comes and goes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.records.notice_cases import NOW, ids, mail_into, people
from tests.records.notice_processes import TEAMS, die_while_sending, send_at_once
from tests.records.roster_people import COURSE, stored
from xblocks.core.people import Actor, Role
from xblocks.notices import service
from xblocks.notices.kinds import WORK_DECIDED, WORK_RETURNED
from xblocks.notices.mailing import LEASE, PAUSES, send_waiting
from xblocks.notices.records import Notice
from xblocks.notices.telling import QUIET, tell

NAMES = ("mira", "timo", "tara")
KINDS = (WORK_DECIDED, WORK_RETURNED)
SOME = st.sets(st.sampled_from(NAMES), min_size=1)
Key = tuple[str, str, str]


class Life(RuleBasedStateMachine):
    """Remembers who was told what and has not read it; the database and the mails have to agree."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        for mail in self.folder.glob("*.eml"):
            mail.unlink()
        people()
        self.people = {name: ids(name)[0] for name in NAMES}
        self.now: datetime = NOW
        self.up()
        self.told: dict[Key, list[datetime]] = {}
        self.unread: set[tuple[Key, int]] = set()
        self.left: set[str] = set()

    def teardown(self) -> None:
        try:
            self.in_the_end_everything_is_sent()
        finally:
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)

    def in_the_end_everything_is_sent(self) -> None:
        """Every mail that somebody still waits for goes out, and none of them twice."""
        self.up()
        waiting = Notice.objects.filter(
            read_at=None, person__left_at=None, mailed_at=None, mail_tries__lte=len(PAUSES)
        )
        waiting.update(told_at=self.now)  # the machine may have lived for weeks
        lost = set(waiting.values_list("id", flat=True))
        for _ in range(3):
            self.now += max(LEASE, *PAUSES)
            send_waiting(self.now)
        sent = Notice.objects.filter(id__in=lost).exclude(mailed_at=None)
        assert {notice.pk for notice in sent} == lost
        self.no_mail_comes_twice()

    def up(self) -> None:
        conf.EMAIL_BACKEND = "course_export.preview.mails.MailFolder"

    @rule(names=SOME, kind=st.sampled_from(KINDS), link=st.integers(0, 1), commit=st.booleans())
    def somebody_is_told(self, names: set[str], kind: Any, link: int, *, commit: bool) -> None:
        """Tell people, and send the mails or die before."""
        with TestCase.captureOnCommitCallbacks(execute=commit):
            tell(
                str(COURSE),
                [self.people[name] for name in names],
                kind,
                link=f"/{link}/",
                params={"title": "M", "due": NOW},
                now=self.now,
            )
        for name in names - self.left:
            key = (name, kind.ident, f"/{link}/")
            told = self.told.setdefault(key, [])
            if not told or told[-1] <= self.now - QUIET:
                told.append(self.now)
            self.unread.add((key, len(told)))

    @rule(minutes=st.sampled_from([1, 5, 9, 10, 60, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def what_waits_is_sent(self) -> None:
        send_waiting(self.now)

    @rule()
    def the_mail_server_goes(self) -> None:
        conf.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    @rule()
    def the_mail_server_comes_back(self) -> None:
        self.up()

    @rule(name=st.sampled_from(NAMES))
    def somebody_reads_everything(self, name: str) -> None:
        service.mark_all_read(self.actor(name), self.now, self.now)
        self.unread = {each for each in self.unread if each[0][0] != name}

    @rule(name=st.sampled_from(NAMES), link=st.integers(0, 1))
    def somebody_sees_the_page(self, name: str, link: int) -> None:
        service.seen(self.actor(name), f"/{link}/", self.now)
        here = {each for each in self.unread if (each[0][0], each[0][2]) == (name, f"/{link}/")}
        self.unread -= here

    @rule()
    def one_leaves_or_comes_back(self) -> None:
        person = stored("tara@example.org")
        person.left_at = None if person.left_at else self.now
        person.save()
        self.left ^= {"tara"}

    def actor(self, name: str) -> Actor:
        roles = frozenset({Role.TRAINEE})
        return Actor(0, str(COURSE), name, roles, person_id=self.people[name])

    @invariant()
    def the_inbox_is_what_was_told(self) -> None:
        for name in NAMES:
            told = {key: times for key, times in self.told.items() if key[0] == name}
            unread = {each for each in self.unread if each[0][0] == name}
            assert service.unread(self.actor(name)) == len(unread)
            rows = Notice.objects.filter(person=self.people[name])
            assert rows.count() == sum(len(times) for times in told.values())
            assert set(rows.values_list("kind", "link", "created_at")) == {
                (kind, link, at) for (_name, kind, link), times in told.items() for at in times
            }

    @invariant()
    def no_mail_comes_twice(self) -> None:
        mails = [message_from_bytes(path.read_bytes()) for path in self.folder.glob("*.eml")]
        counts = Counter(mail["Message-ID"] for mail in mails)
        assert all(count == 1 for count in counts.values())
        assert len(counts) == Notice.objects.exclude(mailed_at=None).count()


@pytest.mark.no_cover
@pytest.mark.django_db
def test_notices_and_mails_agree_whatever_happens(settings: Any, tmp_path: Path) -> None:
    mail_into(settings, tmp_path)  # once: every change through the fixture nests deeper
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    Life.folder = tmp_path
    run_state_machine_as_test(Life, settings=hypothesis_settings())


def hypothesis_settings() -> settings:
    return settings(
        max_examples=40, stateful_step_count=25, suppress_health_check=list(HealthCheck)
    )


def test_a_process_killed_between_row_and_mail_loses_none() -> None:
    """Two mails are out, the third is being handed over, three were not begun."""
    killed, at_once, later = die_while_sending()
    assert (killed.said, killed.rows, killed.mails) == (9, 6, 2)
    assert (at_once.said, at_once.mails) == (3, 5)
    assert (later.said, later.mails, later.twice) == (1, 6, 0)


def test_processes_that_send_at_once_send_each_mail_once() -> None:
    outcome = send_at_once(3)
    # Everybody has one notice; whoever was late found nothing left.
    assert outcome.said == outcome.rows == outcome.mails == 2 * TEAMS
    assert outcome.twice == 0
