"""A card board of 30 people with 300 cards: nothing new, one card more, all of it."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.measure import Line
from tests.records import own_database

QUIET_GOAL, REFRESH_GOAL = 5, 40
BYTES_GOAL = 1024
ROUNDS = 60
CARDS = 300


@dataclass(frozen=True)
class Taken:
    """Milliseconds of an unchanged poll, of one after a card; bytes of the first."""

    quiet: float
    refresh: float
    size: int


def measure_board() -> list[Line]:
    """Measure in a process of its own, whose database is new."""
    found = Taken(**own_database.run(__name__))
    return [
        Line("board, 300 cards: nothing is new", found.quiet, goal=QUIET_GOAL),
        Line("board, 300 cards: a card is new", found.refresh, goal=REFRESH_GOAL),
        Line("board, 300 cards: nothing is new", found.size, "bytes", BYTES_GOAL),
    ]


def _main() -> Taken:
    own_database.prepare()
    from django.test import Client

    from tests.records.moderation_boards import COLLECT, NOW, team
    from xblocks.moderation.board import cards
    from xblocks.moderation.desk.board_view import board_url

    here = team(COLLECT | {"most": 50, "anonymity": "anonymous"})
    here.act("open")
    company = here.kept().company
    people = [here.where.trainee(f"P{number}", company) for number in range(27)]
    for number in range(CARDS):
        here.write(people[number % len(people)], f"A thought of some words, {number}")
    client = Client()
    client.force_login(here.user(here.bea))
    url = board_url(here.kept(), "page") + "state/"
    known: dict[str, Any] = {}

    def ask() -> Any:
        return client.get(url, known)

    def change() -> None:
        secret = here.secret(here.cem)
        known.update(since=here.kept().revision)
        key = uuid.uuid4().hex
        cards.write(here.cem, here.board, "collect", key, "One more", NOW, secret=secret)
        cards.withdraw(here.cem, here.board, "collect", key, NOW, secret=secret)

    first = ask().json()
    known.update(since=first["rev"], frame=first["frame"], key=first["key"])
    quiet = ask()
    assert quiet.status_code == 204, quiet.status_code
    head = "".join(f"{name}: {value}\r\n" for name, value in quiet.headers.items())
    return Taken(
        quiet=_median(ask, lambda: None),
        refresh=_median(ask, change),
        size=len(f"HTTP/1.1 204 No Content\r\n{head}\r\n"),
    )


def _median(work: Callable[[], Any], before: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        before()
        begin = perf_counter()
        work()
        times.append((perf_counter() - begin) * 1000)
    return round(median(times), 1)


if __name__ == "__main__":
    json.dump(asdict(_main()), sys.stdout)
