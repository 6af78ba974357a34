"""Amounts as authors write them: euros, hours, tolerances."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from xblocks.core.definitions import Unfit
from xblocks.core.text import gettext_noop


def _as_text(value: Any) -> Any:
    """Numbers of YAML are texts here: no figure is ever a float."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else value


def _amount(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,3})?", text):
        raise Unfit(gettext_noop("Write a number like 5200 or 0.5, not below 0."))
    return text


Amount = Annotated[
    str,
    BeforeValidator(_as_text),
    StringConstraints(strip_whitespace=True, max_length=13),
    AfterValidator(_amount),
]
"""A decimal number that is not negative, as text: 5200 or 0.5."""
