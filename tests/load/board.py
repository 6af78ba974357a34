"""Thirty people at one card board for some minutes, against two server processes.

They write 300 cards without names, arrange them all at once, and vote, also from two tabs; steps
change while they are at it. What a server called done must stand there in the end, once.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import asdict, dataclass
from threading import Thread
from typing import Any

from tests.load.board_people import Room, Visitor
from tests.load.serving import Timed, Times, cookies_of, servers, timed
from tests.records import own_database

MOST = 10
PACE = 3.0
SHARES = (0.4, 0.4, 0.2)
"""How much of the time is spent on collecting, arranging and voting."""


@dataclass(frozen=True, kw_only=True)
class Worked(Timed):
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
    errors: int
    first_error: str


def run(seconds: int = 300, people: int = 30) -> Worked:
    """Let so many people work for so long, in an empty database."""
    return Worked(**own_database.run(__name__, seconds, people))


def _main(seconds: int, people: int) -> Worked:
    own_database.prepare()
    made = _Made(people)
    with servers() as serving:
        made.room.ports = serving.ports
        made.work(seconds)
    return made.judged(seconds, serving.times)


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
        self.room = Room(board_url(self.board, "page"), ())
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

    def judged(self, seconds: int, times: Times) -> Worked:
        """Compare what was said with what is kept."""
        from django.db import connection

        from xblocks.moderation.records import Ballot, Card

        kept = dict(Card.objects.filter(removed=False).values_list("id", "text"))
        told = {key: text for each in self.people for key, text in each.cards.items()}
        budget, cap, given = self._votes()
        wanted = sorted(_put(each.dots) for each in self.people if any(each.dots.values()))
        errors = [error for each in self.people for error in each.errors]
        waited = [wait for each in self.people for wait in each.waited]
        quiet_bytes = [size for each in self.people for size in each.quiet_bytes]
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
            errors=len(errors),
            first_error=errors[0] if errors else "",
            **timed(times, waited, quiet_bytes),
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
    return Visitor(actor.name, room, cookies_of(actor.user_id), MOST, random.Random(actor.name))


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


if __name__ == "__main__":
    print(json.dumps(asdict(_main(*map(int, sys.argv[1:])))))  # noqa: T201 - the result
