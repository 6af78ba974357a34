"""The list: who is there, found by name, role, district or company, and as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from xblocks.core.numbers import KEY_DIGITS, whole
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, may, require
from xblocks.host.files import download
from xblocks.roster import listing
from xblocks.roster.domain import template_csv
from xblocks.roster.entrance import desk_page, for_actor, is_part
from xblocks.roster.labels import ROLE_GROUPS, role_names, topic_names
from xblocks.roster.listing import SORTINGS, Filter, Page
from xblocks.roster.service import export_csv

CSV = "text/csv; charset=utf-8"
MANY_COMPANIES = 200

SORTED_COLUMNS = {"name": gettext_lazy("Name"), "company": gettext_lazy("Company")}
SHOWN = {
    "": gettext_lazy("Taking part"),
    "waiting": gettext_lazy("Without an account"),
    "left": gettext_lazy("Have left"),
}
NOTICES = {
    "imported": gettext_lazy("The file is on the list."),
    "unchanged": gettext_lazy("Everything was on the list already."),
    "added": gettext_lazy("The person is on the list."),
    "saved": gettext_lazy("Saved."),
    "left": gettext_lazy("Noted: this person takes part no more. Nothing was deleted."),
    "returned": gettext_lazy("This person takes part again."),
    "released": gettext_lazy("The account no longer belongs to this person."),
}


@require_safe
@for_actor
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the list, or for htmx what the filter finds."""
    wanted = _filter(request.GET)
    page = listing.page_of(actor, wanted)
    found = {
        "page": page,
        "rows": [
            (person, role_names(person.roles), topic_names(person.topics)) for person in page.people
        ],
        "filter": wanted,
        "previous": _page_address(request.GET, page, -1),
        "next": _page_address(request.GET, page, +1),
        "headings": _headings(request.GET, wanted),
        "found_text": ngettext("%(count)s person found", "%(count)s people found", page.found)
        % {"count": page.found},
    }
    if is_part(request):
        return desk_page(request, actor, "wbm/roster/found.html", **found)
    places = listing.places(actor)
    counters = listing.counters(actor)
    shown = [place for place in places if wanted.district in {None, place.district_id}]
    return desk_page(
        request,
        actor,
        "wbm/roster/people.html",
        **found,
        counters=counters,
        has_people=bool(counters.people or counters.left),
        roles=[(role, *role_names([role])) for role in Role],
        groups=[(role, ROLE_GROUPS[role], counters.roles[role]) for role in Role],
        places=places,
        companies=shown if sum(len(place.companies) for place in shown) <= MANY_COMPANIES else [],
        states=SHOWN.items(),
        state=_state(request.GET),
        notice=NOTICES.get(request.GET.get("notice", "")),
        may_edit=may(actor, Action.EDIT_ROSTER),
    )


@require_safe
@for_actor
def export(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send everybody who takes part as CSV that can be imported again."""
    content = export_csv(actor, german=_german())
    return download(content, f"{actor.course_key}-people.csv", CSV)


@require_safe
@for_actor
def template(_request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send an example file with all headings."""
    require(actor, Action.EDIT_ROSTER)
    return download(template_csv(german=_german()), "people-template.csv", CSV)


def _german() -> bool:
    return (get_language() or "").startswith("de")


def _filter(query: QueryDict) -> Filter:
    """Read a filter from an address; what makes no sense looks for everything."""
    state = _state(query)
    role, sort = query.get("role", ""), query.get("sort", "")
    return Filter(
        text=query.get("q", "").strip()[:100],
        role=role if role in set(Role) else "",
        district=whole(query.get("district"), KEY_DIGITS),
        company=whole(query.get("company"), KEY_DIGITS),
        waiting=state == "waiting",
        left=state == "left",
        sort=sort if sort in SORTINGS else "name",
        page=whole(query.get("page")) or 1,
    )


def _state(query: QueryDict) -> str:
    state = query.get("state", "")
    return state if state in SHOWN else ""


def _headings(query: QueryDict, wanted: Filter) -> list[tuple[str, str, str]]:
    """Return the columns one can sort by: name, address that sorts, and how it is sorted now."""
    headings = []
    for column, name in SORTED_COLUMNS.items():
        now = {column: "ascending", f"-{column}": "descending"}.get(wanted.sort, "")
        turned = f"-{column}" if now == "ascending" else column
        headings.append((str(name), _address(query, sort=turned), now))
    return headings


def _page_address(query: QueryDict, page: Page, step: int) -> str:
    """Return the address of the page before or after, or nothing when there is none."""
    number = page.number + step
    return _address(query, page=number) if 1 <= number <= page.pages else ""


def _address(query: QueryDict, **changed: str | int) -> str:
    """Return the query that looks for the same and differs in `changed`."""
    kept = {key: value for key, value in query.items() if key not in {"page", "notice"} and value}
    return "?" + urlencode({**kept, **changed})
