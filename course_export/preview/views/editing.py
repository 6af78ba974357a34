"""The editor of an exercise, as Studio shows it, for those who write the course."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import InvalidScopeError, NoSuchHandlerError

from course_export.preview import authoring
from course_export.preview.chrome import chrome_of
from course_export.preview.course import Course, Entry
from course_export.preview.loaded import current
from course_export.preview.rendering import render_blocks
from course_export.preview.views.xblock import NotEditable
from xblocks.core.definitions import BLOCK_TYPES
from xblocks.core.errors import NotAllowed, NotFound
from xblocks.exercises.editing.drafts import yaml_differences


@require_safe
@ensure_csrf_cookie
def edit(request: HttpRequest, usage_key: str) -> HttpResponse:
    """Show the editor; with ``part`` only how to take what was saved into the course."""
    if not chrome_of(request).is_author:
        raise NotAllowed
    course = current()
    entry = _entry(course, usage_key)
    context = {"entry": entry, "unit": course.unit_of.get(usage_key), **_taking(course, entry)}
    if "part" in request.GET:
        return render(request, "preview/parts/taking.html", context)
    runtime = authoring.AuthoringRuntime(course, request.user, author=True)
    page = render_blocks([runtime.get_block(entry.key)], "studio_view")
    return render(request, "preview/edit.html", {"course": course, "page": page, **context})


@require_POST
def forget(request: HttpRequest, usage_key: str) -> HttpResponse:
    """Take back everything saved here for one exercise."""
    if not chrome_of(request).is_author:
        raise NotAllowed
    course = current()
    entry = _entry(course, usage_key)
    authoring.forget(course, entry)
    authoring.register(_runtime(request, course), entry)
    return redirect("preview:edit", usage_key)


def handler(
    request: HttpRequest, usage_key: str, name: str, suffix: str | None = None
) -> HttpResponse:
    """Run a handler for whoever asks, as Studio does: blocks guard themselves."""
    course = current()
    entry = _entry(course, usage_key)
    runtime = _runtime(request, course)
    block = runtime.get_block(entry.key)
    before = entry.fields
    try:
        answer = block.handle(name, django_to_webob_request(request), suffix or "")
    except NoSuchHandlerError:
        raise NotFound from None
    except InvalidScopeError:
        raise NotEditable from None
    if entry.fields is not before:
        authoring.register(runtime, entry)
    return webob_to_django_response(answer)


def _runtime(request: HttpRequest, course: Course) -> authoring.AuthoringRuntime:
    author = chrome_of(request).is_author
    return authoring.AuthoringRuntime(course, request.user, author=author)


def _entry(course: Course, usage_key: str) -> Entry:
    entry = course.entries.get(usage_key)
    if entry is None or entry.tag not in BLOCK_TYPES:
        raise NotFound
    return entry


def _taking(course: Course, entry: Entry) -> dict[str, Any]:
    """What an author has to carry over into the source of the course."""
    found = authoring.edited(course, entry)
    if found is None or not all(found):
        return {"changed": None}
    adapter = entry.block_class.ADAPTER  # type: ignore[union-attr]
    before, after = ({"definition": each} for each in found)
    return {"changed": yaml_differences(adapter, entry.tag, before, after)}
