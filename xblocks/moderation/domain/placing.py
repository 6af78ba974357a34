"""Places in a row with room between them, so that one can be put between two without moving any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

POSITION_GAP: Final = 65_536
"""Room between two neighbours; thirty thousand of them fit into the column."""


def place_before(places: Sequence[int], before: int | None) -> int | None:
    """Return a place before the one numbered `before` in ascending `places`; None: at the end.

    Returns None where there is no room left: then all get new places first.
    """
    if before is None or before >= len(places):
        return (places[-1] if places else 0) + POSITION_GAP
    low = places[before - 1] if before else 0
    found = (low + places[before]) // 2
    return found if low < found < places[before] else None
