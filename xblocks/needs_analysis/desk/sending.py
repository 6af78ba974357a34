"""What a page says of itself when it sends something."""

from __future__ import annotations

from django.http import QueryDict

from xblocks.core.numbers import required_whole
from xblocks.needs_analysis.records.sheets import CLIENT_LENGTH
from xblocks.needs_analysis.sheets import Seen


def seen(form: QueryDict) -> Seen:
    """Return what the page knew; a form without version overwrites nothing it has not seen."""
    client = form.get("client", "")[:CLIENT_LENGTH]
    return Seen(number(form, "version"), client, number(form, "stamp"))


def number(form: QueryDict, name: str) -> int:
    """Return a whole number of a form, 0 without one; raises `BadRequest`."""
    return required_whole(form.get(name) or "0")
