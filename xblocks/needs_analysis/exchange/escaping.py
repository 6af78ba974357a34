"""Texts that a spreadsheet would take for a formula, written so that it does not, and read back.

A text that begins with a sign of a formula, after any number of apostrophes, gets one apostrophe
more; reading takes exactly one away from such a text. So every text comes back as it was.
"""

from __future__ import annotations

import re
from typing import Final

BEGINNINGS: Final = "=+-@\t\r\n|%＝＋－＠"
"""What formulas begin with in spreadsheets, also in the wide forms of East Asian keyboards."""

_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DECODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if is_formula_like(text.lstrip("'")) else text


def restored(text: str) -> str:
    """Return what `harmless` was given."""
    escaped = text.startswith("'") and is_formula_like(text.lstrip("'"))
    return text[1:] if escaped else text


def is_formula_like(text: str) -> bool:
    """Whether a text begins as formulas do."""
    return text[:1] in BEGINNINGS if text else False


def coded(text: str) -> str:
    """Return a text for a workbook, where ``_x0041_`` would be read as the letter A."""
    return _CODED.sub("_x005F_", text)


def decoded(text: str) -> str:
    """Return a text of a workbook as it was meant; half signs are none, they stay as written."""
    return _DECODED.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return found[0] if "\ud800" <= sign <= "\udfff" else sign
