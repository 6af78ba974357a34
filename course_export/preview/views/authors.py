"""Pages for those who write the course."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from course_export.preview.chrome import chrome_of
from course_export.preview.loaded import current
from course_export.preview.models import Event
from xblocks.core.errors import NotAllowed

SHOWN = 200


@require_safe
@ensure_csrf_cookie
def events(request: HttpRequest) -> HttpResponse:
    """Show what blocks reported lately, newest first."""
    if not chrome_of(request).is_author:
        raise NotAllowed
    course = current()
    rows = Event.objects.select_related("user").order_by("-pk")[:SHOWN]
    found = [(row, course.entries.get(row.usage_key)) for row in rows]
    return render(request, "preview/events.html", {"events": found})


@require_safe
@ensure_csrf_cookie
def style(request: HttpRequest) -> HttpResponse:
    """Show every piece of the design system with its markup."""
    return render(request, "preview/style.html")
