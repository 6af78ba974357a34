"""Addresses of the desks, below ``/wbm/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "wbm"

urlpatterns: list[URLPattern | URLResolver] = []
