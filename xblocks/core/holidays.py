"""Public holidays in Germany, as the laws of the states have been since 2023.

Left out is what is none in the whole of a state (15 August in Bavaria, Corpus Christi in parts of
Saxony and Thuringia), what always falls on a Sunday, and what was one in a single year.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache, partial

from xblocks.core.calendar import HolidaysOf

NATIONAL = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
NATIONAL_AFTER_EASTER = (-2, 1, 39, 50)
"""Good Friday, Easter Monday, Ascension Day, Whit Monday, in days after Easter Sunday."""

CORPUS_CHRISTI = 60
CORPUS_CHRISTI_STATES = frozenset({"BW", "BY", "HE", "NW", "RP", "SL"})
REPENTANCE_STATES = frozenset({"SN"})
OF_STATES = {
    (1, 6): frozenset({"BW", "BY", "ST"}),
    (3, 8): frozenset({"BE", "MV"}),
    (8, 15): frozenset({"SL"}),
    (9, 20): frozenset({"TH"}),
    (10, 31): frozenset({"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}),
    (11, 1): frozenset({"BW", "BY", "NW", "RP", "SL"}),
}
"""Month and day of those that some states have, with the states."""


def german_holidays(states: Collection[str] = ()) -> HolidaysOf:
    """Return the holidays of a region by its states' codes (`BW`, …).

    Of several states only what is one in all of them counts: elsewhere people are at work. Without
    states these are those of the whole country.
    """
    return partial(_of_year, frozenset(states))


@lru_cache(maxsize=256)
def _of_year(states: frozenset[str], year: int) -> frozenset[date]:
    easter = _easter(year)
    days = {date(year, month, day) for month, day in NATIONAL}
    days |= {easter + timedelta(days=after) for after in NATIONAL_AFTER_EASTER}
    if not states:
        return frozenset(days)
    days |= {date(year, *day) for day, having in OF_STATES.items() if states <= having}
    if states <= CORPUS_CHRISTI_STATES:
        days.add(easter + timedelta(days=CORPUS_CHRISTI))
    if states <= REPENTANCE_STATES:
        days.add(_repentance(year))
    return frozenset(days)


def _repentance(year: int) -> date:
    """Return the Wednesday before 23 November."""
    last = date(year, 11, 22)
    return last - timedelta(days=(last.weekday() - 2) % 7)


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Oudin's rule)."""
    golden, century = year % 19, year // 100
    shift = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    shift -= (shift // 28) * (1 - (shift // 28) * (29 // (shift + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + shift + 2 - century + century // 4) % 7
    month = 3 + (shift - weekday + 40) // 44
    return date(year, month, shift - weekday + 28 - 31 * (month // 4))
