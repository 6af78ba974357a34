"""Two members of a team in processes of their own set the same level at once, many times."""

from __future__ import annotations

import json
import multiprocessing
import sys
from dataclasses import asdict, dataclass
from typing import Any

from tests.records import own_database

PATIENCE = 600


@dataclass(frozen=True)
class Rounds:
    """How the rounds ended. `one_winner`: one level was kept, the other was told of it.

    `lost` are those in which both believed their level was kept.
    """

    database: str
    rounds: int
    one_winner: int
    lost: int
    errors: int
    first_error: str


def prove(rounds: int) -> Rounds:
    """Let two processes set `rounds` fields, each the same one at the same moment."""
    return Rounds(**own_database.run(__name__, rounds))


def _main(rounds: int) -> Rounds:
    own_database.prepare()
    from django.db import connections

    from tests.records.needs_own_cases import team

    here = team()
    rows = here.add(count=rounds)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(2, timeout=PATIENCE)
    results = context.Queue()
    steps = ((here.ada, "1"), (here.bea, "3"))
    processes = [
        context.Process(target=_set, args=(here, who, level, rows, barrier, results))
        for who, level in steps
    ]
    for process in processes:
        process.start()
    answers = dict(results.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join()
    return _judged(here, rows, answers)


def _set(here: Any, who: Any, level: str, rows: list[int], barrier: Any, results: Any) -> None:
    from xblocks.needs_analysis.team.refusals import ValueConflict

    found = []
    for row in rows:
        barrier.wait()
        try:
            here.set(row, "k1", level, "", who)
            found.append("kept")
        except ValueConflict as conflict:
            found.append(f"told {conflict.theirs}")
        except Exception as error:  # noqa: BLE001 - told to who asked for the proof
            found.append(f"error {error!r}")
    results.put((level, found))


def _judged(here: Any, rows: list[int], answers: dict[str, list[str]]) -> Rounds:
    from django.db import connection

    from xblocks.needs_analysis.team.opening import opened

    now = opened(here.ada, here.own)
    kept = {
        key: worker.levels["k1"].token
        for key, worker in zip(now.keys, now.grid.people, strict=True)
        if "k1" in worker.levels
    }
    won = lost = 0
    errors = [each for found in answers.values() for each in found if each.startswith("error")]
    for number, row in enumerate(rows):
        said = {level: found[number] for level, found in answers.items()}
        winners = [level for level, answer in said.items() if answer == "kept"]
        lost += len(winners) == 2
        told = len(winners) == 1 and f"told {winners[0]}" in said.values()
        won += told and kept.get(row) == winners[0]
    first = errors[0] if errors else ""
    return Rounds(connection.vendor, len(rows), won, lost, len(errors), first)


if __name__ == "__main__":
    json.dump(asdict(_main(int(sys.argv[1]))), sys.stdout)
