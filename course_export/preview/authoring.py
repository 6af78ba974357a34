"""Editing exercises of the loaded course, as Studio does it, for the persona who writes it.

What is saved changes the course that is played and is kept beside it. It holds as long as the
archive says the same about the exercise as when it was edited: a newer archive wins.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from opaque_keys.edx.keys import CourseKey
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope

from course_export.preview import services
from course_export.preview.course import Course, Entry
from course_export.preview.models import EVERYBODY, BlockState
from course_export.preview.reading import read_block
from course_export.preview.runtime import PreviewRuntime
from course_export.preview.state import PreviewFieldData
from xblocks.core.definitions import canonical, fingerprint
from xblocks.core.errors import Refusal
from xblocks.exercises.service import record

KEPT = Scope.content.name
BASE = "based on"
"""Beside the fields of an edit: the fingerprint of the definition in the archive."""


class StudioPermissions:
    """Studio's permissions of a person: everybody may ask, authors may write."""

    def __init__(self, *, author: bool) -> None:
        self.author = author

    def can_write(self, _course_key: CourseKey) -> bool:
        """Whether the person may edit the course."""
        return self.author

    can_read = can_write


class StudioUserService(services.PreviewUserService):
    """Who is signed in, as Studio tells: nobody is staff there, nobody has a pseudonym."""

    def __init__(self, user: User | AnonymousUser, course_key: CourseKey) -> None:
        super().__init__(user, course_key)
        studio = {"user_is_staff": False, "anonymous_user_id": None, "user_role": None}
        known = {services.PREFIX + name: value for name, value in studio.items()}
        self.current = replace(self.current, opt_attrs={**self.current.opt_attrs, **known})


class AuthoringFieldData(PreviewFieldData):
    """Fields as Studio writes them: what the course says, never what learners did."""

    def __init__(self, course: Course, state: Any) -> None:
        super().__init__(course.entries, state)
        self.course = course

    def set_many(self, block: XBlock, update_dict: Mapping[str, Any]) -> None:
        """Store fields of the course; raises InvalidScopeError for state of learners."""
        for name in update_dict:
            if self._place(block, name) is not None:
                raise InvalidScopeError(name)
        entry = self._entry(block)
        _store(entry, update_dict, _original(self.course, entry))
        _apply(entry, update_dict)

    def has(self, block: XBlock, name: str) -> bool:
        """Whether a value is stored; state of learners there is none."""
        return self._place(block, name) is None and super().has(block, name)


class AuthoringRuntime(PreviewRuntime):
    """Serves an editor with the services Studio gives there, and no others."""

    def __init__(self, course: Course, user: User | AnonymousUser, *, author: bool) -> None:
        self.may_write = author
        super().__init__(course, user)
        self._handler_view = "edit_handler"

    def _make_services(self) -> dict[str, Any]:
        return {
            "field-data": AuthoringFieldData(self.course, self.state),
            "i18n": services.TranslationService(),
            "settings": services.SettingsService(),
            "studio_user_permissions": StudioPermissions(author=self.may_write),
            "user": StudioUserService(self.user, self.course.key),
        }

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Take nothing: there are no learners here."""


def register(runtime: PreviewRuntime, entry: Entry) -> None:
    """Tell the register what the exercise says now, as publishing does."""
    try:
        record(runtime.get_block(entry.key).snapshot())
    except Refusal:
        return  # nothing is there yet


def edited(course: Course, entry: Entry) -> tuple[Any, Any] | None:
    """Return the definition in the archive and the one saved here; None when nothing was saved."""
    if not _rows(entry).exists():
        return None
    fields = read_block(course, entry).fields or {}
    return _original(course, entry), fields.get("definition")


def forget(course: Course, entry: Entry) -> None:
    """Play what the archive says again."""
    _rows(entry).delete()
    entry.fields, entry.points = None, None
    read_block(course, entry)


def take_over(course: Course) -> None:
    """Put what was saved here into a course that was just loaded, where the archive is as then."""
    kept: dict[str, dict[str, Any]] = {}
    for row in BlockState.objects.filter(owner=EVERYBODY, scope=KEPT):
        kept.setdefault(row.block, {})[row.field] = json.loads(row.value)
    for key, values in kept.items():
        entry = course.entries.get(key)
        if entry and values.pop(BASE, "") == fingerprint({"is": _original(course, entry)}):
            read_block(course, entry)
            _apply(entry, values)


def _rows(entry: Entry) -> Any:
    return BlockState.objects.filter(owner=EVERYBODY, block=str(entry.key), scope=KEPT)


def _original(course: Course, entry: Entry) -> Any:
    untouched = Entry(entry.key, entry.node, entry.parent, entry.inherited)
    return (read_block(course, untouched).fields or {}).get("definition")


def _store(entry: Entry, values: Mapping[str, Any], original: Any) -> None:
    base = {BASE: fingerprint({"is": original})}
    for field, value in {**values, **base}.items():
        BlockState.objects.update_or_create(
            owner=EVERYBODY,
            block=str(entry.key),
            scope=KEPT,
            field=field,
            defaults={"value": canonical({"is": value})[6:-1]},
        )


def _apply(entry: Entry, values: Mapping[str, Any]) -> None:
    entry.fields = {**(entry.fields or {}), **values}
    entry.points = None
