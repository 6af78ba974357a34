"""Addresses of the workbench. The names are its own: it looks its addresses up by them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path


class Late:
    """A view of the workbench, imported when somebody asks: it brings half a second of packages."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer with the real view."""
        module = import_module("course_export.preview.workbench")
        return getattr(module, self.name)(request, **kwargs)


HANDLER = r"^handler/(?P<usage_id>[^/]+)/(?P<handler_slug>[^/]*)(?:/(?P<suffix>.*))?$"

urlpatterns = [
    path("", Late("index"), name="workbench_index"),
    path("scenario/<str:scenario_id>/<str:view_name>/", Late("scenario"), name="scenario"),
    path("scenario/<str:scenario_id>/", Late("scenario"), name="workbench_show_scenario"),
    re_path(HANDLER, Late("handler"), name="handler"),
    path("resource/<str:block_type>/<path:resource>", Late("resource"), name="package_resource"),
    path("reset_state", Late("forget"), name="reset_state"),
]
