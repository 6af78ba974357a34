"""A field that takes over what the team worked out in another exercise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from xblocks.core.errors import Conflict
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.exercises.records import Exercise
from xblocks.host.translation import translated
from xblocks.roster.entrance import for_actor, is_part, part_or_page
from xblocks.transfer_project import handing_over, service
from xblocks.transfer_project.desk import shown
from xblocks.transfer_project.desk.milestone import number
from xblocks.transfer_project.service import Seen


@require_safe
@for_actor
def look(request: HttpRequest, actor: Actor, usage_key: str, field: str) -> HttpResponse:
    """Show exactly what would be handed over; ``?rows=1`` with each person."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    rows = request.GET.get("rows") == "1"
    return _offered(request, actor, exercise, field, rows=rows)


@require_POST
@for_actor
def hand_over(request: HttpRequest, actor: Actor, usage_key: str, field: str) -> HttpResponse:
    """Hand over what was looked at."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    form, now = request.POST, timezone.now()
    rows, seen = form.get("rows") == "1", Seen(number(form, "version"))
    try:
        mark = form.get("mark", "")
        handing_over.hand_over(actor, exercise, field, mark, seen, now, rows=rows)
    except Conflict as conflict:
        return _offered(request, actor, exercise, field, rows=rows, conflict=conflict)
    said = gettext("Handed over. It goes along when you hand in the milestone.")
    return _field(request, actor, exercise, field, said)


@require_POST
@for_actor
def take_back(request: HttpRequest, actor: Actor, usage_key: str, field: str) -> HttpResponse:
    """Leave the field empty again."""
    require(actor, Action.WRITE_PROJECT)
    exercise = service.find_milestone(actor, usage_key)
    seen = Seen(number(request.POST, "version"))
    handing_over.take_back(actor, exercise, field, seen, timezone.now())
    said = gettext("Taken back. The milestone is without it.")
    return _field(request, actor, exercise, field, said)


def _offered(
    request: HttpRequest,
    actor: Actor,
    exercise: Exercise,
    field: str,
    *,
    rows: bool,
    conflict: Conflict | None = None,
) -> HttpResponse:
    found = handing_over.offer(actor, exercise, field, rows=rows)
    view = service.open_field(actor, exercise, field)
    args = [exercise.course_key, exercise.usage_key]
    context = {
        "each": shown.field_context(actor, exercise, view),
        "offer": found,
        "sentence": translated(conflict.message) if conflict else "",
        "page_url": reverse("wbm:project_milestone", args=args),
        "back_url": reverse("wbm:project_milestone", args=args) + f"?field={field}",
        "whole": not is_part(request),
    }
    part = shown.render("handover_offer", context)
    return _answer(request, actor, exercise, part, conflict)


def _field(
    request: HttpRequest, actor: Actor, exercise: Exercise, field: str, said: str
) -> HttpResponse:
    if not is_part(request):
        part = shown.milestone_html(actor, exercise, timezone.now(), field=field, notice=said)
        return _answer(request, actor, exercise, part, None)
    view = service.open_field(actor, exercise, field)
    return HttpResponse(shown.field_html(actor, exercise, view, focus=True, said=said))


def _answer(
    request: HttpRequest, actor: Actor, exercise: Exercise, part: str, refusal: Conflict | None
) -> HttpResponse:
    title = exercise.title
    return part_or_page(request, actor, shown.DESK_PAGE, part, refusal, title=title)
