"""Runs the slow proofs, see ``scripts/load``; 1 when one of them fails."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.load import (
    board,
    killed,
    matrix_files,
    publish_kills,
    queue_times,
    request_queue,
    round_trips,
    triad,
    typing,
)
from tests.load.zip_of_many import zip_of_many
from tests.records import booking_rounds, claim_rounds, matrix_rounds


def claims() -> bool:
    """Two trainers claim the same work in two processes, 1,000 times: exactly one wins."""
    found = claim_rounds.prove(1000)
    sys.stdout.write(f"{found}\n")
    return found.one_winner == found.rounds and not found.errors and not found.disagreements


def booking() -> bool:
    """50 people book 20 slots at once in 50 processes, 200 times: each slot is booked once."""
    found = booking_rounds.prove(200)
    sys.stdout.write(f"{found}\n")
    return found.full == found.rounds and not (
        found.double or found.without_next or found.astray or found.errors
    )


def kills() -> bool:
    """A process is killed 100 times while it hands in and decides: nothing is half done."""
    found = killed.prove(100)
    sys.stdout.write(f"{found}\n")
    return not found.halves and found.decided > 0


def queue() -> bool:
    """A page of the queue among 200,000 works costs at most 1.5 times one among 200."""
    found = queue_times.prove()
    sys.stdout.write(f"{found}\n")
    return found.worst <= queue_times.FACTOR and found.statements <= queue_times.STATEMENTS


def requests() -> bool:
    """A page of an expert's queue among 100,000 requests takes as many statements as among 200."""
    found = request_queue.prove()
    sys.stdout.write(f"{found}\n")
    constant = found.statements == found.few_statements <= request_queue.STATEMENTS
    return constant and found.worst_ms <= request_queue.MILLISECONDS


def writing() -> bool:
    """40 people of 20 teams type for 60 seconds: nothing is lost, no error."""
    found = typing.run()
    sys.stdout.write(f"{found}\n")
    return not found.lost and not found.errors


def publishing() -> bool:
    """Publishing is killed at each of its requests and begun again: the end is the same."""
    found = publish_kills.prove()
    sys.stdout.write(f"{found}\n")
    return not found.otherwise and found.kills > 0


def roundtrip() -> bool:
    """10,000 definitions of all kinds go through Studio, export and import: no byte is lost."""
    found = round_trips.prove(10_000)
    sys.stdout.write(f"{found}\n")
    return found.examples >= 10_000


def matrices() -> bool:
    """10,000 matrices of teams go into XLSX and CSV and come back: nothing is lost."""
    found = matrix_files.prove(10_000)
    sys.stdout.write(f"{found}\n")
    return found.examples >= 10_000


def levels() -> bool:
    """Two processes set the same level of a matrix at once, 200 times: one is told."""
    found = matrix_rounds.prove(200)
    sys.stdout.write(f"{found}\n")
    return found.one_winner == found.rounds and not found.lost and not found.errors


def boards() -> bool:
    """30 people at one board for 5 minutes: no card is lost, no dot is double, no budget exceeded.

    The times are told; what they are on a busy machine decides nothing.
    """
    found = board.run()
    sys.stdout.write(f"{found}\n")
    return not (
        found.lost or found.strange or found.double or found.over or found.marks or found.errors
    )


def triads() -> bool:
    """60 triads play at once for 5 minutes: no note, level or sentence is lost or double.

    The times are told; what they are on a busy machine decides nothing.
    """
    found = triad.run()
    sys.stdout.write(f"{found}\n")
    return found.ended == found.triads and not (found.lost or found.strange or found.errors)


PROOFS: dict[str, Callable[[], bool]] = {
    "board": boards,
    "booking": booking,
    "claims": claims,
    "kills": kills,
    "levels": levels,
    "matrices": matrices,
    "publishing": publishing,
    "queue": queue,
    "requests": requests,
    "roundtrip": roundtrip,
    "triad": triads,
    "typing": writing,
    "zip": zip_of_many,
}


def main(names: list[str]) -> int:
    """Run the named proofs, also after one has failed."""
    results = [PROOFS[name]() for name in names]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
