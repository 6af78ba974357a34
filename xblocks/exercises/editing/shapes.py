"""Pieces of a form: what each is made of, what a new one holds, and which values it can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""The way to a piece of a value, e.g. ``("definition", "scenes", 0, "says")``."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A piece of a form. `name` is its key; `label`, `hint` and `section` are message ids.

    `optional`: None stands for nothing. `default` is what a new entry gets.
    """

    name: str = ""
    label: str = ""
    hint: str = ""
    section: str = ""
    optional: bool = False
    default: Any = None

    def blank(self) -> Any:
        """Return what a new entry holds here."""
        return (self.default or None) if self.optional else self.default

    def fits(self, value: Any) -> bool:
        """Whether the form can show the value without losing any of it."""
        return self.optional if value is None else self._fits(value)

    def _fits(self, value: Any) -> bool:
        return isinstance(value, str)

    def complete(self, value: Any) -> Any:
        """Return a fitting value in form order, with what was left out at its default."""
        return value


@dataclass(frozen=True, kw_only=True)
class Text(Shape):
    """A text; an `identifier` names its entry for others."""

    default: Any = ""
    least: int = 0
    most: int | None = None
    rows: int = 1
    markdown: bool = False
    identifier: bool = False


@dataclass(frozen=True, kw_only=True)
class Number(Shape):
    """A number, shown divided by `scale`. What is no number stays the text that was typed."""

    whole: bool = True
    least: float | None = None
    most: float | None = None
    scale: int = 1
    unit: str = ""

    def blank(self) -> Any:
        """Return the default; without one nothing is filled in."""
        return self.default if self.default is not None or self.optional else ""

    def _fits(self, value: Any) -> bool:
        return isinstance(value, int | float | str) and not isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class Switch(Shape):
    """Yes or no."""

    default: Any = False

    def _fits(self, value: Any) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class Fixed(Shape):
    """A value nobody chooses here, such as the kind."""

    def _fits(self, value: Any) -> bool:
        return bool(value == self.default)


@dataclass(frozen=True, kw_only=True)
class Choice(Shape):
    """One of `options`: values with their labels."""

    default: Any = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reference(Shape):
    """The id of an entry of the list `to`, or one of `also`."""

    default: Any = ""
    to: str
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words(Shape):
    """Several words to tick, kept in the order they were ticked in."""

    default: Any = ()

    def blank(self) -> Any:
        """Return what is ticked at first."""
        return list(self.default)

    def _fits(self, value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)


@dataclass(frozen=True, kw_only=True)
class Choices(Words):
    """Several of `options`."""

    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class References(Words):
    """Ids of entries of the list `to`."""

    to: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Amounts(Shape):
    """A number for each of some entries of the list `to`."""

    to: str
    number: Number = field(default_factory=Number)

    def blank(self) -> Any:
        """Return no numbers."""
        return {}

    def _fits(self, value: Any) -> bool:
        return isinstance(value, dict) and all(
            isinstance(name, str) and each is not None and self.number.fits(each)
            for name, each in value.items()
        )


@dataclass(frozen=True, kw_only=True)
class Group(Shape):
    """Fields under their names. `summary` names those that tell one such group from another."""

    fields: tuple[Shape, ...] = ()
    summary: tuple[str, ...] = ()

    def field(self, name: str) -> Shape:
        """Return the field of that name."""
        return next(each for each in self.fields if each.name == name)

    def __contains__(self, name: object) -> bool:
        return any(each.name == name for each in self.fields)

    def new(self) -> dict[str, Any]:
        """Return a new group, also where it is optional."""
        return {each.name: each.blank() for each in self.fields}

    def blank(self) -> Any:
        """Return a new group, or nothing where it is optional."""
        return None if self.optional else self.new()

    def _fits(self, value: Any) -> bool:
        return isinstance(value, dict) and all(
            name in self and self.field(name).fits(each) for name, each in value.items()
        )

    def complete(self, value: Any) -> Any:
        """Return the group with every field."""
        if value is None:
            return None
        return {
            each.name: each.complete(value[each.name]) if each.name in value else each.blank()
            for each in self.fields
        }


@dataclass(frozen=True, kw_only=True)
class Variants(Shape):
    """One of several groups, told apart by the value of `tag`."""

    tag: str
    options: Mapping[str, Group]

    def of(self, value: Any) -> Group:
        """Return the group of a value; the first when the value does not say."""
        kind = value.get(self.tag) if isinstance(value, dict) else None
        return self.options.get(str(kind)) or next(iter(self.options.values()))

    def blank(self) -> Any:
        """Return a new group of the first kind."""
        return next(iter(self.options.values())).new()

    def _fits(self, value: Any) -> bool:
        kind = value.get(self.tag) if isinstance(value, dict) else None
        return isinstance(kind, str) and kind in self.options and self.of(value).fits(value)

    def complete(self, value: Any) -> Any:
        """Return the group of the value's kind with every field."""
        return self.of(value).complete(value)


@dataclass(frozen=True, kw_only=True)
class Several(Shape):
    """A list of entries of one shape; the ids of new ones begin with `prefix`."""

    item: Shape
    item_label: str = ""
    add_label: str = ""
    prefix: str = ""
    inline: bool = False
    least: int = 0
    most: int | None = None

    def blank(self) -> Any:
        """Return as many new entries as there must be."""
        entries: list[Any] = []
        for _number in range(self.least):
            entries.append(self.with_id(self.item.blank(), entries))
        return entries

    def with_id(self, entry: Any, others: list[Any]) -> Any:
        """Return the entry with an id none of the others has; without any id as it is."""
        if not isinstance(entry, dict) or "id" not in entry:
            return entry
        return {**entry, "id": fresh_id(self.prefix, [each.get("id") for each in others])}

    def _fits(self, value: Any) -> bool:
        return isinstance(value, list) and all(self.item.fits(each) for each in value)

    def complete(self, value: Any) -> Any:
        """Return the list with every entry complete."""
        return [self.item.complete(each) for each in value]


def fresh_id(prefix: str, taken: list[Any]) -> str:
    """Return the next id: after ``a``, ``b`` comes ``c``, after ``s1``, ``s2`` comes ``s3``."""
    if not prefix:
        letters = (chr(code) for code in range(ord("a"), ord("z") + 1))
        if free := next((letter for letter in letters if letter not in taken), None):
            return free
    number = 1
    while f"{prefix or 'n'}{number}" in taken:
        number += 1
    return f"{prefix or 'n'}{number}"
