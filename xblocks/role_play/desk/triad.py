"""Triads: the way to one's triad, and its page."""

from __future__ import annotations

from datetime import datetime

from django.urls import URLPattern

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise


def triad_html(_actor: Actor, _exercise: Exercise, _now: datetime) -> str:
    """Return one's triads, or the way to one, as a part of a page."""
    return ""


patterns: list[URLPattern] = []
"""Addresses of triads."""
