"""Groups who talked in a dialogue, and a trainer who looks at their ways."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.records.grading_cases import Course, course
from tests.unit import dialogue_cases as cases
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import Snapshot, record
from xblocks.role_play import paths
from xblocks.role_play.attempts import Attempt, History
from xblocks.role_play.definition import adapter
from xblocks.role_play.reach import BLOCK_TYPE

NOW = datetime(2027, 5, 3, 18, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def dialogue(where: Course, **changes: Any) -> Exercise:
    """Put a dialogue into the register."""
    parsed = adapter.validate_python(cases.good() | changes)
    key = f"block-v1:wbm+r+{next(_numbers)}+type@{BLOCK_TYPE}+block@talk"
    record(
        Snapshot(
            course_key=where.key,
            usage_key=key,
            block_type=BLOCK_TYPE,
            kind=parsed.kind,
            title=parsed.title,
            definition=canonical(parsed),
            definition_hash=fingerprint(parsed),
        )
    )
    return Exercise.objects.get(usage_key=key)


def attempt(number: int, *said: str) -> Attempt:
    """An attempt at the usual dialogue with these statements."""
    return cases.talk(cases.parsed(), said).model_copy(update={"number": number})


@dataclass
class Hall:
    """A trainer of the district, a talk, and whoever comes to talk."""

    where: Course = field(default_factory=course)

    def __post_init__(self) -> None:
        self.talk = dialogue(self.where)
        self.works = self.where.company("Works")
        self.tom = self.where.trainer("Tom")

    def talked(self, who: Actor, *attempts: Iterable[str], at: Exercise | None = None) -> None:
        """Let somebody go through the talk, once with each row of statements."""
        entries = tuple(attempt(number, *said) for number, said in enumerate(attempts, start=1))
        paths.keep(who, (at or self.talk).usage_key, History(entries), NOW)

    def crowd(self, count: int, *attempts: Iterable[str], company: Any = None) -> list[Actor]:
        """Let so many new trainees talk, all alike."""
        people = [
            self.where.trainee(f"Person {next(_numbers)}", company or self.works)
            for _person in range(count)
        ]
        for each in people:
            self.talked(each, *attempts)
        return people
