"""What the course would have sent by mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from course_export.preview.mails import sent_mails
from xblocks.coaching.service import escalate
from xblocks.notices.service import remind, send_waiting

SHOWN = 100


@require_safe
@ensure_csrf_cookie
def mails(request: HttpRequest) -> HttpResponse:
    """Show the mails of everybody to everybody: in the preview people are only played.

    What a timer does on a platform is done first: reminders, late requests, mails that wait.
    """
    now = timezone.now()
    remind(now)
    escalate(now)
    send_waiting(now)
    return render(request, "preview/mails.html", {"mails": sent_mails(SHOWN)})
