"""Kills publishing at each of its requests, and begins it again: the end is always the same."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.export.studio_server.killing import Ended, published


@dataclass(frozen=True)
class Killed:
    """How many requests there are, how often it was killed, and what ended otherwise."""

    requests: int
    kills: int
    otherwise: list[str]


def prove() -> Killed:
    """At each request twice: before it is heeded, and after it took effect.

    First into an empty platform, then over an earlier archive.
    """
    requests, kills = 0, 0
    otherwise: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "publishing"
        for earlier in (False, True):
            undisturbed = published(place, earlier=earlier)
            assert undisturbed.status == 0
            requests += undisturbed.requests
            for number in range(1, undisturbed.requests + 1):
                for heeded in (False, True):
                    ended = published(place, number, heeded=heeded, earlier=earlier)
                    kills += 1
                    if not _same(ended, undisturbed):
                        otherwise.append(f"{number}, heeded: {heeded}, earlier: {earlier}")
    return Killed(requests, kills, otherwise)


def _same(ended: Ended, undisturbed: Ended) -> bool:
    return (
        ended.status == 0
        and ended.platform == undisturbed.platform
        and ended.remembered == undisturbed.remembered
    )
