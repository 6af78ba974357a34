"""Addresses of moderation, below ``/wbm/``; each module of pages names its own."""

from __future__ import annotations

from django.urls import URLPattern

from xblocks.moderation.desk import board, clock, plan, scenes

patterns: list[URLPattern] = [
    *plan.patterns,
    *clock.patterns,
    *board.patterns,
    *scenes.patterns,
]
