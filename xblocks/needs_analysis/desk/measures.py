"""The step in which measures are chosen."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
