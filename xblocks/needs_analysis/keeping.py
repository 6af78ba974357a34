"""Reads and writes sheets, for the use cases of this component: they have checked who asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.records import Sheet, SheetEntry
from xblocks.needs_analysis.reporting import report_started
from xblocks.roster.records import Person


@dataclass(frozen=True)
class Entry:
    """An answer as it is kept; `version` 0 before the first word."""

    value: Any = None
    version: int = 0
    client: str = ""
    stamp: int = 0
    at: datetime | None = None


def sheet_of(actor: Actor, exercise: Exercise) -> Sheet | None:
    """Return the person's sheet; None before the first answer and for who has none."""
    if actor.person_id is None:
        return None
    return Sheet.objects.filter(person=actor.person_id, usage_key=exercise.usage_key).first()


def locked_sheet(actor: Actor, exercise: Exercise, now: datetime) -> Sheet:
    """Return the person's sheet for this transaction alone, made when there is none."""
    sheets = Sheet.objects.select_for_update()
    found = sheets.filter(person=actor.person_id, usage_key=exercise.usage_key).first()
    if found is not None:
        return found
    # Of many who make the first one at once MariaDB would undo some: they queue up here.
    Person.objects.select_for_update().filter(pk=actor.person_id).values_list("pk").first()
    made, new = sheets.get_or_create(
        person_id=actor.person_id,
        usage_key=exercise.usage_key,
        defaults={
            "course_key": exercise.course_key,
            "definition_hash": exercise.definition_hash,
            "started_at": now,
            "changed_at": now,
        },
    )
    if new:
        report_started(actor, made)
    return made


def entries_of(sheet: Sheet | None) -> dict[str, Entry]:
    """Return all answers by name, in the order they were changed last."""
    if sheet is None:
        return {}
    found = SheetEntry.objects.filter(sheet=sheet).order_by("revision", "id")
    return {
        each.name: Entry(
            json.loads(each.value), each.revision, each.client, each.stamp, each.changed_at
        )
        for each in found
    }


def values_in(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """Return the values alone; what was taken back is left out."""
    return {name: each.value for name, each in entries.items() if each.value is not None}


def put(
    sheet: Sheet, name: str, value: Any, now: datetime, *, client: str = "", stamp: int = 0
) -> Entry:
    """Write one answer; the sheet must be locked. None takes it back and remembers that."""
    sheet.revision += 1
    sheet.changed_at = now
    sheet.save(update_fields=["revision", "changed_at", "definition_hash", "closed_at", "best"])
    values = {
        "value": json.dumps(value, ensure_ascii=False),
        "revision": sheet.revision,
        "client": client,
        "stamp": stamp,
        "changed_at": now,
    }
    if not SheetEntry.objects.filter(sheet=sheet, name=name).update(**values):
        SheetEntry.objects.create(sheet=sheet, name=name, **values)
    return Entry(value, sheet.revision, client, stamp, now)
