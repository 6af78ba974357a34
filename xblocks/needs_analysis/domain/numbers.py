"""Numbers as people type them, and how they are rounded; no figure is ever a float."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from xblocks.core.text import Message, gettext_noop

LONGEST: Final = 40
_UNITS: Final = ("%", "€", "eur", "euro", "euros", "prozent", "percent")
_SPACES: Final = "\u0020\u00a0\u202f\u2009'’"
_SHAPE: Final = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*")
_EXACT: Final = Context(prec=60)

NO_NUMBER: Final = gettext_noop("This is not a number. Write it like 42 or 60.1.")
TOO_LONG: Final = gettext_noop("This number is too long.")
NOT_CLEAR: Final = gettext_noop("Points and commas are mixed. Write it like 1234.5.")


class NumberError(ValueError):
    """What somebody typed is no number; `message` says what to write instead."""

    def __init__(self, sentence: str) -> None:
        self.message = Message(sentence)
        super().__init__(sentence)


def read(text: str, unit: str | None = None) -> tuple[Decimal, ...]:
    """Return the numbers a text can mean, the likeliest first; raises `NumberError`.

    Point and comma both part decimals or thousands, a unit may stand before or after. “1.234” can
    be both; thousands are likelier, except after a zero.
    """
    bare = text.strip().casefold()
    if len(bare) > LONGEST:
        raise NumberError(TOO_LONG)
    for word in (*_UNITS, unit.strip().casefold() if unit else ""):
        bare = bare.removesuffix(word).removeprefix(word).strip()
    for space in _SPACES:
        bare = bare.replace(space, "")
    bare = bare.replace("−", "-").replace("–", "-")
    if not _SHAPE.fullmatch(bare):
        raise NumberError(NO_NUMBER)
    return tuple(Decimal(each) for each in _readings(bare))


def _readings(bare: str) -> list[str]:
    marks = [mark for mark in bare if mark in ".,"]
    if not marks:
        return [bare]
    groups = re.split(r"[.,]", bare.lstrip("+-"))
    sign = "-" if bare.startswith("-") else ""
    decimal = sign + "".join(groups[:-1]) + "." + groups[-1]
    whole = sign + "".join(groups)
    grouped = 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if len(marks) == 1:
        return [whole, decimal] if grouped and len(groups[1]) == 3 else [decimal]
    in_threes = grouped and all(len(each) == 3 for each in groups[1:-1])
    if len(set(marks)) == 1:  # 1.234.567
        if in_threes and len(groups[-1]) == 3:
            return [whole]
    elif in_threes and len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:  # 1.234,5
        return [decimal]
    raise NumberError(NOT_CLEAR)


def round_half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """Return `value` with so many decimal places, halves away from zero."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    steps = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(steps if exact >= 0 else -steps).scaleb(-places, _EXACT)


def places_of(number: Decimal) -> int:
    """Return how many decimal places a number is written with."""
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def half_up_is(number: Decimal, exact: Fraction) -> bool:
    """Whether a number is `exact`, rounded to the places the number itself is written with."""
    return number == round_half_up(exact, places_of(number))
