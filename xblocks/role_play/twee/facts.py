"""Reads the short facts of our notation; None when a fact cannot be read."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from xblocks.core.definitions import IDENTIFIER
from xblocks.role_play.twee.notation import NONE

_ID = r"[a-z0-9][a-z0-9_-]{0,39}"
_EFFECT = re.compile(rf"({_ID})\s+([+−–-]?)\s*(\d{{1,4}})")
_REVEAL = re.compile(rf"({_ID})(?:\s+if\s+(.*))?")
_BOUND = re.compile(rf"({_ID})\s*>=\s*(-?\d{{1,4}})")
_CONDITION = re.compile(rf"({_ID})(?:\s*>=\s*(-?\d{{1,4000}}))?(?:\s*<=\s*(-?\d{{1,4000}}))?")

Value = TypeVar("Value")


def identifier(text: str) -> str | None:
    """An id."""
    return text if re.fullmatch(IDENTIFIER, text) and not text.endswith("\n") else None


def identifiers(text: str) -> list[str] | None:
    """Ids with commas between them, such as ``b1, b2``."""
    return _whole([identifier(each) for each in _parts(text)])


def effects(text: str) -> dict[str, int] | None:
    """Changes of indicators, such as ``trust +2, clarity -1``, or ``none``."""
    if text == NONE:
        return {}
    found = _whole([_EFFECT.fullmatch(each) for each in _parts(text)])
    if not found:
        return None
    return {each[1]: int(each[3]) * (-1 if each[2] in {"-", "−", "–"} else 1) for each in found}


def reveal(text: str) -> dict[str, Any] | None:
    """A hidden piece and what it needs, such as ``h1 if trust >= 7, clarity >= 3``."""
    found = _REVEAL.fullmatch(text)
    if not found:
        return None
    bounds = _whole([_BOUND.fullmatch(each) for each in _parts(found[2] or "")])
    if bounds is None:
        return None
    return {"hidden": found[1], "at_least": {each[1]: int(each[2]) for each in bounds}}


def condition(text: str) -> dict[str, Any] | None:
    """A value and its bounds, such as ``sum >= 3 <= 9``."""
    found = _CONDITION.fullmatch(text)
    if not found:
        return None
    low, high = (None if each is None else int(each) for each in found.group(2, 3))
    return {"of": found[1], "at_least": low, "at_most": high}


def _parts(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _whole(values: list[Value | None]) -> list[Value] | None:
    found = [each for each in values if each is not None]
    return found if len(found) == len(values) else None
