"""Trainers in processes of their own claim the same version at the same moment, many times."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from tests.records import own_database

PATIENCE = 600


@dataclass(frozen=True)
class Rounds:
    """How the rounds ended; `wins` by trainer. `disagreements` are rounds whose winner is not
    who the database says."""

    rounds: int
    one_winner: int
    no_winner: int
    several_winners: int
    disagreements: int
    errors: int
    wins: dict[str, int]


def prove(rounds: int, rivals: int = 2) -> Rounds:
    """Let `rivals` processes claim `rounds` works, all the same one at a time."""
    return Rounds(**own_database.run(__name__, rounds, rivals))


def _main(rounds: int, rivals: int) -> Rounds:
    own_database.prepare()
    from django.db import connection

    from tests.records.many_works import many_works
    from xblocks.grading.domain import Status
    from xblocks.grading.records import Work

    made = many_works(rounds, districts=1, exercises=1, statuses=(Status.WAITING,), members=1)
    trainers = [made.course.trainer(f"Rival {n}") for n in range(rivals)]
    works = list(Work.objects.order_by("id").values_list("id", flat=True))
    connection.close()

    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(rivals, timeout=PATIENCE)
    results = context.Queue()
    processes = [
        context.Process(target=_rival, args=(trainer, works, barrier, results), daemon=True)
        for trainer in trainers
    ]
    for process in processes:
        process.start()
    answers: dict[int, dict[str, str]] = dict(results.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join()
    return _judged(answers, works)


def _rival(trainer: Any, works: list[int], barrier: Any, results: Any) -> None:
    own_database.connect()
    from django.db import DatabaseError

    from tests.records.grading_cases import NOW
    from xblocks.core.errors import Refusal
    from xblocks.grading import service

    said = {}
    for work in works:
        barrier.wait()
        try:
            service.claim(trainer, work, NOW)
            said[work] = "won"
        except Refusal as refusal:
            said[work] = refusal.code
        except DatabaseError as failure:  # locked, deadlocked: what we look for
            said[work] = repr(failure)
    results.put((trainer.user_id, said))


def _judged(answers: dict[int, dict[str, str]], works: list[int]) -> Rounds:
    from xblocks.grading.records import Work

    holders = dict(Work.objects.values_list("id", "claimed_by_id"))
    winners = {
        work: [user for user, said in answers.items() if said[work] == "won"] for work in works
    }
    numbers = Counter(min(len(found), 2) for found in winners.values())
    wins = Counter(str(found[0]) for found in winners.values() if len(found) == 1)
    codes = Counter(code for said in answers.values() for code in said.values())
    return Rounds(
        rounds=len(works),
        one_winner=numbers[1],
        no_winner=numbers[0],
        several_winners=numbers[2],
        disagreements=sum(found != [holders[work]] for work, found in winners.items()),
        errors=codes.total() - codes["won"] - codes["claim_held"],
        wins=dict(wins),
    )


if __name__ == "__main__":
    json.dump(asdict(_main(int(sys.argv[1]), int(sys.argv[2]))), sys.stdout)
