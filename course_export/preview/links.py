"""Puts addresses that work here in the place of those an author writes."""

from __future__ import annotations

import re

from django.urls import reverse

_STATIC = re.compile(r"""(?P<before>["'(=]\s*)/static/(?P<path>[^"'()\s>]+)""")
_JUMP = re.compile(
    r"""(?P<before>["'(=]\s*)(?:/courses/[^"'()\s>]+?)?/jump_to_id/(?P<name>[^"'()\s>/#?]+)/?"""
)
_APP_FOLDERS = ("wbm/", "preview/", "workbench/", "submissions/")
"""Static files of our own apps share the prefix authors use for files of the course."""


def replace_static(html: str) -> str:
    """Turn ``/static/…`` of the course into the address of the file."""

    def address(match: re.Match[str]) -> str:
        path = match["path"]
        if path.startswith(_APP_FOLDERS):
            return match[0]
        return match["before"] + reverse("preview:asset", args=[path])

    return _STATIC.sub(address, html) if "/static/" in html else html


def replace_jumps(html: str) -> str:
    """Turn ``/jump_to_id/…`` into the address of the unit."""
    if "/jump_to_id/" not in html:
        return html
    return _JUMP.sub(
        lambda match: match["before"] + reverse("preview:jump", args=[match["name"]]), html
    )


def replace_all(html: str) -> str:
    """Turn all links an author writes into addresses that work here."""
    return replace_jumps(replace_static(html))
