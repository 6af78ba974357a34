"""What a page of the queue costs among 200,000 works, against one among 200."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from tests.records import own_database

REPEATS = 25
FACTOR = 1.5
STATEMENTS = 12
PLAIN = ("plain", "turned")
ONE_EXERCISE = ("one exercise",)


@dataclass(frozen=True)
class Times:
    """Pages compared; milliseconds of processor time, of ours and of the database's server.

    `worst` and `usual` are a page's time among many works divided by that among few; `worst_page`
    says which one it is.
    """

    database: str
    works: int
    pages: int
    statements: int
    few_ms: float
    many_ms: float
    usual: float
    worst: float
    worst_page: str


def prove(few: int = 200, many: int = 200_000) -> Times:
    """Compare every full page there is by view, sort, order and filter, first and second ones."""
    return Times(**own_database.run(__name__, few, many))


def _main(few: int, many: int) -> Times:
    own_database.prepare()
    from django.db import connection

    from tests.records.many_works import many_works
    from xblocks.grading.domain import Status
    from xblocks.grading.service import View

    large = many_works(many)
    views = {
        View.WAITING: (Status.WAITING,),
        View.RETURNED: (Status.RETURNED,),
        View.DONE: (Status.PASSED, Status.FAILED),
    }
    clock = processor_clock(connection)
    found = [
        (name, *_compare(clock, one, other))
        for view, statuses in views.items()
        for exercises, kinds in ((8, PLAIN), (1, ONE_EXERCISE))
        for (name, one), (_name, other) in zip(
            _pages(many_works(few, exercises=exercises, statuses=statuses), view, kinds),
            _pages(large, view, kinds),
            strict=True,
        )
    ]
    ratios = {name: large_ms / small_ms for name, small_ms, large_ms, _count in found}
    worst = max(ratios, key=lambda name: ratios[name])
    return Times(
        database=connection.vendor,
        works=many,
        pages=len(found),
        statements=max(count for *_rest, count in found),
        few_ms=round(median(row[1] for row in found), 2),
        many_ms=round(median(row[2] for row in found), 2),
        usual=round(median(ratios.values()), 2),
        worst=round(ratios[worst], 2),
        worst_page=worst,
    )


def _pages(made: Any, view: Any, kinds: tuple[str, ...]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield name and call of every page with 50 rows that this view has."""
    from tests.records.grading_cases import NOW
    from xblocks.grading.ordering import Sort
    from xblocks.grading.service import Filters, queue

    for role in ("trainer", "coordinator"):
        actor = getattr(made, role)
        for sort in Sort:
            plain = Filters(view=view, sort=sort)
            ways = {
                "plain": plain,
                "turned": replace(plain, ascending=False),
                "one exercise": replace(plain, usage_key=made.exercises[0].usage_key),
            }
            for kind in kinds:
                filters = ways[kind]
                first = queue(actor, filters, NOW)
                if len(first.rows) < 50 or first.next is None:
                    raise RuntimeError(f"no full page: {view} {role} {sort} {kind}")
                for place, after in (("first", None), ("second", first.next)):
                    name = f"{view} {role} {sort.name} {kind} {place}"
                    yield name, lambda a=actor, f=filters, p=after: queue(a, f, NOW, after=p)


def _compare(
    clock: Callable[[], float], one: Callable[[], Any], other: Callable[[], Any]
) -> tuple[float, float, int]:
    """Return the shortest milliseconds of both, taken in turns, and the statements of the second.

    The shortest time is the one that the machine's other work has disturbed least.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as statements:
        other()
    times: tuple[list[float], list[float]] = ([], [])
    for _turn in range(REPEATS):
        for kept, ask in zip(times, (one, other), strict=True):
            begun = clock()
            ask()
            kept.append(clock() - begun)
    return min(times[0]) * 1000, min(times[1]) * 1000, len(statements)


def processor_clock(connection: Any) -> Callable[[], float]:
    """Return a clock of the processor's time in seconds: ours, and that of MariaDB's threads."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@pid_file")
        pid = Path(cursor.fetchone()[0]).read_text().strip()
    threads = Path("/proc") / pid / "task"

    def spent() -> float:
        server = sum(int(thread.read_text().split()[0]) for thread in threads.glob("*/schedstat"))
        return time.process_time() + server / 1e9

    return spent


if __name__ == "__main__":
    json.dump(asdict(_main(int(sys.argv[1]), int(sys.argv[2]))), sys.stdout)
