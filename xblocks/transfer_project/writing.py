"""Writing together: every field is saved by itself, and nobody overwrites anybody unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from xblocks.core.errors import BadRequest, NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.transfer_project import domain
from xblocks.transfer_project.definition import Milestone
from xblocks.transfer_project.domain import Confirmed
from xblocks.transfer_project.fields import (
    AnyField,
    ConfirmationField,
    FileField,
    HandoverField,
)
from xblocks.transfer_project.log import Verb, note
from xblocks.transfer_project.reach import (
    field_of,
    locked_folder,
    milestone_of,
    own_company,
)
from xblocks.transfer_project.records import Draft, FieldFile, Folder
from xblocks.transfer_project.refusals import FieldConflict
from xblocks.transfer_project.standing import require_writable

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Seen:
    """What a page knew when it sent a text.

    `version` of the field it shows; `client` names the open page, `stamp` counts its messages.
    Without `client` only the version counts.
    """

    version: int
    client: str = ""
    stamp: int = 0


@dataclass(frozen=True)
class Entry:
    """A field as it is kept. `name` and `at` of who wrote last, empty before the first word."""

    field: str
    value: Any
    version: int = 0
    revision: int = 0
    name: str = ""
    at: datetime | None = None


def save_field(
    actor: Actor, exercise: Exercise, name: str, form: Form, seen: Seen, now: datetime
) -> Entry:
    """Keep what somebody wrote in a field of their team's milestone.

    The same value again changes nothing. Raises `NotAllowed`, `Masquerading`, `NotFound`,
    `NoTeam`, `NotWritable`, `FieldConflict`, and what `domain.read` raises.
    """
    require_own_hand(actor, Action.WRITE_PROJECT)
    field = _typed_field(exercise, name)
    value = domain.read(field, form, _who(actor, now))
    return _keep(actor, exercise, field, value, seen, now)


def keep_mine(
    actor: Actor, exercise: Exercise, name: str, mine: str, seen: Seen, now: datetime
) -> Entry:
    """After a conflict: keep the person's own value (JSON, as `FieldConflict` gave it)."""
    require_own_hand(actor, Action.WRITE_PROJECT)
    field = _typed_field(exercise, name)
    return _keep(actor, exercise, field, _own_value(field, mine, _who(actor, now)), seen, now)


def keep_both(
    actor: Actor, exercise: Exercise, name: str, mine: str, seen: Seen, now: datetime
) -> Entry:
    """After a conflict: keep both texts in one field, to be edited together.

    Raises `BadRequest` where there is room for one only, besides what `save_field` raises.
    """
    require_own_hand(actor, Action.WRITE_PROJECT)
    field = _typed_field(exercise, name)
    value = _own_value(field, mine, _who(actor, now))
    with transaction.atomic():
        folder = locked_folder(exercise, own_company(actor))
        both = domain.merged(field, _entry(_draft(folder, name), field).value, value)
        if both is None:
            raise BadRequest
        return _keep(actor, exercise, field, both, seen, now)


def keep_tables(
    actor: Actor, exercise: Exercise, name: str, value: Any, seen: Seen, now: datetime
) -> Entry:
    """Keep what the team hands over from another exercise; None takes it back.

    Raises what `save_field` raises, and `NotFound` for a field of another kind.
    """
    require_own_hand(actor, Action.WRITE_PROJECT)
    field = field_of(milestone_of(exercise), name)
    if not isinstance(field, HandoverField):
        raise NotFound
    return _keep(actor, exercise, field, value, seen, now)


def entry(exercise: Exercise, folder: Folder | None, name: str) -> Entry:
    """Return one field as it is kept; for pages that have checked who asks."""
    field = field_of(milestone_of(exercise), name)
    if isinstance(field, FileField):
        return Entry(name, entries(milestone_of(exercise), folder)[name].value)
    return _entry(_draft(folder, name) if folder else None, field)


def entries(definition: Milestone, folder: Folder | None) -> dict[str, Entry]:
    """Return all fields as they are kept, by id, in two statements."""
    drafts: dict[str, Draft] = {}
    files: dict[str, list[dict[str, Any]]] = {}
    if folder is not None:
        drafts = {
            draft.field: draft
            for draft in Draft.objects.filter(folder=folder).select_related("updated_by")
        }
        kept = FieldFile.objects.filter(folder=folder, removed_at=None).select_related("stored")
        for file in kept.order_by("id"):
            files.setdefault(file.field, []).append(
                {"id": file.pk, "name": file.name, "size": file.stored.size}
            )
    found = {}
    for field in definition.fields:
        shown = _entry(drafts.get(field.id), field)
        if isinstance(field, FileField):
            shown = Entry(field.id, files.get(field.id, []), shown.version, shown.revision)
        found[field.id] = shown
    return found


def values(definition: Milestone, folder: Folder | None) -> dict[str, Any]:
    """Return the values of all fields, as they are handed in."""
    return {name: found.value for name, found in entries(definition, folder).items()}


def touch(folder: Folder) -> int:
    """Count a change of the folder, which must be locked; return its revision."""
    folder.revision += 1
    folder.save(update_fields=["revision"])
    return folder.revision


def mark_changed(folder: Folder, name: str, actor: Actor, now: datetime) -> None:
    """Tell other pages that a field of files has changed; the folder must be locked."""
    revision = touch(folder)
    Draft.objects.update_or_create(
        folder=folder,
        field=name,
        defaults={
            "value": "null",
            "revision": revision,
            "updated_by_id": actor.person_id,
            "updated_at": now,
        },
    )


@transaction.atomic
def _keep(
    actor: Actor, exercise: Exercise, field: AnyField, value: Any, seen: Seen, now: datetime
) -> Entry:
    company = own_company(actor)
    folder = locked_folder(exercise, company)
    draft = _draft(folder, field.id)
    kept = _entry(draft, field)
    if _same(field, kept.value, value) or (draft is not None and _is_stale(draft, seen)):
        return kept
    require_writable(exercise, company)
    if seen.version != kept.version and not (draft is not None and _goes_on(draft, seen)):
        raise FieldConflict(value, kept.value, kept.version, kept.name)
    if draft is None:
        draft = Draft(folder=folder, field=field.id)
    goes_on = draft.pk is not None and _goes_on(draft, seen)
    draft.since = draft.since if goes_on else draft.version
    draft.client, draft.stamp = seen.client, seen.stamp
    draft.value = json.dumps(value, ensure_ascii=False)
    draft.version += 1
    draft.revision = touch(folder)
    draft.updated_by_id, draft.updated_at = actor.person_id, now
    draft.save()
    confirms = isinstance(field, ConfirmationField) and value
    note(folder, actor, Verb.CONFIRMED if confirms else Verb.WROTE, now, field=field.id)
    return Entry(field.id, value, draft.version, draft.revision, actor.name, now)


def _same(field: AnyField, kept: Any, value: Any) -> bool:
    """Whether nothing would change; the first confirmation stays the one that counts."""
    if isinstance(field, ConfirmationField):
        return bool(kept) == bool(value)
    return bool(kept == value)


def _is_stale(draft: Draft, seen: Seen) -> bool:
    """Whether a message was overtaken by a later one of the same page."""
    return bool(seen.client) and draft.client == seen.client and seen.stamp <= draft.stamp


def _goes_on(draft: Draft, seen: Seen) -> bool:
    """Whether the same page writes on without having heard our last answers.

    All versions after the one it knows are then its own.
    """
    return bool(seen.client) and draft.client == seen.client and seen.version >= draft.since


def _draft(folder: Folder | None, name: str) -> Draft | None:
    found = Draft.objects.filter(folder=folder, field=name).select_related("updated_by")
    return found.first()


def _entry(draft: Draft | None, field: AnyField) -> Entry:
    """Return a draft; a value of another kind than the definition now says counts as none."""
    if draft is None:
        return Entry(field.id, domain.empty(field))
    value = json.loads(draft.value)
    if not _fits(value, domain.empty(field)):
        value = domain.empty(field)
    name, at = draft.updated_by.name, draft.updated_at
    return Entry(field.id, value, draft.version, draft.revision, name, at)


def _fits(value: Any, empty: Any) -> bool:
    if empty is None:
        return value is None or isinstance(value, dict)
    return type(value) is type(empty)


def _own_value(field: AnyField, mine: str, who: Confirmed) -> Any:
    """Read what a page sends back of a conflict, as strictly as a form."""
    try:
        value = json.loads(mine)
    except ValueError:
        raise BadRequest from None
    if isinstance(field, ConfirmationField):
        return domain.read(field, {"value": ["1" if value else ""]}, who)
    if not _fits(value, domain.empty(field)):
        raise BadRequest
    rows = value if isinstance(value, list) else [value]
    form: dict[str, list[str]] = {}
    for row in rows:
        cells = {f"c-{key}": text for key, text in row.items()} if isinstance(row, dict) else {}
        for key, text in (cells or {"item" if isinstance(value, list) else "value": row}).items():
            if not isinstance(text, str):
                raise BadRequest
            form.setdefault(key, []).append(text)
    return domain.read(field, form, who)


def _who(actor: Actor, now: datetime) -> Confirmed:
    return Confirmed(actor.person_id or 0, actor.name, now.isoformat())


def _typed_field(exercise: Exercise, name: str) -> AnyField:
    field = field_of(milestone_of(exercise), name)
    if isinstance(field, FileField | HandoverField):
        raise NotFound
    return field
