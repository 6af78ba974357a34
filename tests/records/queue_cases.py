"""A queue asked as its pages ask it."""

from __future__ import annotations

from tests.records.grading_cases import (
    Course,
)
from xblocks.core.people import Actor


def team(made: Course, name: str, **options: object) -> Actor:
    return made.trainee(f"Member of {name}", made.company(name, **options))  # type: ignore[arg-type]
