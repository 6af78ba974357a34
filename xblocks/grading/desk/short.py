"""The short form inside a block: the works of one exercise that wait, and the sheet of one.

Everything is done by the desk's own views; asked from inside a block (`in_block`) they answer with
a part of the block's page instead of leading away from the course.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.grading import service
from xblocks.grading.desk.asking import IN_BLOCK, query_of
from xblocks.grading.desk.queue import graded_names, line_of
from xblocks.grading.desk.work import work_context
from xblocks.grading.service import Filters
from xblocks.roster.entrance import desk_page, for_actor

NOTICES = {
    "decided": gettext_lazy("Decided. Your review can be read now."),
    "released": gettext_lazy("The work is back in the list. What you entered is kept."),
}


@require_safe
@for_actor
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer with the works of an exercise that wait."""
    return list_part(request, actor, request.GET.get("exercise", ""))


@require_safe
@for_actor
def work(request: HttpRequest, actor: Actor, work_id: int) -> HttpResponse:
    """Answer with a work and its sheet; looking claims nothing."""
    return work_part(request, actor, work_id)


def list_html(actor: Actor, usage_key: str, now: datetime) -> str:
    """Return the works of an exercise that wait, as the part a block begins with."""
    return render_to_string("wbm/grading/short_list.html", _list_context(actor, usage_key, now))


def list_part(request: HttpRequest, actor: Actor, usage_key: str, done: str = "") -> HttpResponse:
    """Answer with the works that wait and with what was `done`, in place of the whole form."""
    context = _list_context(actor, usage_key, timezone.now())
    response = desk_page(
        request, actor, "wbm/grading/short_list.html", **context, notice=NOTICES.get(done)
    )
    return _in_place(response, usage_key)


def work_part(
    request: HttpRequest,
    actor: Actor,
    work_id: int,
    *,
    done: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Answer with a work and its sheet, in place of the whole form."""
    require(actor, Action.GRADE)
    now = timezone.now()
    opened = service.open_work(actor, work_id, now)
    usage_key = opened.work.usage_key
    list_url = reverse("wbm:grading_short", args=[actor.course_key])
    response = desk_page(
        request,
        actor,
        "wbm/grading/short_work.html",
        status=refusal.status if refusal else 200,
        **work_context(actor, opened, now, refusal=refusal, done=done),
        at=prefix(usage_key),
        query=IN_BLOCK,
        desk_url=_desk_url(actor, usage_key),
        list_url=f"{list_url}?{urlencode({'exercise': usage_key})}",
    )
    if refusal:
        response["X-WBM-Refusal"] = refusal.code
    return _in_place(response, usage_key)


def prefix(usage_key: str) -> str:
    """Return what ids of the short form begin with: a page may hold several blocks."""
    return "review-" + re.sub(r"[^A-Za-z0-9]", "-", usage_key.rpartition("@")[2]) + "-"


def _list_context(actor: Actor, usage_key: str, now: datetime) -> dict[str, Any]:
    require(actor, Action.GRADE)
    lines, more = [], False
    try:
        page = service.queue(actor, Filters(usage_key=usage_key), now)
    except NotFound:  # nobody has handed in yet
        pass
    else:
        districts = graded_names(actor, page)
        lines = [
            line_of(row, reverse("wbm:grading_work", args=[actor.course_key, row.work_id]), now)
            for row in page.rows
            if row.district in districts
        ]
        more = page.next is not None
    return {
        "course_key": actor.course_key,
        "at": prefix(usage_key),
        "lines": lines,
        "more": more,
        "desk_url": _desk_url(actor, usage_key),
    }


def _desk_url(actor: Actor, usage_key: str) -> str:
    queue = reverse("wbm:grading", args=[actor.course_key])
    return queue + query_of(Filters(usage_key=usage_key))


def _in_place(response: HttpResponse, usage_key: str) -> HttpResponse:
    """Let htmx swap the form as a whole, whatever part of it asked."""
    response["HX-Retarget"] = f"#{prefix(usage_key)}short"
    response["HX-Reswap"] = "outerHTML"
    return response
