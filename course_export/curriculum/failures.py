"""Failures of validation become defects with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pydantic import ValidationError

from course_export.curriculum.defects import Defect, Places, Where

UNREAD: Final = object()
"""Stands for data that could not be read. Why is a defect already, so there is no second one."""

_PLAIN = {
    "missing": "is missing",
    "extra_forbidden": "is not known here; check the spelling",
    "string_type": "must be a text; put it in quotes",
    "list_type": "must be a list",
    "model_type": "must be a mapping",
    "dict_type": "must be a mapping",
    "union_tag_not_found": "needs 'kind'",
}


def as_defects(
    error: ValidationError, data: Any, places: Places, at: Where = ()
) -> Iterator[Defect]:
    """Defects for every failure in `data`, which stands at `at`."""
    for failure in error.errors(include_url=False, include_context=False):
        if failure["input"] is UNREAD:
            continue
        where = _path(failure["loc"], data, is_missing=failure["type"] == "missing")
        message = _PLAIN.get(failure["type"], failure["msg"].removeprefix("Value error, "))
        yield places.defect(at + where, message)


def _path(location: tuple[int | str, ...], data: Any, *, is_missing: bool) -> Where:
    """`location` without the tags of unions, which stand in no file.

    With `is_missing` the last step is a key that should be there.
    """
    where: list[str | int] = []
    for index, step in enumerate(location):
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if in_list or (isinstance(data, dict) and step in data):
            data = data[step]
        elif not is_missing or index < len(location) - 1:
            continue
        where.append(step)
    return tuple(where)
