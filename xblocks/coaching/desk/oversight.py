"""The coordinator's pages: what waits too long, who is away, giving a request to somebody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xblocks.coaching import passing
from xblocks.coaching.desk.lines import Line
from xblocks.coaching.desk.words import steps_of, topic_name
from xblocks.coaching.domain.values import REASON_LENGTH
from xblocks.coaching.overseeing import (
    Filters,
    Overview,
    Reassignable,
    View,
    overview,
    reassignable,
)
from xblocks.coaching.workload import Load
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require, require_own_hand
from xblocks.core.topics import Topic
from xblocks.roster.entrance import desk_page, for_actor, is_part

VIEWS = {
    View.OPEN: gettext_lazy("open"),
    View.NOBODY: gettext_lazy("nobody there"),
    View.OVERDUE: gettext_lazy("overdue"),
    View.SOON: gettext_lazy("due soon"),
    View.FREE: gettext_lazy("nobody has it"),
    View.TRAINEE: gettext_lazy("with the trainee"),
}
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Person:
    """An expert as a row of the table; `topics` in words."""

    load: Load
    topics: list[str]
    fits: bool = False


@require_safe
@for_actor
def oversight(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits, or for htmx the rows a filter finds."""
    require(actor, Action.OVERSEE)
    now, filters = timezone.now(), _filters_of(request)
    page = min(whole(request.GET.get("page")) or 1, MOST_PAGES)
    found = overview(actor, filters, page, now)
    lines = [Line.of(row, now) for row in found.rows]
    return desk_page(
        request,
        actor,
        "wbm/coaching/oversight_found.html" if is_part(request) else "wbm/coaching/oversight.html",
        lines=lines,
        views=[
            (view, name, found.counters[view], _query(replace(filters, view=view)) or "?")
            for view, name in VIEWS.items()
        ],
        filters=filters,
        counters={view.value: count for view, count in found.counters.items()},
        topics=[(topic, topic_name(topic)) for topic in Topic],
        districts=found.districts,
        narrowed=bool(filters.topic or filters.district),
        everything=_query(Filters(view=filters.view)) or "?",
        next=_query(filters, page=page + 1) if found.more else "",
        previous=_query(filters, page=page - 1) if page > 1 else "",
        matrix=_matrix(found),
        people=[_person(load) for load in found.loads],
        absent=found.absent,
        notice=gettext("The request has a new expert.") if "passed" in request.GET else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def reassign(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Show who may have a request; a POST gives it to somebody."""
    require(actor, Action.OVERSEE)
    now = timezone.now()
    if request.method != "POST":
        return _reassign_page(request, actor, reassignable(actor, request_id, now), now)
    require_own_hand(actor, Action.OVERSEE)
    try:
        passing.reassign(
            actor,
            request_id,
            whole(request.POST.get("to")) or 0,
            request.POST.get("reason", ""),
            whole(request.POST.get("version")) or 0,
            now,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        found = reassignable(actor, request_id, now)
        return _reassign_page(request, actor, found, now, refusal)
    return redirect(reverse("wbm:coaching_oversight", args=[actor.course_key]) + "?passed")


def _reassign_page(
    request: HttpRequest,
    actor: Actor,
    found: Reassignable,
    now: datetime,
    refusal: Refusal | None = None,
) -> HttpResponse:
    people = [_person(load, fits=load.person_id in found.fitting) for load in found.loads]
    people.sort(key=lambda each: (not each.fits, each.load.away is not None, each.load.open))
    return desk_page(
        request,
        actor,
        "wbm/coaching/reassign.html",
        refusal=refusal,
        line=Line.of(found.row, now),
        steps=steps_of(found.steps),
        people=people,
        chosen=whole(request.POST.get("to")),
        reason=request.POST.get("reason", ""),
        most=REASON_LENGTH,
    )


def _filters_of(request: HttpRequest) -> Filters:
    """Read what is asked for; what makes no sense asks for everything."""
    view, topic = request.GET.get("view", ""), request.GET.get("topic", "")
    return Filters(
        view=View(view) if view in set(View) else View.OPEN,
        topic=topic if topic in set(Topic) else "",
        district=whole(request.GET.get("district")),
    )


def _query(filters: Filters, page: int = 1) -> str:
    asked = {
        "view": "" if filters.view is View.OPEN else filters.view.value,
        "topic": filters.topic,
        "district": str(filters.district or ""),
        "page": str(page) if page > 1 else "",
    }
    kept = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _person(load: Load, *, fits: bool = False) -> Person:
    return Person(load, [topic_name(topic) for topic in load.topics], fits)


def _matrix(found: Overview) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Return open and overdue requests by topic and district, each with the query that lists it."""
    return [
        (
            topic_name(topic),
            [
                (
                    _query(Filters(topic=topic, district=district)),
                    place.open if (place := found.table.get((topic, district))) else 0,
                    place.overdue if place else 0,
                )
                for district, _name in found.districts
            ],
        )
        for topic in found.topics
    ]


desk = "<str:course_key>/coaching/oversight/"
patterns: list[URLPattern] = [
    path(desk, oversight, name="coaching_oversight"),
    path(desk + "<int:request_id>/", reassign, name="coaching_reassign"),
]
