"""When two spellings of a value or of XML mean the same to the platform.

It writes what it has read in another form (`platform-facts 2`): `true` becomes `True` or `"true"`,
`1.0` becomes `1`, dates change their offset, JSON its spaces, XML its indentation.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from course_export.olx.parsing import Element, attributes

Plain = Any
"""Nested tuples and texts that can be compared and hashed."""

EMPTY: Final = frozenset(
    {("text", ""), ("bool", False), ("number", "0"), ("none",), ("list",), ("dict",)}
)
"""What the platform may leave out instead of writing it."""

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")
_BLANKS: Final = " \t\r\n"


def plain(text: str) -> Plain:
    """What an attribute means, whichever way it is spelled."""
    text = text.strip(_BLANKS)
    if text.casefold() in ("true", "false"):
        return ("bool", text.casefold() == "true")
    try:
        data = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, InvalidOperation):
        return _word(text)
    return _plain_data(data)


def plain_value(value: Any) -> Plain:
    """The same for data out of JSON: texts in it are spelled values themselves."""
    if isinstance(value, str):
        return plain(value)
    return plain(json.dumps(value))


def same(one: str | None, other: str | None) -> bool:
    """Whether two attributes mean the same; a missing one is like an empty one."""
    left, right = plain(one or ""), plain(other or "")
    return bool(left == right or (left in EMPTY and right in EMPTY))


def plain_xml(element: Element) -> Plain:
    """An element as the platform keeps it: without comments, indentation and order of attributes.

    Texts that consist of blanks alone are dropped, as the platform drops them.
    """
    parts: list[Plain] = [_text(element.text)]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(plain_xml(child))
        parts.append(_text(child.tail))
    kept = _joined([part for part in parts if part])
    return (element.tag, tuple(sorted(attributes(element).items())), kept)


def plain_html(text: str) -> str:
    """The content of an html block: line ends are those of Unix, none at the end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip(_BLANKS)


def _text(text: str | None) -> str:
    return text if text and text.strip(_BLANKS) else ""


def _joined(parts: list[Plain]) -> tuple[Plain, ...]:
    """Texts that a comment has separated are one text again."""
    joined: list[Plain] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _word(text: str) -> Plain:
    if _DATE.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return ("text", text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        try:
            return ("date", moment.astimezone(UTC).isoformat())
        except OverflowError:
            return ("text", text)
    return ("text", text)


def _plain_data(data: Any) -> Plain:
    if data is None:
        return ("none",)
    if isinstance(data, bool):
        return ("bool", data)
    if isinstance(data, Decimal):
        return ("number", _number(data))
    if isinstance(data, list):
        return ("list", *map(_plain_data, data))
    if isinstance(data, dict):
        return ("dict", *sorted((key, _plain_data(value)) for key, value in data.items()))
    return _word(data)


def _number(value: Decimal) -> str:
    """All spellings of a number in one: sign, digits and power of ten."""
    if value == 0:
        return "0"
    sign, digits, power = value.as_tuple()
    written = "".join(map(str, digits))
    short = written.rstrip("0")
    return f"{'-' if sign else ''}{short}e{int(power) + len(written) - len(short)}"


def _no_number(name: str) -> Any:
    raise ValueError(name)
