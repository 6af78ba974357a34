"""Puts addresses that work here in the place of those an author writes."""

from __future__ import annotations

import re

from django.urls import reverse

_BEFORE = r"""(?P<before>&quot;|&#34;|["'(=]\s*)"""
_STATIC = re.compile(_BEFORE + r"""/(?:static/|asset-v1:[^"'\s&]*?block@)(?P<path>[^"'()\s>&@]+)""")
_JUMP = re.compile(
    _BEFORE + r"""(?:/courses/[^"'()\s>]+?)?/jump_to_id/(?P<name>[^"'()\s>/#?&]+)/?"""
)
_APP_FOLDERS = ("wbm/", "preview/", "workbench/", "submissions/", "js/capa/")
"""Static files of our own apps share the prefix authors use for files of the course."""


def replace_static(html: str) -> str:
    """Turn ``/static/…`` of the course into the address of the file.

    Returns plain text even for a `SafeString`: blocks put the result into attributes, where
    templates must escape it.
    """

    def address(match: re.Match[str]) -> str:
        path = match["path"]
        if path.startswith(_APP_FOLDERS):
            return match[0]
        return match["before"] + reverse("preview:asset", args=[path])

    return _STATIC.sub(address, "".join([html]))


def replace_jumps(html: str) -> str:
    """Turn ``/jump_to_id/…`` into the address of the unit; returns plain text."""

    def address(match: re.Match[str]) -> str:
        return match["before"] + reverse("preview:jump", args=[match["name"]])

    return _JUMP.sub(address, "".join([html]))


def replace_all(html: str) -> str:
    """Turn all links an author writes into addresses that work here; returns plain text."""
    return replace_jumps(replace_static(html))
