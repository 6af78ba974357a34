"""Keeps the register: which exercises a course has, with their definition and due date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.exercises.records import Exercise


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


def of_course(course_key: str) -> list[Exercise]:
    """Return all exercises of a course, by title."""
    return list(Exercise.objects.filter(course_key=course_key).order_by("title", "usage_key"))
