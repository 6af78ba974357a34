"""Kills a process with SIGKILL while it hands in and decides, and looks at what is left.

After each kill everything begun must be wholly there or not at all: a work with its members, a
review with the scores of all members, in our tables and in the grade book.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from time import sleep
from typing import Any

from tests.records import own_database

LONGEST_WAIT = 0.6
"""Seconds until the kill at most: about four works long, so that it falls anywhere in one."""


@dataclass(frozen=True)
class Kills:
    """What was there after all kills. `halves` tells what was not whole, and must be empty."""

    kills: int
    works: int
    decided: int
    halves: list[str]


def prove(kills: int) -> Kills:
    """Kill `kills` times."""
    return Kills(**own_database.run(__name__, kills))


def _main(kills: int) -> Kills:
    own_database.prepare()
    from django.db import connection

    from tests.records.grading_cases import course, decide, hand_in

    made = course()
    company = made.company("Works")
    people = (made.trainee("Ada", company), made.trainee("Ben", company), made.trainer("Cleo"))
    decide(people[2], hand_in(people[0], made.exercise(), people[1]))  # so that all is imported
    chance = random.Random(20261123)
    halves: list[str] = []
    context = multiprocessing.get_context("fork")
    for number in range(kills):
        connection.close()
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(made, people, number, there), daemon=True)
        worker.start()
        here.recv()
        sleep(chance.uniform(0, LONGEST_WAIT))
        assert worker.pid
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        halves += _halves(number)
    from xblocks.grading.records import Review, Work

    return Kills(kills, Work.objects.count(), Review.objects.count(), halves)


def _work(made: Any, people: Any, number: int, ready: Connection) -> None:
    """Hand in and decide, one work after the other, until killed."""
    from tests.records import grading_cases

    one, two, trainer = people
    ready.send("ready")
    turn = 0
    while True:
        turn += 1
        exercise = made.exercise(f"Sketch {number}-{turn}")
        exercise.usage_key = f"{exercise.usage_key}-{number}-{turn}"
        exercise.save()
        work = grading_cases.hand_in(one, exercise, two)
        grading_cases.decide(trainer, work)


def _halves(number: int) -> list[str]:
    """Everything that is there in part, as sentences."""
    from django.db.models import Sum
    from submissions.models import Score

    from xblocks.grading.domain import Status
    from xblocks.grading.records import MemberScore, Pile, Review, Work

    found = []
    reviews = Counter(Review.objects.values_list("work_id", flat=True))
    scores = Counter(MemberScore.objects.values_list("work_id", flat=True))
    given = Counter(Score.objects.values_list("student_item__item_id", flat=True))
    works = list(Work.objects.prefetch_related("members"))
    statuses = [work.status for work in works]
    for work in works:
        decided = work.status != Status.WAITING
        expected = {"members": 2, "reviews": int(decided), "scores": 2 * int(decided)}
        there = {
            "members": len(work.members.all()),
            "reviews": reviews[work.pk],
            "scores": scores[work.pk],
        }
        if there != expected or given[work.usage_key] != expected["scores"]:
            found.append(f"kill {number}, work {work.pk}: {there}, {given[work.usage_key]} given")
    piled = Pile.objects.aggregate(waiting=Sum("waiting"), done=Sum("done"))
    counted = Counter("done" if status != Status.WAITING else "waiting" for status in statuses)
    if any((piled[name] or 0) != counted[name] for name in ("waiting", "done")):
        found.append(f"kill {number}: piles {piled}, works {dict(counted)}")
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(_main(int(sys.argv[1])))))
