"""Addresses inside a course that lead somewhere from everywhere, also from a mail."""

from __future__ import annotations

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme


def is_local(link: str) -> bool:
    """Whether a link is a path on this server."""
    return link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)


def absolute(path: str) -> str:
    """Return the whole address of a path, for readers outside: LMS and Studio name the root."""
    root = getattr(settings, "WBM_ROOT_URL", "") or getattr(settings, "LMS_ROOT_URL", "")
    return root.rstrip("/") + path


def exercise_path(course_key: str, usage_key: str) -> str:
    """Return the path of the page an exercise stands on: as on the platform."""
    return f"/courses/{course_key}/jump_to/{usage_key}"
