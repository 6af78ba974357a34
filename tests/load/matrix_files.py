"""Ten thousand matrices of teams go into files and come back."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, Phase, given, settings

from tests.load.round_trips import Gone
from tests.unit.needs_grids import grids
from xblocks.needs_analysis.domain.grid import Grid


def prove(examples: int) -> Gone:
    """Send so many round as XLSX and CSV; raises AssertionError for the first that is not whole."""
    from tests.unit.test_needs_own_exchange import plain, xlsx
    from xblocks.needs_analysis.exchange.files import read_file
    from xblocks.needs_analysis.exchange.separated import csv_bytes

    count = 0

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(grids())
    def run(grid: Grid) -> None:
        nonlocal count
        assert read_file(xlsx(grid)) == (grid, [])
        assert read_file(csv_bytes(grid, plain)) == (grid, [])
        count += 1

    begun = time.perf_counter()
    run()
    return Gone(count, round(time.perf_counter() - begun, 1))
