"""What blocks' pages ask for: their handlers and the files of their packages."""

from __future__ import annotations

import mimetypes

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from xblock.core import XBlock
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import (
    DisallowedFileError,
    InvalidScopeError,
    NoSuchHandlerError,
    NotFoundError,
    ProcessingError,
)

from course_export.preview.block_types import FILM, block_class
from course_export.preview.chrome import chrome_of
from course_export.preview.loaded import current
from course_export.preview.outline import require_open
from course_export.preview.rendering import strip_foreign_imports
from course_export.preview.runtime import PreviewRuntime
from course_export.preview.videos import VideoService
from xblocks.core.errors import Conflict, NotAllowed, NotFound
from xblocks.core.text import gettext_noop


class NotEditable(Conflict):
    """A block wants to write into the course."""

    code = "not_editable"
    sentence = gettext_noop(
        "The preview plays a finished archive. Edit the course in its source or in Studio."
    )


def handler(
    request: HttpRequest, usage_key: str, name: str, suffix: str | None = None
) -> HttpResponse:
    """Run a block's handler for whoever asks: as in the LMS enrolment is not looked at.

    What the person may not see yet, or not at all, answers nothing.
    """
    require_open(request, current().entries.get(usage_key))
    return _run(PreviewRuntime(current(), request.user), request, usage_key, name, suffix)


def author_handler(
    request: HttpRequest, usage_key: str, name: str, suffix: str | None = None
) -> HttpResponse:
    """Run a handler of the author's view for an author, as Studio does."""
    if not chrome_of(request).is_author:
        raise NotAllowed
    runtime = PreviewRuntime(current(), request.user, author=True)
    return _run(runtime, request, usage_key, name, suffix)


@csrf_exempt
def handler_noauth(
    request: HttpRequest, usage_key: str, name: str, suffix: str | None = None
) -> HttpResponse:
    """Run a handler for another service, which has no token."""
    return handler(request, usage_key, name, suffix)


@require_safe
@transaction.non_atomic_requests
def captions(request: HttpRequest, usage_key: str, language: str) -> HttpResponse:
    """Send the words of a film as the browser's player reads them."""
    runtime = PreviewRuntime(current(), request.user)
    entry = runtime.course.entries.get(usage_key)
    if entry is None or entry.tag != FILM:
        raise NotFound
    require_open(request, entry)
    block = runtime.get_block(entry.key)
    service = VideoService(runtime.course.files)
    if language not in service.available_translations(block, block.get_transcripts_info()):
        raise NotFound
    text, _name, kind = service.get_transcript(block, language, "vtt")
    return HttpResponse(text, content_type=kind)


@require_safe
@transaction.non_atomic_requests
def resource(_request: HttpRequest, tag: str, path: str) -> HttpResponse:
    """Send a file out of a block's package."""
    return _package_file(block_class(tag), path)


def _package_file(cls: type[XBlock], path: str) -> HttpResponse:
    try:
        with cls.open_local_resource(path) as file:
            content = file.read()
    except (OSError, DisallowedFileError):
        raise NotFound from None
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind == "text/css":
        content = strip_foreign_imports(content.decode("utf-8")).encode()
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "max-age=3600"})


def _run(
    runtime: PreviewRuntime, request: HttpRequest, usage_key: str, name: str, suffix: str | None
) -> HttpResponse:
    entry = runtime.course.entries.get(usage_key)
    if entry is None:
        raise NotFound
    try:
        block = runtime.get_blocks([entry])[0]
        answer = block.handle(name, django_to_webob_request(request), suffix or "")
    except (NoSuchHandlerError, NotFoundError):
        raise NotFound from None
    except InvalidScopeError:
        raise NotEditable from None
    except ProcessingError as error:
        return JsonResponse({"success": str(error)})
    return webob_to_django_response(answer)
