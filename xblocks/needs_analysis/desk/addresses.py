"""Addresses of needs analysis, below ``/wbm/``; each module of pages names its own."""

from __future__ import annotations

from django.urls import URLPattern

from xblocks.needs_analysis.desk import case, living, measures, own

patterns: list[URLPattern] = [
    *case.patterns,
    *living.patterns,
    *measures.patterns,
    *own.patterns,
]
