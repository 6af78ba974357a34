"""What the course would have sent by mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from course_export.preview.mails import sent_mails

SHOWN = 100


@require_safe
@ensure_csrf_cookie
def mails(request: HttpRequest) -> HttpResponse:
    """Show the mails of everybody to everybody: in the preview people are only played."""
    return render(request, "preview/mails.html", {"mails": sent_mails(SHOWN)})
