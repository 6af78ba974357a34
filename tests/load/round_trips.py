"""Ten thousand definitions of all kinds go through Studio, export and import."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from tests.records.own_database import connect


@dataclass(frozen=True)
class Gone:
    """How many went round, and the seconds it took, drawing them included."""

    examples: int
    seconds: float


def prove(examples: int) -> Gone:
    """Send so many round; raises AssertionError for the first that is not the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    connect()
    from tests.blocks.round_trip import exercises, go_round

    count = 0

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(exercises())
    def run(values: dict[str, Any]) -> None:
        nonlocal count
        go_round(values)
        count += 1

    begun = time.perf_counter()
    run()
    return Gone(count, round(time.perf_counter() - begun, 1))
