"""One voter with many tabs in processes of their own, and a card sent by all of them at once."""

from __future__ import annotations

import json
import multiprocessing
import sys
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from tests.records import own_database

PATIENCE = 600
BUDGET = 3


@dataclass(frozen=True)
class Rounds:
    """How the rounds ended. `doubled`: cards or ballots there twice; `over`: budgets exceeded;
    `untrue`: a page was told something else than what is kept."""

    database: str
    rounds: int
    doubled: int
    over: int
    untrue: int
    errors: int
    first_error: str


def prove(rounds: int, tabs: int = 4) -> Rounds:
    """Let `tabs` processes send the same card and more dots than there are, `rounds` times."""
    return Rounds(**own_database.run(__name__, rounds, tabs))


def _main(rounds: int, tabs: int) -> Rounds:
    own_database.prepare()
    from django.db import connections

    from tests.records.moderation_boards import COLLECT, VOTE, team

    anonymous = {"anonymity": "anonymous"}
    scale = [str(number) for number in range(10)]
    vote = VOTE | anonymous | {"scale": scale, "budget": BUDGET, "cap": 2}
    collecting, voting = [], []
    for _number in range(rounds):
        collecting.append(team(COLLECT | anonymous))
        voting.append(team(vote))
    for here in (*collecting, *voting):
        here.act("open")
        here.secret(here.bea)  # one browser with many tabs
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(tabs, timeout=PATIENCE), context.Queue()
    keys = [uuid.uuid4().hex for _number in range(rounds)]
    processes = [
        context.Process(target=_press, args=(tab, keys, collecting, voting, barrier, results))
        for tab in range(tabs)
    ]
    for process in processes:
        process.start()
    said = [results.get(timeout=PATIENCE) for _process in processes]
    for process in processes:
        process.join()
    return _judged(keys, collecting, voting, said)


def _press(
    tab: int, keys: list[str], collecting: list[Any], voting: list[Any], barrier: Any, results: Any
) -> None:
    from xblocks.moderation.domain.dots import TooManyDots

    said: list[Any] = []
    for key, cards, votes in zip(keys, collecting, voting, strict=True):
        barrier.wait()
        try:
            cards.write(cards.bea, "The same thought", key)
            votes.put(votes.bea, tab, 2)
            said.append(True)
        except TooManyDots:
            said.append(False)
        except Exception as error:  # noqa: BLE001 - told to who asked for the proof
            said.append(repr(error))
    results.put((tab, said))


def _judged(
    keys: list[str], collecting: list[Any], voting: list[Any], said: list[tuple[int, list[Any]]]
) -> Rounds:
    from django.db import connection

    from xblocks.moderation.domain.dots import dots_of
    from xblocks.moderation.records import Ballot, Card

    doubled = over = untrue = 0
    errors = [each for _tab, answers in said for each in answers if isinstance(each, str)]
    for number, (key, cards, votes) in enumerate(zip(keys, collecting, voting, strict=True)):
        kept = list(Card.objects.filter(board=cards.board).values_list("pk", flat=True))
        used = [dots_of(each.dots) for each in Ballot.objects.filter(board=votes.board)]
        used = [each for each in used if each]
        told = {str(tab): 2 for tab, answers in said if answers[number] is True}
        doubled += kept != [key] or len(used) != 1
        over += any(sum(each.values()) > BUDGET for each in used)
        untrue += used != [told]
    first = errors[0] if errors else ""
    return Rounds(connection.vendor, len(keys), doubled, over, untrue, len(errors), first)


if __name__ == "__main__":
    json.dump(asdict(_main(*map(int, sys.argv[1:]))), sys.stdout)
