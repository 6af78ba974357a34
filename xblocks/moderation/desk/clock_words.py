"""Rows and spans of time in words, as the clock shows them."""

from __future__ import annotations

import textwrap

from django.utils.translation import gettext

from xblocks.moderation.planned import METHODS, PLACES, Row

HOUR = 60 * 60
TITLE_LENGTH = 60


def row_title(row: Row) -> str:
    """Return what a row is called: its method, its question, or its phase."""
    if row.method:
        return gettext(METHODS[row.method])
    line = row.content.partition("\n")[0]
    if len(line) > TITLE_LENGTH:
        whole = textwrap.shorten(line, TITLE_LENGTH, placeholder=" …")
        line = whole if whole.strip(" …") else f"{line[: TITLE_LENGTH - 2]} …"
    return line or gettext(PLACES[row.phase])


def digits(seconds: int) -> str:
    """Return a span of time like ``7:05``, from an hour on like ``1:07:05``."""
    minutes, rest = divmod(seconds % HOUR, 60)
    hours = seconds // HOUR
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def signed(seconds: int) -> str:
    """Return a difference like ``+2:05`` or ``−0:40``."""
    if not seconds:
        return "0:00"
    return ("+" if seconds > 0 else "−") + digits(abs(seconds))
