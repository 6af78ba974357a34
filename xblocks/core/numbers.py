"""Whole numbers as pages send them: digits 0 to 9 and nothing else."""

from __future__ import annotations

from xblocks.core.errors import BadRequest

KEY_DIGITS = 18
"""Digits of the key of a row at most: what a database holds in eight bytes."""


def whole(text: str | None, digits: int = 9) -> int | None:
    """Return the whole number a text is; None for anything else, or with more than `digits`."""
    if text and text.isascii() and text.isdigit() and len(text) <= digits:
        return int(text)
    return None


def required_whole(text: str | None, digits: int = 9) -> int:
    """Return the whole number a text is, as `whole` reads it; raises `BadRequest` for others."""
    number = whole(text, digits)
    if number is None:
        raise BadRequest
    return number


def row_key(text: str | None) -> int:
    """Return the key of a row a text is, as `required_whole` does; there may be none with it."""
    return required_whole(text, KEY_DIGITS)
