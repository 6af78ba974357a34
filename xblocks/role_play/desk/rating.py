"""Rating a sample talk: read, rate, compare."""

from __future__ import annotations

from datetime import datetime

from django.urls import URLPattern

from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise


def rating_html(_actor: Actor, _exercise: Exercise, _now: datetime) -> str:
    """Return the sample talk with one's own rating as a part of a page."""
    return ""


patterns: list[URLPattern] = []
"""Addresses of rating practice."""
