"""Points: one's own, and everybody's for those who look after them."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from course_export.preview.chrome import chrome_of
from course_export.preview.gradebook import reports
from course_export.preview.loaded import current
from course_export.preview.outline import standing_of
from xblocks.core.errors import NotAllowed, NotSignedIn
from xblocks.core.people import Role


@require_safe
@ensure_csrf_cookie
@transaction.non_atomic_requests
def progress(request: HttpRequest) -> HttpResponse:
    """Show what one has done and what came of it."""
    if not request.user.is_authenticated:
        raise NotSignedIn
    standing = standing_of(request)
    context = {"course": standing.course, "standing": standing, "report": standing.report}
    return render(request, "preview/progress.html", context)


@require_safe
@ensure_csrf_cookie
@transaction.non_atomic_requests
def grades(request: HttpRequest) -> HttpResponse:
    """Show the points of all trainees to those who look after them."""
    if not chrome_of(request).sees_grades:
        raise NotAllowed
    course = current()
    trainees = [each for each in chrome_of(request).people if Role.TRAINEE in each.roles]
    found = reports(course, [each.user_id for each in trainees if each.user_id])
    context = {
        "course": course,
        "sections": [section for section in course.sections() if section.graded],
        "rows": [(each, found[each.user_id]) for each in trainees if each.user_id],
    }
    return render(request, "preview/grades.html", context)
