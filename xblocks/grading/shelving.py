"""Moves works from shelf to shelf and keeps the piles' figures true."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from xblocks.exercises.records import Exercise
from xblocks.grading.domain import Shelf, Status, shelf_of
from xblocks.grading.records import Pile, Work
from xblocks.roster.records import District

COUNTED = (Shelf.WAITING, Shelf.LATE, Shelf.RETURNED, Shelf.DONE)


def ready_pile(exercise: Exercise, district_id: int) -> None:
    """Make sure the figures of an exercise in a district have a row.

    To be called before anything refers to the district in the same transaction. Only its lock
    lets two first hand-ins follow each other: with the rows alone they could wait for one another
    for ever.
    """
    row = {"usage_key": exercise.usage_key, "district_id": district_id}
    if Pile.objects.filter(**row).exists():
        return
    District.objects.select_for_update().get(id=district_id)
    values = {
        "course_key": exercise.course_key,
        "block_type": exercise.block_type,
        "title": exercise.title,
    }
    Pile.objects.get_or_create(**row, defaults=values)


def put(work: Work) -> None:
    """Count a new work; its pile bears the title the exercise has now."""
    _count(work, gone=None, now=Shelf(work.shelf), title=work.title)


def move(work: Work, status: Status, **changes: Any) -> None:
    """Give a work its new status and shelf, and count it there.

    The caller holds the work's lock. `changes` are further columns.
    """
    before = Shelf(work.shelf)
    after = shelf_of(status, late=work.late)
    values = {
        "status": status,
        "shelf": after,
        "open_owner": work.owner if status is Status.WAITING else None,
        **changes,
    }
    for name, value in values.items():
        setattr(work, name, value)
    Work.objects.filter(id=work.pk).update(**values, version=F("version") + 1)
    work.version += 1
    _count(work, gone=before, now=after)


@transaction.atomic
def recount(course_key: str) -> int:
    """Set the figures of a course to what the works say; return how many rows were wrong."""
    piles = list(Pile.objects.select_for_update().filter(course_key=course_key))
    rows = Work.objects.filter(course_key=course_key).values("usage_key", "district_id")
    true = {
        (row["usage_key"], row["district_id"]): {shelf: row[shelf] for shelf in COUNTED}
        for row in rows.annotate(**{s.value: Count("id", filter=Q(shelf=s)) for s in COUNTED})
    }
    wrong = 0
    for pile in piles:
        figures = true.get((pile.usage_key, pile.district_id), dict.fromkeys(COUNTED, 0))
        if any(getattr(pile, shelf) != figures[shelf] for shelf in COUNTED):
            wrong += 1
            Pile.objects.filter(id=pile.pk).update(**figures)
    return wrong


def _count(work: Work, *, gone: Shelf | None, now: Shelf, **changes: str) -> None:
    """Change the figures of the pile, in one statement."""
    if gone is now:
        return
    steps = {gone: -1, now: +1}
    values = {shelf.value: F(shelf.value) + steps[shelf] for shelf in COUNTED if shelf in steps}
    if values:
        pile = Pile.objects.filter(usage_key=work.usage_key, district_id=work.district_id)
        pile.update(**values, **changes)
