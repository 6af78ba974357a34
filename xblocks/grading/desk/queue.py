"""The queue: what waits, for whom, since when – and the way to the next work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, may, require
from xblocks.grading import service
from xblocks.grading.desk.asking import AGES, SORTS, filters_of, query_of, sort_name
from xblocks.grading.desk.words import Badge, age_text, row_badges
from xblocks.grading.queueing import COUNTED_UP_TO, LONG_DAYS, QueuePage
from xblocks.grading.rows import Row
from xblocks.grading.service import Filters, Sort, View
from xblocks.host.dates import long_date
from xblocks.roster.entrance import desk_page, for_actor, is_part

VIEWS = {
    View.WAITING: gettext_lazy("waiting"),
    View.MINE: gettext_lazy("with me"),
    View.LATE: gettext_lazy("handed in late"),
    View.RETURNED: gettext_lazy("back for revision"),
    View.DONE: gettext_lazy("decided"),
}
NOTICES = {
    "last": gettext_lazy("That was the last one. Nothing else waits for you here."),
    "none": gettext_lazy("Nothing waits that nobody has. Look at “with me” for what you began."),
    "released": gettext_lazy("The work is back in the list. What you entered is kept."),
}
PAGES_TO_SEARCH = 20


@dataclass(frozen=True)
class Line:
    """A row as shown. `link` leads to the work, or to its grades for who does not grade it."""

    row: Row
    link: str
    age: str
    handed_in: str
    due: str
    badges: list[Badge]


@require_safe
@for_actor
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the queue, or for htmx the rows and counters a filter finds."""
    now, filters = timezone.now(), filters_of(request.GET)
    page = service.queue(
        actor,
        filters,
        now,
        after=request.GET.get("after") or None,
        before=request.GET.get("before") or None,
    )
    query = query_of(filters)
    return desk_page(
        request,
        actor,
        "wbm/grading/found.html" if is_part(request) else "wbm/grading/queue.html",
        page=page,
        lines=_lines(actor, page, query, now),
        filters=filters,
        query=query,
        views=[(view, name, *_counter(page, filters, view)) for view, name in VIEWS.items()],
        next=query_of(filters, after=page.next) if page.next else "",
        previous=query_of(filters, before=page.previous) if page.previous else "",
        ages=AGES,
        sort=sort_name(filters),
        sorts=[(name, words) for name, (_sort, _up, words) in SORTS.items()],
        narrowed=bool(filters.district or filters.usage_key or filters.min_days),
        everything=query_of(Filters(view=filters.view)),
        long_days=LONG_DAYS,
        many_wait_long=page.counters.long_waiting >= COUNTED_UP_TO,
        long=query_of(replace(filters, view=View.WAITING, min_days=LONG_DAYS)),
        notice=NOTICES.get(request.GET.get("notice", "")),
        several_districts=len(page.districts) > 1,
        may_grade=may(actor, Action.GRADE),
    )


@require_safe
@for_actor
def next_work(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lead to the work that has waited longest and that nobody has."""
    require(actor, Action.GRADE)
    return lead_to_next(actor, filters_of(request.GET), timezone.now(), "none")


@require_safe
@for_actor
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the person holds or sits in the jury of: the whole queue of a jury's guest."""
    now = timezone.now()
    rows = service.my_works(actor, now)
    links = [reverse("wbm:grading_work", args=[actor.course_key, row.work_id]) for row in rows]
    lines = [line_of(row, link, now) for row, link in zip(rows, links, strict=True)]
    return desk_page(
        request,
        actor,
        "wbm/grading/mine.html",
        lines=lines,
        sees_queue=may(actor, Action.SEE_GRADES),
    )


def lead_to_next(actor: Actor, filters: Filters, now: datetime, otherwise: str) -> HttpResponse:
    """Lead to the oldest free work of what is asked for; the queue says `otherwise`."""
    wanted = replace(filters, view=View.WAITING, sort=Sort.AGE, ascending=True)
    after: str | None = None
    for _ in range(PAGES_TO_SEARCH):
        page = service.queue(actor, wanted, now, after=after)
        districts = graded_names(actor, page)
        for row in page.rows:
            if row.district in districts and _is_free(row):
                path = reverse("wbm:grading_work", args=[actor.course_key, row.work_id])
                return redirect(path + query_of(filters))
        after = page.next
        if after is None:
            break
    return redirect(
        reverse("wbm:grading", args=[actor.course_key]) + query_of(filters, notice=otherwise)
    )


def graded_names(actor: Actor, page: QueuePage) -> set[str]:
    """Return the names of the districts the person grades; coordinators see more than these."""
    if not actor.has(Role.TRAINER):
        return set()
    return {each.label for each in page.districts if int(each.key) in actor.districts}


def _is_free(row: Row) -> bool:
    return row.seated < row.seats if row.seats else not row.holder


def _lines(actor: Actor, page: QueuePage, query: str, now: datetime) -> list[Line]:
    districts = graded_names(actor, page)
    lines = []
    for row in page.rows:
        name = "grading_work" if row.district in districts else "grading_history"
        path = reverse(f"wbm:{name}", args=[actor.course_key, row.work_id])
        lines.append(line_of(row, path + query, now))
    return lines


def line_of(row: Row, link: str, now: datetime) -> Line:
    """Return a row in words."""
    return Line(
        row=row,
        link=link,
        age=age_text(row, now),
        handed_in=long_date(row.handed_in_at),
        due=long_date(row.due),
        badges=row_badges(row),
    )


def _counter(page: QueuePage, filters: Filters, view: View) -> tuple[int, str, bool]:
    """Return how many works a view has, its address, and whether it is shown."""
    count = getattr(page.counters, view.value)
    return count, query_of(replace(filters, view=view)) or "?", view is filters.view
