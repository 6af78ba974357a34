"""What an examination says: how it is, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from xblocks.core.text import Message


class Level(StrEnum):
    """How it is: fine; works, but look at it; does not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Result:
    """One thing that was looked at. `said` says how it is and, unless it is fine, what to do."""

    level: Level
    said: Message
    check: str = ""


Check = Callable[[], Iterable[Result]]
"""Looks at something; it may raise whatever what it looks at raises."""


def ok(text: str, **params: object) -> Result:
    """Return that it is fine."""
    return Result(Level.OK, Message(text, params))


def warn(text: str, **params: object) -> Result:
    """Return that it works, but somebody should look at it."""
    return Result(Level.WARN, Message(text, params))


def fail(text: str, **params: object) -> Result:
    """Return that it does not work."""
    return Result(Level.FAIL, Message(text, params))


def either(
    good: str, bad: str, level: Level = Level.FAIL, *, sound: bool, **params: object
) -> Result:
    """Return `good` when it is `sound`, else `bad` at `level`."""
    return ok(good, **params) if sound else Result(level, Message(bad, params))


def examined(checks: Mapping[str, Check], broken: str) -> Iterator[Result]:
    """Run checks, given by name, one after the other.

    One that breaks by itself is a failure with the sentence `broken`, which has the places
    ``%(kind)s`` and ``%(reason)s``.
    """
    for name, check in checks.items():
        try:
            for result in check():
                yield replace(result, check=name)
        except Exception as failure:  # noqa: BLE001 - what is examined may fail in every way
            reason = str(failure).partition("\n")[0][:300]
            said = fail(broken, kind=type(failure).__name__, reason=reason)
            yield replace(said, check=name)
