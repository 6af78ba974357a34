"""What every answer of the preview has in common."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from course_export.preview.loaded import current_or_none
from course_export.preview.watching import watch
from xblocks.core.errors import Refusal
from xblocks.host.answers import refusal_response

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'self' data: blob:",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "frame-ancestors 'self'",
    ]
)
"""Nothing is loaded from elsewhere, also not the web fonts some blocks ask for."""


class FreshCourse:
    """Plays the archive as it lies on the disk now."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the archive, then answer."""
        watch.look()
        return self.get_response(request)


class ReaderLanguage:
    """Speaks the language the reader chose, else the course's, else the browser's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the right language."""
        with translation.override(self.language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    def language(self, request: HttpRequest) -> str:
        """Return the language code for this request."""
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in known:
            return chosen
        course = current_or_none()
        if course and course.language in known:
            return course.language
        return translation.get_language_from_request(request)


class OnlyFromHere:
    """Forbids the browser to load anything from other servers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response


class Refusals:
    """Turns refusals of pages into answers with their sentence and status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else goes its way."""
        return refusal_response(request, exception) if isinstance(exception, Refusal) else None
