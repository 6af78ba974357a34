"""Puts together what two people wrote into one field at the same time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from xblocks.transfer_project.fields import AnyField, ListField, TableField, TextField

_WORD = re.compile(r"\s+|\S+")
_ENDS = (".", "!", "?", "…")


def merged(field: AnyField, theirs: Any, mine: Any) -> Any:
    """Return both, theirs first, nothing twice; None where a field has room for one only."""
    if isinstance(field, ListField | TableField):
        return [*theirs, *(row for row in mine if row not in theirs)]
    return _both(theirs, mine) if isinstance(field, TextField) else None


def _both(theirs: str, mine: str) -> str:
    """Return the sentences both begin and end with once, and between them what each wrote."""
    words = _WORD.findall(theirs), _WORD.findall(mine)
    short, long = sorted(words, key=len)
    if short in (long[: len(short)], long[len(long) - len(short) :]):
        return "".join(long)
    old, new = _sentences(words[0]), _sentences(words[1])
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    stop = len(old) - end
    only_theirs, only_mine = "".join(old[start:stop]), "".join(new[start : len(new) - end])
    if not only_theirs.strip() or not only_mine.strip():
        between = only_theirs + only_mine
    else:
        gap = " " if start or end else "\n\n"
        between = only_theirs.rstrip() + gap + only_mine.lstrip()
    return "".join(old[:start]) + between + "".join(old[stop:])


def _sentences(words: Sequence[str]) -> list[str]:
    """Join words to sentences and lines; the space between two of them stands alone."""
    found = [""]
    for word in words:
        if word.isspace() and ("\n" in word or found[-1].endswith(_ENDS)):
            found += [word, ""]
        else:
            found[-1] += word
    return [each for each in found if each]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the pieces two sequences begin with alike."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
