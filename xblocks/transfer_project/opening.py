"""Everything the page of a milestone shows a team, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.text import Message
from xblocks.exercises.records import Exercise
from xblocks.exercises.service import version_of
from xblocks.grading import service as grading
from xblocks.grading.records import Work
from xblocks.grading.results import Result
from xblocks.roster.records import Person
from xblocks.transfer_project import domain, log
from xblocks.transfer_project.definition import Milestone, adapter
from xblocks.transfer_project.domain import Comparison, Readiness
from xblocks.transfer_project.fields import AnyField
from xblocks.transfer_project.reach import (
    field_of,
    folder_of,
    milestone_of,
    own_company,
    team_of,
)
from xblocks.transfer_project.records import Activity, Extension, Folder
from xblocks.transfer_project.standing import Position, place, position, version_that_counts
from xblocks.transfer_project.writing import Entry, entries, entry, values


@dataclass(frozen=True)
class FieldView:
    """A field with what is kept in it and what is not right yet."""

    field: AnyField
    entry: Entry
    problems: tuple[Message, ...]

    @property
    def filled(self) -> bool:
        """Whether there is anything in it."""
        return domain.is_filled(self.field, self.entry.value)


@dataclass(frozen=True)
class MilestonePage:
    """The page. `result` is the version that counts, `results` all versions, the newest first."""

    exercise: Exercise
    definition: Milestone
    position: Position
    fields: tuple[FieldView, ...]
    revision: int
    team: Sequence[Person]
    results: Sequence[Result]
    result: Result | None
    activities: Sequence[Activity]
    extensions: Sequence[Extension]

    @property
    def readiness(self) -> Readiness:
        """What stands between the draft and handing it in."""
        return domain.readiness(self.definition, self.values)

    @property
    def values(self) -> dict[str, Any]:
        """What the fields hold, by id."""
        return {each.field.id: each.entry.value for each in self.fields}

    @property
    def started(self) -> bool:
        """Whether anybody has written anything."""
        return any(each.filled for each in self.fields)


def open_milestone(actor: Actor, exercise: Exercise, now: datetime) -> MilestonePage:
    """Return what the page shows a member of the team. Raises `NotAllowed`, `NoTeam`."""
    require(actor, Action.WRITE_PROJECT)
    company = own_company(actor)
    definition = milestone_of(exercise)
    folder = folder_of(exercise.usage_key, company)
    extensions = list(Extension.objects.filter(folder=folder).order_by("-due")) if folder else []
    results = grading.results_for_team(actor, exercise.usage_key)
    counts = version_that_counts(exercise, company, now)
    found = entries(definition, folder)
    return MilestonePage(
        exercise=exercise,
        definition=definition,
        position=place(exercise, counts, [each.due for each in extensions], now),
        fields=tuple(_view(field, found[field.id]) for field in definition.fields),
        revision=folder.revision if folder else 0,
        team=team_of(company),
        results=results,
        result=next((r for r in results if counts and r.work_id == counts.work_id), None),
        activities=log.entries(folder),
        extensions=extensions,
    )


def open_field(actor: Actor, exercise: Exercise, name: str) -> FieldView:
    """Return one field of the team as it is kept now. Raises `NotAllowed`, `NoTeam`, `NotFound`."""
    require(actor, Action.WRITE_PROJECT)
    folder = folder_of(exercise.usage_key, own_company(actor))
    return _view(field_of(milestone_of(exercise), name), entry(exercise, folder, name))


def view_of(exercise: Exercise, kept: Entry) -> FieldView:
    """Return a field just saved as its page shows it."""
    return _view(field_of(milestone_of(exercise), kept.field), kept)


@dataclass(frozen=True)
class Pulse:
    """Whether anything has changed: `mark` for the page as a whole, `revision` for the fields."""

    mark: str
    revision: int
    folder: Folder | None


def pulse(actor: Actor, exercise: Exercise, now: datetime) -> Pulse:
    """Return what an open page compares itself with. Raises `NotAllowed`, `NoTeam`."""
    require(actor, Action.WRITE_PROJECT)
    company = own_company(actor)
    folder = folder_of(exercise.usage_key, company)
    here = position(exercise, company, folder, now)
    mark = f"{exercise.definition_hash}.{here.mark}"
    return Pulse(mark, folder.revision if folder else 0, folder)


def changed_since(exercise: Exercise, found: Pulse, revision: int) -> list[FieldView]:
    """Return the fields changed after `revision`; `found` is the pulse of who asks."""
    definition = milestone_of(exercise)
    kept = entries(definition, found.folder)
    return [
        _view(field, kept[field.id])
        for field in definition.fields
        if kept[field.id].revision > revision
    ]


def own_version(actor: Actor, exercise: Exercise, number: int) -> tuple[Work, Milestone]:
    """Return a version of the person's team with the definition it was written under.

    Raises `NotAllowed`, `NoTeam`, `NotFound`.
    """
    require(actor, Action.WRITE_PROJECT)
    for work in grading.works_of(exercise.usage_key, company=own_company(actor)):
        if work.number == number:
            return work, written_under(work)
    raise NotFound


def written_under(work: Work) -> Milestone:
    """Return the definition a version was written under."""
    found = adapter.validate_python(version_of(work.definition_hash))
    if not isinstance(found, Milestone):
        raise NotFound
    return found


@dataclass(frozen=True)
class FieldChange:
    """What changed in a field."""

    field: AnyField
    comparison: Comparison


def draft_values(actor: Actor, exercise: Exercise) -> dict[str, Any]:
    """Return what the team's draft holds now. Raises `NotAllowed`, `NoTeam`."""
    require(actor, Action.WRITE_PROJECT)
    folder = folder_of(exercise.usage_key, own_company(actor))
    return values(milestone_of(exercise), folder)


def changes(
    definition: Milestone, before: dict[str, Any], after: dict[str, Any]
) -> list[FieldChange]:
    """Return all fields of `definition` with what changed in them."""
    found = []
    for field in definition.fields:
        none = domain.empty(field)
        old, new = before.get(field.id, none), after.get(field.id, none)
        found.append(FieldChange(field, domain.compare(field, old, new)))
    return found


def _view(field: AnyField, found: Entry) -> FieldView:
    return FieldView(field, found, domain.problems(field, found.value))
