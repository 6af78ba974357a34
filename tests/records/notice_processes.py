"""Processes that die between row and mail, and processes that remind of the same at once."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from tests.records import own_database

PATIENCE = 300
TEAMS = 30


@dataclass(frozen=True)
class Outcome:
    """What is left: rows, reminders, mails that went out, and addresses that got several."""

    rows: int
    reminders: int
    mails: int
    twice: int
    said: int


def remind_at_once(processes: int) -> Outcome:
    """Let processes remind of the same deadlines at the same moment."""
    return Outcome(**own_database.run(__name__, "remind", processes))


def send_at_once(processes: int) -> Outcome:
    """Let processes send the same waiting mails at the same moment."""
    return Outcome(**own_database.run(__name__, "send", processes))


def die_while_sending() -> list[Outcome]:
    """Let a process die in the middle of its mails, others carry on; after each of three steps."""
    return [Outcome(**each) for each in own_database.run(__name__, "die")]


class Dying:
    """A mail backend whose process ends with the third mail, as by ``kill -9``."""

    def __init__(self, **_options: Any) -> None:
        from course_export.preview.mails import MailFolder

        self.folder, self.left = MailFolder(), 2

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def send_messages(self, messages: list[Any]) -> int:
        """Send two mails, then die."""
        if not self.left:
            os._exit(9)
        self.left -= 1
        return self.folder.send_messages(messages)


def _prepare(teams: int) -> list[list[int]]:
    own_database.prepare()
    from tests.records.roster_people import COURSE, HEADINGS, fill
    from xblocks.roster.records import Person

    lines = "".join(
        f"{name}.{team}@example.org;{name} {team};trainee;Company {team};North;;;\n"
        for team in range(teams)
        for name in ("a", "b")
    )
    fill(COURSE, HEADINGS + lines)
    people = list(Person.objects.order_by("company", "id").values_list("id", flat=True))
    return [people[start : start + 2] for start in range(0, len(people), 2)]


def _source(teams: list[list[int]]) -> Any:
    from tests.records.notice_cases import NOW
    from tests.records.roster_people import COURSE
    from xblocks.notices.reminders import Deadline

    return lambda _after, _until: [
        Deadline(str(COURSE), people, "M3", f"/m3/{number}/", NOW + timedelta(days=6))
        for number, people in enumerate(teams)
    ]


def _remind(teams: list[list[int]], minutes: int, barrier: Any, results: Any) -> None:
    own_database.connect()
    from tests.records.notice_cases import NOW
    from xblocks.notices.reminders import register_source, remind

    register_source(_source(teams))
    barrier.wait()
    results.put(remind(NOW + timedelta(minutes=minutes)).people)


def _send(_teams: list[list[int]], minutes: int, barrier: Any, results: Any) -> None:
    own_database.connect()
    from tests.records.notice_cases import NOW
    from xblocks.notices.mailing import send_waiting

    barrier.wait()
    results.put(send_waiting(NOW + timedelta(minutes=minutes)).sent)


def _all_at_once(step: Any, teams: list[list[int]], processes: int, minutes: int) -> Outcome:
    """Run a step in processes, each of which believes it is `minutes` later than the one before."""
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(processes, timeout=PATIENCE), context.Queue()
    running = [
        context.Process(target=step, args=(teams, minutes * number, barrier, results), daemon=True)
        for number in range(processes)
    ]
    for process in running:
        process.start()
    said = sum(results.get(timeout=PATIENCE) for _ in running)
    for process in running:
        process.join()
    return _outcome(said)


def _told(teams: list[list[int]]) -> list[list[int]]:
    """Tell everybody something, as a process that dies before the mails."""
    from django.db import connection, transaction

    from tests.records.notice_cases import NOW
    from tests.records.roster_people import COURSE
    from xblocks.notices.kinds import WORK_DECIDED
    from xblocks.notices.telling import tell

    with transaction.atomic():
        for number, people in enumerate(teams):
            link, params = f"/m3/{number}/", {"title": "M3"}
            tell(str(COURSE), people, WORK_DECIDED, link=link, params=params, now=NOW)
        connection.run_on_commit.clear()
    return teams


def _tell_and_die(people: list[int]) -> None:
    own_database.connect()
    from django.conf import settings

    from tests.records.notice_cases import LINK, NOW
    from tests.records.roster_people import COURSE
    from xblocks.notices.kinds import WORK_DECIDED
    from xblocks.notices.telling import tell

    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    tell(str(COURSE), people, WORK_DECIDED, link=LINK, params={"title": "M3"}, now=NOW)


def _dead() -> list[Outcome]:
    teams = _prepare(3)
    people = [person for team in teams for person in team]
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_tell_and_die, args=(people,))
    process.start()
    process.join(PATIENCE)
    outcomes = [_outcome(process.exitcode or 0)]
    from tests.records.notice_cases import NOW
    from xblocks.notices.mailing import LEASE, send_waiting

    for now in (NOW, NOW + LEASE):
        outcomes.append(_outcome(send_waiting(now).sent))
    return outcomes


def _outcome(said: int) -> Outcome:
    from course_export.preview.mails import sent_mails
    from xblocks.notices.records import Notice, Reminder

    addresses = Counter(mail.to for mail in sent_mails(10_000))
    return Outcome(
        rows=Notice.objects.count(),
        reminders=Reminder.objects.count(),
        mails=addresses.total(),
        twice=sum(count > 1 for count in addresses.values()),
        said=said,
    )


if __name__ == "__main__":
    if sys.argv[1] == "die":
        json.dump([asdict(each) for each in _dead()], sys.stdout)
    elif sys.argv[1] == "send":
        made = _told(_prepare(TEAMS))
        json.dump(asdict(_all_at_once(_send, made, int(sys.argv[2]), 0)), sys.stdout)
    else:  # half an hour apart: no quiet time covers up what is done twice
        made = _prepare(TEAMS)
        json.dump(asdict(_all_at_once(_remind, made, int(sys.argv[2]), 30)), sys.stdout)
