"""Puts together what two people wrote into one field at the same time."""

from __future__ import annotations

from typing import Any

from xblocks.transfer_project.definition import AnyField, ListField, TableField, TextField


def merged(field: AnyField, theirs: Any, mine: Any) -> Any:
    """Return both, theirs first, nothing twice; None where a field has room for one only."""
    if isinstance(field, ListField | TableField):
        return [*theirs, *(row for row in mine if row not in theirs)]
    if not isinstance(field, TextField):
        return None
    if mine.strip() in theirs:
        return theirs
    return mine if theirs.strip() in mine else f"{theirs.rstrip()}\n\n{mine.lstrip()}"
