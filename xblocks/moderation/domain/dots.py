"""Dots: how many somebody has, how many go on one, what they add up to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from xblocks.core.errors import BadRequest, Invalid
from xblocks.core.text import gettext_noop

MOST_DOTS = 20
"""The largest budget; a board with hundreds of groups gives no more."""

Dots = Mapping[str, int]
"""The dots of one voter: group or field of the scale → number, without zeros."""


class TooManyDots(Invalid):
    """More dots than somebody has."""

    code = "too_many_dots"
    sentence = gettext_noop(
        "Your dots are all set (%(budget)s). Take one away somewhere else first."
    )


class TooManyOnOne(Invalid):
    """More dots on one group or field than allowed."""

    code = "too_many_on_one"
    sentence = gettext_noop("At most %(cap)s of your dots can go here.")


def budget_for(stated: int | None, targets: int) -> int:
    """Return how many dots each person has: as stated, else half the number of groups.

    Half is rounded up, and at least 1 (`curriculum-facts 3.3 MPA`: six clusters, three dots).
    """
    if stated is not None:
        return stated
    return min(max((targets + 1) // 2, 1), MOST_DOTS)


def put(dots: Dots, target: str, number: int, budget: int, cap: int) -> dict[str, int]:
    """Return the dots with `number` on a target: set, not added, so that twice is once.

    Taking dots away is always possible. Raises `BadRequest`, `TooManyOnOne`, `TooManyDots`.
    """
    if number < 0:
        raise BadRequest
    had = dots.get(target, 0)
    if number > cap and number > had:
        raise TooManyOnOne(cap=cap)
    found = {name: count for name, count in dots.items() if name != target}
    if number:
        found[target] = number
    if number > had and sum(found.values()) > budget:
        raise TooManyDots(budget=budget)
    return found


def sums(ballots: Iterable[Dots], targets: Iterable[str]) -> dict[str, int]:
    """Return the dots on each target, those without any among them."""
    found = dict.fromkeys(targets, 0)
    for dots in ballots:
        for name, count in dots.items():
            if name in found:
                found[name] += count
    return found


def dots_of(text: str) -> dict[str, int]:
    """Return dots out of what is kept of them."""
    return {str(name): int(count) for name, count in json.loads(text).items()}


def dots_text(dots: Dots) -> str:
    """Return dots as they are kept."""
    return json.dumps(dict(sorted(dots.items())), separators=(",", ":"))
