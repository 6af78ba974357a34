"""Breaks text into lines for pictures, where no browser does it.

Widths are guesses on the safe side.
"""

from __future__ import annotations

from typing import Final

NARROW: Final = frozenset("iljtfIr.,:;'’‘|!()[] -·")
WIDE: Final = frozenset("mwMW@%—…ÄÖÜO")
ELLIPSIS: Final = "…"


def width_of(text: str, size: float) -> float:
    """Return how wide a text is at most, in pixels, in common sans-serif type of a size."""
    return size * sum(map(_share, text))


def _share(character: str) -> float:
    if character in NARROW:
        return 0.40
    if character in WIDE:
        return 0.95
    if ord(character) >= 0x1100:
        return 1.2
    return 0.75 if character.isupper() else 0.63


def fitted(text: str, width: float, size: float) -> str:
    """Return a text in one line, cut where it would be too wide."""
    text = " ".join(text[:300].split())
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a text in so many lines at most; what does not fit is cut."""
    words = text[:1000].split()
    lines: list[str] = []
    while words and len(lines) < most:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size) <= width:
            line += " " + words.pop(0)
        lines.append(line)
    if words and lines:
        lines[-1] = fitted(f"{lines[-1]} {' '.join(words)}", width, size)
    return [fitted(line, width, size) for line in lines]
