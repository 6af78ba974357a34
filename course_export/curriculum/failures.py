"""Failures of validation become defects with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from course_export.curriculum.defects import Defect, Places, Where
from xblocks.core.definitions import Unfit
from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _

UNREAD: Final = object()
"""Stands for data that could not be read. Why is a defect already, so there is no second one."""

_WHOLE = _("must be a whole number")
_NUMBER = _("must be a number")
_TRUTH = _("must be true or false")
_MAPPING = _("must be a mapping")
_DATE = _("must be a date like 2030-01-31")

SENTENCES: Final[Mapping[str, str]] = {
    "missing": _("is missing"),
    "extra_forbidden": _("is not known here; check the spelling"),
    "string_type": _("must be a text; put it in quotes"),
    "string_too_short": _("needs at least %(min_length)s characters"),
    "string_too_long": _("may have at most %(max_length)s characters"),
    "string_pattern_mismatch": _("does not match the pattern %(pattern)s"),
    "list_type": _("must be a list"),
    "too_short": _("needs at least %(min_length)s entries"),
    "too_long": _("may have at most %(max_length)s entries"),
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "union_tag_not_found": _("needs 'kind'"),
    "union_tag_invalid": _("'kind' must be one of: %(expected_tags)s"),
    "literal_error": _("must be one of: %(expected)s"),
    "enum": _("must be one of: %(expected)s"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _("must be a finite number"),
    "greater_than": _("must be more than %(gt)s"),
    "greater_than_equal": _("must be at least %(ge)s"),
    "less_than": _("must be less than %(lt)s"),
    "less_than_equal": _("may be at most %(le)s"),
    "multiple_of": _("must be a multiple of %(multiple_of)s"),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
}
"""What pydantic finds, by its types of errors; what is not here is told in its own words."""


def as_defects(
    error: ValidationError, data: Any, places: Places, at: Where = ()
) -> Iterator[Defect]:
    """Defects for every failure in `data`, which stands at `at`."""
    for failure in error.errors(include_url=False):
        if failure["input"] is UNREAD:
            continue
        where = _path(failure["loc"], data, is_missing=failure["type"] == "missing")
        yield places.defect(at + where, told(failure))


def told(failure: ErrorDetails) -> Message:
    """The sentence about a failure, without the name of what it is about."""
    context = failure.get("ctx", {})
    if isinstance(unfit := context.get("error"), Unfit):
        return unfit.message
    sentence = SENTENCES.get(failure["type"])
    if sentence is None:
        return Message("%(words)s", {"words": failure["msg"].removeprefix("Value error, ")})
    places = {name: str(each).replace(" or ", ", ") for name, each in context.items()}
    return Message(sentence, places)


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
