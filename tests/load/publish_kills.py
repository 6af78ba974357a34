"""Kills publishing at each of its requests, and begins it again: the end is always the same."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.export.studio_server.killing import published


@dataclass(frozen=True)
class Killed:
    """How many requests there are, how often it was killed, and what ended otherwise."""

    requests: int
    kills: int
    otherwise: list[str]


def prove() -> Killed:
    """At each request twice: before it is heeded, and after it took effect."""
    otherwise: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "publishing"
        undisturbed = published(place)
        assert undisturbed.status == 0
        for number in range(1, undisturbed.requests + 1):
            for heeded in (False, True):
                ended = published(place, number, heeded=heeded)
                same = (
                    ended.status == 0
                    and ended.platform == undisturbed.platform
                    and ended.remembered == undisturbed.remembered
                )
                if not same:
                    otherwise.append(f"request {number}, heeded: {heeded}")
    return Killed(undisturbed.requests, 2 * undisturbed.requests, otherwise)
