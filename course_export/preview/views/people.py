"""Being somebody else, and speaking another language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST

from course_export.preview.loaded import current
from course_export.preview.people import account_of
from xblocks.core.errors import NotFound


@ensure_csrf_cookie
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody one can be; a POST signs in as that person, or as nobody."""
    if request.method != "POST":
        return render(request, "preview/people.html")
    person = request.POST.get("person", "")
    if person == "nobody":
        logout(request)
        return redirect(_back(request))
    user = account_of(person, current().key)
    if user is None:
        raise NotFound
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_back(request))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language to speak."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise NotFound
    response = redirect(_back(request))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """The page the person came from, never another server."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return target
    return reverse("preview:outline")
