"""What the address of a queue asks for: read, and written again."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.grading.queueing import LONG_DAYS
from xblocks.grading.service import Filters, Sort, View
from xblocks.roster.entrance import is_part

SORTS: Mapping[str, tuple[Sort, bool, Promise]] = {
    "oldest": (Sort.AGE, True, gettext_lazy("Waiting longest")),
    "newest": (Sort.AGE, False, gettext_lazy("Newest first")),
    "deadline": (Sort.DEADLINE, True, gettext_lazy("Deadline")),
    "team": (Sort.TEAM, True, gettext_lazy("Name, A to Z")),
    "exercise": (Sort.EXERCISE, True, gettext_lazy("Exercise, A to Z")),
}
"""What a queue can be sorted by: name in the address → column, ascending, words."""

AGES = (0, 3, LONG_DAYS, 10, 20)
"""Working days somebody may ask works to have waited at least."""


IN_BLOCK = "?in=block"
"""The query by which the short form inside a block is known."""


def in_block(request: HttpRequest) -> bool:
    """Whether a block's short form asks, and not a page of the desk."""
    return is_part(request) and request.GET.get("in") == "block"


def filters_of(query: QueryDict) -> Filters:
    """Read what is asked for; what makes no sense asks for the usual."""
    view, days = query.get("view", ""), whole(query.get("days"))
    sort, ascending, _name = SORTS.get(query.get("sort", ""), SORTS["oldest"])
    return Filters(
        view=View(view) if view in set(View) else View.WAITING,
        district=whole(query.get("district")),
        usage_key=query.get("exercise") or None,
        min_days=days if days in AGES else 0,
        sort=sort,
        ascending=ascending,
    )


def sort_name(filters: Filters) -> str:
    """Return the name of a sorting in the address."""
    wanted = (filters.sort, filters.ascending)
    return next(name for name, (sort, up, _) in SORTS.items() if (sort, up) == wanted)


def query_of(filters: Filters, **more: str | None) -> str:
    """Return the query that asks for the same, with its ``?``; empty for the usual queue."""
    asked = {
        "view": filters.view.value if filters.view is not View.WAITING else "",
        "exercise": filters.usage_key or "",
        "district": str(filters.district or ""),
        "days": str(filters.min_days or ""),
        "sort": "" if sort_name(filters) == "oldest" else sort_name(filters),
        **more,
    }
    kept = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def work_address(request: HttpRequest, actor: Actor, work_id: int, done: str) -> str:
    """Return the address of a work's page that says what was `done`."""
    path = reverse("wbm:grading_work", args=[actor.course_key, work_id])
    return path + query_of(filters_of(request.GET), done=done)
