"""The live clock: a plan is run, and tells planned from actual."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
