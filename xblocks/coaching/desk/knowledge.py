"""Shared knowledge for everybody in the course: search, entry, suggestions while one writes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xblocks.coaching.desk.ask_parts import ask_url, waiting_consents
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain.asked import QUERY_LENGTH
from xblocks.coaching.domain.knowledge import outdated
from xblocks.coaching.knowledge import consenting, searching
from xblocks.coaching.knowledge.searching import Found, Hit
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, may, require
from xblocks.core.topics import Topic
from xblocks.host.dates import day_of
from xblocks.host.html import render_markdown
from xblocks.roster.entrance import desk_page, for_actor, is_part


@require_safe
@for_actor
def knowledge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the search, or for htmx what it finds."""
    require(actor, Action.SEARCH_KNOWLEDGE)
    text, topic = _asked(request.GET)
    page = whole(request.GET.get("page")) or 1
    found = searching.search(actor, text, topic, page, day_of(timezone.now()))
    shown: dict[str, Any] = {
        "found": found,
        "rows": [(hit, topic_name(hit.topic), _address(actor, hit)) for hit in found.hits],
        "told": _told(found, searched=bool(text)),
        "text": text,
        "topic": topic,
        "ways": _ways(text, topic, found),
        "ask_url": ask_url(actor),
    }
    if is_part(request):
        return desk_page(request, actor, "wbm/coaching/knowledge_found.html", **shown)
    counters = searching.counters(actor)
    topics = [(each, topic_name(each), counters.get(each, 0)) for each in Topic]
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_search.html",
        **shown,
        topics=[each for each in topics if each[2] or each[0] == topic],
        number=sum(counters.values()),
        length=QUERY_LENGTH,
        waiting=waiting_consents(actor),
        edits=may(actor, Action.EDIT_KNOWLEDGE),
    )


@require_POST
@for_actor
def suggest(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what may answer a question that is being typed; nothing when nothing comes near.

    Posted, though nothing is kept: of an address servers keep logs, and this is in confidence.
    """
    text, topic = request.POST.get("question", ""), request.POST.get("topic", "")
    hits = searching.suggest(
        actor, text, topic if topic in set(Topic) else "", day_of(timezone.now())
    )
    rows = [(hit, topic_name(hit.topic), _address(actor, hit)) for hit in hits]
    return desk_page(request, actor, "wbm/coaching/knowledge_suggest.html", rows=rows)


@require_safe
@for_actor
def entry(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Show an entry that grew out of a request."""
    found = searching.read(actor, entry_id)
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_entry.html",
        entry=found,
        topic=topic_name(found.topic),
        review_on=found.review_on,
        outdated=outdated(found.review_on, day_of(timezone.now())),
        agreed=consenting.agreed_entry(actor, found) and may(actor, Action.ASK),
        keeps=may(actor, Action.EDIT_KNOWLEDGE)
        and found.topic in actor.topics
        and not consenting.agreed_entry(actor, found),
        back=_back(request.GET),
    )


@require_safe
@for_actor
def brought(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Show an entry the course brought along."""
    found = searching.read_brought(actor, name)
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_entry.html",
        brought=found,
        html=render_markdown(found.answer),
        topic=topic_name(found.topic),
        review_on=found.review,
        outdated=outdated(found.review, day_of(timezone.now())),
        back=_back(request.GET),
    )


def _asked(query: QueryDict) -> tuple[str, str]:
    topic = query.get("topic", "")
    return query.get("q", "")[:QUERY_LENGTH], topic if topic in set(Topic) else ""


def _address(actor: Actor, hit: Hit) -> str:
    if hit.name:
        return reverse("wbm:coaching_entry_brought", args=[actor.course_key, hit.name])
    return reverse("wbm:coaching_entry", args=[actor.course_key, hit.entry_id])


def _told(found: Found, *, searched: bool) -> str:
    """Return in words how much was found."""
    if found.partly:
        text = ngettext(
            "No entry has all words. %(count)s has some of them.",
            "No entry has all words. %(count)s have some of them.",
            found.total,
        )
    elif found.more:
        text = ngettext("More than %(count)s entry", "More than %(count)s entries", found.total)
    elif searched:
        text = ngettext("%(count)s entry found", "%(count)s entries found", found.total)
    else:
        text = ngettext("%(count)s entry", "%(count)s entries", found.total)
    return text % {"count": found.total}


def _ways(text: str, topic: str, found: Found) -> dict[str, str]:
    """Return the addresses of the pages before and after, empty where there is none."""

    def address(number: int) -> str:
        if not 1 <= number <= found.pages:
            return ""
        asked = {"q": text, "topic": topic, "page": number}
        return "?" + urlencode({key: value for key, value in asked.items() if value})

    return {"before": address(found.page - 1), "after": address(found.page + 1)}


def _back(query: QueryDict) -> str:
    text, topic = _asked(query)
    return urlencode({key: value for key, value in (("q", text), ("topic", topic)) if value})


desk = "<str:course_key>/coaching/knowledge/"
patterns: list[URLPattern] = [
    path(desk, knowledge, name="coaching_knowledge"),
    path(desk + "suggest/", suggest, name="coaching_suggest"),
    path(desk + "<int:entry_id>/", entry, name="coaching_entry"),
    path(desk + "course/<str:name>/", brought, name="coaching_entry_brought"),
]
