"""How a dialogue stands in passages.

Twine keeps only names, tags, positions and texts of passages, so all we know of a scene stands in
its text, in lines that begin with ``@`` and a word; what follows up to the next such line belongs
to it. A link is an answer, the lines below it are about this answer::

    :: dp1
    @phase Arriving
    @says Hello. I have ten minutes.

    [[Let us sit down.->dp2]]
    @id a
    @effects trust +2, clarity -1
    @criteria b1, b2
    @reveals h1 if trust >= 7
    @reply Fine.
    @feedback You take the time.

What is not in a scene stands in a passage tagged ``wbm-frame``, the endings in one tagged
``wbm-endings``. A backslash takes the meaning from the character behind it; ``\\n`` is a new line
inside a link, ``\\u{…}`` a character that a text file would not keep.
"""

from __future__ import annotations

import re
from typing import Final

TITLE: Final = "StoryTitle"
DATA: Final = "StoryData"
FRAME: Final = "wbm-frame"
ENDINGS: Final = "wbm-endings"
NONE: Final = "none"
"""Stands for no effects, so that it can be told from a forgotten line."""

_LOST = "\\\\\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
UNSAFE = re.compile(rf"[{_LOST}]")
BRACKETS = re.compile(r"\[(?=\[)")
LINE_START = re.compile(r"^(?=@|::)", re.MULTILINE)
LINK_MARK = re.compile(r"[\[\]|]|(?<=-)>|(?<=<)-")
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))")


def escaped(text: str) -> str:
    """Return a text as it may stand in a passage outside of links."""
    return LINE_START.sub(r"\\", BRACKETS.sub(r"[\\", UNSAFE.sub(_spelt, text)))


def escaped_link(text: str) -> str:
    """Return a text as it may stand in a link."""
    marked = LINK_MARK.sub(lambda found: "\\" + found[0], UNSAFE.sub(_spelt, text))
    return marked.replace("\n", "\\n")


def unescaped(text: str) -> str:
    """Return what an escaped text stands for."""
    return ESCAPE.sub(_meant, text)


def _spelt(found: re.Match[str]) -> str:
    return "\\\\" if found[0] == "\\" else f"\\u{{{ord(found[0]):x}}}"


def _meant(found: re.Match[str]) -> str:
    if found[2]:
        return "\n" if found[2] == "n" else found[2]
    number = int(found[1], 16)
    return chr(number) if number <= 0x10FFFF else found[0]
