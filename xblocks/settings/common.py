"""Settings of every LMS and Studio, before the operator's own."""

from __future__ import annotations

from typing import Any

from xblocks.settings.statements import allow_statements

DEFAULTS = {
    "WBM_DESK_BASE_TEMPLATE": "wbm/desk/lms.html",  # the platform's head and foot
    "WBM_TIME_ZONE": "Europe/Berlin",  # deadlines and days are meant there
}


UNWATCHED = "^/wbm/"
"""What people write at the desks. Left alone, the platform's log of events keeps the beginning of
every form that is sent: answers of teams, feedback, names and addresses of a list."""


def plugin_settings(settings: Any) -> None:
    """Set what nobody has set; `settings` is the platform's settings module."""
    for name, value in DEFAULTS.items():
        if not hasattr(settings, name):
            setattr(settings, name, value)
    ignored = getattr(settings, "TRACKING_IGNORE_URL_PATTERNS", [])
    if UNWATCHED not in ignored:
        settings.TRACKING_IGNORE_URL_PATTERNS = [*ignored, UNWATCHED]
    allow_statements(settings)
