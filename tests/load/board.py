"""Thirty people at one card board for some minutes, against two server processes.

They write 300 cards without names, arrange them all at once, and vote, also from two tabs; steps
change while they are at it. What a server called done must stand there in the end, once.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from threading import Thread
from typing import Any

from tests.load.board_people import Room, Visitor
from tests.records import own_database

MOST = 10
PACE = 3.0
SERVERS = 2
SHARES = (0.4, 0.4, 0.2)
"""How much of the time is spent on collecting, arranging and voting."""


@dataclass(frozen=True)
class Worked:
    """What came of it; times are milliseconds around the application, bytes with all headers.

    `lost`: cards called kept that are not there as they were; `strange`: cards there that nobody
    was told of. `double`: dots more or fewer than voters were told; `over`: ballots beyond budget
    or cap.
    """

    database: str
    people: int
    seconds: int
    acts: int
    late: int
    cards: int
    lost: int
    strange: int
    dots: int
    double: int
    over: int
    marks: int
    refreshes: int
    refresh_ms: float
    refresh_slow_ms: float
    quiet: int
    quiet_ms: float
    quiet_bytes: int
    write_ms: float
    waited_ms: float
    errors: int
    first_error: str


def run(seconds: int = 300, people: int = 30) -> Worked:
    """Let so many people work for so long, in an empty database."""
    return Worked(**own_database.run(__name__, seconds, people))


class Clock:
    """A WSGI application that notes kind and seconds of each answer."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.taken: dict[str, list[float]] = {"refresh": [], "quiet": [], "write": []}

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        said: list[str] = []

        def begin(status: str, *rest: Any) -> Any:
            said.append(status)
            return start(status, *rest)

        begun = time.perf_counter()
        answer = self.application(environ, begin)
        writes = environ["REQUEST_METHOD"] == "POST"
        kind = "write" if writes else "quiet" if said[0].startswith("204") else "refresh"
        self.taken[kind].append(time.perf_counter() - begun)
        return answer


def _serve(ports: Any, stop: Any, results: Any) -> None:
    import waitress
    from django.core.wsgi import get_wsgi_application

    clock = Clock(get_wsgi_application())
    server = waitress.create_server(clock, host="127.0.0.1", port=0, threads=8)
    Thread(target=server.run, daemon=True).start()
    ports.put(server.effective_port)
    stop.wait()
    results.put(clock.taken)


def _main(seconds: int, people: int) -> Worked:
    own_database.prepare()
    from django.db import connections

    # As an installation keeps them: connecting would cost more than answering.
    connections.settings["default"]["CONN_MAX_AGE"] = None
    made = _Made(people)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ports, results, stop = context.Queue(), context.Queue(), context.Event()
    servers = [context.Process(target=_serve, args=(ports, stop, results)) for _ in range(SERVERS)]
    for server in servers:
        server.start()
    made.room.ports = (ports.get(timeout=60), ports.get(timeout=60))
    made.work(seconds)
    stop.set()
    taken = [results.get(timeout=60) for _server in servers]
    for server in servers:
        server.join()
    return made.judged(seconds, taken)


class _Made:
    """A seminar of people with a board, and the first of them as moderator."""

    def __init__(self, people: int) -> None:
        from tests.records.grading_cases import course
        from tests.records.moderation_boards import ARRANGE, COLLECT, NOW, VOTE, exercise
        from xblocks.moderation.board import moderating, opening
        from xblocks.moderation.desk.board_view import board_url

        where = course()
        company = where.company("Works")
        actors = [where.trainee(f"p{number}", company) for number in range(people)]
        steps = [COLLECT | {"anonymity": "anonymous", "most": MOST}, ARRANGE, VOTE]
        made = exercise(where, *steps, group="seminar")
        self.board = opening.open_board(actors[0], made, NOW)
        for actor in actors:
            opening.join(actor, made, self.board.code or "", NOW)
        moderating.take(actors[0], self.board.pk, NOW)
        self.room = Room(board_url(self.board, "page"), (0, 0))
        self.people = [_visitor(actor, self.room) for actor in actors]

    def work(self, seconds: int) -> None:
        """Let everybody work, and the moderator lead them from step to step."""
        lead = self.people[0]
        threads = [Thread(target=each.stay, args=[PACE]) for each in self.people]
        for thread in threads:
            thread.start()
        for step, share in zip(("collect", "arrange", "vote"), SHARES, strict=True):
            self._act(lead, step, "open")
            self.room.step = step
            time.sleep(seconds * share)
            self._act(lead, step, "reveal" if step == "collect" else "close")
            if step != "vote":
                self._act(lead, step, "go_on")
        self.room.over = True
        for thread in threads:
            thread.join()

    def judged(self, seconds: int, taken: list[dict[str, list[float]]]) -> Worked:
        """Compare what was said with what is kept."""
        from django.db import connection

        from xblocks.moderation.records import Ballot, Card

        kept = dict(Card.objects.filter(removed=False).values_list("id", "text"))
        told = {key: text for each in self.people for key, text in each.cards.items()}
        budget, cap, given = self._votes()
        wanted = sorted(_put(each.dots) for each in self.people if any(each.dots.values()))
        errors = [error for each in self.people for error in each.errors]
        times = {kind: [t for each in taken for t in each[kind]] for kind in taken[0]}
        return Worked(
            database=connection.vendor,
            people=len(self.people),
            seconds=seconds,
            acts=sum(each.acts for each in self.people),
            late=sum(each.late for each in self.people),
            cards=len(kept),
            lost=sum(kept.get(key) != text for key, text in told.items()),
            strange=len(kept.keys() - told.keys()),
            dots=sum(sum(each.values()) for each in given),
            double=_differences(wanted, sorted(_put(each) for each in given if each)),
            over=sum(
                sum(each.values()) > budget or max(each.values(), default=0) > cap for each in given
            ),
            marks=Card.objects.exclude(mark="").count() + Ballot.objects.exclude(mark="").count(),
            refreshes=len(times["refresh"]),
            refresh_ms=_ms(median(times["refresh"])),
            refresh_slow_ms=_ms(quantiles(times["refresh"], n=20)[-1]),
            quiet=len(times["quiet"]),
            quiet_ms=_ms(median(times["quiet"])) if times["quiet"] else 0.0,
            quiet_bytes=max((size for each in self.people for size in each.quiet_bytes), default=0),
            write_ms=_ms(median(times["write"])),
            waited_ms=_ms(median(wait for each in self.people for wait in each.waited)),
            errors=len(errors),
            first_error=errors[0] if errors else "",
        )

    def _act(self, lead: Visitor, step: str, act: str) -> None:
        status = lead.post("act", step=step, act=act)
        if status != 200:
            lead.errors.append(f"{step} {act} {status}")

    def _votes(self) -> tuple[int, int, list[dict[str, int]]]:
        from xblocks.moderation.domain.dots import budget_for, dots_of
        from xblocks.moderation.records import Ballot, CardGroup

        budget = budget_for(None, CardGroup.objects.filter(voted="vote").count())
        return budget, 2, [dots_of(each.dots) for each in Ballot.objects.all()]


def _visitor(actor: Any, room: Room) -> Visitor:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    cookies = {name: each.value for name, each in client.cookies.items()}
    cookies["csrftoken"] = "a" * 32
    return Visitor(actor.name, room, cookies, MOST, random.Random(actor.name))


def _put(dots: dict[str, int]) -> str:
    return json.dumps({name: dots[name] for name in sorted(dots) if dots[name]})


def _differences(told: list[str], given: list[str]) -> int:
    """Return how many ballots are not as their voters were told; without names they have none."""
    left = list(given)
    missing = 0
    for each in told:
        if each in left:
            left.remove(each)
        else:
            missing += 1
    return missing + len(left)


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


if __name__ == "__main__":
    print(json.dumps(asdict(_main(*map(int, sys.argv[1:])))))  # noqa: T201 - the result
