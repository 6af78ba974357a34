"""Whether a text or JSON value fits the kind of its setting, as the platform reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from dateutil import parser as dates  # type: ignore[import-untyped]

_BOOLEANS: Final = frozenset({"true", "false", "null", "none", "", "0", "1"})
_DURATION: Final = re.compile(
    r"(?:\d+ days?)?\s?(?:\d+ hours?)?\s?(?:\d+ minutes?)?\s?(?:\d+ seconds?)?", re.ASCII
)
_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]?\d:(?:[0-5]?\d|6[01])")
_LONGEST_DATE: Final = 60
_FULL_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?|\d{8}T.*")


def fits(kind: str | tuple[str, ...], value: Any) -> bool:
    """Whether `value` (an attribute's text or a JSON value) can be read as `kind`."""
    if kind == "text" or value is None or value == "null":
        return True
    if isinstance(value, str) and value[:1] == '"':
        value = decoded(value)
    if isinstance(kind, tuple):
        return value in kind if isinstance(value, str) else isinstance(value, bool)
    return _VALIDATORS[kind](value)


def decoded(value: Any) -> Any:
    """A text read as JSON where it is JSON; the platform does the same with attributes."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def moment(value: Any) -> datetime | None:
    """The date in UTC, or None when there is none or the platform could not read it."""
    if isinstance(value, str) and value[:1] == '"':
        value = decoded(value)
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e14:
        return datetime.fromtimestamp(value / 1000, UTC)
    return None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> datetime | None:
    if _FULL_DATE.fullmatch(text):
        try:
            return _aware(datetime.fromisoformat(text))
        except ValueError:
            pass
    if len(text) > _LONGEST_DATE:
        return None
    # Day and month must be stated: what is missing shows as a difference between two defaults.
    try:
        first = dates.parse(text, default=datetime(2000, 1, 1, tzinfo=UTC), tzinfos=_offset)
        other = dates.parse(text, default=datetime(2000, 2, 2, tzinfo=UTC), tzinfos=_offset)
    except (ValueError, OverflowError):
        return None
    return _aware(first) if first == other else None


def _offset(_name: str, seconds: int | None) -> int:
    """Time zones by name depend on the machine; only offsets count."""
    return seconds or 0


def _aware(date: datetime) -> datetime:
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date


def _is_boolean(value: Any) -> bool:
    if isinstance(value, str):
        return value.lower() in _BOOLEANS
    return isinstance(value, bool) or value in (0, 1)


def as_number(value: Any) -> float | None:
    """The number in an attribute, or None when there is none."""
    try:
        return float(decoded(value))
    except (TypeError, ValueError, OverflowError):
        return None


def _is_integer(value: Any) -> bool:
    return value == "" or (_is_number(value) and float(value).is_integer())


def _is_number(value: Any) -> bool:
    try:
        return value == "" or float(value) == float(value)
    except (TypeError, ValueError, OverflowError):
        return False


def _is_date(value: Any) -> bool:
    return value == "" or moment(value) is not None


def _is_duration(value: Any) -> bool:
    return isinstance(value, str) and _DURATION.fullmatch(value) is not None


def _is_clock(value: Any) -> bool:
    if isinstance(value, str) and not _is_number(value):
        return _CLOCK.fullmatch(value) is not None
    return _is_number(value)


def _is_list(value: Any) -> bool:
    return isinstance(decoded(value), list)


def _is_object(value: Any) -> bool:
    return isinstance(decoded(value), dict)


def groups(value: Any) -> dict[int, list[int]] | None:
    """A `group_access` as partition id → group ids, or None when it has another shape."""
    value = decoded(value)
    if not isinstance(value, dict):
        return None
    try:
        return {int(key): [int(group) for group in value[key] or ()] for key in value}
    except (TypeError, ValueError, OverflowError):
        return None


def _is_groups(value: Any) -> bool:
    return groups(value) is not None


_VALIDATORS: Final[dict[str, Callable[[Any], bool]]] = {
    "boolean": _is_boolean,
    "integer": _is_integer,
    "number": _is_number,
    "date": _is_date,
    "duration": _is_duration,
    "clock": _is_clock,
    "list": _is_list,
    "object": _is_object,
    "groups": _is_groups,
}
