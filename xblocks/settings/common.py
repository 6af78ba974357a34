"""Settings of every LMS and Studio, before the operator's own."""

from __future__ import annotations

from typing import Any

from xblocks.settings.statements import allow_statements

DEFAULTS = {
    "WBM_DESK_BASE_TEMPLATE": "wbm/desk/lms.html",  # the platform's head and foot
    "WBM_TIME_ZONE": "Europe/Berlin",  # deadlines and days are meant there
}


def plugin_settings(settings: Any) -> None:
    """Set what nobody has set; `settings` is the platform's settings module."""
    for name, value in DEFAULTS.items():
        if not hasattr(settings, name):
            setattr(settings, name, value)
    allow_statements(settings)
