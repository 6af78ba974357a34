"""Settings of a production LMS or Studio: what the operator's YAML file says."""

from __future__ import annotations

from typing import Any

PREFIX = "WBM_"


def plugin_settings(settings: Any) -> None:
    """Take every ``WBM_…`` of the file that the platform has read into `ENV_TOKENS`.

    Newer releases take all keys by themselves, older ones only those they know.
    """
    for name, value in (getattr(settings, "ENV_TOKENS", None) or {}).items():
        if name.startswith(PREFIX):
            setattr(settings, name, value)
