"""Lets our events through to xAPI, where `event-routing-backends` is a plug-in of the platform."""

from __future__ import annotations

from typing import Any

from xblocks.core.statements import SENTENCES

ALLOWED = "EVENT_TRACKING_BACKENDS_ALLOWED_XAPI_EVENTS"


def allow_statements(settings: Any) -> None:
    """Add our events to those that are transformed, whichever plug-in comes first.

    Before the other one its list is begun, which it then appends to. After it, the list it has
    handed on is added to, and the set it made of it. An operator's own list wins in production.
    """
    allowed = settings.__dict__.setdefault(ALLOWED, [])
    allowed += [name for name in SENTENCES if name not in allowed]
    backends = getattr(settings, "EVENT_TRACKING_BACKENDS", None) or {}
    options = backends.get("event_transformer", {}).get("OPTIONS", {})
    for processor in options.get("processors", []):
        whitelist = processor.get("OPTIONS", {}).get("whitelist")
        if isinstance(whitelist, set):
            whitelist |= set(SENTENCES)
