"""Failures of validation become defects with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from course_export.curriculum.defects import Defect, Places, Where

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
    for failure in error.errors(include_url=False, include_context=False, include_input=False):
        where = _path(failure["loc"], data)
        message = _PLAIN.get(failure["type"], failure["msg"].removeprefix("Value error, "))
        yield places.defect(at + where, message)


def _path(location: tuple[int | str, ...], data: Any) -> Where:
    """`location` without the tags of unions, which stand in no file."""
    where: list[str | int] = []
    for index, step in enumerate(location):
        last = index == len(location) - 1
        in_list = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if in_list or (isinstance(data, dict) and step in data):
            data = data[step]
        elif not last:
            continue
        where.append(step)
    return tuple(where)
