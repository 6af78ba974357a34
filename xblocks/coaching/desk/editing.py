"""An expert's pages of one entry: write it, look for names, ask the asker, sign it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from xblocks.coaching.desk.entries import NOTICES, STAGES
from xblocks.coaching.desk.words import topic_name
from xblocks.coaching.domain.hints import Hint, warnings_of
from xblocks.coaching.domain.knowledge import (
    EDITABLE,
    LATEST_REVIEW,
    LIMITS,
    Stage,
    Text,
    next_review,
)
from xblocks.coaching.knowledge import publishing
from xblocks.coaching.reach import may_answer
from xblocks.coaching.records import Entry
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor
from xblocks.core.permissions import Action, require_own_hand
from xblocks.host.dates import day_of
from xblocks.notices import service as notices
from xblocks.roster.entrance import desk_page, for_actor
from xblocks.roster.records import Person


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def edit(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Show an entry to be written; a POST keeps it."""
    now = timezone.now()
    entry = publishing.editable(actor, entry_id, now)
    if request.method != "POST":
        if not actor.masquerading:
            notices.seen(actor, publishing.edit_path(entry), now)
        return _form(request, actor, entry, publishing.text_of(entry), now)
    require_own_hand(actor, Action.EDIT_KNOWLEDGE)
    text = _text(request)
    try:
        publishing.save(actor, entry_id, text, _version(request), now)
    except Refusal as refusal:
        return _form(request, actor, entry, text, now, refusal)
    return redirect(publishing.edit_path(entry) + "?done=kept")


@require_POST
@for_actor
def check(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Show what in a text may tell of a person."""
    now = timezone.now()
    entry = publishing.editable(actor, entry_id, now)
    hints = _hints(actor, entry, _text(request), now)
    return desk_page(request, actor, "wbm/coaching/knowledge_hints.html", hints=hints)


@require_POST
@for_actor
def ask(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Ask the asker for consent."""
    now = timezone.now()
    return _step(
        request,
        actor,
        entry_id,
        now,
        lambda: publishing.ask_consent(actor, entry_id, _version(request), now),
        "asked",
    )


@require_POST
@for_actor
def discard(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Delete an entry."""
    now = timezone.now()
    return _step(
        request,
        actor,
        entry_id,
        now,
        lambda: publishing.discard(actor, entry_id, _version(request), now),
        "discarded",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def sign(request: HttpRequest, actor: Actor, entry_id: int) -> HttpResponse:
    """Show what is to be signed, or looked at again; a POST signs it."""
    now = timezone.now()
    entry = publishing.editable(actor, entry_id, now)
    if request.method != "POST":
        return _sheet(request, actor, entry, now)
    require_own_hand(actor, Action.EDIT_KNOWLEDGE)
    try:
        publishing.sign(
            actor,
            entry_id,
            _day(request.POST.get("review_on", "")),
            checked=request.POST.get("checked") == "1",
            version=_version(request),
            now=now,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _sheet(request, actor, entry, now, refusal)
    return redirect(_list(actor) + "?done=signed")


def _step(
    request: HttpRequest,
    actor: Actor,
    entry_id: int,
    now: datetime,
    step: Callable[[], Any],
    done: str,
) -> HttpResponse:
    require_own_hand(actor, Action.EDIT_KNOWLEDGE)
    entry = publishing.editable(actor, entry_id, now)
    try:
        step()
    except NotFound:
        raise
    except Refusal as refusal:
        return _form(request, actor, entry, publishing.text_of(entry), now, refusal)
    return redirect(f"{_list(actor)}?done={done}")


def _form(
    request: HttpRequest,
    actor: Actor,
    entry: Entry,
    text: Text,
    now: datetime,
    refusal: Refusal | None = None,
) -> HttpResponse:
    stored = publishing.text_of(entry)
    asked = entry.request
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_edit.html",
        refusal=refusal,
        notice=NOTICES.get(request.GET.get("done", "")),
        entry=entry,
        of_request=asked.pk if asked and may_answer(actor, asked, now) else None,
        written=text,
        theirs=stored if refusal and refusal.code == "entry_changed" and stored != text else None,
        badge=STAGES[Stage(entry.state)],
        topic=topic_name(entry.topic),
        limits=LIMITS,
        hints=_hints(actor, entry, text, now),
        editable=entry.state in EDITABLE,
        can_ask=entry.state in {Stage.DRAFT, Stage.DECLINED} and stored == text,
        can_sign=entry.state in {Stage.AGREED, Stage.PUBLISHED},
    )


def _sheet(
    request: HttpRequest,
    actor: Actor,
    entry: Entry,
    now: datetime,
    refusal: Refusal | None = None,
) -> HttpResponse:
    today = day_of(now)
    return desk_page(
        request,
        actor,
        "wbm/coaching/knowledge_sign.html",
        refusal=refusal,
        entry=entry,
        topic=topic_name(entry.topic),
        can_sign=entry.state in {Stage.AGREED, Stage.PUBLISHED},
        again=entry.state == Stage.PUBLISHED,
        review_on=request.POST.get("review_on") or next_review(today).isoformat(),
        today=today.isoformat(),
        last=(today + LATEST_REVIEW).isoformat(),
        hints=_hints(actor, entry, publishing.text_of(entry), now),
    )


def _hints(actor: Actor, entry: Entry, text: Text, now: datetime) -> list[Hint]:
    """Return what may tell of a person; names of the asker's team count for who knows them."""
    asked = entry.request
    known: list[str] = []
    if asked is not None and may_answer(actor, asked, now):
        team = Person.objects.filter(company=asked.company_id) if asked.company_id else None
        known = list(team.values_list("name", flat=True)) if team is not None else []
        known += [asked.asker.name] if asked.asker else []
    return [
        hint
        for name in ("title", "question", "answer")
        for hint in warnings_of(getattr(text, name), name, known)
    ]


def _text(request: HttpRequest) -> Text:
    return Text(*(request.POST.get(name, "") for name in ("title", "question", "answer")))


def _version(request: HttpRequest) -> int:
    return whole(request.POST.get("version")) or 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _list(actor: Actor) -> str:
    return reverse("wbm:coaching_entries", args=[actor.course_key])


one = "<str:course_key>/coaching/knowledge/<int:entry_id>/"
patterns: list[URLPattern] = [
    path(one + "edit/", edit, name="coaching_entry_edit"),
    path(one + "check/", check, name="coaching_entry_check"),
    path(one + "ask/", ask, name="coaching_entry_ask"),
    path(one + "sign/", sign, name="coaching_entry_sign"),
    path(one + "discard/", discard, name="coaching_entry_gone"),
]
