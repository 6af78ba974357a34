"""Addresses of coaching, below ``/wbm/``."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
