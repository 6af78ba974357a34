"""Public holidays in Germany, as the laws of the states say; the table is that of `holidays`.

Only what is one in the whole of a state counts: neither 15 August, which parts of Bavaria have, nor
Corpus Christi in parts of Saxony and Thuringia, nor Augsburg's own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache, partial

from holidays.constants import PUBLIC
from holidays.countries.germany import Germany

from xblocks.core.calendar import HolidaysOf

_STATES = frozenset(code for code in Germany.subdivisions if len(code) == len("BW"))


def german_holidays(states: Collection[str] = ()) -> HolidaysOf:
    """Return the holidays of a region by its states' codes (`BW`, …).

    Of several states only what is one in all of them counts: elsewhere people are at work. Without
    states, or with one there is not, these are those of the whole country. Known since 1991.
    """
    return partial(_of_region, frozenset(states))


def is_holiday_somewhere(day: date) -> bool:
    """Whether a whole German state has a holiday on `day`."""
    return any(day in _of_state(state, day.year) for state in _STATES)


@lru_cache(maxsize=256)
def _of_region(states: frozenset[str], year: int) -> frozenset[date]:
    if not states or not states <= _STATES:
        return _of_state(None, year)
    return frozenset.intersection(*(_of_state(state, year) for state in states))


@lru_cache(maxsize=256)
def _of_state(state: str | None, year: int) -> frozenset[date]:
    return frozenset(Germany(subdiv=state, years=year, expand=False, categories=PUBLIC))
