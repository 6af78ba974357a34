"""Pieces of a value and of its shape at a path."""

from __future__ import annotations

from typing import Any

from xblocks.exercises.editing.shapes import Group, Path, Several, Shape, Variants


def shape_at(root: Shape, value: Any, path: Path) -> Shape:
    """Return the shape at a path; raises KeyError where there is none."""
    shape = root
    for length, step in enumerate(path):
        if isinstance(shape, Variants):
            shape = shape.of(_piece(value, path[:length]))
        if isinstance(shape, Group) and step in shape:
            shape = shape.field(str(step))
        elif isinstance(shape, Several) and isinstance(step, int):
            shape = shape.item
        else:
            raise KeyError(step)
    return shape


def _piece(value: Any, path: Path) -> Any:
    try:
        return at(value, path)
    except KeyError:
        return None


def at(value: Any, path: Path) -> Any:
    """Return the piece at a path; raises KeyError where there is none."""
    for step in path:
        if isinstance(value, list):
            value = dict(enumerate(value))
        if not isinstance(value, dict):
            raise KeyError(step)
        value = value[step]
    return value


def put(value: Any, path: Path, piece: Any) -> Any:
    """Return a copy of `value` with another piece at a path; what is not on the way is shared."""
    if not path:
        return piece
    changed = list(value) if isinstance(value, list) else dict(value)
    changed[path[0]] = put(value[path[0]], path[1:], piece)  # type: ignore[index]
    return changed
