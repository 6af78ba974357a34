"""Keeps what learners do, in one table, and gives blocks their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import simplejson
from django.core.serializers.json import DjangoJSONEncoder
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.field_data import FieldData
from xblock.fields import BlockScope, Scope, UserScope

from course_export.preview.course import Entry
from course_export.preview.models import EVERYBODY, BlockState

Place = tuple[int, str, str, str]
"""Owner, block, scope and field: the identity of a stored value."""


class LearnerState:
    """The stored fields one request needs, read with one statement and written with one a block.

    Read and write happen in the request's own transaction, which holds SQLite's write lock from
    its start: two requests of one person never work on the same old value. What nobody (no
    `user_id`) does lasts until the request ends.
    """

    def __init__(self, user_id: int | None) -> None:
        self.user_id = user_id
        self._values: dict[Place, str] = {}
        self._loaded: set[str] = set()

    def load(self, blocks: Iterable[str]) -> None:
        """Read the state of these usage keys and block types."""
        missing = {*blocks, ""} - self._loaded
        if missing <= {""} and self._loaded:
            return
        self._loaded |= missing
        owners = [EVERYBODY] if self.user_id is None else [EVERYBODY, self.user_id]
        rows = BlockState.objects.filter(owner__in=owners, block__in=missing)
        for owner, block, scope, field, value in rows.values_list(
            "owner", "block", "scope", "field", "value"
        ):
            self._values.setdefault((owner, block, scope, field), value)

    def get(self, place: Place) -> Any:
        """Return a stored JSON value; raises KeyError."""
        if place[1] not in self._loaded:
            self.load([place[1]])
        return simplejson.loads(self._values[place])

    def set_many(self, values: Mapping[Place, Any]) -> None:
        """Store JSON values, replacing older ones."""
        texts = {place: _text(value) for place, value in values.items()}
        self._values.update(texts)
        BlockState.objects.bulk_create(
            [
                BlockState(owner=owner, block=block, scope=scope, field=field, value=text)
                for (owner, block, scope, field), text in texts.items()
                if self.user_id is not None
            ],
            update_conflicts=True,
            unique_fields=["owner", "block", "scope", "field"],
            update_fields=["value"],
        )

    def delete(self, place: Place) -> None:
        """Forget a stored value."""
        self._values.pop(place, None)
        owner, block, scope, field = place
        BlockState.objects.filter(owner=owner, block=block, scope=scope, field=field).delete()


def _text(value: Any) -> str:
    """JSON as the platform writes it: named tuples (scores) as objects, moments as text."""
    return simplejson.dumps(value, default=DjangoJSONEncoder().default)


class PreviewFieldData(FieldData):
    """Fields of blocks: content and settings from the course, the rest from the learner's state."""

    def __init__(self, entries: Mapping[str, Entry], state: LearnerState) -> None:
        self.entries = entries
        self.state = state

    def get(self, block: XBlock, name: str) -> Any:
        """Return the JSON value of a field; raises KeyError when none is stored."""
        place = self._place(block, name)
        if place is None:
            return (self._entry(block).fields or {})[name]
        return self.state.get(place)

    def has(self, block: XBlock, name: str) -> bool:
        """Whether a value is stored."""
        try:
            self.get(block, name)
        except KeyError:
            return False
        return True

    def set(self, block: XBlock, name: str, value: Any) -> None:
        """Store one field."""
        self.set_many(block, {name: value})

    def set_many(self, block: XBlock, update_dict: Mapping[str, Any]) -> None:
        """Store fields; as in the LMS, learners write state only, never the course."""
        self.state.set_many(
            {self._state_place(block, name): value for name, value in update_dict.items()}
        )

    def delete(self, block: XBlock, name: str) -> None:
        """Forget a field of the learner's state."""
        self.state.delete(self._state_place(block, name))

    def default(self, block: XBlock, name: str) -> Any:
        """Return what the block inherits; raises KeyError when it inherits nothing."""
        return self._entry(block).inherited[name]

    def _entry(self, block: XBlock) -> Entry:
        return self.entries[str(block.scope_ids.usage_id)]

    def _state_place(self, block: XBlock, name: str) -> Place:
        place = self._place(block, name)
        if place is None:
            raise InvalidScopeError(name)
        return place

    def _place(self, block: XBlock, name: str) -> Place | None:
        """Where the field is stored; None for what stands in the course."""
        scope = block.fields[name].scope
        if scope in (Scope.children, Scope.parent) or (scope.user == UserScope.NONE):
            return None
        owner = EVERYBODY if scope.user == UserScope.ALL else (block.scope_ids.user_id or EVERYBODY)
        return owner, self._block(block, scope.block), scope.name, name

    def _block(self, block: XBlock, scope: BlockScope) -> str:
        if scope == BlockScope.ALL:
            return ""
        return (
            block.scope_ids.block_type
            if scope == BlockScope.TYPE
            else str(block.scope_ids.usage_id)
        )
