"""How files are shown to people: their names and sizes."""

from __future__ import annotations

import re
import unicodedata

from django.utils.formats import number_format

from xblocks.files.records import NAME_LENGTH

_LONGEST_ENDING = 10
_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def display_name(name: str, default: str = "file") -> str:
    """Return a name as people wrote it, made harmless: at most 120 characters, NFC, no path.

    Control characters and those that turn the reading direction are removed, so that
    ``gpj.exe`` cannot look like ``exe.jpg``. It is for showing and for downloads, never for
    the storage.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if c.isspace() else c for c in last if c.isspace() or _is_visible(c))
    plain = _ON_WINDOWS.sub("-", " ".join(visible.split())).strip(". ")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _shortened(plain) or default


def size_text(size: int) -> str:
    """Return a size in the reader's notation, e.g. ``1,5 MB``; thousands, not 1,024.

    Rounded up, so that a file just above a limit never looks as large as the limit.
    """
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")):
        if size >= unit:
            tenths = -(-size * 10 // unit)
            return f"{number_format(tenths / 10, 1 if tenths % 10 else 0)} {name}"
    return f"{size} B"


def _is_visible(character: str) -> bool:
    """Neither control, format (bidi, zero width), surrogate, private nor unassigned."""
    return not unicodedata.category(character).startswith("C")


def _shortened(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:NAME_LENGTH].rstrip(". ")
    return stem[: NAME_LENGTH - len(ending) - 1].rstrip(". ") + dot + ending
