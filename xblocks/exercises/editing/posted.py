"""The value a posted form stands for.

A form is a list of pairs of name and text, in the order of the page. The name of a field is its
path: ``v/definition/scenes/0/says``. Behind the path of a list ``#`` gives its length; an entry
that is folded stands as JSON behind ``!``; ``=`` keeps the order of what is chosen; ``?`` tells
whether an optional group is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from xblocks.core.errors import BadRequest
from xblocks.core.source import UNPRINTABLE
from xblocks.exercises.editing.shapes import (
    Amounts,
    Fixed,
    Group,
    Number,
    Path,
    Several,
    Shape,
    Switch,
    Variants,
    Words,
)

Pairs = Sequence[tuple[str, str]]

MOST_ENTRIES = 500
"""No list of a form is longer."""


@dataclass(frozen=True)
class Posted:
    """A value as it was typed, which need not be valid, and the paths of entries not folded."""

    value: Any
    opened: frozenset[Path]


def name_of(path: Iterable[str | int]) -> str:
    """Return the name of the field at a path."""
    return "/".join(["v", *(str(each).replace("~", "~0").replace("/", "~1") for each in path)])


def read(root: Shape, pairs: Pairs) -> Posted:
    """Return what was posted; raises `BadRequest` when a field is missing or was made up."""
    reader = _Reader(pairs)
    return Posted(reader.value(root, ()), frozenset(reader.opened))


def clean(text: str) -> str:
    """Return typed text without what XML cannot hold; word processors leave such characters."""
    text = re.sub("\r\n?|\x0b|\x0c", "\n", text)
    return UNPRINTABLE.sub("", text)


class _Reader:
    """Finds the fields of a form by their names."""

    def __init__(self, pairs: Pairs) -> None:
        self.texts: dict[str, list[str]] = {}
        for name, text in pairs:
            self.texts.setdefault(name, []).append(clean(text))
        self.opened: set[Path] = set()

    def value(self, shape: Shape, path: Path) -> Any:
        for kind, read in READERS.items():
            if isinstance(shape, kind):
                return read(self, shape, path)
        return _simple(shape, self._one(name_of(path)))

    def _one(self, name: str) -> str:
        try:
            (text,) = self.texts[name]
        except (KeyError, ValueError):
            raise BadRequest from None
        return text

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self._one(name))
        except (ValueError, RecursionError):
            raise BadRequest from None

    def fixed(self, shape: Fixed, _path: Path) -> Any:
        return shape.default

    def group(self, shape: Group, path: Path) -> dict[str, Any] | None:
        if shape.optional and not self._one(name_of(path) + "?"):
            return None
        return {each.name: self.value(each, (*path, each.name)) for each in shape.fields}

    def variants(self, shape: Variants, path: Path) -> dict[str, Any] | None:
        try:
            kind = shape.options[self._one(name_of((*path, shape.tag)))]
        except KeyError:
            raise BadRequest from None
        return self.group(kind, path)

    def several(self, shape: Several, path: Path) -> list[Any]:
        count = self._one(name_of(path) + "#")
        if not (count.isascii() and count.isdigit() and int(count) <= MOST_ENTRIES):
            raise BadRequest
        return [self._entry(shape, (*path, index)) for index in range(int(count))]

    def _entry(self, shape: Several, path: Path) -> Any:
        folded = name_of(path) + "!"
        if folded in self.texts:
            entry = self._json(folded)
            if not shape.item.fits(entry):
                raise BadRequest
            return shape.item.complete(entry)
        if not shape.inline:
            self.opened.add(path)
        return self.value(shape.item, path)

    def words(self, _shape: Words, path: Path) -> list[str]:
        """What is ticked: as it stood before, then what is new in the order of the page."""
        name = name_of(path)
        chosen = list(self.texts.get(name, []))
        kept = []
        for each in self._order(name):
            if each in chosen:
                chosen.remove(each)
                kept.append(each)
        return kept + chosen

    def _order(self, name: str) -> list[str]:
        words = self._json(name + "=")
        if not isinstance(words, list) or not all(isinstance(each, str) for each in words):
            raise BadRequest
        return words

    def amounts(self, shape: Amounts, path: Path) -> dict[str, Any]:
        found = {}
        for key in self._order(name_of(path)):
            amount = _simple(shape.number, self._one(name_of((*path, key))))
            if amount is not None:
                found[key] = amount
        return found


READERS: dict[type[Shape], Callable[..., Any]] = {
    Fixed: _Reader.fixed,
    Group: _Reader.group,
    Variants: _Reader.variants,
    Several: _Reader.several,
    Words: _Reader.words,
    Amounts: _Reader.amounts,
}
"""How pieces that are more than one field are read."""


def _simple(shape: Shape, text: str) -> Any:
    if isinstance(shape, Switch):
        return text == "true"
    if isinstance(shape, Number):
        return _number(shape, text.strip())
    return None if shape.optional and not text.strip() else text


def _number(shape: Number, text: str) -> Any:
    """A number as people write it, or the text itself: then a finding says what is wrong."""
    if not text:
        return None if shape.optional else ""
    plain = text.replace("\u2212", "-").replace(",", ".").replace(" ", "")
    try:
        number = Decimal(plain) * shape.scale
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number) > Decimal(10) ** 15:
        return text
    return int(number) if number == number.to_integral_value() else _fraction(shape, number, text)


def _fraction(shape: Number, number: Decimal, text: str) -> float | str:
    return text if shape.whole else float(number)
