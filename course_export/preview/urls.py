"""Addresses of the preview."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("wbm/", include("xblocks.urls")),
]
