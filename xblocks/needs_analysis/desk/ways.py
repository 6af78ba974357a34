"""Puts how a figure is reached on a page: numbers in the reader's notation, words translated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from xblocks.core.text import Message
from xblocks.host.translation import translated
from xblocks.needs_analysis.desk.law_words import day_text
from xblocks.needs_analysis.domain.numbers import places_of, round_half_up
from xblocks.needs_analysis.domain.ways import Way

PLACES = 2
"""Decimal places of a number that has more, where nobody asks for others."""


def spelled(number: Fraction | Decimal | int, places: int | None = None) -> str:
    """Return a number as people write it: 60,1 or 20.800; halves go up.

    Without `places` as many as it has, 2 at most; money in cents (`funding_told.euros`) keeps both.
    """
    if places is None:
        places = next(
            (each for each in range(PLACES) if round_half_up(number, each) == number), PLACES
        )
        in_cents = isinstance(number, Decimal) and places_of(number) == PLACES
        places = PLACES if places and in_cents else places
    rounded = round_half_up(number, places)
    return number_format(rounded, places, force_grouping=abs(rounded) >= 1_000)


def told(message: Message) -> str:
    """Return a message in the reader's language, with its numbers as people write them."""
    return translated(_spelled(message))


def _spelled(message: Message) -> Message:
    return Message(message.text, {name: _filling(each) for name, each in message.params.items()})


def _filling(value: Any) -> Any:
    if isinstance(value, Message):
        return _spelled(value)
    if isinstance(value, tuple):
        return tuple(_filling(each) for each in value)
    if isinstance(value, Fraction | Decimal | int) and not isinstance(value, bool):
        return spelled(value)
    if isinstance(value, date):
        return day_text(value)
    return value


def way_html(way: Way) -> SafeString:
    """Return the rule, the rows and the result; what stands around it is the page's."""
    rounded = None if way.rounded == way.result else way.rounded
    context = {
        "rule": told(way.rule),
        "lines": [(line.label, told(line.text)) for line in way.lines],
        "formula": told(way.formula),
        "rounded": None if rounded is None else spelled(rounded, places_of(rounded)),
    }
    return render_to_string("wbm/needs_analysis/way.html", context)
