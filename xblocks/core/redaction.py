"""Takes a person's name and address out of what stays when the person goes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 3
"""A word below this length counts as part of a name only where something parts it from the next:
otherwise ``Ann A`` would be found in every ``Anna``."""


@dataclass(frozen=True)
class Redaction:
    """Puts `stand_in` in the place of a person's `names` and `addresses`.

    Within a text a name of two words or more is found in any case, with anything but letters and
    digits between its words, also with the last word first and without the middle ones. A name of
    one word may be an ordinary word: it goes only where it is the whole value.
    """

    names: frozenset[str]
    addresses: frozenset[str]
    stand_in: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.names or self.addresses)

    def text(self, text: str) -> str:
        """Return a text without the person."""
        if text.strip().casefold() in self._whole:
            return self.stand_in
        return self._pattern.sub(self.stand_in, text) if self._pattern else text

    def value(self, value: Any) -> Any:
        """Return JSON with every text in it without the person; keys of objects stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {key: self.value(each) for key, each in value.items()}
        return value

    @property
    def hints(self) -> tuple[str, ...]:
        """Words of which at least one stands in every text that changes."""
        longest = [max(_WORD.findall(name) or [name], key=len) for name in self.names if name]
        return tuple(sorted({*longest, *self.addresses} - {""}))

    @cached_property
    def _whole(self) -> frozenset[str]:
        known = {*self.names, *self.addresses}
        return frozenset(each.strip().casefold() for each in known if each.strip())

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        found = [re.escape(each) for each in sorted(self.addresses, key=len, reverse=True) if each]
        for name in sorted(self.names, key=len, reverse=True):
            found += _written(_WORD.findall(name)) if " " in name.strip() else []
        if not found:
            return None
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(found)})(?![^\W_])", re.IGNORECASE)


def _written(words: Collection[str]) -> list[str]:
    """Return patterns of the ways to write a name; none for a single word."""
    parts = list(words)
    if len(parts) < 2:
        return []
    ends = [parts[0], parts[-1]]
    return [_joined(parts), _joined([parts[-1], *parts[:-1]]), _joined(ends), _joined(ends[::-1])]


def _joined(words: list[str]) -> str:
    between = r"[\W_]+" if min(map(len, words)) < _SHORT else r"[\W_]*"
    return between.join(re.escape(word) for word in words)
