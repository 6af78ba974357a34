"""Contents to send in parts."""

from __future__ import annotations

TEXT = b"In Teilen geschickt und wieder ganz. " * 3
