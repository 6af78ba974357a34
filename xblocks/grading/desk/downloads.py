"""Works and grades to take home."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may, require
from xblocks.exercises.records import Exercise
from xblocks.grading import service
from xblocks.grading.desk.asking import filters_of
from xblocks.grading.exporting import downloaded, grades_csv, zip_of_works
from xblocks.host.dates import long_date
from xblocks.host.files import safe_name
from xblocks.roster.entrance import desk_page, for_actor


@require_safe
@for_actor
def downloads(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what can be downloaded."""
    page = service.queue(actor, service.Filters(), timezone.now())
    grades = may(actor, Action.GRADE)
    marks = downloaded(actor) if grades else {}
    return desk_page(
        request,
        actor,
        "wbm/grading/downloads.html",
        exercises=[(each, long_date(marks.get(each.key))) for each in page.exercises],
        districts=page.districts,
        graded=[each for each in page.districts if grades and int(each.key) in actor.districts],
        filters=filters_of(request.GET),
        may_grade=grades,
    )


@require_POST
@for_actor
def works(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the works of an exercise as a ZIP archive, while it is being written."""
    require(actor, Action.GRADE)
    usage_key = request.POST.get("exercise", "")
    pieces = zip_of_works(
        actor,
        usage_key,
        timezone.now(),
        district=whole(request.POST.get("district")),
        only_new=request.POST.get("new") == "1",
    )
    exercise = Exercise.objects.filter(usage_key=usage_key, course_key=actor.course_key).first()
    name = safe_name(exercise.title if exercise else "", "works")
    return _stream(pieces, f"{name}.zip", "application/zip")


@require_safe
@for_actor
def grades(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send everybody's points as CSV."""
    lines = grades_csv(
        actor,
        usage_key=request.GET.get("exercise") or None,
        district=whole(request.GET.get("district")),
    )
    return _stream(lines, "grades.csv", "text/csv; charset=utf-8")


def _stream(pieces: Iterator[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    return response
