"""The course as learners see it: its plan and its units."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from course_export.preview import words
from course_export.preview.chrome import chrome_of
from course_export.preview.course import Course, Entry, Unit
from course_export.preview.loaded import current
from course_export.preview.models import Completion, Visit
from course_export.preview.outline import Standing, standing_of
from course_export.preview.publishing import completes_by_itself
from course_export.preview.rendering import render_blocks
from course_export.preview.runtime import PreviewRuntime
from xblocks.core.errors import NotFound


@require_safe
@ensure_csrf_cookie
@transaction.non_atomic_requests
def outline(request: HttpRequest) -> HttpResponse:
    """Show the plan of the course and the next step."""
    standing = standing_of(request)
    context = {"course": standing.course, "standing": standing}
    return render(request, "preview/outline.html", context)


@require_safe
@ensure_csrf_cookie
def unit(request: HttpRequest, name: str) -> HttpResponse:
    """Show a unit with its blocks, to authors also as they see it; or why it is not open yet."""
    course = current()
    shown = _unit(course, name)
    standing = standing_of(request)
    if not standing.reader.shows(shown.entry):
        raise NotFound
    context = {"course": course, "unit": shown, "standing": standing}
    if lock := standing.lock(shown):
        return render(request, "preview/locked.html", {**context, "lock": lock}, status=403)
    author = chrome_of(request).is_author and request.GET.get("view") == "author"
    runtime = PreviewRuntime(course, request.user, author=author)
    entries = standing.blocks_of(shown)
    blocks = runtime.get_blocks(entries)
    page = render_blocks(blocks, "author_view" if author else "student_view")
    if request.user.is_authenticated and not author:
        _note_visit(runtime, standing, shown, blocks)
    context |= {
        "page": page,
        "blocks": list(zip(entries, page.blocks, strict=True)),
        "author": author,
        "words": words.for_scripts() if page.legacy else {},
    }
    return render(request, "preview/unit.html", context)


@require_safe
@transaction.non_atomic_requests
def jump(_request: HttpRequest, name: str) -> HttpResponse:
    """Lead a ``jump_to_id`` link to the unit the block stands in."""
    return _to_unit(current(), current().by_name(name))


@require_safe
def jump_to(_request: HttpRequest, course_key: str, usage_key: str) -> HttpResponse:
    """Lead a link with the whole key, as the platform has it, to the unit the block stands in."""
    course = current()
    return _to_unit(
        course, course.entries.get(usage_key) if course_key == str(course.key) else None
    )


def _to_unit(course: Course, entry: Entry | None) -> HttpResponse:
    if entry is None:
        raise NotFound
    for block in entry.walk():
        if shown := course.unit_of.get(str(block.key)):
            return redirect(f"{reverse('preview:unit', args=[shown.entry.name])}#{entry.name}")
    return redirect("preview:outline")


def _unit(course: Course, name: str) -> Unit:
    try:
        return course.units[name]
    except KeyError:
        raise NotFound from None


def _note_visit(runtime: PreviewRuntime, standing: Standing, shown: Unit, blocks: list) -> None:
    """Remember the unit, and mark what is done by being seen, as the LMS does for text."""
    user, course_key = runtime.user, str(runtime.course.key)
    if standing.visited != shown.entry.name:
        Visit.objects.update_or_create(
            user=user, course_key=course_key, defaults={"unit": shown.entry.name}
        )
    seen = [
        str(block.scope_ids.usage_id)
        for block in blocks
        if not block.has_score and completes_by_itself(block)
    ]
    new = [key for key in seen if standing.shares.get(key, 0.0) < 1.0]
    if new:
        Completion.objects.bulk_create(
            [Completion(user=user, usage_key=key, share=1.0) for key in new],
            update_conflicts=True,
            unique_fields=["user", "usage_key"],
            update_fields=["share", "changed_at"],
        )
        standing.shares.update(dict.fromkeys(new, 1.0))
