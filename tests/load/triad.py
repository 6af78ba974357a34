"""Sixty triads on 180 phones play three rounds at once, against two server processes.

Observers note and rate, also offline for a while; what is sent twice must be there once. What a
server called kept must stand there in the end.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import asdict, dataclass
from threading import Thread

from tests.load.serving import Timed, Times, cookies_of, servers, timed
from tests.load.triad_people import Kept, Phone, Table
from tests.records import own_database


@dataclass(frozen=True, kw_only=True)
class Played(Timed):
    """What came of it; times are milliseconds around the application, bytes with all headers.

    `sent`: notes sent, `notes` of them kept; `lost`: notes, levels and sentences called kept that
    are not there as they were; `strange`: notes there that nobody was told of.
    """

    database: str
    triads: int
    seconds: int
    ended: int
    sent: int
    notes: int
    levels: int
    lost: int
    strange: int
    errors: int
    first_error: str


def run(seconds: int = 300, triads: int = 60) -> Played:
    """Let so many triads play three rounds in so many seconds, in an empty database."""
    return Played(**own_database.run(__name__, seconds, triads))


def _main(seconds: int, triads: int) -> Played:
    own_database.prepare()
    kept = Kept()
    tables = _tables(triads, kept)
    with servers() as serving:
        begin = time.monotonic()
        threads = []
        for number, table in enumerate(tables):
            for phone in table.phones:
                phone.ports = serving.ports
            # Seminars begin at the same hour, not in the same second.
            moment = begin + number * 10 / triads
            threads.append(Thread(target=table.play, args=[seconds, moment]))
            threads[-1].start()
        for thread in threads:
            thread.join()
    return _judged(seconds, tables, kept, serving.times)


def _tables(triads: int, kept: Kept) -> list[Table]:
    from tests.records.grading_cases import course
    from tests.records.triad_hall import Hall
    from xblocks.role_play.desk.triad_view import triad_url

    where = course()
    hall = Hall(where)
    found = []
    for number in range(triads):
        company = where.company(f"Works {number}")
        people = [where.trainee(f"p{number}-{each}", company) for each in range(3)]
        group = hall.gather(*people)
        base = triad_url(group, "page")
        phones = [Phone(base, cookies_of(each.user_id), (), kept) for each in people]
        found.append(Table(group.pk, phones, kept, random.Random(number)))
    return found


def _judged(seconds: int, tables: list[Table], kept: Kept, times: Times) -> Played:
    """Compare what was said with what is kept."""
    from django.db import connection

    from xblocks.role_play.records import RoundNote, TriadGroup

    notes = dict(RoundNote.objects.values_list("id", "text"))
    lost = sum(notes.get(key) != text for key, text in kept.notes.items())
    return Played(
        database=connection.vendor,
        triads=len(tables),
        seconds=seconds,
        ended=TriadGroup.objects.exclude(ended_at=None).count(),
        sent=kept.sent,
        notes=len(notes),
        levels=len(kept.levels),
        lost=lost + _levels_lost(kept) + _said_lost(kept),
        strange=len(notes.keys() - kept.notes.keys()),
        errors=len(kept.errors),
        first_error=kept.errors[0] if kept.errors else "",
        **timed(times, kept.waited, kept.quiet_bytes),
    )


def _levels_lost(kept: Kept) -> int:
    from xblocks.role_play.records import RoundSheet

    there = {
        (each.round.triad_id, each.round.number, each.rater, name): level
        for each in RoundSheet.objects.select_related("round")
        for name, level in json.loads(each.levels).items()
    }
    names = {"adviser": "self"}
    return sum(
        there.get((triad, number, names.get(part, part), criterion)) != level
        for (triad, number, part, criterion), level in kept.levels.items()
    )


def _said_lost(kept: Kept) -> int:
    from xblocks.role_play.records import RoundSheet, TriadRound

    there = {
        (each.triad_id, each.number, name): getattr(each, name)
        for each in TriadRound.objects.all()
        for name in ("attention", "intention")
    }
    for sheet in RoundSheet.objects.select_related("round"):
        for name in ("experience", "strength", "wish"):
            if text := getattr(sheet, name):
                there[sheet.round.triad_id, sheet.round.number, name] = text
    return sum(there.get(place) != text for place, text in kept.said.items())


if __name__ == "__main__":
    print(json.dumps(asdict(_main(*map(int, sys.argv[1:])))))  # noqa: T201 - the result
