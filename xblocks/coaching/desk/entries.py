"""The expert's entries of shared knowledge: what there is to do, and beginning a new one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xblocks.coaching.desk.words import Badge, topic_name
from xblocks.coaching.domain.knowledge import Stage, outdated
from xblocks.coaching.knowledge import publishing
from xblocks.coaching.reach import may_answer, readable
from xblocks.coaching.records import Entry
from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require
from xblocks.host.dates import day_of
from xblocks.roster.entrance import desk_page, for_actor

STAGES = {
    Stage.DRAFT: Badge(gettext_lazy("Being written")),
    Stage.ASKED: Badge(gettext_lazy("Waits for the asker"), "info"),
    Stage.AGREED: Badge(gettext_lazy("Ready to be signed"), "attention"),
    Stage.DECLINED: Badge(gettext_lazy("The asker said no"), "attention"),
    Stage.PUBLISHED: Badge(gettext_lazy("Published"), "good"),
    Stage.WITHDRAWN: Badge(gettext_lazy("Consent taken back")),
}
DUE = Badge(gettext_lazy("To be looked at again"), "attention")
TO_DO = (Stage.AGREED, Stage.DECLINED)
NOTICES = {
    "kept": gettext_lazy("Saved."),
    "asked": gettext_lazy("The asker has been told and decides now."),
    "signed": gettext_lazy("Signed. Everybody in the course finds the entry now."),
    "discarded": gettext_lazy("The entry is deleted."),
}


@require_safe
@for_actor
def entries(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the person's entries: what there is to do first, then the others."""
    today = day_of(timezone.now())
    rows = [_row(each, today) for each in publishing.entries(actor)]
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_entries.html",
        to_do=[row for row in rows if row["to_do"]],
        others=[row for row in rows if not row["to_do"]],
        notice=NOTICES.get(request.GET.get("done", "")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def new(request: HttpRequest, actor: Actor, request_id: int) -> HttpResponse:
    """Say what comes of an answer, and begin with it."""
    require(actor, Action.EDIT_KNOWLEDGE)
    now = timezone.now()
    if request.method == "POST":
        return redirect(publishing.edit_path(publishing.begin(actor, request_id, now)))
    asked = readable(actor, request_id, now)
    if not may_answer(actor, asked, now):
        raise NotFound
    there = asked.entries.exclude(state=Stage.WITHDRAWN).order_by("pk").first()
    if there is not None:
        return redirect(publishing.edit_path(there))
    return desk_page(request, actor, "wbm/coaching/knowledge_new.html", asked=asked)


def _row(entry: Entry, today: date) -> dict[str, Any]:
    due = entry.state == Stage.PUBLISHED and outdated(entry.review_on, today)
    stage = Stage(entry.state)
    signs = stage is Stage.AGREED or due
    name = "wbm:coaching_entry_sign" if signs else "wbm:coaching_entry_edit"
    return {
        "entry": entry,
        "topic": topic_name(entry.topic),
        "badge": DUE if due else STAGES[stage],
        "to_do": due or stage in TO_DO,
        "address": reverse(name, args=[entry.course_key, entry.pk]),
    }


desk = "<str:course_key>/coaching/knowledge/"
patterns: list[URLPattern] = [
    path(desk + "entries/", entries, name="coaching_entries"),
    path(desk + "new/<int:request_id>/", new, name="coaching_entry_new"),
]
