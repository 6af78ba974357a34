"""All checks of a running installation, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from xblocks.core.text import Message
from xblocks.core.text import gettext_noop as _
from xblocks.health import analysis, course, installation, surroundings
from xblocks.health.result import Check, Level, Result, examined

Translate = Callable[[Message], str]

SCHEMA = 1
"""Version of the JSON that `as_json` returns."""

BROKEN = _("This could not be looked at: %(kind)s: %(reason)s.")

SIGNS = {Level.OK: "✓", Level.WARN: "!", Level.FAIL: "✗"}


def everything() -> dict[str, Check]:
    """Return all checks by name, what stands below first."""
    return installation.CHECKS | surroundings.CHECKS | course.CHECKS | analysis.CHECKS


def examine(checks: Mapping[str, Check]) -> list[Result]:
    """Run the checks; one that breaks is a failure with its reason."""
    return list(examined(checks, BROKEN))


def is_sound(results: Iterable[Result]) -> bool:
    """Whether nothing failed; warnings are no failure."""
    return all(result.level is not Level.FAIL for result in results)


def as_json(results: Sequence[Result], translate: Translate) -> dict[str, Any]:
    """Return the results for programs; the sentences are in the reader's language."""
    return {
        "schema": SCHEMA,
        "sound": is_sound(results),
        "results": [
            {"check": each.check, "level": str(each.level), "said": translate(each.said)}
            for each in results
        ],
    }


def as_lines(results: Sequence[Result], translate: Translate) -> list[str]:
    """Return the results for people: one line each, and one that sums up."""
    width = max((len(each.check) for each in results), default=0)
    lines = [
        f"{SIGNS[each.level]} {each.check.ljust(width)}  {translate(each.said)}" for each in results
    ]
    return [*lines, "", translate(_summary(results))]


def _summary(results: Sequence[Result]) -> Message:
    failed = sum(each.level is Level.FAIL for each in results)
    warned = sum(each.level is Level.WARN for each in results)
    if failed:
        return Message(
            _("Something does not work (%(failed)s); to look at: %(warned)s."),
            {"failed": failed, "warned": warned},
        )
    if warned:
        return Message(_("It works; to look at: %(warned)s."), {"warned": warned})
    return Message(_("Everything is fine."))
