"""Files: those of the course and those of the installed apps."""

from __future__ import annotations

import mimetypes
from functools import cache

from django.contrib.staticfiles import finders
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from course_export.preview.loaded import current
from xblocks.core.errors import NotFound


@require_safe
@transaction.non_atomic_requests
def asset(_request: HttpRequest, path: str) -> HttpResponse:
    """Send a file of the course."""
    course = current()
    for name in (f"static/{path}", f"static/{path.replace('/', '_')}"):
        if name in course.files:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return HttpResponse(course.files[name], content_type=kind)
    raise NotFound


@require_safe
@transaction.non_atomic_requests
def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a static file of an app; browsers ask again each time and mostly hear "unchanged"."""
    folder = _folder(path)
    response = serve(request, path, document_root=folder)
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _folder(path: str) -> str:
    found = finders.find(path)
    if not found:
        raise Http404(path)
    return str(found)[: -len(path)]
