"""Tracking events, without free text and without names."""

from __future__ import annotations

from xblock.core import XBlock


def emit(block: XBlock, component: str, verb: str, **facts: int | float | bool | str) -> None:
    """Emit ``wbm.<component>.<verb>``; `facts` are identifiers and numbers only."""
    block.runtime.publish(block, f"wbm.{component}.{verb}", dict(facts))
