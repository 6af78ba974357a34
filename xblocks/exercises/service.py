"""Keeps the register: which exercises a course has, with their definition and due date."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.exercises.records import Exercise, ExerciseVersion


@dataclass(frozen=True)
class Snapshot:
    """An exercise as its block states it. `definition` is canonical JSON text."""

    course_key: str
    usage_key: str
    block_type: str
    kind: str
    title: str
    definition: str
    definition_hash: str
    weight: float = 0.0
    due: datetime | None = None


def record(snapshot: Snapshot) -> None:
    """Write one exercise; the same twice is one."""
    values = asdict(snapshot)
    Exercise.objects.update_or_create(usage_key=values.pop("usage_key"), defaults=values)


@transaction.atomic
def replace_course(course_key: str, snapshots: Iterable[Snapshot]) -> None:
    """Write all exercises of a course and forget those it no longer has."""
    kept = []
    for snapshot in snapshots:
        record(snapshot)
        kept.append(snapshot.usage_key)
    Exercise.objects.filter(course_key=course_key).exclude(usage_key__in=kept).delete()


def is_outdated(snapshot: Snapshot) -> bool:
    """Whether the register holds something else than `snapshot`."""
    return not Exercise.objects.filter(
        usage_key=snapshot.usage_key,
        definition_hash=snapshot.definition_hash,
        title=snapshot.title,
        due=snapshot.due,
        weight=snapshot.weight,
    ).exists()


def find(usage_key: str) -> Exercise:
    """Return an exercise by usage key; raises `NotFound`."""
    try:
        return Exercise.objects.get(usage_key=usage_key)
    except Exercise.DoesNotExist:
        raise NotFound from None


def find_in(course_key: str, usage_key: str, block_type: str) -> Exercise:
    """Return an exercise of a course and a block type; raises `NotFound`."""
    exercise = find(usage_key)
    if exercise.course_key != course_key or exercise.block_type != block_type:
        raise NotFound
    return exercise


def of_course(course_key: str) -> list[Exercise]:
    """Return all exercises of a course, by title."""
    return list(Exercise.objects.filter(course_key=course_key).order_by("title", "usage_key"))


def keep_version(exercise: Exercise) -> str:
    """Keep the definition as it stands for good and return its hash."""
    kept = ExerciseVersion.objects.filter(definition_hash=exercise.definition_hash)
    if not kept.exists():
        version = ExerciseVersion(
            definition_hash=exercise.definition_hash,
            block_type=exercise.block_type,
            definition=exercise.definition,
        )
        ExerciseVersion.objects.bulk_create([version], ignore_conflicts=True)
    return exercise.definition_hash


def version_of(definition_hash: str) -> dict[str, Any]:
    """Return a definition that was kept; raises `NotFound`."""
    text = (
        ExerciseVersion.objects.filter(definition_hash=definition_hash)
        .values_list("definition", flat=True)
        .first()
    )
    if text is None:
        raise NotFound
    definition: dict[str, Any] = json.loads(text)
    return definition
