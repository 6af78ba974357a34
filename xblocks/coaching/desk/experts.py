"""The expert's queue: what is most pressing, what else there is, and how much lies ahead."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xblocks.coaching.desk.lines import Line
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.planning import Plan, plan
from xblocks.coaching.queueing import Choice, Filters, QueuePage, View, queue
from xblocks.coaching.reach import Side
from xblocks.coaching.rows import Row
from xblocks.coaching.standing_in import Standing, standing
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.core.topics import Topic
from xblocks.roster.entrance import desk_page, for_actor, is_part

VIEWS = {
    View.TODO: gettext_lazy("to do"),
    View.FREE: gettext_lazy("nobody has it"),
    View.MINE: gettext_lazy("with me"),
    View.TRAINEE: gettext_lazy("with the trainee"),
    View.ANSWERED: gettext_lazy("answered"),
    View.CLOSED: gettext_lazy("closed"),
    View.OTHERS: gettext_lazy("with colleagues"),
}
NOTICES = {
    "gone": gettext_lazy("The request is handed over. Somebody else answers it from now on."),
    "replied": gettext_lazy("Your answer is sent. The clock rests."),
    "asked": gettext_lazy("Your question is sent. The clock rests until the trainee writes."),
}
PRESSING = frozenset({View.TODO, View.FREE, View.MINE})
"""Views whose first request is the next one to deal with."""


class Entry(Line[Row]):
    """A request in the queue."""

    @property
    def hidden(self) -> bool:
        """Whether a colleague has it: then nothing of what was written is shown."""
        return self.row.side is Side.COLLEAGUE

    @property
    def for_other(self) -> bool:
        """Whether the reader stands in for who has it."""
        return self.row.side is Side.SUBSTITUTE

    @property
    def free(self) -> bool:
        """Whether somebody still has to take it."""
        return self.row.side is Side.FREE


@require_safe
@for_actor
def requests(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the queue, or for htmx the rows and counters a filter finds."""
    require(actor, Action.ANSWER)
    now, filters = timezone.now(), _filters_of(request)
    found = queue(actor, filters, whole(request.GET.get("page")) or 1, now)
    lines = [Entry.of(row, now) for row in found.rows]
    pressing = filters.view in PRESSING and found.page == 1 and bool(lines)
    stand = Standing() if is_part(request) else standing(actor, now)
    return desk_page(
        request,
        actor,
        "wbm/coaching/requests_found.html" if is_part(request) else "wbm/coaching/requests.html",
        page=found,
        lines=lines,
        first=lines[0] if pressing else None,
        filters=filters,
        views=[_tab(found, filters, view) for view in VIEWS],
        counts={view.value: found.counters.views.get(view, 0) for view in View},
        late=_query(Filters(late=True)),
        topics=[(each.key, topic_name(each.key), each.todo) for each in _topics(actor, found)],
        narrowed=bool(filters.topic or filters.district or filters.late),
        everything=_query(Filters(view=filters.view)) or "?",
        next=_query(filters, found.page + 1) if found.more else "",
        previous=_query(filters, found.page - 1) if found.page > 1 else "",
        notice=NOTICES.get(request.GET.get("done", "")),
        stand=stand,
        no_topics=not actor.topics,
    )


@require_safe
@for_actor
def workload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what lies ahead day by day, and what the last weeks were."""
    require(actor, Action.ANSWER)
    found = plan(actor, timezone.now())
    return desk_page(
        request,
        actor,
        "wbm/coaching/workload.html",
        plan=found,
        most=_most(found),
    )


def _topics(actor: Actor, found: QueuePage) -> list[Choice]:
    """Return the topics to filter by: own ones, and those of what was handed over."""
    todo = {each.key: each for each in found.counters.topics}
    keys = actor.topics | todo.keys()
    return [todo.get(topic.value, Choice(topic, topic, 0)) for topic in Topic if topic in keys]


def _most(found: Plan) -> int:
    """Return how much the fullest day holds, at least 1."""
    return max([1, *(each.due + each.appointments for each in found.days)])


def _filters_of(request: HttpRequest) -> Filters:
    """Read what is asked for; what makes no sense asks for what is to do."""
    view, topic = request.GET.get("view", ""), request.GET.get("topic", "")
    return Filters(
        view=View(view) if view in set(View) else View.TODO,
        topic=topic if topic in set(Topic) else "",
        district=whole(request.GET.get("district")),
        late=request.GET.get("late") == "1",
    )


def _query(filters: Filters, page: int = 1) -> str:
    asked = {
        "view": "" if filters.view is View.TODO else filters.view.value,
        "topic": filters.topic,
        "district": str(filters.district or ""),
        "late": "1" if filters.late else "",
        "page": str(page) if page > 1 else "",
    }
    kept = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _tab(found: QueuePage, filters: Filters, view: View) -> tuple[str, str, int, str]:
    query = _query(replace(filters, view=view, late=False)) or "?"
    return view.value, str(VIEWS[view]), found.counters.views.get(view, 0), query


desk = "<str:course_key>/coaching/requests/"
patterns: list[URLPattern] = [
    path(desk, requests, name="coaching_requests"),
    path("<str:course_key>/coaching/workload/", workload, name="coaching_workload"),
]
