"""What changed between two versions: words of a text, rows of a list or table (features T12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from xblocks.transfer_project.domain.values import lines
from xblocks.transfer_project.fields import AnyField, HandoverField, ListField, TableField

Kind = Literal["same", "added", "removed"]
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PAIRS = 4_000_000
"""Words before times words after above which a part counts as replaced: time grows with it."""


@dataclass(frozen=True)
class Run:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Row:
    """A row that stayed, came, went or ``changed``; a cell is its runs."""

    kind: Literal["same", "added", "removed", "changed"]
    cells: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """`runs` for single values, `rows` for lists and tables."""

    changed: bool
    runs: tuple[Run, ...] = ()
    rows: tuple[Row, ...] = ()


def compare(field: AnyField, before: Any, after: Any) -> Comparison:
    """Compare two values of a field."""
    if isinstance(field, ListField | TableField | HandoverField):
        rows = tuple(_rows(_cells_of(field, before), _cells_of(field, after)))
        return Comparison(any(row.kind != "same" for row in rows), rows=rows)
    runs = words("\n".join(lines(field, before)), "\n".join(lines(field, after)))
    return Comparison(any(run.kind != "same" for run in runs), runs=runs)


def words(before: str, after: str) -> tuple[Run, ...]:
    """Return runs that give `before` without those added, and `after` without those removed."""
    if before == after:
        return (Run("same", before),) if before else ()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        runs.extend([Run("same", left)] if tag == "equal" else _within(left, right))
    return tuple(_readable(_joined(runs)))


def _within(before: str, after: str) -> Iterator[Run]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        yield Run("removed", before)
        yield Run("added", after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(old[a:b]))
            continue
        yield Run("removed", "".join(old[a:b]))
        yield Run("added", "".join(new[c:d]))


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Leave out empty runs and join neighbours of one kind."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and joined[-1].kind == run.kind:
            joined[-1] = Run(run.kind, joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


@dataclass(frozen=True)
class _Piece:
    """What went and what came in one place, or what stayed."""

    went: str = ""
    came: str = ""
    stayed: str = ""

    @property
    def size(self) -> int:
        return max(len(self.went), len(self.came))


def _readable(runs: Sequence[Run]) -> Iterator[Run]:
    """Join changes with few words between them: a sentence written anew is not shredded.

    What stayed is told only where it is longer than a change beside it, or ends a line.
    """
    pieces, before = _pieces(runs), 0
    while len(pieces) != before:
        before = len(pieces)
        pieces = _joined_pieces(pieces)
    for piece in pieces:
        if piece.went:
            yield Run("removed", piece.went)
        if piece.came:
            yield Run("added", piece.came)
        if piece.stayed:
            yield Run("same", piece.stayed)


def _pieces(runs: Sequence[Run]) -> list[_Piece]:
    found: list[_Piece] = []
    for run in runs:
        last = found[-1] if found else _Piece(stayed=" ")
        if run.kind == "same":
            found.append(_Piece(stayed=run.text))
        elif last.stayed:
            went = run.kind == "removed"
            found.append(_Piece(went=run.text) if went else _Piece(came=run.text))
        elif run.kind == "added":
            found[-1] = _Piece(last.went, run.text)
        else:
            found[-1] = _Piece(run.text, last.came)
    return found


def _joined_pieces(pieces: Sequence[_Piece]) -> list[_Piece]:
    found: list[_Piece] = []
    for piece in pieces:
        found.append(piece)
        if len(found) > 2 and _is_shred(*found[-3:]):
            left, between, right = found[-3:]
            went = left.went + between.stayed + right.went
            found[-3:] = [_Piece(went, left.came + between.stayed + right.came)]
    return found


def _is_shred(left: _Piece, between: _Piece, right: _Piece) -> bool:
    text = between.stayed
    return bool(text) and "\n" not in text and len(text.strip()) < min(left.size, right.size)


def _cells_of(field: ListField | TableField | HandoverField, value: Any) -> list[tuple[str, ...]]:
    if isinstance(field, HandoverField):
        return [(line,) for line in lines(field, value)]
    if isinstance(field, ListField):
        return [(str(entry),) for entry in value]
    return [tuple(str(row.get(each.id, "")) for each in field.columns) for row in value]


def _rows(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> Iterator[Row]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (_whole("same", row) for row in old[a:b])
            continue
        pairs = min(b - a, d - c)
        for before, after in zip(old[a : a + pairs], new[c : c + pairs], strict=True):
            cells = zip(before, after, strict=True)
            yield Row("changed", tuple(words(left, right) for left, right in cells))
        yield from (_whole("removed", row) for row in old[a + pairs : b])
        yield from (_whole("added", row) for row in new[c + pairs : d])


def _whole(kind: Kind, row: tuple[str, ...]) -> Row:
    return Row(kind, tuple((Run(kind, cell),) if cell else () for cell in row))
