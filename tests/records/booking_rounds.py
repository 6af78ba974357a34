"""Many people in processes of their own book few slots at the same moment, many times."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.records import own_database

PATIENCE = 3600


@dataclass(frozen=True)
class Rounds:
    """How the rounds ended. `full` are those in which every slot was booked once and everybody
    else was refused with a free slot.

    `double` are slots with more bookings than places, or whose booking nobody was told of;
    `without_next` refusals that named no slot, or the one that was wanted; `astray` those of
    somebody who came when all was over and was not led to the slot that was still free.
    """

    database: str
    rounds: int
    people: int
    slots: int
    full: int
    booked: int
    refused: int
    double: int
    without_next: int
    astray: int
    errors: int
    first_error: str


def prove(rounds: int, people: int = 50, slots: int = 20) -> Rounds:
    """Let `people` processes book, `rounds` times, each one of `slots` slots new to the round."""
    return Rounds(**own_database.run(__name__, rounds, people, slots))


def _main(rounds: int, people: int, slots: int) -> Rounds:
    own_database.prepare()
    from django.db import connections

    if connections["default"].vendor == "sqlite":
        # The preview is one process; so many at one file wait longer than it would ever have to.
        connections["default"].settings_dict["OPTIONS"]["timeout"] = PATIENCE
    made = _course(rounds, people, slots)
    _warm(made)
    connections.close_all()
    # Forked: fifty fresh interpreters would measure this machine's memory, not the booking.
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(people, timeout=PATIENCE)
    results = context.Queue()
    processes = [
        context.Process(target=_book, args=(number, made, barrier, results), daemon=True)
        for number in range(people)
    ]
    for process in processes:
        process.start()
    answers: dict[int, list[str]] = dict(results.get(timeout=PATIENCE) for _ in processes)
    for process in processes:
        process.join()
    return _judged(made, answers)


@dataclass(frozen=True)
class _Made:
    trainees: Sequence[Any]
    wanted: Sequence[Sequence[int]]
    spares: Sequence[int]
    latecomer: Any


def _course(rounds: int, people: int, slots: int) -> _Made:
    """Publish for each round `slots` slots, and a later one nobody aims at."""
    from datetime import timedelta

    from tests.records.slot_cases import NOW, course, expert, team
    from xblocks.coaching.appointments.slots import new_uid
    from xblocks.coaching.records import Slot
    from xblocks.roster.records import Person

    made = course()
    experts = [expert(made, f"Expert {number}") for number in range(slots + 1)]
    trainees = [made.trainee(f"T{number}", team(made, f"T{number}")) for number in range(people)]
    wanted, spares = [], []
    for number in range(rounds):
        start = NOW + timedelta(days=1, hours=2 * number)
        rows = [
            Slot.objects.create(
                course_key=made.key,
                expert=Person.objects.get(pk=each.person_id),
                starts_at=start + (timedelta(hours=1) if each is experts[-1] else timedelta()),
                ends_at=start + timedelta(minutes=105 if each is experts[-1] else 45),
                closes_at=start,
                uid=new_uid(),
                changed_at=NOW,
            ).pk
            for each in experts
        ]
        wanted.append(rows[:-1])
        spares.append(rows[-1])
    latecomer = made.trainee("Late", team(made, "Late"))
    return _Made(trainees, wanted, spares, latecomer)


def _warm(made: _Made) -> None:
    """Book once and give it back before the processes part: they share what is loaded by it."""
    from tests.records.slot_cases import NOW
    from xblocks.coaching.appointments import booking

    booked = booking.book(made.latecomer, made.spares[0], "extra", None, NOW)
    booking.cancel(made.latecomer, booked.pk, NOW)


def _book(number: int, made: _Made, barrier: Any, results: Any) -> None:
    from django.db import DatabaseError

    from tests.records.slot_cases import NOW
    from xblocks.coaching.appointments import booking
    from xblocks.coaching.appointments.refusals import NotBookable
    from xblocks.core.errors import Refusal

    said = []
    for round_, wanted in enumerate(made.wanted):
        aim = wanted[(number + round_) % len(wanted)]
        barrier.wait()
        try:
            booking.book(made.trainees[number], aim, "extra", None, NOW)
            said.append(f"booked {aim}")
        except NotBookable as refusal:
            said.append(f"{refusal.code} {aim} {refusal.free}")
        except Refusal as refusal:
            said.append(f"error {refusal.code}")
        except DatabaseError as failure:  # locked, deadlocked: what we look for
            said.append(f"error {failure!r}")
    results.put((number, said))


def _judged(made: _Made, answers: dict[int, list[str]]) -> Rounds:
    from django.db import connection

    from xblocks.coaching.records import Booking

    by_slot = Counter(Booking.objects.exclude(seat=None).values_list("slot", flat=True))
    full = without = 0
    for round_, wanted in enumerate(made.wanted):
        said = [answers[number][round_].split() for number in answers]
        won = sorted(int(words[1]) for words in said if words[0] == "booked")
        lost = [words for words in said if words[0] == "slot_taken"]
        offered = {str(each) for each in (*wanted, made.spares[round_])}
        # Also one that another process was about to take: it was free when it was named.
        led = [words for words in lost if words[2] in offered and words[2] != words[1]]
        without += len(lost) - len(led)
        full += won == sorted(wanted) and len(led) == len(answers) - len(wanted)
    words = [said.split()[0] for answer in answers.values() for said in answer]
    errors = [said for answer in answers.values() for said in answer if said.startswith("error")]
    told = Counter(
        int(said.split()[1])
        for answer in answers.values()
        for said in answer
        if said.startswith("booked")
    )
    return Rounds(
        database=connection.vendor,
        rounds=len(made.wanted),
        people=len(answers),
        slots=len(made.wanted[0]),
        full=full,
        booked=words.count("booked"),
        refused=words.count("slot_taken"),
        double=sum(count != 1 or told[slot] != 1 for slot, count in by_slot.items()),
        without_next=without,
        astray=_astray(made),
        errors=len(errors),
        first_error=errors[0] if errors else "",
    )


def _astray(made: _Made) -> int:
    """Return for how many rounds somebody late is not led to the one slot still free."""
    from tests.records.slot_cases import NOW
    from xblocks.coaching.appointments import booking
    from xblocks.coaching.appointments.refusals import NotBookable

    found = 0
    for wanted, spare in zip(made.wanted, made.spares, strict=True):
        try:
            booking.book(made.latecomer, wanted[0], "extra", None, NOW)
            found += 1
        except NotBookable as refusal:
            found += refusal.free != spare
    return found


if __name__ == "__main__":
    json.dump(asdict(_main(*map(int, sys.argv[1:]))), sys.stdout)
