"""One person's work on a case study: opened, and saved answer by answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import version_of
from xblocks.grading import service as grading
from xblocks.grading.domain import Status
from xblocks.grading.records import Work
from xblocks.needs_analysis import keeping
from xblocks.needs_analysis.definition import CaseStudy, adapter
from xblocks.needs_analysis.domain import answers as reading
from xblocks.needs_analysis.domain.answers import Form
from xblocks.needs_analysis.domain.names import Part, name_of, parts_of
from xblocks.needs_analysis.keeping import Entry
from xblocks.needs_analysis.reach import case_study_of
from xblocks.needs_analysis.records import Sheet
from xblocks.needs_analysis.refusals import AnswerConflict, NotWritable


class Stage(StrEnum):
    """Where somebody's work on a case stands. `CLOSED`: told right from wrong, nobody grades it."""

    OPEN = "open"
    CLOSED = "closed"
    HANDED_IN = "handed_in"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PASSED = "passed"
    FAILED = "failed"

    @property
    def decided(self) -> bool:
        """Whether nothing more can be handed in."""
        return self in (Stage.CLOSED, Stage.PASSED, Stage.FAILED)


REVISED = frozenset({Part.MEASURE, Part.REASON})
"""What can be revised when a work comes back: figures and model answer are known by then."""


@dataclass(frozen=True)
class Seen:
    """What a page knew when it sent an answer: the version it showed, and which message it is.

    Without `version` the answer counts whatever was there; without `client` only versions count.
    """

    version: int | None = None
    client: str = ""
    stamp: int = 0


@dataclass(frozen=True)
class Saved:
    """An answer as it is kept now; `opened` is the whole work with it."""

    name: str
    entry: Entry
    opened: Opened


@dataclass(frozen=True)
class Opened:
    """A person's work. `definition` is what the figures count under, `current` what it is now.

    `sheet` is None before the first answer; `work` is the version that counts once handed in.
    """

    exercise: Exercise
    definition: CaseStudy
    current: CaseStudy
    sheet: Sheet | None = None
    stage: Stage = Stage.OPEN
    entries: Mapping[str, Entry] = field(default_factory=dict)
    work: Work | None = None

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What is answered, by name."""
        return keeping.values_in(self.entries)

    @property
    def revision(self) -> int:
        """What grows with every change."""
        return self.sheet.revision if self.sheet else 0

    @property
    def outdated(self) -> bool:
        """Whether the exercise was changed after it was begun."""
        return bool(
            self.stage is Stage.OPEN
            and self.sheet
            and self.sheet.definition_hash != self.exercise.definition_hash
        )

    def writes(self, part: Part) -> bool:
        """Whether answers of this part can be changed."""
        return self.stage is Stage.OPEN or (self.stage is Stage.RETURNED and part in REVISED)


def opened(actor: Actor, exercise: Exercise, now: datetime) -> Opened:
    """Return the person's work; who only looks, or looks as somebody else, sees an empty one.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.ANALYSE)
    sheet = None if actor.masquerading else keeping.sheet_of(actor, exercise)
    return look_into(exercise, sheet, now)


def look_into(exercise: Exercise, sheet: Sheet | None, now: datetime) -> Opened:
    """Return the work on a sheet, in three statements at most."""
    current = case_study_of(exercise)
    if sheet is None:
        return Opened(exercise, current, current)
    entries = keeping.entries_of(sheet)
    if sheet.closed_at is None:
        return Opened(exercise, current, current, sheet, Stage.OPEN, entries)
    work = grading.latest(exercise.usage_key, person=sheet.person_id)
    definition = _closed_under(exercise, sheet, current)
    return Opened(exercise, definition, current, sheet, _stage(work, now), entries, work)


@transaction.atomic
def save(
    actor: Actor, exercise: Exercise, name: str, form: Form, seen: Seen, now: datetime
) -> Saved:
    """Keep an answer (`domain.answers.read`). The same again changes nothing.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NotWritable`, `AnswerConflict`, and what
    `read` raises.
    """
    require_own_hand(actor, Action.ANALYSE)
    definition = case_study_of(exercise)
    if actor.person_id is None:
        raise NotFound
    value = reading.read(definition, name, form)
    sheet = keeping.locked_sheet(actor, exercise, now)
    found = look_into(exercise, sheet, now)
    kept = found.entries.get(name, Entry())
    if kept.value == value or _is_stale(kept, seen):
        return Saved(name, kept, found)
    if not found.writes(parts_of(name)[0]):
        raise NotWritable
    if seen.version is not None and seen.version != kept.version and not _goes_on(kept, seen):
        raise AnswerConflict(value, kept.value, kept.version)
    if found.stage is Stage.OPEN:
        sheet.definition_hash = exercise.definition_hash
    entry = keeping.put(sheet, name, value, now, client=seen.client, stamp=seen.stamp)
    entries = {**found.entries, name: entry}
    return Saved(
        name,
        entry,
        Opened(exercise, found.definition, definition, sheet, found.stage, entries, found.work),
    )


def _is_stale(kept: Entry, seen: Seen) -> bool:
    """Whether a message was overtaken by a later one of the same page."""
    return bool(seen.client) and kept.client == seen.client and seen.stamp <= kept.stamp


def _goes_on(kept: Entry, seen: Seen) -> bool:
    """Whether the same page writes on without having heard our last answer."""
    return bool(seen.client) and kept.client == seen.client


def _stage(work: Work | None, now: datetime) -> Stage:
    if work is None:
        return Stage.CLOSED
    if work.status != Status.WAITING:
        return Stage(work.status)
    held = work.claimed_until is not None and work.claimed_until > now
    return Stage.IN_REVIEW if held else Stage.HANDED_IN


def _closed_under(exercise: Exercise, sheet: Sheet, current: CaseStudy) -> CaseStudy:
    """Return the definition the figures were judged under; the present one if it is lost.

    Lost is also what a later release cannot read, and what was another kind of exercise.
    """
    if sheet.definition_hash == exercise.definition_hash:
        return current
    try:
        found = adapter.validate_python(version_of(sheet.definition_hash))
    except (NotFound, ValidationError):
        return current
    return found if isinstance(found, CaseStudy) else current


@transaction.atomic
def save_gap(
    actor: Actor,
    exercise: Exercise,
    cell: tuple[str, str],
    level: str,
    was: str | None,
    now: datetime,
) -> tuple[Saved, int | None]:
    """Keep a gap typed into the matrix; the newest counts.

    Returns also what stood there, where it was neither what the page showed (`was`) nor what is
    typed now: another page of the same person had written it. Raises as `save` does.
    """
    require_own_hand(actor, Action.ANALYSE)
    name = name_of(Part.GAP, *cell)
    before = None
    if was is not None:
        sheet = keeping.locked_sheet(actor, exercise, now) if actor.person_id else None
        before = keeping.entries_of(sheet).get(name, Entry()).value
    kept = save(actor, exercise, name, {"value": [level]}, Seen(), now)
    there = "" if before is None else str(before)
    return kept, before if there not in (was or "", level.strip()) else None
