"""Addresses of the preview."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from course_export.preview.views import (
    authors,
    course,
    editing,
    figures,
    files,
    mails,
    people,
    xblock,
)

BLOCK = r"^xblock/(?P<usage_key>[^/]+)"
HANDLER = r"(?P<name>[^/]+)(?:/(?P<suffix>.*))?"

pages = [
    path("", course.outline, name="outline"),
    path("unit/<str:name>/", course.unit, name="unit"),
    path("jump_to_id/<str:name>/", course.jump, name="jump"),
    path("courses/<str:course_key>/jump_to/<str:usage_key>", course.jump_to, name="jump_to"),
    path("progress/", figures.progress, name="progress"),
    path("grades/", figures.grades, name="grades"),
    path("events/", authors.events, name="events"),
    path("style/", authors.style, name="style"),
    path("style/matrix/", authors.style_matrix, name="style_matrix"),
    path("mails/", mails.mails, name="mails"),
    path("people/", people.people, name="people"),
    path("language/", people.language, name="language"),
    path("assets/<path:path>", files.asset, name="asset"),
    re_path(f"{BLOCK}/handler/{HANDLER}$", xblock.handler, name="handler"),
    re_path(f"{BLOCK}/author_handler/{HANDLER}$", xblock.author_handler, name="author_handler"),
    re_path(f"{BLOCK}/handler_noauth/{HANDLER}$", xblock.handler_noauth, name="handler_noauth"),
    path("edit/<str:usage_key>/", editing.edit, name="edit"),
    path("edit/<str:usage_key>/forget/", editing.forget, name="edit_forget"),
    re_path(
        rf"^edit/(?P<usage_key>[^/]+)/handler/{HANDLER}$", editing.handler, name="edit_handler"
    ),
    path("captions/<str:usage_key>/<str:language>.vtt", xblock.captions, name="captions"),
    path("xblock/resource/<str:tag>/<path:path>", xblock.resource, name="resource"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("wbm/", include("xblocks.urls")),
    path("static/<path:path>", files.static_file, name="static_file"),
    path("workbench/", include("course_export.preview.workbench_urls")),
    path("", include((pages, "preview"))),
]
