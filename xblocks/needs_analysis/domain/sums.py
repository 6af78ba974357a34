"""Arithmetic as authors write it, worked out exactly: ``84 - 12 - 30``, ``5 × (200 + 20) × 50 %``.

It knows numbers, + − × ÷ (also - * x · / :), parentheses and a percent sign after a number; nothing
else is ever carried out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from xblocks.core.text import Message, gettext_noop

DEEPEST: Final = 20
_TOKEN: Final = re.compile(r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)?)|(?P<sign>[-+*/()%]))")
_SPELLINGS: Final = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", ":": "/"}

NOTHING: Final = gettext_noop("There is no sum.")
STRANGE: Final = gettext_noop("“%(sign)s” at position %(position)s does not belong in a sum.")
EXPECTED_NUMBER: Final = gettext_noop("A number is missing at position %(position)s.")
NOT_CLOSED: Final = gettext_noop("The parenthesis at position %(position)s is not closed.")
LEFT_OVER: Final = gettext_noop("A sign between two numbers is missing at position %(position)s.")
BY_ZERO: Final = gettext_noop("The sum divides by zero at position %(position)s.")
TOO_DEEP: Final = gettext_noop("Too many parentheses stand in each other.")


class SumError(ValueError):
    """A sum that is none. `position` counts characters from 1."""

    def __init__(self, sentence: str, position: int, sign: str = "") -> None:
        self.position = position
        params = {"position": position, "sign": sign} if "%(" in sentence else {}
        self.message = Message(sentence, params)
        super().__init__(str(self.message))


@dataclass(frozen=True)
class _Token:
    text: str
    position: int


def total(text: str) -> Fraction:
    """Return what a sum comes to; raises `SumError`."""
    tokens = _tokens(text)
    if not tokens:
        raise SumError(NOTHING, 1)
    reader = _Reader(tokens, len(text) + 1)
    result = reader.sum(0)
    if reader.now:
        sentence = STRANGE if reader.now.text in ")%" else LEFT_OVER
        raise SumError(sentence, reader.now.position, reader.now.text)
    return result


def spelled(text: str) -> str:
    """Return a sum with the signs people know: 3 × 4 − 2."""
    signs = {"-": "−", "*": "×", "/": "÷", ":": "÷", "·": "×"}
    return " ".join("".join(signs.get(sign, sign) for sign in text).split())


def _tokens(text: str) -> list[_Token]:
    plain = "".join(_SPELLINGS.get(sign, sign) for sign in text)  # one sign each: positions stay
    found, place = [], 0
    end = len(plain.rstrip())
    while place < end:
        match = _TOKEN.match(plain, place)
        if not match:
            place += len(plain[place:]) - len(plain[place:].lstrip())
            raise SumError(STRANGE, place + 1, text[place])
        kind = match.lastgroup or ""
        found.append(_Token(match[kind], match.start(kind) + 1))
        place = match.end()
    return found


class _Reader:
    """Reads tokens from left to right; each level of precedence is a method."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._end = end

    @property
    def now(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, signs: str) -> _Token | None:
        token = self.now
        if token is None or token.text not in signs:
            return None
        self._next += 1
        return token

    def sum(self, depth: int) -> Fraction:
        """Products with plus and minus between them."""
        value = self._product(depth)
        while sign := self._take("+-"):
            other = self._product(depth)
            value = value + other if sign.text == "+" else value - other
        return value

    def _product(self, depth: int) -> Fraction:
        value = self._value(depth)
        while sign := self._take("*/"):
            other = self._value(depth)
            if sign.text == "*":
                value *= other
            elif other:
                value /= other
            else:
                raise SumError(BY_ZERO, sign.position)
        return value

    def _value(self, depth: int) -> Fraction:
        """A number or a sum in parentheses, with a sign before and percent after it."""
        negative = self._take("-")
        token = self.now
        if token is None or token.text in "+-*/)%":
            raise SumError(EXPECTED_NUMBER, token.position if token else self._end)
        self._next += 1
        if token.text == "(":
            value = self._inner(token, depth + 1)
        else:
            value = Fraction(token.text.replace(",", "."))
        if self._take("%"):
            value /= 100
        return -value if negative else value

    def _inner(self, opening: _Token, depth: int) -> Fraction:
        if depth > DEEPEST:
            raise SumError(TOO_DEEP, opening.position)
        value = self.sum(depth)
        if not self._take(")"):
            if self.now:
                raise SumError(LEFT_OVER, self.now.position)
            raise SumError(NOT_CLOSED, opening.position)
        return value
