"""What a page of an expert's queue costs among 100,000 requests, against one among 200."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from tests.load.queue_times import processor_clock
from tests.records import own_database

REPEATS = 5
STATEMENTS = 12
MILLISECONDS = 500
EXPERTS = 40
BATCH = 2_000


@dataclass(frozen=True)
class Costs:
    """Pages of all views, first ones and tenth ones: the most statements, and milliseconds of
    processor time, of ours and of the database's server.

    `usual_ms` is the median of the views among many requests. `few_statements` are those among
    200; `open` tells how many of the many wait.
    """

    database: str
    requests: int
    open: int
    statements: int
    few_statements: int
    usual_ms: float
    worst_ms: float
    worst_view: str


def prove(few: int = 200, many: int = 100_000) -> Costs:
    """Look at every view of an expert with colleagues, and of their substitute."""
    return Costs(**own_database.run(__name__, few, many))


def _main(few: int, many: int) -> Costs:
    own_database.prepare()
    from django.db import connection

    from xblocks.coaching.domain.values import OPEN
    from xblocks.coaching.records import Request

    costs = {count: _pages(count) for count in (few, many)}
    times = sorted((ms, name) for name, (ms, _statements) in costs[many].items())
    return Costs(
        database=connection.vendor,
        requests=many,
        open=Request.objects.filter(state__in=list(OPEN)).count(),
        statements=max(count for _ms, count in costs[many].values()),
        few_statements=max(count for _ms, count in costs[few].values()),
        usual_ms=round(times[len(times) // 2][0], 1),
        worst_ms=round(times[-1][0], 1),
        worst_view=times[-1][1],
    )


def _pages(count: int) -> dict[str, tuple[float, int]]:
    """Return milliseconds and statements of every page among so many requests."""
    from xblocks.coaching.service import Filters, View, queue

    actors, now = _many(count)
    found = {}
    for who, actor in actors.items():
        for view in View:
            for late in (False, True):
                for page in (1, 10):
                    filters = Filters(view=view, late=late)
                    found[f"{who} {view} {'late ' * late}{page}"] = _cost(
                        lambda a=actor, f=filters, p=page: queue(a, f, p, now)
                    )
    return found


def _cost(step: Callable[[], Any]) -> tuple[float, int]:
    """Return the shortest time, which other work has disturbed least, and the statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as statements:
        step()
    times, clock = [], processor_clock(connection)
    for _turn in range(REPEATS):
        begun = clock()
        step()
        times.append(clock() - begun)
    return min(times) * 1000, len(statements)


def _many(count: int) -> tuple[dict[str, Any], Any]:
    """Write requests of a year: a twentieth is open, half of them free; a tenth is of one expert.

    Of every third there are messages. Returns two experts, one standing in for a colleague.
    """
    from tests.records.coaching_cases import GOOD, NOW, desk_exercise, expert
    from tests.records.grading_cases import course
    from xblocks.coaching.records import Absence, Message, Request

    chance = Random(20261123)
    where = course()
    desk = desk_exercise(where)
    topics, places = ("law", "talk", "funding"), (where.north, where.south)
    experts = [
        expert(where, f"E{number}", (topics[number % 3],), *places[: number % 3])
        for number in range(EXPERTS)
    ]
    busy = replace(experts[0], topics=frozenset(topics))
    teams = [where.company(f"Works {number}", places[number % 2]) for number in range(50)]
    askers = [where.trainee(f"T{number}", teams[number % 50]) for number in range(200)]
    Absence.objects.create(
        person_id=experts[1].person_id,
        since=NOW.date(),
        until=NOW.date(),
        substitute_id=busy.person_id,
    )
    rows = []
    for number in range(count):
        asker = chance.choice(askers)
        sent = NOW - timedelta(minutes=chance.randrange(60 * 24 * 365))
        waits = number % 20 == 0
        free = waits and number % 40 == 0
        holder = busy if number % 10 == 5 else chance.choice(experts)
        rows.append(
            Request(
                course_key=where.key,
                usage_key=desk.usage_key,
                asker_id=asker.person_id,
                company_id=asker.company,
                district=places[teams.index(next(t for t in teams if t.pk == asker.company)) % 2],
                state=_waiting(number) if waits else _done(chance),
                expert_id=None if free else holder.person_id,
                created_at=sent,
                updated_at=sent,
                sent_at=sent,
                clock_since=sent if waits else None,
                warn_at=sent + timedelta(days=5) if waits else None,
                due_at=sent + timedelta(days=7) if waits else None,
                **{**GOOD, "topic": chance.choice(topics), "situation": "Bei uns. " * 60},
            )
        )
    for start in range(0, count, BATCH):
        Request.objects.bulk_create(rows[start : start + BATCH])
    numbers = list(Request.objects.filter(course_key=where.key).values_list("pk", flat=True))
    said = [
        Message(
            request_id=pk,
            author_id=busy.person_id,
            kind="reply",
            text="Frag früh. " * 40,
            token=str(pk),
            at=NOW,
        )
        for pk in numbers[::3]
    ]
    for start in range(0, len(said), BATCH):
        Message.objects.bulk_create(said[start : start + BATCH])
    return {"busy": busy, "usual": experts[2]}, NOW


def _waiting(number: int) -> str:
    return ("new", "assigned", "new", "waiting_trainee")[number // 20 % 4]


def _done(chance: Random) -> str:
    return chance.choice(("answered", "closed", "closed", "closed"))


if __name__ == "__main__":
    json.dump(asdict(_main(int(sys.argv[1]), int(sys.argv[2]))), sys.stdout)
