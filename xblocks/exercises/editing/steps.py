"""Steps an author takes in a form: add, remove, move, copy, replace, rename, fold and unfold.

A step is plain JSON. Taking it returns the step that takes it back, so that undo keeps what was
typed elsewhere in the meantime.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xblocks.core.errors import BadRequest
from xblocks.exercises.editing.posted import MOST_ENTRIES
from xblocks.exercises.editing.shapes import (
    Amounts,
    Group,
    Path,
    Reference,
    References,
    Several,
    Shape,
    Variants,
)
from xblocks.exercises.editing.values import at, put, shape_at

Step = dict[str, Any]

TOP = 4
"""Length of the path of an id others refer to: definition, list, number, id."""


@dataclass(frozen=True)
class Taken:
    """How the form is after a step. `back` takes it back; None when there is nothing to take back.

    `focus` is the path of what the author should be led to.
    """

    value: Any
    opened: frozenset[Path]
    back: Step | None = None
    focus: Path | None = None


def take(root: Shape, value: Any, opened: frozenset[Path], step: Step) -> Taken:
    """Take a step; raises `BadRequest` for one that does not fit the form."""
    try:
        steps = _Steps(root, value, opened)
        return STEPS[step["do"]](steps, step, _path(step))
    except (KeyError, IndexError, TypeError, ValueError):
        raise BadRequest from None


def _path(step: Step) -> Path:
    path = step["path"]
    if not isinstance(path, list) or not all(isinstance(each, str | int) for each in path):
        raise BadRequest
    return tuple(path)


class _Steps:
    def __init__(self, root: Shape, value: Any, opened: frozenset[Path]) -> None:
        self.root = root
        self.value = value
        self.opened = opened

    def _list(self, path: Path) -> tuple[Several, list[Any]]:
        shape, entries = shape_at(self.root, self.value, path), at(self.value, path)
        if not isinstance(shape, Several) or not isinstance(entries, list):
            raise BadRequest
        return shape, entries

    def insert(self, step: Step, path: Path) -> Taken:
        """Add an entry: the one given, or a new one, of a `kind` where there are several."""
        shape, entries = self._list(path)
        index = _index(step.get("at", len(entries)), len(entries))
        if len(entries) >= MOST_ENTRIES:
            raise BadRequest
        entry = step["value"] if "value" in step else self._new(shape, entries, step)
        if not shape.item.fits(entry):
            raise BadRequest
        return self._inserted(path, entries, index, shape.item.complete(entry))

    def _new(self, shape: Several, entries: list[Any], step: Step) -> Any:
        item = shape.item
        if isinstance(item, Variants):
            item = item.options[step["kind"]]
        return shape.with_id(item.blank(), entries)

    def _inserted(self, path: Path, entries: list[Any], index: int, entry: Any) -> Taken:
        after = [*entries[:index], entry, *entries[index:]]
        opened = _moved(self.opened, path, lambda at_: at_ + (at_ >= index)) | {(*path, index)}
        back = {"do": "remove", "path": list(path), "at": index}
        return Taken(put(self.value, path, after), opened, back, (*path, index))

    def copy(self, step: Step, path: Path) -> Taken:
        """Add a copy of an entry behind it, with an id of its own."""
        shape, entries = self._list(path)
        index = _index(step["at"], len(entries) - 1)
        entry = shape.with_id(copy.deepcopy(entries[index]), entries)
        return self._inserted(path, entries, index + 1, entry)

    def remove(self, step: Step, path: Path) -> Taken:
        """Remove an entry."""
        _shape, entries = self._list(path)
        index = _index(step["at"], len(entries) - 1)
        after = [*entries[:index], *entries[index + 1 :]]
        opened = _moved(
            self.opened, path, lambda at_: None if at_ == index else at_ - (at_ > index)
        )
        back = {"do": "insert", "path": list(path), "at": index, "value": entries[index]}
        focus = (*path, min(index, len(after) - 1)) if after else path
        return Taken(put(self.value, path, after), opened, back, focus)

    def move(self, step: Step, path: Path) -> Taken:
        """Move an entry to another place in its list."""
        _shape, entries = self._list(path)
        index = _index(step["at"], len(entries) - 1)
        to = _index(step["to"], len(entries) - 1)
        order = list(range(len(entries)))
        order.insert(to, order.pop(index))
        opened = _moved(self.opened, path, order.index)
        back = {"do": "move", "path": list(path), "at": to, "to": index}
        after = [entries[each] for each in order]
        return Taken(put(self.value, path, after), opened, back, (*path, to))

    def replace(self, step: Step, path: Path) -> Taken:
        """Put another value at a path: also an optional group, and the whole document."""
        shape, before = shape_at(self.root, self.value, path), at(self.value, path)
        if not shape.fits(step["value"]):
            raise BadRequest
        after = shape.complete(step["value"])
        opened = frozenset(each for each in self.opened if path != each[: len(path)] or not path)
        back = {"do": "replace", "path": list(path), "value": before}
        return Taken(put(self.value, path, after), opened, back, path)

    def begin(self, _step: Step, path: Path) -> Taken:
        """Begin an optional group that is not there."""
        shape = shape_at(self.root, self.value, path)
        if not isinstance(shape, Group):
            raise BadRequest
        return self.replace({"value": shape.new()}, path)

    def recast(self, step: Step, path: Path) -> Taken:
        """Make an entry another kind; it keeps what both kinds have."""
        shape, before = shape_at(self.root, self.value, path), at(self.value, path)
        if not isinstance(shape, Variants):
            raise BadRequest
        new = shape.options[step["kind"]]
        kept = {
            name: each
            for name, each in before.items()
            if name != shape.tag and name in new and new.field(name).fits(each)
        }
        taken = self.replace({"value": {**new.new(), **kept}}, path)
        return Taken(taken.value, self.opened, taken.back, path)

    def rename(self, step: Step, path: Path) -> Taken:
        """Give an entry another id, also wherever it is referred to; `path` is that of the id."""
        was, now = step["was"], step["now"]
        if not isinstance(was, str) or not isinstance(now, str) or path[-1] != "id":
            raise BadRequest
        alone = bool(step.get("alone")) or not self._followed(path, was, now)
        value = put(self.value, path, now)
        if not alone:
            value = _referring(self.root, value, str(path[-3]), was, now)
        back = {"do": "rename", "path": list(path), "was": now, "now": was, "alone": alone}
        return Taken(value, self.opened, back, path)

    def _followed(self, path: Path, was: str, now: str) -> bool:
        """Whether references can follow: they must mean this entry, and mean it alone."""
        entries = at(self.value, path[:-2])
        others = {each["id"] for number, each in enumerate(entries) if number != path[-2]}
        top = len(path) == TOP and bool(was and now)
        return (
            top
            and not others & {was, now}
            and now not in _referred(self.root, self.value, str(path[-3]))
        )

    def unfold(self, _step: Step, path: Path) -> Taken:
        """Open an entry, and all it stands in."""
        at(self.value, path)
        around = {path[:length] for length in range(1, len(path) + 1)}
        return Taken(self.value, self.opened | around, None, path)

    def fold(self, _step: Step, path: Path) -> Taken:
        """Close an entry."""
        at(self.value, path)
        return Taken(self.value, self.opened - {path}, None, path)


STEPS: dict[str, Callable[[_Steps, Step, Path], Taken]] = {
    "insert": _Steps.insert,
    "copy": _Steps.copy,
    "remove": _Steps.remove,
    "move": _Steps.move,
    "replace": _Steps.replace,
    "begin": _Steps.begin,
    "recast": _Steps.recast,
    "rename": _Steps.rename,
    "unfold": _Steps.unfold,
    "fold": _Steps.fold,
}


def _index(number: Any, most: int) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
        raise BadRequest
    return number


def _moved(
    opened: frozenset[Path], path: Path, new_index: Callable[[int], int | None]
) -> frozenset[Path]:
    """The open entries where those of the list at `path` got other places; None drops one."""
    depth = len(path)
    found = set()
    for each in opened:
        if len(each) > depth and each[:depth] == path:
            index = new_index(int(each[depth]))
            if index is not None:
                found.add((*path, index, *each[depth + 1 :]))
        else:
            found.add(each)
    return frozenset(found)


def _referring(shape: Shape, value: Any, to: str, was: str, now: str) -> Any:
    """The value with every reference to `was` in the list `to` led to `now`."""
    if value is None:
        return None
    if isinstance(shape, Variants):
        shape = shape.of(value)
    if isinstance(shape, Group):
        return {
            name: _referring(shape.field(name), each, to, was, now) for name, each in value.items()
        }
    if isinstance(shape, Several):
        return [_referring(shape.item, each, to, was, now) for each in value]
    if isinstance(shape, Reference | References | Amounts) and shape.to == to:
        return _renamed(value, was, now)
    return value


def _referred(shape: Shape, value: Any, to: str) -> set[str]:
    """All ids of the list `to` that are referred to."""
    if isinstance(shape, Variants):
        shape = shape.of(value)
    if isinstance(shape, Group) and value:
        return set().union(
            *(_referred(shape.field(name), each, to) for name, each in value.items())
        )
    if isinstance(shape, Several):
        return set().union(*(_referred(shape.item, each, to) for each in value))
    if isinstance(shape, References | Amounts) and shape.to == to:
        return set(value)
    return {value} if isinstance(shape, Reference) and shape.to == to and value else set()


def _renamed(value: Any, was: str, now: str) -> Any:
    if isinstance(value, dict):
        return {now if key == was else key: each for key, each in value.items()}
    if isinstance(value, list):
        return [now if each == was else each for each in value]
    return now if value == was else value
