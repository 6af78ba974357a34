"""Defects of a definition that its schema cannot see."""

from __future__ import annotations

from collections.abc import Iterator

from xblocks.core.definitions import Finding
from xblocks.core.text import Message, gettext_noop
from xblocks.transfer_project.definition import Milestone, Overview
from xblocks.transfer_project.fields import (
    AnyField,
    ChoiceField,
    FileField,
    ListField,
    TableField,
    TextField,
)

TEAM_BYTES = 200_000_000
"""Bytes of all files a team keeps in one milestone."""

WARNINGS = frozenset({"anchor"})
"""Findings a team can work with all the same."""


def check(definition: Milestone | Overview) -> list[Finding]:
    """Return what would leave a team stuck or asked for something nobody can give."""
    if isinstance(definition, Overview):
        return []
    return [*_fields(definition), *_anchors(definition)]


def _fields(definition: Milestone) -> Iterator[Finding]:
    for field in definition.fields:
        place = ("fields", field.id)
        least, most = _bounds(field)
        if least > most:
            text = gettext_noop("asks for at least %(least)s, but takes %(most)s at most")
            yield Finding("bounds", place, Message(text, {"least": least, "most": most}))
        if isinstance(field, ChoiceField) and len(set(field.options)) != len(field.options):
            yield Finding("options", place, Message(gettext_noop("offers an option twice")))
        if isinstance(field, TableField):
            yield from _columns(field)
        if isinstance(field, FileField) and field.max_files * field.max_bytes > TEAM_BYTES:
            text = gettext_noop("takes more than a team may keep: %(limit)s MB")
            params = {"limit": TEAM_BYTES // 1_000_000}
            yield Finding("team-limit", place, Message(text, params))


def _bounds(field: AnyField) -> tuple[int, int]:
    if isinstance(field, TextField):
        return field.min_length, field.max_length
    if isinstance(field, ListField):
        return field.min_items, field.max_items
    return (field.min_rows, field.max_rows) if isinstance(field, TableField) else (0, 0)


def _columns(field: TableField) -> Iterator[Finding]:
    ids = [column.id for column in field.columns]
    if len(set(ids)) != len(ids):
        text = gettext_noop("has two columns with the same id")
        yield Finding("columns", ("fields", field.id), Message(text))
    for column in field.columns:
        if len(set(column.options)) != len(column.options):
            place = ("fields", field.id, "columns", column.id)
            yield Finding("options", place, Message(gettext_noop("offers an option twice")))


def _anchors(definition: Milestone) -> Iterator[Finding]:
    optional = {field.id for field in definition.fields if not field.required}
    for anchor in definition.anchors:
        for name in anchor.fields:
            if name in optional and not anchor.one_of:
                text = gettext_noop("rests on “%(field)s”, which the form calls voluntary")
                place = ("anchors", anchor.id)
                yield Finding("anchor", place, Message(text, {"field": name}))
