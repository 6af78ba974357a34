"""Addresses of role-plays, below ``/wbm/``; each module of pages names its own."""

from __future__ import annotations

from django.urls import URLPattern

from xblocks.role_play.desk import practice, rating, triad

patterns: list[URLPattern] = [*rating.patterns, *practice.patterns, *triad.patterns]
