"""Files of a field: they arrive in parts, belong to the team, and are read by few."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.exercises.records import Exercise
from xblocks.files import service as files
from xblocks.files.limits import Limits
from xblocks.files.records import StoredFile
from xblocks.files.service import UploadStatus
from xblocks.grading import service as grading
from xblocks.grading.records import Seat
from xblocks.transfer_project.domain import TEAM_BYTES
from xblocks.transfer_project.fields import FileField
from xblocks.transfer_project.log import Verb, note
from xblocks.transfer_project.reach import (
    field_of,
    folder_of,
    locked_folder,
    milestone_of,
    own_company,
)
from xblocks.transfer_project.records import FieldFile, Folder
from xblocks.transfer_project.standing import require_writable
from xblocks.transfer_project.writing import mark_changed


def begin(
    actor: Actor, exercise: Exercise, name: str, file_name: str, size: int, now: datetime
) -> UploadStatus:
    """Begin an upload, or take up the same one where it was interrupted.

    Must not run inside a transaction. Raises as `files.begin_upload`, and `TooManyFiles`,
    `NoRoomLeft`, `NotWritable`, `NotFound`, `NoTeam`.
    """
    limits, scope = _place(actor, exercise, name)
    _check_room(exercise, own_company(actor), name, size, limits)
    return files.resume_or_begin(actor.user_id, scope, file_name, size, limits, now)


def add_small(
    actor: Actor, exercise: Exercise, name: str, file_name: str, data: bytes, now: datetime
) -> None:
    """Add a file that came in one piece (browsers without scripts).

    Must not run inside a transaction. Raises as `begin` and `finish`.
    """
    limits, scope = _place(actor, exercise, name)
    _check_room(exercise, own_company(actor), name, len(data), limits)
    upload = files.small_upload(actor.user_id, scope, file_name, data, limits, now)
    finish(actor, exercise, name, upload.id, now)


def finish(actor: Actor, exercise: Exercise, name: str, upload: str, now: datetime) -> None:
    """Add an upload that has arrived to its field; the same upload twice is one file.

    Must not run inside a transaction. Raises as `files.finish`, and `TooManyFiles`, `NoRoomLeft`,
    `NotWritable`.
    """
    with files.closing_unwanted(actor.user_id, upload):
        limits, scope = _place(actor, exercise, name)
        company = own_company(actor)
        # Before the folder is locked: a large file takes seconds, and the team goes on writing.
        arrived = files.finish(actor.user_id, upload, scope)
        folder = locked_folder(exercise, company)
        require_writable(exercise, company)
        if FieldFile.objects.filter(upload=upload).exists():
            return
        _check_limits(folder, name, arrived.stored.size, limits)
        FieldFile.objects.create(
            folder=folder,
            field=name,
            stored=arrived.stored,
            name=arrived.name,
            upload=upload,
            added_by_id=actor.person_id,
            added_at=now,
        )
        mark_changed(folder, name, actor, now)
        note(folder, actor, Verb.ADDED_FILE, now, field=name)


@transaction.atomic
def remove(actor: Actor, exercise: Exercise, file_id: int, now: datetime) -> str:
    """Take a file out of the draft and return its field; versions handed in keep it.

    Raises `NotAllowed`, `Masquerading`, `NotFound`, `NoTeam`, `NotWritable`.
    """
    require_own_hand(actor, Action.WRITE_PROJECT)
    company = own_company(actor)
    folder = locked_folder(exercise, company)
    file = FieldFile.objects.filter(pk=file_id, folder=folder).first()
    if file is None:
        raise NotFound
    require_writable(exercise, company)
    if file.removed_at is None:
        file.removed_at = now
        file.save(update_fields=["removed_at"])
        mark_changed(folder, file.field, actor, now)
        note(folder, actor, Verb.REMOVED_FILE, now, field=file.field)
    return str(file.field)


def readable(actor: Actor, exercise: Exercise, file_id: int) -> tuple[StoredFile, str]:
    """Return a file the person may read: the team, and whoever grades the version that holds it.

    Raises `NotAllowed`, `NotFound`.
    """
    require(actor, Action.READ_PROJECT)
    file = (
        FieldFile.objects.filter(pk=file_id, folder__usage_key=exercise.usage_key)
        .select_related("folder__company", "stored")
        .first()
    )
    if file is None or not _reads(actor, file):
        raise NotFound
    return file.stored, file.name


def _reads(actor: Actor, file: FieldFile) -> bool:
    folder = file.folder
    if actor.has(Role.TRAINEE) and folder.company_id == actor.company:
        return True
    held = [
        work
        for work in grading.works_of(folder.usage_key, company=folder.company_id)
        if file.pk in file_ids(work.content)
    ]
    if actor.has(Role.TRAINER) and folder.company.district_id in actor.districts:
        return bool(held)
    return Seat.objects.filter(work__in=held, juror=actor.user_id).exists()


def file_ids(content: str) -> list[int]:
    """Return the ids of the files a version holds."""
    found = []
    for value in json.loads(content).values():
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict) and isinstance(row.get("id"), int) and "size" in row:
                found.append(row["id"])
    return found


def _place(actor: Actor, exercise: Exercise, name: str) -> tuple[Limits, str]:
    require_own_hand(actor, Action.WRITE_PROJECT)
    company = own_company(actor)
    field = field_of(milestone_of(exercise), name)
    if not isinstance(field, FileField):
        raise NotFound
    limits = Limits(tuple(field.types), field.max_bytes, field.max_files)
    return limits, f"{exercise.usage_key} {company} {name}"


def _check_room(exercise: Exercise, company: int, name: str, size: int, limits: Limits) -> None:
    require_writable(exercise, company)
    folder = folder_of(exercise.usage_key, company)
    if folder is not None:
        _check_limits(folder, name, size, limits)


def _check_limits(folder: Folder, name: str, size: int, limits: Limits) -> None:
    there = list(
        FieldFile.objects.filter(folder=folder, removed_at=None).values_list(
            "field", "stored__size"
        )
    )
    limits.check_room(size, [each for field, each in there if field == name])
    team = Limits(limits.types, limits.max_bytes, max_files=10_000, max_total=TEAM_BYTES)
    team.check_room(size, [each for _field, each in there])
