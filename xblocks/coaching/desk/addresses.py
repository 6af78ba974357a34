"""Addresses of coaching, below ``/wbm/``; each module of pages names its own."""

from __future__ import annotations

from django.urls import URLPattern

from xblocks.coaching.desk import feed, offering, times, told

patterns: list[URLPattern] = [
    *feed.patterns,
    *offering.patterns,
    *times.patterns,
    *told.patterns,
]
