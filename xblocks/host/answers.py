"""Refusals as HTTP answers in the reader's language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xblocks.core.errors import NotSignedIn, Refusal
from xblocks.host.translation import translated


def desk_base_template() -> str:
    """The template desk pages stand in; an operator may name another (`WBM_DESK_BASE_TEMPLATE`)."""
    return getattr(settings, "WBM_DESK_BASE_TEMPLATE", "wbm/desk/base.html")


def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer with the refusal: a notice for htmx, a whole page for everything else.

    Who opens a page from a mail without being signed in is sent to sign in first, and then comes
    back to it; not where nobody signs in, as in the preview (empty `LOGIN_URL`).
    """
    part = request.headers.get("HX-Request") == "true"
    whole = request.method == "GET" and not part
    if isinstance(refusal, NotSignedIn) and whole and settings.LOGIN_URL:
        return redirect_to_login(request.get_full_path())
    response = render(
        request,
        "wbm/parts/notice.html" if part else "wbm/desk/refused.html",
        {
            "text": translated(refusal.message),
            "tone": "danger",
            "base_template": desk_base_template(),
        },
        status=refusal.status,
    )
    response["X-WBM-Refusal"] = refusal.code
    return response
