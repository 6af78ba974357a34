"""For trainers: paths of the group through a dialogue, and who practised how often."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
"""Addresses of what trainers see of practice."""
